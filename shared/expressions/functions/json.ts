import { toJson } from "../../records/coerce.ts";
import { parseJsonText, writeJsonText } from "../../records/json-text.ts";
import { ANY } from "../../records/types.ts";
import { ValueError } from "../../records/value-error.ts";
import { defineFamily } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";
import { boundedText } from "./limits.ts";

export const jsonFunctions = defineFamily("json", [
  {
    name: "json.parse",
    summary: "The value of a JSON text, integers and long fractions exact; an error where it is not JSON.",
    signature: "(text: string) => any",
    call: (text: string) => {
      try {
        return parseJsonText(text);
      } catch (error) {
        if (!(error instanceof ValueError)) throw error;
        throw new ExpressionError(error.code, error.message, "Use json.tryParse for null instead.");
      }
    },
    examples: [
      ["json.parse('[1, true]')", [1, true]],
      ["json.parse('9223372036854775807')", 9223372036854775807n],
    ],
  },
  {
    name: "json.tryParse",
    summary: "The value of a JSON text; null where it is not JSON.",
    signature: "(text: string) => any",
    call: (text: string) => {
      try {
        return parseJsonText(text);
      } catch (error) {
        if (error instanceof ValueError) return null;
        throw error;
      }
    },
    examples: [
      ["json.tryParse('{')", null],
      ["json.tryParse('7')", 7],
    ],
  },
  {
    name: "json.stringify",
    summary: "The value as JSON text: instants as RFC 3339 text, bytes as base64, all digits of integers and decimals.",
    signature: "(value: T) => string",
    nulls: "accept",
    bind: ({ types }) => {
      const type = types[0] ?? ANY;
      return (value: unknown) => boundedText(writeJsonText(toJson(value, type)));
    },
    examples: [
      ["json.stringify({ a: [1, null] })", '{"a":[1,null]}'],
      ["json.stringify(null)", "null"],
    ],
  },
  {
    name: "json.get",
    summary: "The part of a value at a dotted path like `items[0].price`; null where there is none.",
    signature: "(value: T, path: string) => any",
    parameters: { path: 'Names separated by dots, positions in brackets; other names quoted in brackets: ["a b"].' },
    bind: ({ constants }) => {
      const fixed = typeof constants[1] === "string" ? parsePath(constants[1]) : undefined;
      return (value: unknown, path: string) => follow(value, fixed ?? parsePath(path));
    },
    examples: [
      ["json.get({ items: [{ price: 3 }] }, 'items[0].price')", 3],
      ["json.get({ a: 1 }, 'b.c')", null],
    ],
  },
]);

function parsePath(path: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  const pattern = /(?:^|\.)([^.[\]"]+)|\[(-?\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\]/y;
  while (pattern.lastIndex < path.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(path);
    const step =
      match === null ? undefined : (match[1] ?? (match[2] === undefined ? quoted(match[3]) : Number(match[2])));
    if (step === undefined)
      throw new ExpressionError(
        "REC_0005",
        `The path ${JSON.stringify(path.slice(0, 100))} is malformed at character ${at}.`,
        "Write it like items[0].price.",
      );
    steps.push(step);
  }
  return steps;
}

function quoted(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

function follow(value: unknown, steps: readonly (string | number)[]): unknown {
  let current = value;
  for (const step of steps) {
    if (typeof current !== "object" || current === null) return null;
    if (typeof step === "number") current = Array.isArray(current) ? current.at(step) : undefined;
    else current = isPlain(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current ?? null;
}

/** Only objects of the data have no prototype; decimals and bytes have one, and no fields for expressions. */
function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
