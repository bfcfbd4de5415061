import { Checkbox } from "../ui/checkbox.tsx";
import { Field } from "../ui/field.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { SecretField } from "./secret-field.tsx";
import { nameProblem, type SecurityForm } from "./security-form.ts";

export interface SecurityFieldsProps {
  readonly form: SecurityForm;
  readonly secrets: readonly string[];
  readonly onChange: (part: Partial<SecurityForm>) => void;
}

export function SecurityFields({ form, secrets, onChange }: SecurityFieldsProps) {
  const sasl = form.protocol.startsWith("SASL");
  const tls = form.protocol.endsWith("SSL");
  return (
    <>
      <Field label="Security" reserve={false}>
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
            onChange={(protocol) => onChange({ protocol })}
          />
        )}
      </Field>
      {sasl && (
        <>
          <div className="connection-dialog-two">
            <Field label="User">
              {(control) => (
                <TextField
                  {...control}
                  value={form.username}
                  onChange={(username) => onChange({ username })}
                  autoComplete="off"
                />
              )}
            </Field>
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
                  onChange={(mechanism) => onChange({ mechanism })}
                />
              )}
            </Field>
          </div>
          <SecretField
            label="Password"
            value={form.password}
            known={secrets}
            help="The name of a secret. Its value is never written to the file."
            onChange={(password) => onChange({ password })}
          />
        </>
      )}
      {tls && (
        <>
          <SecretField
            label="Certificates to trust"
            value={form.ca}
            known={secrets}
            help="PEM; empty for those of the system."
            onChange={(ca) => onChange({ ca })}
          />
          <Checkbox checked={form.insecure} onChange={(insecure) => onChange({ insecure })}>
            Accept any certificate, for trials only
          </Checkbox>
        </>
      )}
    </>
  );
}

/** What hinders saving. */
export function securityProblem({ protocol, username, password, ca, rest }: SecurityForm): string | undefined {
  if (protocol.startsWith("SASL")) {
    if (username.trim() === "" && typeof rest.username !== "object") return "Give the user.";
    if (password.name.trim() === "") return "Name the secret that holds the password.";
    if (nameProblem(password) !== undefined) return "The name of the password's secret is not possible.";
  }
  return protocol.endsWith("SSL") && nameProblem(ca) !== undefined
    ? "The name of the certificates is not possible."
    : undefined;
}
