/** One Kafka connection. Passwords are names of secrets: the file that is written holds none. */
import { useState } from "react";
import type { KafkaConnection } from "../../../shared/pipeline/environment.ts";
import { toHostError, type HostError } from "../host/host-error.ts";
import { environmentName } from "../stores/environments.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { formOf, securityOf, type SecurityForm } from "./security-form.ts";
import { SecurityFields, securityProblem } from "./security-fields.tsx";

export interface ConnectionDialogProps {
  /** Null: a new one. */
  readonly file: string | null;
  readonly name: string | null;
  readonly start?: KafkaConnection;
  /** Connections that are there already, as `file name`. */
  readonly taken: ReadonlySet<string>;
  /** Names in the store of secrets. */
  readonly secrets: readonly string[];
  readonly onClose: () => void;
  readonly onSave: (file: string, name: string, connection: KafkaConnection) => Promise<void>;
}

const brokerPattern = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}$/;

export function ConnectionDialog({ file, name, start, taken, secrets, onClose, onSave }: ConnectionDialogProps) {
  const [environment, setEnvironment] = useState(file === null ? "local" : environmentName(file));
  const [connection, setConnection] = useState(name ?? "kafka");
  const [brokers, setBrokers] = useState(start?.brokers.join(", ") ?? "127.0.0.1:9092");
  const [form, setForm] = useState<SecurityForm>(() => formOf(start?.security ?? null));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<HostError | null>(null);
  const list = brokers.split(/[\s,]+/).filter(Boolean);
  const wrong = list.find((broker) => !brokerPattern.test(broker));
  const target = file ?? `${environment.trim()}.environment.json`;
  const environmentProblem = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(environment.trim())
    ? undefined
    : "Letters, digits, dot and dash: it becomes the name of a file";
  const nameProblem = !/^[A-Za-z0-9_-]{1,64}$/.test(connection)
    ? "Letters, digits, dash and underscore"
    : name === null && taken.has(`${target} ${connection}`)
      ? "This environment has a connection of this name"
      : undefined;
  const problem =
    (name === null ? (environmentProblem ?? nameProblem) : undefined) ??
    (list.length === 0
      ? "Name a broker."
      : wrong === undefined
        ? securityProblem(form)
        : `“${wrong}” is not host:port.`);

  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await onSave(target, connection, {
        kind: "kafka",
        brokers: list,
        security: securityOf(form),
        connectTimeoutMs: start?.connectTimeoutMs ?? null,
        requestTimeoutMs: start?.requestTimeoutMs ?? null,
      });
      onClose();
    } catch (caught) {
      setError(toHostError(caught));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      title={name === null ? "Add a connection" : `Connection ${name} of ${environment}`}
      description={`Written to ${target}, without secrets: fit to be committed.`}
      onClose={onClose}
      footer={
        <>
          <Button variant="line" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" loading={busy} disabled={problem ?? false} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div className="connection-dialog">
        {error !== null && (
          <Banner tone="bad" title={error.message}>
            {error.hint}
          </Banner>
        )}
        {name === null && (
          <div className="connection-dialog-two">
            <Field label="Environment" error={environmentProblem} help="One for each place where pipelines run.">
              {(control) => <TextField {...control} value={environment} onChange={setEnvironment} autoFocus />}
            </Field>
            <Field label="Name" error={nameProblem} help="As pipelines name it.">
              {(control) => <TextField {...control} mono value={connection} onChange={setConnection} />}
            </Field>
          </div>
        )}
        <Field
          label="Brokers"
          error={wrong === undefined ? undefined : `“${wrong}” is not host:port`}
          help="host:port; of a large cluster two or three, with commas between them."
        >
          {(control) => <TextField {...control} mono value={brokers} onChange={setBrokers} autoFocus={name !== null} />}
        </Field>
        <SecurityFields
          form={form}
          secrets={secrets}
          onChange={(part) => setForm((before) => ({ ...before, ...part }))}
        />
      </div>
    </Dialog>
  );
}
