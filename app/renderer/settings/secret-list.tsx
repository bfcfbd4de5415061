import { useEffect, useState, type FormEvent } from "react";
import { useStore } from "zustand";
import type { SecretsState } from "../../../shared/protocol/host-api.ts";
import { host } from "../host/connect.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { TextField } from "../ui/text-field.tsx";
import { nameProblem } from "./security-form.ts";
import { act, prepareSecret, secretsStore } from "./secrets-store.ts";

export function SecretList({ state }: { readonly state: SecretsState }) {
  const [deleting, setDeleting] = useState<string | null>(null);
  return (
    <>
      {state.names.length > 0 && (
        <ul className="secrets-names" aria-label="Secrets">
          {state.names.map((name) => (
            <li key={name} className="settings-row">
              <Icon name="key-round" size={14} />
              <code>{name}</code>
              <Button size="small" onClick={() => prepareSecret(name)}>
                Replace
              </Button>
              <IconButton
                icon="trash-2"
                size="small"
                label={`Delete the secret ${name}`}
                onClick={() => setDeleting(name)}
              />
            </li>
          ))}
        </ul>
      )}
      <SetSecret names={state.names} />
      {deleting !== null && (
        <Dialog
          open
          size="small"
          tone="danger"
          icon="trash-2"
          title={`Delete the secret ${deleting}?`}
          description="Its value cannot be brought back. Connections that name it fail until it is set again."
          onClose={() => setDeleting(null)}
          footer={
            <>
              <Button variant="line" onClick={() => setDeleting(null)} autoFocus>
                Cancel
              </Button>
              <Button
                variant="danger"
                onClick={() => void act(host.call("secrets.delete", { name: deleting })).then(() => setDeleting(null))}
              >
                Delete
              </Button>
            </>
          }
        />
      )}
    </>
  );
}

function SetSecret({ names }: { readonly names: readonly string[] }) {
  const prepared = useStore(secretsStore, (known) => known.prepared);
  const [name, setName] = useState(prepared?.name ?? "");
  const [value, setValue] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (prepared !== null) setName(prepared.name);
  }, [prepared]);
  const problem = nameProblem({ place: "secret", name });
  const known = names.includes(name.trim());
  const set = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (name.trim() === "" || value === "" || problem !== undefined) return;
    setBusy(true);
    const done = await act(host.call("secrets.set", { name: name.trim(), value }));
    setBusy(false);
    if (!done) return;
    setName("");
    setValue("");
  };
  return (
    <form className="secrets-set" onSubmit={(event) => void set(event)}>
      <Field label="Name" error={problem} help="As connections name it.">
        {(control) => (
          <TextField
            {...control}
            mono
            placeholder="kafka/password"
            value={name}
            onChange={setName}
            autoComplete="off"
          />
        )}
      </Field>
      <Field label="Value" help={known ? "Takes the place of the one that is there." : "Shown to nobody again."}>
        {(control) => (
          <TextField {...control} type="password" value={value} onChange={setValue} autoComplete="new-password" />
        )}
      </Field>
      <div className="secrets-act">
        <Button
          variant="line"
          type="submit"
          loading={busy}
          disabled={name.trim() === "" || value === "" ? "Give a name and a value." : (problem ?? false)}
        >
          {known ? "Replace" : "Set"}
        </Button>
      </div>
    </form>
  );
}
