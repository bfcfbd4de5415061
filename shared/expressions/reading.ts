/** Reading fields and items of values. Own data only: nothing that a prototype has is ever seen, and what is not there is null. */
import { describeValue, isObject } from "../records/coerce.ts";
import { printDuration } from "../records/durations.ts";
import { printInstant } from "../records/instants.ts";
import type { Type } from "../records/types.ts";
import { isNumeric } from "../records/equality.ts";
import { tooLong } from "./arithmetic.ts";
import { ExpressionError } from "./functions/expression-error.ts";
import { MAX_TEXT_LENGTH } from "./functions/limits.ts";

/** A field of a struct, a map or untyped data; lists, texts and bytes have `length`. */
export function readField(object: unknown, name: string): unknown {
  if (typeof object === "string") return name === "length" ? object.length : null;
  if (typeof object !== "object" || object === null) return null;
  if (name === "length" && (Array.isArray(object) || object instanceof Uint8Array)) return object.length;
  return isObject(object) && Object.hasOwn(object, name) ? (object[name] ?? null) : null;
}

/** `object[index]`: an item by position, a field by name. */
export function readIndex(object: unknown, index: unknown): unknown {
  if (Array.isArray(object)) {
    if (typeof index === "number") return (index >= 0 && index < object.length ? object[index] : null) ?? null;
    if (typeof index === "bigint") return null;
    throw new ExpressionError(
      "EXPR_1004",
      `A list has no item ${describeValue(index)}.`,
      "Use a whole number, from 0.",
    );
  }
  if (!isObject(object)) return null;
  if (typeof index === "string") return Object.hasOwn(object, index) ? (object[index] ?? null) : null;
  throw new ExpressionError("EXPR_1004", `An object has no field ${describeValue(index)}.`, "Use a string.");
}

export function readPath(root: unknown, steps: readonly string[]): unknown {
  let value = root ?? null;
  for (let i = 0; i < steps.length && value !== null; i++) {
    const step = steps[i]!;
    value = isObject(value) && Object.hasOwn(value, step) ? (value[step] ?? null) : null;
  }
  return value;
}

/** For paths whose type says that they are never null. */
export function mustPresent(value: unknown, path: string): unknown {
  if (value !== null) return value;
  throw new ExpressionError(
    "EXPR_1001",
    `${path} is missing, although its type says that it is there.`,
    "Correct the data, or declare the field as optional.",
  );
}

/** A part of a template string. */
export function textOf(value: unknown, type: Type): string {
  if (typeof value === "string") return value;
  if (type.kind === "instant" && typeof value === "number") return printInstant(value);
  if (type.kind === "duration" && typeof value === "number") return printDuration(value);
  if (isNumeric(value) || typeof value === "boolean") return String(value);
  const code = value === null ? "EXPR_1001" : "EXPR_1004";
  const hint = value === null ? 'Give a default for what is missing: ${x ?? ""}.' : "Name the field that is meant.";
  throw new ExpressionError(code, `A template string cannot hold ${describeValue(value)}.`, hint);
}

export function boundedTemplate(text: string): string {
  if (text.length > MAX_TEXT_LENGTH) throw tooLong(text.length);
  return text;
}
