/** Fields of generated records: name, kind, and the settings of the kind where they are opened. */
import { useState } from "react";
import { makePointer } from "../../../../shared/pipeline/json-node.ts";
import type { Json } from "../../../../shared/pipeline/pipeline.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import { Select } from "../../ui/select.tsx";
import { variantsOf, type Variant } from "../model/field-spec.ts";
import { useFindings, useFindingsWithin, useForm, useFormState, useValue } from "../model/form.ts";
import { isJsonObject, showJson, type JsonObject } from "../model/json-value.ts";
import { choiceWords } from "../model/words.ts";
import { Section } from "../node/section.tsx";
import { FieldView } from "./field-view.tsx";
import { sentence, type FieldProps } from "./frame.tsx";
import { NameInput } from "./name-input.tsx";
import { moved, OrderedRows } from "./ordered-rows.tsx";
import "./generator-field.css";

export function GeneratorFields({ spec, pointer }: FieldProps) {
  const form = useForm();
  const value = useValue(pointer);
  const own = useFindings(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  const map: JsonObject = isJsonObject(value) ? value : {};
  const { def } = spec.schema._zod;
  const { variants } = def.type === "record" ? variantsOf(def.valueType) : { variants: [] };
  const entries = Object.entries(map);
  const names = Object.keys(map);
  const set = (next: readonly (readonly [string, Json])[]): void =>
    form.set(pointer, Object.fromEntries(next), spec.title);
  const note = names.length === 0 ? undefined : `${names.length} field${names.length === 1 ? "" : "s"}`;
  return (
    <Section title={spec.title} note={note} pointer={pointer} error={sentence(own[0])}>
      <OrderedRows
        items={entries}
        keyOf={([name]) => name}
        nameOf={([name]) => name}
        label={spec.title}
        readOnly={readOnly}
        onMove={(from, to) => set(moved(entries, from, to))}
        onRemove={(i) => set(entries.toSpliced(i, 1))}
        render={([name, field]) => (
          <GeneratorRow
            pointer={pointer + makePointer(name)}
            name={name}
            field={isJsonObject(field) ? field : {}}
            variants={variants}
            readOnly={readOnly}
            taken={names}
            onRename={(next) => set(entries.map(([old, item]) => [old === name ? next : old, item]))}
          />
        )}
      />
      {!readOnly && (
        <div className="rows-tools">
          <Button
            size="small"
            icon="plus"
            onClick={() => set([...entries, [`field${names.length + 1}`, { kind: "int", max: 100 }]])}
          >
            Add field
          </Button>
        </div>
      )}
    </Section>
  );
}

interface GeneratorRowProps {
  readonly pointer: string;
  readonly name: string;
  readonly field: JsonObject;
  readonly variants: readonly Variant[];
  readonly readOnly: boolean;
  readonly taken: readonly string[];
  readonly onRename: (name: string) => void;
}

function GeneratorRow({ pointer, name, field, variants, readOnly, taken, onRename }: GeneratorRowProps) {
  const form = useForm();
  const [open, setOpen] = useState(false);
  const wrong = useFindingsWithin(pointer);
  const kind = typeof field["kind"] === "string" ? field["kind"] : "";
  const variant = variants.find((candidate) => candidate.kind === kind);
  const settings = variant?.fields ?? [];
  return (
    <div className={classNames("generator-row", open && "generator-row-open")} data-pointer={pointer}>
      <div className="generator-row-line">
        <NameInput
          label={`Name of ${name}`}
          value={name}
          readOnly={readOnly}
          check={(next) => (next !== name && taken.includes(next) ? "There is a field of that name." : undefined)}
          onCommit={onRename}
        />
        <Select
          aria-label={`Kind of ${name}`}
          size="small"
          value={variant === undefined ? undefined : kind}
          options={variants.map((each) => ({ value: each.kind, label: choiceWords("generator", "kind", each.kind) }))}
          disabled={readOnly}
          onChange={(next) => {
            form.set(pointer, starting(next, field), `kind of ${name}`);
            setOpen(true);
          }}
        />
        <button
          type="button"
          className={classNames("generator-row-more", wrong.length > 0 && "generator-row-wrong")}
          aria-expanded={open}
          aria-label={`Settings of ${name}${wrong.length > 0 ? ", with a problem" : ""}`}
          disabled={settings.length === 0}
          onClick={() => setOpen(!open)}
        >
          <span>{summary(field)}</span>
          {settings.length > 0 && <Icon name={open ? "chevron-up" : "chevron-down"} size={12} />}
        </button>
      </div>
      {open && settings.length > 0 && (
        <div className="generator-row-settings">
          {settings.map((setting) => (
            <FieldView key={`${kind}-${setting.name}`} spec={setting} pointer={pointer + makePointer(setting.name)} />
          ))}
        </div>
      )}
    </div>
  );
}

/** A field of the kind that is complete at once; limits are taken along. */
function starting(kind: string, before: JsonObject): Json {
  const max = typeof before["max"] === "number" ? before["max"] : 100;
  switch (kind) {
    case "int":
    case "number":
    case "decimal":
      return { kind, ...(typeof before["min"] === "number" ? { min: before["min"] } : {}), max };
    case "choice":
      return { kind, values: ["a", "b"] };
    case "text":
      return { kind, prefix: "item-", count: 100 };
    case "struct":
      return { kind, fields: { id: { kind: "sequence" } } };
    default:
      return { kind };
  }
}

function summary(field: JsonObject): string {
  const text = (name: string): string => showJson(field[name]);
  switch (field["kind"]) {
    case "int":
    case "number":
    case "decimal":
      return `${text("min") || "0"} to ${text("max")}`;
    case "choice":
      return Array.isArray(field["values"]) ? field["values"].map(String).join(", ") : "";
    case "text":
      return `${text("prefix")}… × ${text("count")}`;
    case "sequence":
      return `${text("prefix")}${text("start") || "1"}, …`;
    case "boolean":
      return `${Math.round(Number(field["probability"] ?? 0.5) * 100)} % true`;
    case "struct":
      return isJsonObject(field["fields"]) ? `${Object.keys(field["fields"]).length} fields` : "";
    default:
      return "";
  }
}
