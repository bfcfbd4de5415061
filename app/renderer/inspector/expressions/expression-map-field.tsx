/** Fields of a result, each by an expression, in order; or, where the operator takes it, the whole result as one. */
import { useState } from "react";
import type { Json } from "../../../../shared/pipeline/pipeline.ts";
import { makePointer } from "../../../../shared/pipeline/json-node.ts";
import { pathSource } from "../../../../shared/operators/names.ts";
import { withoutNull } from "../../../../shared/records/types.ts";
import { Button } from "../../ui/button.tsx";
import { MenuButton } from "../../ui/menu.tsx";
import type { FieldProps } from "../fields/frame.tsx";
import { sentence } from "../fields/frame.tsx";
import { NameInput } from "../fields/name-input.tsx";
import { moved, OrderedRows } from "../fields/ordered-rows.tsx";
import { Section } from "../node/section.tsx";
import type { FieldSpec } from "../model/field-spec.ts";
import { useFindings, useForm, useFormState, useScope, useValue } from "../model/form.ts";
import { expressionText, isJsonObject, isWrapped, type JsonObject } from "../model/json-value.ts";
import { recordMeta } from "../model/record-meta.ts";
import { AggregatePicker } from "./aggregate-picker.tsx";
import { ExpressionField } from "./expression-field.tsx";
import { ExpressionRow } from "./expression-row.tsx";

export function ExpressionMapField({ spec, pointer }: FieldProps) {
  const value = useValue(pointer);
  const whole = typeof value === "string" || isWrapped(value);
  return whole ? (
    <WholeResult spec={spec} pointer={pointer} />
  ) : (
    <Fields spec={spec} pointer={pointer} value={isJsonObject(value) ? value : {}} />
  );
}

/** Only where the schema has a union does one expression do. */
function takesWhole(spec: FieldSpec): boolean {
  return spec.schema._zod.def.type === "union";
}

function WholeResult({ spec, pointer }: FieldProps) {
  const form = useForm();
  return (
    <Section
      title={spec.title}
      note="one expression"
      menu={[{ id: "fields", label: "Give single fields instead", onSelect: () => form.set(pointer, {}, spec.title) }]}
    >
      <ExpressionField spec={spec} pointer={pointer} title="Whole result" />
    </Section>
  );
}

function Fields({ spec, pointer, value }: FieldProps & { readonly value: JsonObject }) {
  const form = useForm();
  const meta = spec.meta.expression ?? recordMeta;
  const readOnly = useFormState((state) => state.readOnly);
  const findings = useFindings(pointer);
  const scope = useScope(`${pointer}/*`, meta);
  const [fresh, setFresh] = useState<string | null>(null);
  const names = Object.keys(value);
  const set = (entries: readonly (readonly [string, Json])[]): void =>
    form.set(pointer, entries.length === 0 && spec.optional ? undefined : Object.fromEntries(entries), spec.title);
  const entries = Object.entries(value);
  const add = (name: string, source: string): void => {
    setFresh(name);
    set([...entries, [name, source]]);
  };
  const missing = [...scope.roots].flatMap(([root, type]) => {
    const row = withoutNull(type);
    if (row.kind !== "struct" || meta.aggregate === true) return [];
    return row.fields
      .filter(({ name }) => !names.includes(name))
      .map(({ name }) => ({ root, name, source: pathSource(root, [name]) }));
  });
  const menu = [
    ...(takesWhole(spec)
      ? [
          {
            id: "whole",
            label: "Give the whole result as one expression",
            onSelect: () => form.set(pointer, wholeOf(entries), spec.title),
          },
        ]
      : []),
    ...(spec.optional && entries.length > 0
      ? [{ id: "clear", label: "Remove all fields", danger: true, onSelect: () => set([]) }]
      : []),
  ];
  const count = names.length === 0 ? undefined : `${names.length} field${names.length === 1 ? "" : "s"}`;
  return (
    <Section
      title={spec.title}
      note={count}
      help={names.length === 0 ? spec.meta.description : undefined}
      error={sentence(findings[0])}
      menu={menu}
      pointer={pointer}
    >
      <OrderedRows
        items={entries}
        keyOf={([name]) => name}
        nameOf={([name]) => name}
        label={spec.title}
        readOnly={readOnly}
        onMove={(from, to) => set(moved(entries, from, to))}
        onRemove={(i) => set(entries.toSpliced(i, 1))}
        render={([name]) => (
          <ExpressionRow
            pointer={pointer + makePointer(name)}
            label={name}
            title={`${spec.title.toLowerCase()} ${name}`}
            meta={meta}
            placeholder={spec.meta.placeholder}
            resultName={meta.aggregate === true ? name : undefined}
            tools={meta.aggregate === true ? (expression) => <AggregatePicker expression={expression} /> : undefined}
            head={
              <NameInput
                label={`Name of ${name}`}
                value={name}
                readOnly={readOnly}
                autoFocus={fresh === name}
                check={(next) => (next !== name && names.includes(next) ? "There is a field of that name." : undefined)}
                onCommit={(next) => set(entries.map(([old, item]) => [old === name ? next : old, item]))}
              />
            }
          />
        )}
      />
      {!readOnly && (
        <div className="rows-tools">
          <Button
            size="small"
            icon="plus"
            onClick={() => add(freeName(names), meta.aggregate === true ? "count()" : "")}
          >
            Add field
          </Button>
          {missing.length > 0 && (
            <MenuButton
              size="small"
              label="Add from the input"
              items={[
                {
                  id: "all",
                  label: `Add all ${missing.length}`,
                  onSelect: () =>
                    set([...entries, ...firstOfEach(missing).map(({ name, source }) => [name, source] as const)]),
                },
                { separator: true },
                ...missing.map(({ name, source }) => ({
                  id: source,
                  label: name,
                  detail: source,
                  onSelect: () => add(name, source),
                })),
              ]}
            >
              From the input
            </MenuButton>
          )}
        </div>
      )}
    </Section>
  );
}

function firstOfEach<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return items.filter(({ name }, i) => items.findIndex((other) => other.name === name) === i);
}

/** The fields as one expression that gives the same. */
function wholeOf(entries: readonly (readonly [string, Json])[]): string {
  const parts = entries.map(
    ([name, source]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${expressionText(source)}`,
  );
  return parts.length === 0 ? "{ ...left, right: right }" : `{ ${parts.join(", ")} }`;
}

function freeName(names: readonly string[]): string {
  for (let n = names.length + 1; ; n += 1) if (!names.includes(`field${n}`)) return `field${n}`;
}
