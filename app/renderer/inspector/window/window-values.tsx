/** The durations of a window as small fields below its drawing. */
import { useState } from "react";
import { parseDuration } from "../../../../shared/records/durations.ts";
import { makePointer } from "../../../../shared/pipeline/json-node.ts";
import { Field } from "../../ui/field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { sentence } from "../fields/frame.tsx";
import { readDuration } from "../model/duration-words.ts";
import { useFindings, useForm, useFormState } from "../model/form.ts";
import { isJsonObject } from "../model/json-value.ts";
import { useValue } from "../model/form.ts";

export interface WindowDuration {
  readonly name: string;
  readonly title: string;
  readonly usual: string | undefined;
}

export function WindowValues({
  pointer,
  durations,
}: {
  readonly pointer: string;
  readonly durations: readonly WindowDuration[];
}) {
  return (
    <div className="window-values">
      {durations.map((duration) => (
        <DurationValue key={duration.name} pointer={pointer + makePointer(duration.name)} {...duration} />
      ))}
    </div>
  );
}

function DurationValue({ pointer, title, usual }: WindowDuration & { readonly pointer: string }) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const findings = useFindings(pointer);
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? (typeof value === "string" ? value : "");
  const error = sentence(findings.find(({ severity }) => severity === "error"));
  return (
    <div data-pointer={pointer}>
      <Field label={title} error={error} reserve={false}>
        {(control) => (
          <TextField
            {...control}
            value={text}
            placeholder={usual}
            readOnly={readOnly}
            onChange={(next) => {
              setDraft(next);
              const tidy = next.trim();
              form.set(
                pointer,
                tidy === "" && usual !== undefined ? undefined : (readDuration(tidy) ?? tidy),
                title.toLowerCase(),
              );
            }}
            onBlur={() => setDraft(null)}
          />
        )}
      </Field>
    </div>
  );
}

/** Milliseconds of a setting that may be left out or wrong. */
export function useDurationMs(pointer: string, name: string, usual: number): number {
  const value = useValue(pointer);
  const text = isJsonObject(value) ? value[name] : undefined;
  return (typeof text === "string" ? parseDuration(text) : undefined) ?? usual;
}
