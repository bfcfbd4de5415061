import { Decimal } from "../../../shared/records/decimal.ts";

/**
 * The order of min, max and topK: numbers of every kind by their value, strings by UTF-16 code units as `<` does, false before true. Values of
 * different kinds, which only untyped data brings together, are in the order boolean, number, string, bytes, list, object.
 */
export function compareValues(a: unknown, b: unknown): number {
  const rank = rankOf(a);
  const difference = rank - rankOf(b);
  if (difference !== 0) return difference;
  if (rank === NUMBER) return compareNumbers(a, b);
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  return 0;
}

const NUMBER = 1;

function rankOf(value: unknown): number {
  switch (typeof value) {
    case "boolean":
      return 0;
    case "number":
    case "bigint":
      return NUMBER;
    case "string":
      return 2;
    default:
      if (value instanceof Decimal) return NUMBER;
      return value instanceof Uint8Array ? 3 : Array.isArray(value) ? 4 : 5;
  }
}

function compareNumbers(a: unknown, b: unknown): number {
  if (a instanceof Decimal || b instanceof Decimal) {
    // What is not finite has no decimal, and is beyond all of them.
    if (typeof a === "number" && !Number.isFinite(a)) return a < 0 ? -1 : 1;
    if (typeof b === "number" && !Number.isFinite(b)) return b < 0 ? 1 : -1;
    return toDecimal(a).compare(toDecimal(b));
  }
  const x = a as number | bigint;
  const y = b as number | bigint;
  return x < y ? -1 : x > y ? 1 : 0;
}

function toDecimal(value: unknown): Decimal {
  if (value instanceof Decimal) return value;
  return typeof value === "bigint" ? Decimal.fromInt(value) : Decimal.fromNumber(Number(value));
}
