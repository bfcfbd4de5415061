import { unreachable } from "../../assert.ts";
import { describeValue } from "../../records/coerce.ts";
import { Decimal } from "../../records/decimal.ts";
import { parseDuration } from "../../records/durations.ts";
import { isInstant, parseInstant } from "../../records/instants.ts";
import { isInt, tryParseInt } from "../../records/integers.ts";
import { describeType } from "../../records/type-text.ts";
import { makeNullable, withoutNull, type ScalarKind, type Type } from "../../records/types.ts";
import { textOf } from "../../records/value-text.ts";
import { defineFamily } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";
import type { CallSite } from "./library-function.ts";
import { boundedText } from "./limits.ts";

type Target = "number" | "int" | "decimal" | "boolean" | "instant" | "duration";

/** From which types there is a conversion at all; `any` is decided at run time. */
const sources: Readonly<Record<Target, readonly ScalarKind[]>> = {
  number: ["int", "number", "decimal", "string", "boolean", "instant", "duration", "any", "null"],
  int: ["int", "number", "decimal", "string", "boolean", "instant", "duration", "any", "null"],
  decimal: ["int", "number", "decimal", "string", "any", "null"],
  boolean: ["boolean", "string", "int", "number", "any", "null"],
  instant: ["instant", "string", "int", "number", "any", "null"],
  duration: ["duration", "string", "int", "number", "any", "null"],
};

const hints: Readonly<Record<Target, string>> = {
  number: "A number is written like -12.5e3.",
  int: "An int is a whole number of 64 bits; use round() or trunc() first for a fraction.",
  decimal: "A decimal is written like -12.50.",
  boolean: 'Only true, false, "true", "false", 1 and 0 are booleans.',
  instant: "An instant is RFC 3339 text with an offset, a date, or whole milliseconds since 1970.",
  duration: 'A duration is text like "1h30m", or milliseconds.',
};

/** The value converted, or undefined where it cannot be. */
function convertTo(target: Target, value: unknown): unknown {
  switch (target) {
    case "number":
      return toNumber(value);
    case "int":
      return toInt(value);
    case "decimal":
      return toDecimal(value);
    case "boolean":
      return toBoolean(value);
    case "instant":
      return toInstant(value);
    case "duration":
      if (typeof value === "string") return parseDuration(value.trim());
      return typeof value === "number" && Number.isFinite(value) ? value : undefined;
    default:
      return unreachable(target);
  }
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "string") {
    const text = value.trim();
    return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) + 0 : undefined;
  }
  if (value instanceof Decimal) return value.toNumber();
  return typeof value === "bigint" || typeof value === "boolean" ? Number(value) : undefined;
}

function toInt(value: unknown): number | bigint | undefined {
  if (isInt(value)) return typeof value === "number" ? value + 0 : value;
  if (typeof value === "string") return tryParseInt(value.trim());
  if (value instanceof Decimal) return value.isInteger() ? tryParseInt(value.toString()) : undefined;
  if (typeof value === "number" && Number.isInteger(value)) return tryParseInt(BigInt(value).toString());
  return typeof value === "boolean" ? Number(value) : undefined;
}

function toDecimal(value: unknown): Decimal | undefined {
  if (value instanceof Decimal) return value;
  if (typeof value === "string") return Decimal.tryParse(value.trim());
  if (typeof value === "bigint") return Decimal.fromInt(value);
  return typeof value === "number" && Number.isFinite(value) ? Decimal.fromNumber(value) : undefined;
}

function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.trim().toLowerCase() : value;
  if (text === "true" || text === 1) return true;
  return text === "false" || text === 0 ? false : undefined;
}

function toInstant(value: unknown): number | undefined {
  if (typeof value === "string") return parseInstant(value.trim());
  return typeof value === "number" && isInstant(value) ? value : undefined;
}

function checkSource(target: Target) {
  return ({ types }: CallSite, declared: Type): Type | { error: string; argument: number } => {
    const from = withoutNull(types[0] ?? declared);
    return sources[target].some((kind) => kind === from.kind)
      ? declared
      : { error: `${describeType(from)} cannot be converted to ${target}.`, argument: 0 };
  };
}

function converter(target: Target, examples: readonly (readonly [string, unknown])[], tryExamples: typeof examples) {
  const article = target === "int" || target === "instant" ? "an" : "a";
  const tryName = `try${target.charAt(0).toUpperCase()}${target.slice(1)}`;
  return [
    {
      name: target,
      summary: `The value as ${article} ${target}; an error where it is none.`,
      signature: `(value: T) => ${target}`,
      refine: checkSource(target),
      call: (value: unknown) => {
        const result = convertTo(target, value);
        if (result !== undefined) return result;
        throw new ExpressionError("REC_0005", `${target}() was given ${describeValue(value)}.`, hints[target]);
      },
      examples,
    },
    {
      name: tryName,
      summary: `The value as ${article} ${target}; null where it is none.`,
      signature: `(value: T) => ${target} | null`,
      refine: checkSource(target),
      call: (value: unknown) => convertTo(target, value) ?? null,
      examples: tryExamples,
    },
  ];
}

export const convertFunctions = defineFamily("convert", [
  {
    name: "string",
    summary:
      "The value as text: instants as RFC 3339, durations like 1h30m, bytes as base64, lists and objects as JSON.",
    signature: "(value: T) => string",
    bind: ({ types }) => {
      const type = types[0] ?? { kind: "any" };
      return (value: unknown) => boundedText(textOf(value, type));
    },
    examples: [
      ["string(42)", "42"],
      ["string(true)", "true"],
      ["string([1, 2])", "[1,2]"],
      ["string(instant('2024-02-29'))", "2024-02-29T00:00:00.000Z"],
    ],
  },
  ...converter(
    "number",
    [
      ["number('12.5')", 12.5],
      ["number(decimal('0.1'))", 0.1],
    ],
    [["tryNumber('twelve')", null]],
  ),
  ...converter(
    "int",
    [
      ["int('42')", 42],
      ["int('9223372036854775807')", 9223372036854775807n],
    ],
    [
      ["tryInt('4.2')", null],
      ["tryInt('42')", 42],
    ],
  ),
  ...converter(
    "decimal",
    [["decimal('12.50')", Decimal.parse("12.5")]],
    [
      ["tryDecimal('12,50')", null],
      ["tryDecimal(7)", Decimal.fromInt(7)],
    ],
  ),
  ...converter(
    "boolean",
    [
      ["boolean('TRUE')", true],
      ["boolean(0)", false],
    ],
    [["tryBoolean('yes')", null]],
  ),
  ...converter(
    "instant",
    [
      ["instant('2024-02-29T12:00:00+01:00')", 1709204400000],
      ["instant(0)", 0],
    ],
    [["tryInstant('29.02.2024')", null]],
  ),
  ...converter(
    "duration",
    [
      ["duration('1h30m')", 5400000],
      ["duration(250)", 250],
    ],
    [["tryDuration('soon')", null]],
  ),
  {
    name: "typeOf",
    summary:
      "The name of the value's type: null, boolean, int, number, decimal, string, bytes, instant, duration, array or object.",
    signature: "(value: T) => string",
    nulls: "accept",
    bind: ({ types }) => {
      const { kind } = withoutNull(types[0] ?? makeNullable({ kind: "any" }));
      if (kind === "any") return runtimeType;
      const name = kind === "struct" || kind === "map" ? "object" : kind;
      return (value: unknown) => (value === null ? "null" : name);
    },
    examples: [
      ["typeOf('a')", "string"],
      ["typeOf(null)", "null"],
      ["typeOf({ a: 1 })", "object"],
    ],
  },
]);

function runtimeType(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number") return Number.isSafeInteger(value) ? "int" : "number";
  if (typeof value === "bigint") return "int";
  if (value instanceof Decimal) return "decimal";
  if (value instanceof Uint8Array) return "bytes";
  if (Array.isArray(value)) return "array";
  return typeof value;
}
