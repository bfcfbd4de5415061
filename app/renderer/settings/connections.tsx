/** Connections of the folder's environments: where pipelines run. A connection is tested where it is written. */
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { parseEnvironment, writeEnvironment } from "../../../shared/pipeline/environment.ts";
import type { KafkaConnection } from "../../../shared/pipeline/environment.ts";
import type { EnvironmentFile } from "../../../shared/protocol/host-api.ts";
import { host } from "../host/connect.ts";
import { toHostError } from "../host/host-error.ts";
import { environmentName, environmentStore, loadEnvironments } from "../stores/environments.ts";
import { notifyError, workspaceStore } from "../stores/workspace.ts";
import { Badge } from "../ui/badge.tsx";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ConnectionDialog } from "./connection-dialog.tsx";

export function Connections() {
  const { files } = useStore(environmentStore);
  const trusted = useStore(workspaceStore, (state) => state.workspace?.trusted === true);
  const [adding, setAdding] = useState(false);
  useEffect(() => {
    loadEnvironments(host).catch(() => {});
  }, [trusted]);
  return (
    <section aria-labelledby="settings-connections">
      <h2 id="settings-connections">Connections</h2>
      {files.length === 0 && (
        <EmptyState
          size="small"
          icon="plug"
          title="No environments in this folder"
          actions={
            <Button
              variant="line"
              icon="plus"
              disabled={trusted ? false : "Trust this folder first."}
              onClick={() => setAdding(true)}
            >
              Add a connection
            </Button>
          }
        >
          An environment says where the connections that pipelines name lead to: one file for each place, without
          secrets, fit to be committed.
        </EmptyState>
      )}
      {files.map((file) => (
        <EnvironmentOf key={file.file} environment={file} />
      ))}
      {files.length > 0 && (
        <Button
          variant="line"
          icon="plus"
          disabled={trusted ? false : "Trust this folder first."}
          onClick={() => setAdding(true)}
        >
          Add a connection
        </Button>
      )}
      {adding && <ConnectionDialog file={null} name={null} onClose={() => setAdding(false)} onSave={saveConnection} />}
    </section>
  );
}

function EnvironmentOf({ environment: { file, text, missing } }: { readonly environment: EnvironmentFile }) {
  const { environment, diagnostics } = parseEnvironment(text);
  if (environment === null)
    return (
      <Banner tone="bad" title={`${file} cannot be read`}>
        {diagnostics[0]?.message} {diagnostics[0]?.hint}
      </Banner>
    );
  return (
    <div className="settings-group">
      {missing.length > 0 && (
        <Banner
          tone="warn"
          title={`${missing.length === 1 ? "A secret has" : `${missing.length} secrets have`} no value yet: ${missing.join(", ")}`}
        >
          Set it below, or in the environment of the process.
        </Banner>
      )}
      {[...environment.connections].map(([name, connection]) => (
        <ConnectionRow key={name} file={file} name={name} connection={connection} />
      ))}
    </div>
  );
}

interface RowProps {
  readonly file: string;
  readonly name: string;
  readonly connection: KafkaConnection;
}

type Tested = { readonly ok: boolean; readonly text: string } | "busy" | null;

function ConnectionRow({ file, name, connection }: RowProps) {
  const [tested, setTested] = useState<Tested>(null);
  const [editing, setEditing] = useState(false);
  const test = async (): Promise<void> => {
    setTested("busy");
    try {
      const { brokers, topics, ms } = await host.call("environments.test", { file, connection: name });
      setTested({
        ok: true,
        text: `${brokers} ${brokers === 1 ? "broker" : "brokers"}, ${topics} topics, ${Math.round(ms)} ms`,
      });
    } catch (error) {
      const { message, hint } = toHostError(error);
      setTested({ ok: false, text: `${message} ${hint ?? ""}` });
    }
  };
  return (
    <div className="settings-row settings-connection">
      <div>
        <b>
          {environmentName(file)} · {name}
        </b>
        <code>{connection.brokers.join(", ")}</code>
        <span
          role="status"
          className={tested !== null && tested !== "busy" && !tested.ok ? "settings-bad" : "settings-good"}
        >
          {tested === null || tested === "busy" ? " " : tested.text}
        </span>
      </div>
      <Badge>
        {connection.security === null
          ? "not encrypted"
          : `${connection.security.protocol}${connection.security.mechanism === undefined ? "" : `, ${connection.security.mechanism}`}`}
      </Badge>
      <Button variant="line" size="small" onClick={() => setEditing(true)}>
        Change
      </Button>
      <Button variant="line" size="small" icon="plug-zap" loading={tested === "busy"} onClick={() => void test()}>
        Test
      </Button>
      {editing && (
        <ConnectionDialog
          file={file}
          name={name}
          start={connection}
          onClose={() => setEditing(false)}
          onSave={saveConnection}
        />
      )}
    </div>
  );
}

/** Into the environment document; a new one where `file` names none. */
async function saveConnection(file: string, name: string, connection: KafkaConnection): Promise<void> {
  const known = environmentStore.getState().files.find((other) => other.file === file);
  const environment = known === undefined ? null : parseEnvironment(known.text).environment;
  const connections = new Map(environment?.connections).set(name, connection);
  try {
    await host.call("environments.save", {
      file,
      text: writeEnvironment({ name: environment?.name ?? environmentName(file), connections }),
    });
    await loadEnvironments(host);
  } catch (error) {
    notifyError(error);
    throw error;
  }
}
