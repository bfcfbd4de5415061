/** Secrets by name. Values go in and never come out. */
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useStore } from "zustand";
import type { SecretsState } from "../../../shared/protocol/host-api.ts";
import { host } from "../host/connect.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { TextField } from "../ui/text-field.tsx";
import { SecretList } from "./secret-list.tsx";
import { act, loadSecrets, secretsStore } from "./secrets-store.ts";

export function Secrets() {
  const { state, error, prepared } = useStore(secretsStore);
  const section = useRef<HTMLElement>(null);
  useEffect(() => void loadSecrets(), []);
  useEffect(() => {
    if (prepared === null) return;
    section.current?.scrollIntoView({ block: "nearest" });
    section.current?.querySelector<HTMLInputElement>("input[type=password]")?.focus();
  }, [prepared]);
  return (
    <section ref={section} aria-labelledby="settings-secrets">
      <header className="settings-head">
        <h2 id="settings-secrets">Secrets</h2>
      </header>
      {error !== null && (
        <Banner tone="bad" title={error.message} onDismiss={() => secretsStore.setState({ error: null })}>
          {error.hint}
        </Banner>
      )}
      <div className="settings-card">
        {state === null ? (
          error === null && <Skeleton label="Reading the store of secrets" lines={2} />
        ) : state.locked ? (
          <Unlock state={state} />
        ) : (
          <SecretList state={state} />
        )}
      </div>
    </section>
  );
}

function Unlock({ state: { exists, names } }: { readonly state: SecretsState }) {
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const differs = !exists && again !== "" && again !== passphrase;
  const unlock = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (passphrase.length < 8 || (!exists && again !== passphrase)) return;
    setBusy(true);
    await act(host.call("secrets.unlock", { passphrase }));
    setBusy(false);
  };
  return (
    <form className="secrets-unlock" onSubmit={(event) => void unlock(event)}>
      <p>
        {exists
          ? `The store is locked. ${names.length === 0 ? "It holds no secrets yet." : `It holds ${names.length === 1 ? "1 secret" : `${names.length} secrets`}: ${names.join(", ")}.`}`
          : "There is no store yet. What it will hold is encrypted with a passphrase that is kept nowhere: lost, it cannot be brought back."}
      </p>
      <div className="secrets-unlock-fields">
        <Field label="Passphrase" help={exists ? undefined : "At least 8 characters."}>
          {(control) => (
            <TextField {...control} type="password" value={passphrase} onChange={setPassphrase} autoComplete="off" />
          )}
        </Field>
        {!exists && (
          <Field label="Passphrase again" error={differs ? "It is not the same" : undefined}>
            {(control) => (
              <TextField {...control} type="password" value={again} onChange={setAgain} autoComplete="off" />
            )}
          </Field>
        )}
        <div className="secrets-act">
          <Button
            variant="line"
            type="submit"
            icon={exists ? "lock-open" : "lock"}
            loading={busy}
            disabled={
              passphrase.length < 8
                ? "At least 8 characters."
                : !exists && again !== passphrase
                  ? "Write the passphrase twice."
                  : false
            }
          >
            {exists ? "Unlock" : "Make the store"}
          </Button>
        </div>
      </div>
    </form>
  );
}
