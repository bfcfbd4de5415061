/** Literals, and what is built of parts: templates, lists, objects. */
import { isInt, tryParseInt } from "../records/integers.ts";
import { describeType } from "../records/type-text.ts";
import { ANY, DECIMAL, INT, makeNullable, STRING, withoutNull, type Field, type Type } from "../records/types.ts";
import { unify } from "../records/assignable.ts";
import { Decimal } from "../records/decimal.ts";
import { needValue, sourceOf, unknown, type Context } from "./context.ts";
import { convertTo, isFraction, makeFraction } from "./converting.ts";
import { report } from "./diagnose.ts";
import type { Range, Syntax } from "./syntax.ts";
import type { Typed } from "./typed.ts";

type Of<Kind extends Syntax["kind"]> = Extract<Syntax, { kind: Kind }>;

/** Digits with a point or exponent are a number, or a decimal where one is needed; others are an int. */
export function numberLiteral(text: string, range: Range, context: Context): Typed {
  const isWhole = /^-?(?:\d+|0[xob][\da-f]+)$/.test(text);
  const value = isWhole ? wholeNumber(text) : Number(text);
  if (value === undefined) {
    report(context.findings, "EXPR_0005", range, `${text} does not fit in 64 bits.`, {
      hint: `Write it as a decimal: decimal("${text}").`,
      fix: { from: range.from, to: range.to, text: `decimal("${text}")` },
    });
    return unknown;
  }
  if (isWhole) return { node: "literal", type: INT, value };
  if (!Number.isFinite(value) || Decimal.tryParse(text) === undefined) {
    report(context.findings, "EXPR_0005", range, `${text} is out of the range of numbers.`);
    return unknown;
  }
  return makeFraction(text);
}

function wholeNumber(text: string): number | bigint | undefined {
  const digits = text.replace(/^-/, "");
  const decimal = /^0[xob]/.test(digits) ? BigInt(digits).toString() : digits;
  const value = tryParseInt(text.startsWith("-") ? `-${decimal}` : decimal);
  return isInt(value) ? value : undefined;
}

const printable: ReadonlySet<Type["kind"]> = new Set<Type["kind"]>([
  "string",
  "int",
  "number",
  "decimal",
  "boolean",
  "instant",
  "duration",
  "any",
]);

export function checkTemplate(syntax: Of<"template">, context: Context): Typed {
  const parts = syntax.parts.map((part) => {
    const typed = context.check(part, context);
    const type = needValue(typed, part, "a template string", context);
    if (!printable.has(type.kind))
      report(context.findings, "EXPR_0105", part, `A template string cannot hold ${describeType(type)}.`, {
        hint: "Name the field that is meant.",
      });
    return typed;
  });
  return { node: "template", type: STRING, texts: syntax.texts, parts };
}

export function checkArray(syntax: Of<"array">, context: Context): Typed {
  const parts = syntax.items.map((part) => {
    const spread = "spread" in part;
    const source = spread ? part.spread : part.item;
    const typed = context.check(source, context);
    return { typed, spread, source, type: spread ? spreadElement(typed, source, context) : typed.type };
  });
  const exact = parts.some(({ type }) => withoutNull(type).kind === "decimal");
  let element: Type | undefined;
  for (const { typed, source, type } of parts) {
    const adapted = exact && isFraction(typed) ? DECIMAL : type;
    const joined = element === undefined ? adapted : unify(element, adapted);
    if (joined === undefined && element !== undefined)
      report(
        context.findings,
        "EXPR_0109",
        source,
        `${describeType(type)} does not fit the items before it, which are ${describeType(element)}.`,
        { hint: "Convert the items to one type." },
      );
    else element = joined;
  }
  return buildArray(parts, element ?? ANY);
}

function spreadElement(typed: Typed, source: Syntax, context: Context): Type {
  const type = withoutNull(typed.type);
  if (type.kind === "array") return type.element;
  if (type.kind !== "any" && type.kind !== "null")
    report(
      context.findings,
      "EXPR_0112",
      source,
      `${sourceOf(context, source)} is ${describeType(type)}, not a list.`,
      {
        hint: "Only lists are spread into a list; leave the points out to add one item.",
      },
    );
  return ANY;
}

function buildArray(parts: readonly { typed: Typed; spread: boolean }[], element: Type): Typed {
  const list: Type = { kind: "array", element };
  const items = parts.map(({ typed, spread }) =>
    spread ? { spread: convertTo(typed, makeNullable(list)) ?? typed } : { item: convertTo(typed, element) ?? typed },
  );
  return { node: "array", type: list, items };
}

type Entry = Extract<Typed, { node: "object" }>["entries"][number];

export function checkObject(syntax: Of<"object">, context: Context): Typed {
  const fields = new Map<string, Field>();
  const written = new Set<string>();
  let open = false;
  const entries = syntax.entries.map((entry): Entry => {
    if ("spread" in entry) {
      const spread = context.check(entry.spread, context);
      open = spreadFields(spread, entry.spread, fields, context) || open;
      return { spread };
    }
    const { name, nameRange } = entry;
    if (written.has(name))
      report(context.findings, "EXPR_0116", nameRange, `"${name}" is written twice.`, {
        hint: "Only the last one counts; remove the other.",
        severity: "warning",
      });
    written.add(name);
    const value = context.check(entry.value, context);
    fields.set(name, { name, type: value.type });
    return { name, value };
  });
  const type: Type = { kind: "struct", fields: [...fields.values()], ...(open ? { open } : {}) };
  return { node: "object", type, entries };
}

/** Takes over the fields of a spread object; answers whether there may be others. */
function spreadFields(spread: Typed, source: Syntax, fields: Map<string, Field>, context: Context): boolean {
  const type = withoutNull(spread.type);
  if (type.kind === "struct") {
    const maybe = spread.type.kind === "nullable";
    if (type.open === true) for (const name of fields.keys()) fields.set(name, { name, type: ANY });
    for (const field of type.fields) fields.set(field.name, overridden(fields.get(field.name), field, maybe));
    return type.open === true;
  }
  if (type.kind === "null") return false;
  if (type.kind !== "any" && type.kind !== "map")
    report(
      context.findings,
      "EXPR_0112",
      source,
      `${sourceOf(context, source)} is ${describeType(type)}, which has no fields.`,
      {
        hint: "Only objects are spread into an object.",
      },
    );
  for (const name of fields.keys()) fields.set(name, { name, type: ANY });
  return true;
}

/** A field of the spread object hides the one before it, but only where it is there. */
function overridden(before: Field | undefined, field: Field, maybe: boolean): Field {
  if (!maybe && field.optional !== true) return field;
  if (before === undefined) return { ...field, optional: true };
  const type = unify(before.type, field.type) ?? ANY;
  return before.optional === true ? { name: field.name, type, optional: true } : { name: field.name, type };
}
