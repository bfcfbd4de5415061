/** A duration: `500ms`, `10s`, `15m`, and what that means. */
import { useState } from "react";
import { parseDuration } from "../../../../shared/records/durations.ts";
import { TextField } from "../../ui/text-field.tsx";
import { durationWords, readDuration } from "../model/duration-words.ts";
import { useForm, useFormState, useValue } from "../model/form.ts";
import { Frame, type FieldProps } from "./frame.tsx";

export function DurationField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const [draft, setDraft] = useState<string | null>(null);
  const known = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
  const usual = typeof spec.defaultValue === "string" ? spec.defaultValue : undefined;
  const text = draft ?? known;
  const ms = parseDuration(readDuration(text === "" ? (usual ?? "") : text) ?? "");
  return (
    <Frame spec={spec} pointer={pointer} note={ms === undefined ? undefined : durationWords(ms)}>
      {(control) => (
        <TextField
          {...control}
          value={text}
          readOnly={readOnly}
          placeholder={usual ?? spec.meta.placeholder ?? "10s"}
          onChange={(next) => {
            setDraft(next);
            const tidy = next.trim();
            form.set(pointer, tidy === "" && spec.optional ? undefined : (readDuration(tidy) ?? tidy), spec.title);
          }}
          onBlur={() => setDraft(null)}
        />
      )}
    </Frame>
  );
}
