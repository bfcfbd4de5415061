/** Text, numbers, switches and choices. What is typed stays, also where it is wrong: then it is marked. */
import { useState } from "react";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { Switch } from "../../ui/switch.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { choicesOf, limitsOf } from "../model/field-spec.ts";
import { useForm, useFormState, useValue } from "../model/form.ts";
import { showJson } from "../model/json-value.ts";
import { choiceWords, choiceNote } from "../model/words.ts";
import { Frame, type FieldProps } from "./frame.tsx";

export function PlainTextField({ spec, pointer, mono = false }: FieldProps & { readonly mono?: boolean }) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const shown = value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
  const usual = typeof spec.defaultValue === "string" ? spec.defaultValue : "";
  return (
    <Frame spec={spec} pointer={pointer}>
      {(control) => (
        <TextField
          {...control}
          value={shown}
          mono={mono}
          readOnly={readOnly}
          placeholder={spec.meta.placeholder ?? usual}
          suffix={spec.meta.unit}
          onChange={(text) => form.set(pointer, text === "" && spec.optional ? undefined : text, spec.title)}
        />
      )}
    </Frame>
  );
}

export function NumberTextField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const [draft, setDraft] = useState<string | null>(null);
  const limits = limitsOf(spec.schema);
  const known =
    value === undefined ? "" : value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
  const usual = spec.defaultValue === undefined || spec.defaultValue === null ? undefined : showJson(spec.defaultValue);
  const change = (text: string): void => {
    setDraft(text);
    const tidy = text.trim();
    if (tidy === "") form.set(pointer, spec.nullable ? null : undefined, spec.title);
    else form.set(pointer, readNumber(tidy) ?? tidy, spec.title);
  };
  return (
    <Frame spec={spec} pointer={pointer} note={spec.nullable && value === null ? "no limit" : undefined}>
      {(control) => (
        <TextField
          {...control}
          value={draft ?? known}
          inputMode={limits.integer ? "numeric" : "decimal"}
          readOnly={readOnly}
          placeholder={spec.nullable && value === null ? "none" : (usual ?? spec.meta.placeholder)}
          suffix={spec.meta.unit}
          onChange={change}
          onBlur={() => setDraft(null)}
          onKeyDown={(event) => {
            const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
            if (by === 0 || readOnly) return;
            event.preventDefault();
            const now = readNumber(draft ?? known) ?? Number(usual ?? 0);
            const next = now + by * (event.shiftKey ? 10 : 1);
            setDraft(null);
            form.set(pointer, Math.min(limits.max ?? next, Math.max(limits.min ?? next, next)), spec.title);
          }}
        />
      )}
    </Frame>
  );
}

/** As JSON writes numbers; what is not one stays text, and the schema says so. */
function readNumber(text: string): number | undefined {
  if (!/^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

export function SwitchField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const on = typeof value === "boolean" ? value : spec.defaultValue === true;
  return (
    <Frame spec={spec} pointer={pointer}>
      {(control) => (
        <Switch
          {...control}
          checked={on}
          disabled={readOnly}
          onChange={(next) => form.set(pointer, next === spec.defaultValue ? undefined : next, spec.title)}
        >
          {on ? "On" : "Off"}
        </Switch>
      )}
    </Frame>
  );
}

const FEW = 4;

export function ChoiceField({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const usual = typeof spec.defaultValue === "string" ? spec.defaultValue : undefined;
  const chosen = typeof value === "string" ? value : usual;
  const options = choicesOf(spec.schema).map((choice) => ({
    value: choice,
    label: choiceWords(form.operator.type, spec.name, choice),
  }));
  const change = (next: string): void => form.set(pointer, next === usual ? undefined : next, spec.title);
  const known = options.some((option) => option.value === chosen);
  const note = chosen === undefined ? undefined : choiceNote(form.operator.type, spec.name, chosen);
  const short = options.length <= FEW && options.every(({ label }) => label.length <= 14);
  return (
    <Frame
      spec={spec}
      pointer={pointer}
      help={note === undefined ? undefined : null}
      note={note ?? (known || chosen === undefined ? undefined : chosen)}
    >
      {(control) =>
        short ? (
          <Segmented {...control} fill value={chosen} options={options} disabled={readOnly} onChange={change} />
        ) : (
          <Select
            {...control}
            value={known ? chosen : undefined}
            options={options}
            disabled={readOnly}
            onChange={change}
          />
        )
      }
    </Frame>
  );
}
