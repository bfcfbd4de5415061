/** Secrets by name. Values go in and never come out. */
import { useCallback, useState, type FormEvent } from "react";
import type { SecretsState } from "../../../shared/protocol/host-api.ts";
import { host } from "../host/connect.ts";
import { notifyError } from "../stores/workspace.ts";
import { useAnswer } from "../topics/use-answer.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";

export function Secrets() {
  const { data, again } = useAnswer(useCallback(() => host.call("secrets.state", {}), []));
  if (data === null) return null;
  return (
    <section aria-labelledby="settings-secrets">
      <h2 id="settings-secrets">Secrets</h2>
      {data.locked ? <Unlock state={data} onDone={again} /> : <Open state={data} onDone={again} />}
    </section>
  );
}

interface PartProps {
  readonly state: SecretsState;
  readonly onDone: () => void;
}

function Unlock({ state, onDone }: PartProps) {
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const unlock = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await host.call("secrets.unlock", { passphrase });
      onDone();
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="settings-row" onSubmit={(event) => void unlock(event)}>
      <span>
        {state.exists
          ? "The store is locked."
          : "Choose a passphrase: secrets are encrypted with it, and it is kept nowhere."}
      </span>
      <span className="settings-inline">
        <TextField
          type="password"
          aria-label="Passphrase"
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="off"
        />
        <Button
          variant="line"
          type="submit"
          icon="lock-open"
          loading={busy}
          disabled={passphrase.length < 8 ? "At least 8 characters." : false}
        >
          {state.exists ? "Unlock" : "Make the store"}
        </Button>
      </span>
    </form>
  );
}

function Open({ state, onDone }: PartProps) {
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const act = async (work: Promise<SecretsState>): Promise<void> => {
    try {
      await work;
      onDone();
    } catch (error) {
      notifyError(error);
    }
  };
  const add = (event: FormEvent): void => {
    event.preventDefault();
    void act(host.call("secrets.set", { name, value })).then(() => {
      setName("");
      setValue("");
    });
  };
  return (
    <div className="settings-group">
      {state.names.map((known) => (
        <div key={known} className="settings-row">
          <code>{known}</code>
          <IconButton
            icon="trash-2"
            size="small"
            label={`Delete the secret ${known}`}
            onClick={() => void act(host.call("secrets.delete", { name: known }))}
          />
        </div>
      ))}
      <form className="settings-row" onSubmit={add}>
        <span className="settings-inline">
          <TextField
            mono
            aria-label="Name of the secret"
            placeholder="kafka/password"
            value={name}
            onChange={setName}
          />
          <TextField
            type="password"
            aria-label="Its value"
            placeholder="value"
            value={value}
            onChange={setValue}
            autoComplete="off"
          />
        </span>
        <Button
          variant="line"
          type="submit"
          icon="plus"
          disabled={name === "" || value === "" ? "Give a name and a value." : false}
        >
          Set
        </Button>
      </form>
    </div>
  );
}
