/** A type in TypeScript's notation, checked as it is typed. */
import { useState } from "react";
import { parseType, printType } from "../../../../shared/records/type-text.ts";
import { withoutNull, type Type } from "../../../../shared/records/types.ts";
import { Textarea } from "../../ui/textarea.tsx";
import { useForm, useFormState, useValue } from "../model/form.ts";
import { Frame, type FieldProps } from "./frame.tsx";
import "./type-field.css";

export function TypeField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? (typeof value === "string" ? value : "");
  const { type, diagnostics } = parseType(text);
  const first = text.trim() === "" ? undefined : diagnostics[0];
  const tidy = type === undefined ? undefined : printType(type, 44);
  return (
    <Frame
      spec={spec}
      pointer={pointer}
      wrong={
        first === undefined ? undefined : `${placeOf(text, first.range?.from)}${first.message} ${first.hint ?? ""}`
      }
      note={type === undefined ? undefined : describe(type)}
    >
      {(control) => (
        <div className="type-field">
          <Textarea
            {...control}
            mono
            rows={Math.min(12, Math.max(2, text.split("\n").length))}
            value={text}
            readOnly={readOnly}
            placeholder={spec.meta.placeholder}
            onChange={(next) => {
              setDraft(next);
              form.set(pointer, next.trim() === "" && spec.optional ? undefined : next, spec.title);
            }}
            onBlur={() => setDraft(null)}
          />
          {tidy !== undefined && tidy !== text && !readOnly && (
            <button type="button" className="type-field-tidy" onClick={() => form.set(pointer, tidy, spec.title)}>
              Tidy
            </button>
          )}
        </div>
      )}
    </Frame>
  );
}

function describe(type: Type): string {
  const bare = withoutNull(type);
  if (bare.kind !== "struct") return bare.kind;
  return `${bare.fields.length} field${bare.fields.length === 1 ? "" : "s"}`;
}

function placeOf(text: string, from: number | undefined): string {
  if (from === undefined || !text.includes("\n")) return "";
  return `Line ${text.slice(0, from).split("\n").length}: `;
}
