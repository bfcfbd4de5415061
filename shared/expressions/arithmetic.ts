/**
 * Arithmetic as the language defines it, in the representations of shared/records/types.ts. Called by the interpreter and by compiled code.
 * Errors are ExpressionErrors: overflow beyond 64 bits, division by zero, times out of range. Nothing here ever sees a null.
 */
import type { Decimal } from "../records/decimal.ts";
import { isInstant } from "../records/instants.ts";
import { makeInt } from "../records/integers.ts";
import { ValueError } from "../records/value-error.ts";
import { ExpressionError } from "./functions/expression-error.ts";
import { MAX_TEXT_LENGTH } from "./functions/limits.ts";

export type Int = number | bigint;

const MAX = Number.MAX_SAFE_INTEGER;

export function addInt(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum <= MAX && sum >= -MAX) return sum;
  }
  return checkedInt(BigInt(a) + BigInt(b));
}

export function subtractInt(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (difference <= MAX && difference >= -MAX) return difference;
  }
  return checkedInt(BigInt(a) - BigInt(b));
}

export function multiplyInt(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // Adding 0 turns -0, which is no int, into 0.
    if (product <= MAX && product >= -MAX) return product + 0;
  }
  return checkedInt(BigInt(a) * BigInt(b));
}

export function remainderInt(a: Int, b: Int): Int {
  if (b === 0) throw divisionByZero(a);
  if (typeof a === "number" && typeof b === "number") return (a % b) + 0;
  return makeInt(BigInt(a) % BigInt(b));
}

export function powerInt(a: Int, b: Int): Int {
  if (b < 0)
    throw new ExpressionError("EXPR_1003", `${a} ** ${b} is not a whole number.`, "Use number(…) ** for such powers.");
  const fast = Number(a) ** Number(b);
  if (fast <= MAX && fast >= -MAX) return fast + 0;
  if (b > 64 && a !== 1 && a !== -1) throw overflow(`${a} ** ${b}`);
  return checkedInt(BigInt(a) ** BigInt(b));
}

export function negateInt(a: Int): Int {
  return typeof a === "number" ? 0 - a : checkedInt(-a);
}

export function divideNumber(a: number, b: number): number {
  if (b === 0) throw divisionByZero(a);
  return a / b;
}

export function remainderNumber(a: number, b: number): number {
  if (b === 0) throw divisionByZero(a);
  return a % b;
}

export function divideDecimal(a: Decimal, b: Decimal): Decimal {
  if (b.isZero()) throw divisionByZero(a);
  try {
    return a.divide(b);
  } catch (error) {
    throw outOfRange(error);
  }
}

export function remainderDecimal(a: Decimal, b: Decimal): Decimal {
  if (b.isZero()) throw divisionByZero(a);
  try {
    return a.remainder(b);
  } catch (error) {
    throw outOfRange(error);
  }
}

export function addDecimal(a: Decimal, b: Decimal): Decimal {
  try {
    return a.add(b);
  } catch (error) {
    throw outOfRange(error);
  }
}

export function subtractDecimal(a: Decimal, b: Decimal): Decimal {
  try {
    return a.subtract(b);
  } catch (error) {
    throw outOfRange(error);
  }
}

export function multiplyDecimal(a: Decimal, b: Decimal): Decimal {
  try {
    return a.multiply(b);
  } catch (error) {
    throw outOfRange(error);
  }
}

export function powerDecimal(a: Decimal, b: Decimal): Decimal {
  if (!b.isInteger() || b.sign() < 0)
    throw new ExpressionError(
      "EXPR_1003",
      `A decimal cannot be raised to ${b.toString().slice(0, 40)}.`,
      "Use a whole number of 0 or more as the power, or number(…) **.",
    );
  try {
    return a.power(b.toNumber());
  } catch (error) {
    throw outOfRange(error);
  }
}

/** Null-safe. */
export function equalDecimal(a: Decimal | null, b: Decimal | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

export function compareDecimal(a: Decimal, b: Decimal): number {
  return a.compare(b);
}

export function addInstant(a: number, b: number): number {
  return checkedInstant(Math.floor(a + b));
}

export function subtractInstant(a: number, b: number): number {
  return checkedInstant(Math.floor(a - b));
}

export function concat(a: string, b: string): string {
  if (a.length + b.length > MAX_TEXT_LENGTH) throw tooLong(a.length + b.length);
  return a + b;
}

export function tooLong(length: number): ExpressionError {
  return new ExpressionError(
    "EXPR_1006",
    `The text would have ${length} characters; the limit is ${MAX_TEXT_LENGTH}.`,
    "Keep less of it.",
  );
}

export function divisionByZero(a: Int | Decimal): ExpressionError {
  const message = `${a.toString().slice(0, 40)} is divided by zero.`;
  return new ExpressionError("EXPR_1002", message, "Test the divisor: b == 0 ? null : a / b.");
}

function checkedInstant(ms: number): number {
  if (isInstant(ms)) return ms;
  throw new ExpressionError(
    "EXPR_1003",
    "The point in time is out of range.",
    "Instants reach 270,000 years either way.",
  );
}

function checkedInt(value: bigint): Int {
  try {
    return makeInt(value);
  } catch (error) {
    if (error instanceof ValueError) throw overflow(value.toString().slice(0, 40));
    throw error;
  }
}

function overflow(what: string): ExpressionError {
  return new ExpressionError("EXPR_1003", `${what} does not fit in 64 bits.`, "Convert the operands with decimal(…).");
}

/** Decimals of too many digits are errors of the expression. */
function outOfRange(error: unknown): unknown {
  return error instanceof ValueError ? new ExpressionError("EXPR_1003", error.message, error.hint) : error;
}
