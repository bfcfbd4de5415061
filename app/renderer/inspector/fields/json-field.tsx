/** What no other field fits, as JSON. Text that is none is kept in the field and marked. */
import { useState } from "react";
import type { Json } from "../../../../shared/pipeline/pipeline.ts";
import { Textarea } from "../../ui/textarea.tsx";
import { useFindingsWithin, useForm, useFormState, useValue } from "../model/form.ts";
import { Frame, type FieldProps } from "./frame.tsx";

export function JsonField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const findings = useFindingsWithin(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string>();
  return (
    <Frame spec={spec} pointer={pointer} findings={findings} wrong={wrong}>
      {(control) => (
        <Textarea
          {...control}
          mono
          value={draft ?? (value === undefined ? "" : JSON.stringify(value, null, 2))}
          readOnly={readOnly}
          onChange={(text) => {
            setDraft(text);
            if (text.trim() === "") {
              setWrong(undefined);
              form.set(pointer, undefined, spec.title);
              return;
            }
            try {
              const read = JSON.parse(text) as Json;
              setWrong(undefined);
              form.set(pointer, read, spec.title);
            } catch (error) {
              setWrong(error instanceof Error ? `This is not JSON: ${error.message}.` : "This is not JSON.");
            }
          }}
          onBlur={() => {
            if (wrong === undefined) setDraft(null);
          }}
        />
      )}
    </Frame>
  );
}
