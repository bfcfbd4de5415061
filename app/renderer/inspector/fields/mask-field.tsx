/** Which fields are hidden, and how; with what becomes of the sample record's value. */
import { useMemo, useState } from "react";
import { makePointer } from "../../../../shared/pipeline/json-node.ts";
import { withoutNull, type Type } from "../../../../shared/records/types.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Select } from "../../ui/select.tsx";
import { typeWord } from "../../expression-editor/language/type-words.ts";
import { choicesOf } from "../model/field-spec.ts";
import { useFindings, useFindingsWithin, useForm, useFormState, useValue } from "../model/form.ts";
import { isJsonObject, type JsonObject } from "../model/json-value.ts";
import { choiceWords } from "../model/words.ts";
import { Section } from "../node/section.tsx";
import { sentence, type FieldProps } from "./frame.tsx";
import { moved, OrderedRows } from "./ordered-rows.tsx";
import "./mask-field.css";

export function MaskField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const own = useFindings(pointer);
  const within = useFindingsWithin(pointer);
  const paths = usePaths();
  const [adding, setAdding] = useState(false);
  const map: JsonObject = isJsonObject(value) ? value : {};
  const { def } = spec.schema._zod;
  const kinds = def.type === "record" ? choicesOf(def.valueType) : [];
  const entries = Object.entries(map);
  const free = paths.filter((path) => !Object.hasOwn(map, path.value));
  const first = own[0] ?? within[0];
  return (
    <Section
      title={spec.title}
      note={entries.length === 0 ? undefined : `${entries.length} hidden`}
      pointer={pointer}
      error={sentence(first)}
    >
      <OrderedRows
        items={entries}
        keyOf={([path]) => path}
        nameOf={([path]) => path}
        label={spec.title}
        readOnly={readOnly}
        onMove={(from, to) => form.set(pointer, Object.fromEntries(moved(entries, from, to)), spec.title)}
        onRemove={(i) => form.set(pointer, Object.fromEntries(entries.toSpliced(i, 1)), spec.title)}
        render={([path, kind]) => (
          <div className="mask-field-row" data-pointer={pointer + makePointer(path)}>
            <code className="rows-text" title={path}>
              {path}
            </code>
            <Select
              aria-label={`What becomes of ${path}`}
              size="small"
              value={typeof kind === "string" && kinds.includes(kind) ? kind : undefined}
              options={kinds.map((each) => ({ value: each, label: choiceWords("mask", "fields", each) }))}
              disabled={readOnly}
              onChange={(next) => form.set(pointer + makePointer(path), next, `mask of ${path}`)}
            />
          </div>
        )}
      />
      {adding && (
        <Combobox
          aria-label="Field to hide"
          value={undefined}
          options={free}
          allowCustom
          mono
          placeholder="Which field?"
          onChange={(path) => {
            setAdding(false);
            if (path !== "") form.set(pointer, { ...map, [path]: guessKind(path) }, spec.title);
          }}
        />
      )}
      {!readOnly && !adding && (
        <div className="rows-tools">
          <Button size="small" icon="plus" onClick={() => setAdding(true)}>
            Hide a field
          </Button>
        </div>
      )}
    </Section>
  );
}

function guessKind(path: string): string {
  const name = path.toLowerCase();
  if (name.includes("mail")) return "email";
  if (name.includes("card")) return "card";
  return name.endsWith("ip") ? "ip" : "redact";
}

/** Paths of texts and numbers in the value. */
function usePaths(): { readonly value: string; readonly label: string; readonly detail: string }[] {
  const input = useFormState((state) => state.inputs.get("in"));
  return useMemo(() => {
    const found: { value: string; label: string; detail: string }[] = [];
    const add = (type: Type, path: string): void => {
      const bare = withoutNull(type);
      if (bare.kind !== "struct") {
        if (path !== "") found.push({ value: path, label: path, detail: typeWord(type) });
        return;
      }
      for (const field of bare.fields) add(field.type, path === "" ? field.name : `${path}.${field.name}`);
    };
    if (input !== undefined) add(input.value, "");
    return found;
  }, [input]);
}
