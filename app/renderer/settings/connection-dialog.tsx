/** One Kafka connection. Passwords are names of secrets: the file that is written holds none. */
import { useState } from "react";
import type { KafkaConnection, Security } from "../../../shared/pipeline/environment.ts";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { formOf, securityOf, type SecurityForm } from "./security-form.ts";

export interface ConnectionDialogProps {
  /** Null: a new one. */
  readonly file: string | null;
  readonly name: string | null;
  readonly start?: KafkaConnection;
  readonly onClose: () => void;
  readonly onSave: (file: string, name: string, connection: KafkaConnection) => Promise<void>;
}

const brokerPattern = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}$/;

export function ConnectionDialog({ file, name, start, onClose, onSave }: ConnectionDialogProps) {
  const [environment, setEnvironment] = useState(file ?? "local.environment.json");
  const [connection, setConnection] = useState(name ?? "kafka");
  const [brokers, setBrokers] = useState(start?.brokers.join(", ") ?? "127.0.0.1:9092");
  const [form, setForm] = useState<SecurityForm>(() => formOf(start?.security ?? null));
  const [busy, setBusy] = useState(false);
  const list = brokers.split(/[\s,]+/).filter(Boolean);
  const wrong = list.find((broker) => !brokerPattern.test(broker));
  const set = (part: Partial<SecurityForm>): void => setForm((before) => ({ ...before, ...part }));
  const sasl = form.protocol.startsWith("SASL");
  const tls = form.protocol.endsWith("SSL");
  const ready =
    list.length > 0 &&
    wrong === undefined &&
    /^[A-Za-z0-9_-]{1,64}$/.test(connection) &&
    environment.endsWith(".environment.json");

  const save = async (): Promise<void> => {
    setBusy(true);
    const security: Security | null = securityOf(form);
    try {
      await onSave(environment, connection, {
        kind: "kafka",
        brokers: list,
        security,
        connectTimeoutMs: start?.connectTimeoutMs ?? null,
        requestTimeoutMs: start?.requestTimeoutMs ?? null,
      });
      onClose();
    } catch {
      // It was told; what was typed stays.
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      title={name === null ? "Add a connection" : `Connection ${name}`}
      onClose={onClose}
      footer={
        <>
          <Button variant="line" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            loading={busy}
            disabled={ready ? false : "Something above is not complete."}
            onClick={() => void save()}
          >
            Save
          </Button>
        </>
      }
    >
      {name === null && (
        <>
          <Field label="Environment file" help="One file for each place where pipelines run.">
            {(control) => <TextField {...control} mono value={environment} onChange={setEnvironment} />}
          </Field>
          <Field label="Name" help="As pipelines name it.">
            {(control) => <TextField {...control} mono value={connection} onChange={setConnection} />}
          </Field>
        </>
      )}
      <Field
        label="Brokers"
        error={wrong === undefined ? undefined : `${wrong} is not host:port`}
        help="One or a few, with commas between them."
      >
        {(control) => <TextField {...control} mono value={brokers} onChange={setBrokers} autoFocus />}
      </Field>
      <Field label="Security">
        {(control) => (
          <Segmented
            {...control}
            fill
            value={form.protocol}
            options={[
              { value: "PLAINTEXT", label: "None" },
              { value: "SSL", label: "TLS" },
              { value: "SASL_SSL", label: "TLS and password" },
              { value: "SASL_PLAINTEXT", label: "Password only" },
            ]}
            onChange={(protocol) => set({ protocol })}
          />
        )}
      </Field>
      {sasl && (
        <>
          <Field label="Mechanism">
            {(control) => (
              <Select
                {...control}
                value={form.mechanism}
                options={[
                  { value: "SCRAM-SHA-512", label: "SCRAM-SHA-512" },
                  { value: "SCRAM-SHA-256", label: "SCRAM-SHA-256" },
                  { value: "PLAIN", label: "PLAIN" },
                ]}
                onChange={(mechanism) => set({ mechanism })}
              />
            )}
          </Field>
          <Field label="User">
            {(control) => <TextField {...control} value={form.username} onChange={(username) => set({ username })} />}
          </Field>
          <Field
            label="Password"
            note="the name of a secret"
            help="secret kafka/password, env KAFKA_PASSWORD or file /run/secrets/kafka"
          >
            {(control) => (
              <TextField
                {...control}
                mono
                value={form.password}
                onChange={(password) => set({ password })}
                placeholder="secret kafka/password"
              />
            )}
          </Field>
        </>
      )}
      {tls && (
        <>
          <Field label="Certificates to trust" note="the name of a secret" help="Empty for those of the system.">
            {(control) => (
              <TextField
                {...control}
                mono
                value={form.ca}
                onChange={(ca) => set({ ca })}
                placeholder="file certs/ca.pem"
              />
            )}
          </Field>
          <Checkbox checked={form.insecure} onChange={(insecure) => set({ insecure })}>
            Accept any certificate, for trials only
          </Checkbox>
        </>
      )}
    </Dialog>
  );
}
