/** A list of names or plain values: chips, and a field that adds one, with the fields of the input to choose from. */
import { useState } from "react";
import type { Json } from "../../../../shared/pipeline/pipeline.ts";
import { withoutNull } from "../../../../shared/records/types.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { typeWord } from "../../expression-editor/language/type-words.ts";
import { choicesOf, unwrap, type FieldSpec } from "../model/field-spec.ts";
import { useFindingsWithin, useForm, useFormState, useValue } from "../model/form.ts";
import { isJsonList, showJson } from "../model/json-value.ts";
import { Frame, type FieldProps } from "./frame.tsx";
import "./names-field.css";

export function NamesField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const findings = useFindingsWithin(pointer);
  const choices = choicesOf(spec.schema);
  const items = isJsonList(value) ? value : [];
  const set = (next: readonly Json[]): void =>
    form.set(pointer, next.length === 0 && (spec.optional || choices.length > 0) ? undefined : next, spec.title);
  const mode = isJsonList(value) ? "these" : typeof value === "string" ? value : showJson(spec.defaultValue);
  return (
    <Frame spec={spec} pointer={pointer} findings={findings} note={items.length > 1 ? `${items.length}` : undefined}>
      {(control) => (
        <div className="names-field">
          {choices.length > 0 && (
            <Segmented
              {...control}
              fill
              value={mode}
              disabled={readOnly}
              options={[
                ...choices.map((choice) => ({ value: choice, label: choice })),
                { value: "these", label: "only these" },
              ]}
              onChange={(next) =>
                form.set(pointer, next === "these" ? [] : next === spec.defaultValue ? undefined : next, spec.title)
              }
            />
          )}
          {(choices.length === 0 || mode === "these") && (
            <NameList spec={spec} items={items} onChange={set} label={spec.title} readOnly={readOnly} />
          )}
        </div>
      )}
    </Frame>
  );
}

interface NameListProps {
  readonly spec: FieldSpec;
  readonly items: readonly Json[];
  readonly onChange: (items: readonly Json[]) => void;
  readonly label: string;
  readonly readOnly: boolean;
}

function NameList({ spec, items, onChange, label, readOnly }: NameListProps) {
  const [round, setRound] = useState(0);
  const options = useInputFields().filter((option) => !items.includes(option.value));
  return (
    <>
      {items.length > 0 && (
        <ul className="names-field-chips" aria-label={label}>
          {items.map((item, i) => (
            <li key={`${i}-${showJson(item)}`} className="names-field-chip">
              <span>{showJson(item)}</span>
              {!readOnly && (
                <button
                  type="button"
                  aria-label={`Remove ${showJson(item)}`}
                  onClick={() => onChange(items.toSpliced(i, 1))}
                >
                  <Icon name="x" size={12} />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && (
        <Combobox
          key={round}
          aria-label={`Add to ${label}`}
          value={undefined}
          options={takesOnlyText(spec) ? options : []}
          allowCustom
          mono
          placeholder="Add"
          emptyText="Type a name"
          onChange={(text) => {
            setRound(round + 1);
            const item = takesOnlyText(spec) ? text : readItem(text);
            if (text.trim() !== "") onChange([...items, item]);
          }}
        />
      )}
    </>
  );
}

/** First-level fields of what comes in. */
export function useInputFields(): { readonly value: string; readonly label: string; readonly detail: string }[] {
  const input = useFormState((state) => state.inputs.get("in") ?? state.inputs.get("left"));
  const row = input === undefined ? undefined : withoutNull(input.value);
  if (row?.kind !== "struct") return [];
  return row.fields.map(({ name, type }) => ({ value: name, label: name, detail: typeWord(type) }));
}

function takesOnlyText(spec: FieldSpec): boolean {
  const list =
    spec.schema._zod.def.type === "union"
      ? spec.schema._zod.def.options.find((option) => unwrap(option).schema._zod.def.type === "array")
      : spec.schema;
  const def = list === undefined ? undefined : unwrap(list).schema._zod.def;
  return def?.type === "array" && unwrap(def.element).schema._zod.def.type === "string";
}

function readItem(text: string): Json {
  const tidy = text.trim();
  if (tidy === "true" || tidy === "false" || tidy === "null") return JSON.parse(tidy) as Json;
  return /^-?\d+(?:\.\d+)?$/.test(tidy) ? Number(tidy) : tidy;
}
