/** The `int` type: 64-bit integers, as a number while that is a safe integer and as a bigint beyond. */
import { ValueError } from "./value-error.ts";

export const INT_MIN = -(2n ** 63n);
export const INT_MAX = 2n ** 63n - 1n;
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** The normalised int; throws REC_0004 outside of 64 bits. */
export function makeInt(value: bigint): number | bigint {
  if (value <= MAX_SAFE && value >= -MAX_SAFE) return Number(value);
  if (value > INT_MAX || value < INT_MIN)
    throw new ValueError("REC_0004", `${value.toString().slice(0, 40)} does not fit in 64 bits.`, "Use decimal.");
  return value;
}

/** Whether the value is an int in its normal representation. */
export function isInt(value: unknown): value is number | bigint {
  if (typeof value === "number") return Number.isSafeInteger(value);
  return typeof value === "bigint" && value >= INT_MIN && value <= INT_MAX && (value > MAX_SAFE || value < -MAX_SAFE);
}

/** The int written as `-12` or `+3`; undefined for anything else, fractions and what is out of range included. */
export function tryParseInt(text: string): number | bigint | undefined {
  if (text.length > 24 || !/^[+-]?\d+$/.test(text)) return undefined;
  if (text.length <= 15) return Number(text) + 0;
  const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return value > INT_MAX || value < INT_MIN ? undefined : makeInt(value);
}
