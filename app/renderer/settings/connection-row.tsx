import { useState } from "react";
import { useStore } from "zustand";
import type { KafkaConnection } from "../../../shared/pipeline/environment.ts";
import { host } from "../host/connect.ts";
import { toHostError } from "../host/host-error.ts";
import { notifyError } from "../stores/workspace.ts";
import { Badge } from "../ui/badge.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { ConnectionDialog } from "./connection-dialog.tsx";
import { removeConnection, saveConnection } from "./save-connection.ts";
import { secretsStore } from "./secrets-store.ts";
import { securityText } from "./security-form.ts";

export interface ConnectionRowProps {
  readonly file: string;
  readonly name: string;
  readonly connection: KafkaConnection;
}

type Tested = { readonly ok: boolean; readonly text: string; readonly hint: string } | "busy" | null;

const none: ReadonlySet<string> = new Set();

export function ConnectionRow({ file, name, connection }: ConnectionRowProps) {
  const secrets = useStore(secretsStore, ({ state }) => state?.names);
  const [tested, setTested] = useState<Tested>(null);
  const [open, setOpen] = useState<"change" | "remove" | null>(null);
  const test = async (): Promise<void> => {
    setTested("busy");
    try {
      const { brokers, topics, ms } = await host.call("environments.test", { file, connection: name });
      const found = `${brokers} ${brokers === 1 ? "broker" : "brokers"}, ${topics} ${topics === 1 ? "topic" : "topics"}`;
      setTested({ ok: true, text: `Connected in ${Math.round(ms)} ms: ${found}.`, hint: "" });
    } catch (error) {
      const { message, hint } = toHostError(error);
      setTested({ ok: false, text: message, hint: hint ?? "" });
    }
  };
  return (
    <div className="settings-row settings-connection" role="group" aria-label={`Connection ${name}`}>
      <div className="settings-connection-what">
        <b>{name}</b>
        <Badge>{securityText(connection.security)}</Badge>
        <code>{connection.brokers.join(", ")}</code>
      </div>
      <div className="settings-connection-acts">
        <Button variant="line" size="small" icon="plug-zap" loading={tested === "busy"} onClick={() => void test()}>
          Test
        </Button>
        <Button variant="line" size="small" onClick={() => setOpen("change")}>
          Change
        </Button>
        <IconButton
          size="small"
          icon="trash-2"
          label={`Remove the connection ${name}`}
          onClick={() => setOpen("remove")}
        />
      </div>
      <div role="status" className="settings-connection-said">
        {tested === "busy" && <p>Connecting to {connection.brokers.join(", ")}</p>}
        {tested !== null && tested !== "busy" && (
          <p className={tested.ok ? "settings-good" : "settings-bad"}>
            <Icon name={tested.ok ? "circle-check" : "circle-alert"} size={14} />
            <span>
              {tested.text} {tested.hint !== "" && <small>{tested.hint}</small>}
            </span>
          </p>
        )}
      </div>
      {open === "change" && (
        <ConnectionDialog
          file={file}
          name={name}
          start={connection}
          taken={none}
          secrets={secrets ?? []}
          onClose={() => setOpen(null)}
          onSave={async (...what) => {
            await saveConnection(...what);
            setTested(null);
          }}
        />
      )}
      {open === "remove" && (
        <Dialog
          open
          size="small"
          tone="danger"
          icon="trash-2"
          title={`Remove the connection ${name}?`}
          description={`It goes out of ${file}. Pipelines that name it cannot run there any more.`}
          onClose={() => setOpen(null)}
          footer={
            <>
              <Button variant="line" onClick={() => setOpen(null)} autoFocus>
                Cancel
              </Button>
              <Button
                variant="danger"
                onClick={() =>
                  void removeConnection(file, name)
                    .catch(notifyError)
                    .finally(() => setOpen(null))
                }
              >
                Remove
              </Button>
            </>
          }
        />
      )}
    </div>
  );
}
