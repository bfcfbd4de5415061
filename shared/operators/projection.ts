/** Projections (see `Projection` in topology/processors.ts) and the types that they give. */
import type { Typed } from "../expressions/typed.ts";
import { makeNullable, makeStruct, withoutNull, type Field, type Type } from "../records/types.ts";
import type { Projection } from "../topology/processors.ts";
import { sourceText } from "./field-meta.ts";
import type { ConfigPath, ExpressionSource, FlowContext, Scope } from "./operator.ts";

/** Checks a map of expressions in the order in which it is written. */
export function checkFields(
  at: ConfigPath,
  fields: Readonly<Record<string, ExpressionSource>>,
  scope: Scope,
  context: FlowContext,
): { name: string; value: Typed }[] {
  return Object.entries(fields).map(([name, source]) => ({
    name,
    value: context.expression([...at, name], source, scope),
  }));
}

export function structOf(fields: readonly { readonly name: string; readonly value: Typed }[]): Type {
  return makeStruct(fields.map(({ name, value }) => ({ name, type: value.type })));
}

/** Type of the value that a projection makes of `input`; what is kept stands first. */
export function projectedType(projection: Projection, input: Type): Type {
  if (projection.whole !== null) return projection.whole.type;
  const named: Field[] = projection.fields.map(({ name, value }) => ({ name, type: value.type }));
  if (projection.base.keep === "none") return nullableLike(input, makeStruct(named));
  const gone = new Set([...projection.base.drop, ...named.map((field) => field.name)]);
  const row = withoutNull(input);
  if (row.kind !== "struct") return nullableLike(input, makeStruct(named, true));
  const kept = row.fields.filter((field) => !gone.has(field.name));
  return nullableLike(input, makeStruct([...kept, ...named], row.open));
}

/** A projection of fields alone. */
export function fieldsOnly(fields: Projection["fields"]): Projection {
  return { base: { keep: "none" }, fields, whole: null };
}

export function wholeValue(value: Typed): Projection {
  return { base: { keep: "none" }, fields: [], whole: value };
}

/** `country = value.country, total = …` cut to what fits on a node. */
export function describeFields(fields: Readonly<Record<string, ExpressionSource>>, between = ", "): string {
  const parts = Object.entries(fields).map(([name, source]) => {
    const text = sourceText(source);
    return text.endsWith(`.${name}`) || text === name ? name : `${name} = ${text}`;
  });
  return shorten(parts.join(between));
}

export function shorten(text: string, length = 80): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

function nullableLike(input: Type, type: Type): Type {
  return input.kind === "nullable" ? makeNullable(type) : type;
}
