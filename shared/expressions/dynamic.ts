/** Operators on values whose type is known only at run time (`any`). Numbers of all representations meet exactly; nothing else is converted. */
import { describeValue } from "../records/coerce.ts";
import { Decimal } from "../records/decimal.ts";
import { asDecimal, compareNumeric, equalValues, isNumeric, type Numeric } from "../records/equality.ts";
import {
  addDecimal,
  addInt,
  concat,
  divideDecimal,
  divideNumber,
  multiplyDecimal,
  multiplyInt,
  negateInt,
  powerDecimal,
  powerInt,
  remainderDecimal,
  remainderInt,
  remainderNumber,
  subtractDecimal,
  subtractInt,
  type Int,
} from "./arithmetic.ts";
import { ExpressionError } from "./functions/expression-error.ts";

export type Arithmetic = "+" | "-" | "*" | "/" | "%" | "**";

/** Deep equality by value; NaN is not equal to itself, as in comparisons of numbers. */
export function equalAny(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return a === b;
  return equalValues(a, b);
}

/** Negative, zero or positive as `a` is before, equal to or after `b`; NaN where one of them is NaN. */
export function compareAny(a: unknown, b: unknown): number {
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  if (!isNumeric(a) || !isNumeric(b)) throw incomparable(a, b);
  return isNaN(a) || isNaN(b) ? NaN : compareNumeric(a, b);
}

export function arithmeticAny(operator: Arithmetic, a: unknown, b: unknown): unknown {
  if (operator === "+" && typeof a === "string" && typeof b === "string") return concat(a, b);
  if (!isNumeric(a) || !isNumeric(b)) throw unsuitable(operator, a, b);
  if (a instanceof Decimal || b instanceof Decimal) return onDecimals[operator](exactly(a), exactly(b));
  if (operator !== "/" && isWhole(a) && isWhole(b) && !(operator === "**" && b < 0)) return onInts[operator](a, b);
  return onNumbers[operator](exactNumber(a), exactNumber(b));
}

export function negateAny(a: unknown): unknown {
  if (a instanceof Decimal) return a.negate();
  if (typeof a === "bigint") return negateInt(a);
  if (typeof a === "number") return Number.isSafeInteger(a) ? 0 - a : -a;
  throw new ExpressionError("EXPR_1004", `- does not take ${describeValue(a)}.`, "Convert it, or test it before.");
}

/** The double that is exactly this int. */
export function exactNumber(value: Int): number {
  if (typeof value === "number") return value;
  const number = Number(value);
  if (BigInt(number) === value) return number;
  throw new ExpressionError(
    "EXPR_1005",
    `${value} cannot be a number without losing digits.`,
    "Calculate with decimal(…), which is exact.",
  );
}

const onInts = {
  "+": addInt,
  "-": subtractInt,
  "*": multiplyInt,
  "%": remainderInt,
  "**": powerInt,
} as const;

const onDecimals: Readonly<Record<Arithmetic, (a: Decimal, b: Decimal) => Decimal>> = {
  "+": addDecimal,
  "-": subtractDecimal,
  "*": multiplyDecimal,
  "/": divideDecimal,
  "%": remainderDecimal,
  "**": powerDecimal,
};

const onNumbers: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": divideNumber,
  "%": remainderNumber,
  "**": (a, b) => a ** b,
};

function isWhole(value: Int): boolean {
  return typeof value === "bigint" || Number.isSafeInteger(value);
}

function isNaN(value: Numeric): boolean {
  return typeof value === "number" && Number.isNaN(value);
}

function exactly(value: Numeric): Decimal {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new ExpressionError("EXPR_1005", `${value} is not a decimal number.`, "Test it before.");
  return asDecimal(value);
}

function incomparable(a: unknown, b: unknown): ExpressionError {
  if (a === null || b === null)
    return new ExpressionError(
      "EXPR_1001",
      `${describeValue(a)} has no order with ${describeValue(b)}.`,
      "Give a default for what is missing: (x ?? 0) > 1.",
    );
  return new ExpressionError(
    "EXPR_1004",
    `${describeValue(a)} has no order with ${describeValue(b)}.`,
    "Compare numbers with numbers and strings with strings; convert with number(…) or string(…).",
  );
}

function unsuitable(operator: Arithmetic, a: unknown, b: unknown): ExpressionError {
  if (a === null || b === null)
    return new ExpressionError(
      "EXPR_1001",
      `${operator} does not take null (${describeValue(a)} ${operator} ${describeValue(b)}).`,
      "Give a default for what is missing: (x ?? 0).",
    );
  return new ExpressionError(
    "EXPR_1004",
    `${operator} does not take ${describeValue(a)} and ${describeValue(b)}.`,
    "Convert them with number(…), decimal(…) or string(…).",
  );
}
