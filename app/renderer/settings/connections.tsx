/** Connections of the folder's environments: where pipelines run. A connection is tested where it is written. */
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { parseEnvironment } from "../../../shared/pipeline/environment.ts";
import type { EnvironmentFile } from "../../../shared/protocol/host-api.ts";
import { host } from "../host/connect.ts";
import { environmentName, environmentStore, loadEnvironments } from "../stores/environments.ts";
import { workspaceStore } from "../stores/workspace.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ConnectionDialog } from "./connection-dialog.tsx";
import { ConnectionRow } from "./connection-row.tsx";
import { saveConnection, takenNames } from "./save-connection.ts";
import { prepareSecret, secretsStore } from "./secrets-store.ts";

export function Connections() {
  const files = useStore(environmentStore, (state) => state.files);
  const trusted = useStore(workspaceStore, (state) => state.workspace?.trusted === true);
  const secrets = useStore(secretsStore, ({ state }) => state?.names);
  const [adding, setAdding] = useState(false);
  useEffect(() => {
    loadEnvironments(host).catch(() => {});
  }, [trusted]);
  const add = (
    <Button
      variant="line"
      icon="plus"
      disabled={trusted ? false : "Trust this folder first."}
      onClick={() => setAdding(true)}
    >
      Add a connection
    </Button>
  );
  return (
    <section aria-labelledby="settings-connections">
      <header className="settings-head">
        <h2 id="settings-connections">Connections</h2>
        {files.length > 0 && add}
      </header>
      {files.length === 0 && (
        <div className="settings-card">
          <EmptyState size="small" icon="plug" title="No environments in this folder" actions={add}>
            An environment says where the connections that pipelines name lead to: one file for each place, without
            secrets, fit to be committed.
          </EmptyState>
        </div>
      )}
      {files.map((file) => (
        <EnvironmentOf key={file.file} environment={file} />
      ))}
      {adding && (
        <ConnectionDialog
          file={null}
          name={null}
          taken={takenNames(files)}
          secrets={secrets ?? []}
          onClose={() => setAdding(false)}
          onSave={saveConnection}
        />
      )}
    </section>
  );
}

function EnvironmentOf({ environment: { file, text, missing } }: { readonly environment: EnvironmentFile }) {
  const { environment, diagnostics } = parseEnvironment(text);
  const stored = missing.find((name) => name.startsWith("secret "));
  return (
    <section className="settings-environment" aria-label={environmentName(file)}>
      <h3>
        {environmentName(file)} <code>{file}</code>
      </h3>
      {environment === null ? (
        <Banner tone="bad" title={`${file} cannot be read.`}>
          {diagnostics[0]?.message} {diagnostics[0]?.hint}
        </Banner>
      ) : (
        <>
          {missing.length > 0 && (
            <Banner
              tone="warn"
              title={`${missing.length === 1 ? "A secret has" : `${missing.length} secrets have`} no value yet: ${missing.join(", ")}`}
              actions={
                stored === undefined ? undefined : (
                  <Button size="small" variant="line" onClick={() => prepareSecret(stored.replace(/^secret /, ""))}>
                    Set it
                  </Button>
                )
              }
            >
              {stored === undefined
                ? "Set it where the studio is started, and start it again."
                : "Until then nothing can connect with it."}
            </Banner>
          )}
          <div className="settings-card">
            {[...environment.connections].map(([name, connection]) => (
              <ConnectionRow key={name} file={file} name={name} connection={connection} />
            ))}
            {environment.connections.size === 0 && <p className="settings-none">No connections.</p>}
          </div>
        </>
      )}
    </section>
  );
}
