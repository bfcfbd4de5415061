/** Equality, order and a key for values of any type, by value. */
import { Decimal } from "./decimal.ts";
import { isObject } from "./coerce.ts";
import { writeJsonText } from "./json-text.ts";
import { ValueError } from "./value-error.ts";

/** Deep equality. Numbers of different representations are equal when they are the same number; NaN equals itself; missing fields equal null ones. */
export function equalValues(a: unknown, b: unknown): boolean {
  return equal(a, b, 0);
}

/** Values made by expressions may be nested without bound; the stack is not. */
const MAX_DEPTH = 512;

function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH)
    throw new ValueError(
      "REC_0002",
      `The value is nested deeper than ${MAX_DEPTH}.`,
      "Flatten it before it is compared.",
    );
}

function equal(a: unknown, b: unknown, depth: number): boolean {
  if (a === b) return true;
  if (isNumeric(a) && isNumeric(b)) return compareNumeric(a, b) === 0;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  checkDepth(depth);
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i], depth + 1));
  if (a instanceof Uint8Array)
    return b instanceof Uint8Array && a.length === b.length && a.every((byte, i) => byte === b[i]);
  return isObject(a) && isObject(b) && equalObjects(a, b, depth + 1);
}

function equalObjects(a: Record<string, unknown>, b: Record<string, unknown>, depth: number): boolean {
  for (const key of Object.keys(a)) if (!equal(a[key] ?? null, own(b, key), depth)) return false;
  for (const key of Object.keys(b)) if (!Object.hasOwn(a, key) && (b[key] ?? null) !== null) return false;
  return true;
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? (object[key] ?? null) : null;
}

export type Numeric = number | bigint | Decimal;

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === "number" || typeof value === "bigint" || value instanceof Decimal;
}

/** The exact order of numbers of any representation; NaN equals itself and comes after everything. */
export function compareNumeric(a: Numeric, b: Numeric): -1 | 0 | 1 {
  if (a instanceof Decimal || b instanceof Decimal) {
    if (typeof a === "number" && !Number.isFinite(a)) return a === -Infinity ? -1 : 1;
    if (typeof b === "number" && !Number.isFinite(b)) return b === -Infinity ? 1 : -1;
    return asDecimal(a).compare(asDecimal(b));
  }
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b || (typeof a === typeof b && !Number.isNaN(a) && !Number.isNaN(b))) return 0;
  const aNaN = Number.isNaN(a);
  const bNaN = Number.isNaN(b);
  return aNaN === bNaN ? 0 : aNaN ? 1 : -1;
}

export function asDecimal(value: Numeric): Decimal {
  if (value instanceof Decimal) return value;
  return typeof value === "bigint" ? Decimal.fromInt(value) : Decimal.fromNumber(value);
}

/** The order of strings by UTF-16 units, of numbers, booleans and bytes; undefined for values that have no order. Null comes first. */
export function compareValues(a: unknown, b: unknown): -1 | 0 | 1 | undefined {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  if (isNumeric(a) && isNumeric(b)) return compareNumeric(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return a === b ? 0 : a ? 1 : -1;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  return undefined;
}

function compareBytes(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i]! !== b[i]!) return a[i]! < b[i]! ? -1 : 1;
  return a.length < b.length ? -1 : a.length > b.length ? 1 : 0;
}

/** A text that is the same for equal values and differs for others: numbers by value, fields sorted, null fields left out. */
export function valueKey(value: unknown): string {
  return keyOf(value, 0);
}

function keyOf(value: unknown, depth: number): string {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (isNumeric(value))
    return typeof value === "number" && Number.isSafeInteger(value) ? String(value + 0) : asDecimal(value).toString();
  if (value instanceof Uint8Array) return `b${writeJsonText(value)}`;
  if (typeof value !== "object" || value === null) return writeJsonText(value);
  checkDepth(depth);
  if (Array.isArray(value)) return `[${value.map((item) => keyOf(item, depth + 1)).join(",")}]`;
  if (!isObject(value)) return writeJsonText(value);
  const keys = Object.keys(value).filter((key) => (value[key] ?? null) !== null);
  return `{${keys
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${keyOf(value[key], depth + 1)}`)
    .join(",")}}`;
}
