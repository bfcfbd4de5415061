/** Names a secret: where it lies and what it is called there. */
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { nameProblem, type SecretName, type SecretPlace } from "./security-form.ts";

export interface SecretFieldProps {
  readonly label: string;
  readonly value: SecretName;
  readonly onChange: (value: SecretName) => void;
  /** Names in the store, so that one can be told that has no value yet. */
  readonly known: readonly string[];
  readonly help: string;
}

const examples: Readonly<Record<SecretPlace, string>> = {
  secret: "kafka/password",
  env: "KAFKA_PASSWORD",
  file: "/run/secrets/kafka",
};

export function SecretField({ label, value, onChange, known, help }: SecretFieldProps) {
  const { place, name } = value;
  const unset = place === "secret" && name.trim() !== "" && !known.includes(name.trim());
  return (
    <Field
      label={label}
      error={nameProblem(value)}
      help={unset ? "It has no value yet: set it under Secrets when this is saved." : help}
    >
      {(control) => (
        <div className="secret-field">
          <Select
            aria-label={`${label}: where it lies`}
            value={place}
            options={[
              { value: "secret", label: "Secret store" },
              { value: "env", label: "Variable" },
              { value: "file", label: "File" },
            ]}
            onChange={(next) => onChange({ place: next, name: "" })}
          />
          <TextField
            {...control}
            mono
            value={name}
            onChange={(next) => onChange({ place, name: next })}
            placeholder={examples[place]}
            autoComplete="off"
          />
        </div>
      )}
    </Field>
  );
}
