/** What the functions over numbers share. */
import { Decimal } from "../../records/decimal.ts";
import { type RoundingMode } from "../../records/rounding.ts";
import { describeValue } from "../../records/coerce.ts";
import { isNumeric, type Numeric } from "../../records/equality.ts";
import { makeInt } from "../../records/integers.ts";
import { ExpressionError } from "./expression-error.ts";

/** The argument of an untyped call as a number; throws REC_0005 for anything else. */
export function mustNumeric(name: string, value: unknown): Numeric {
  if (isNumeric(value)) return value;
  throw new ExpressionError(
    "REC_0005",
    `${name} was given ${describeValue(value)}; it needs a number.`,
    "Convert it with number() or decimal().",
  );
}

/** A count of digits or a scale: a small whole number. */
export function mustDigits(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= 1000) return value;
  throw new ExpressionError("REC_0005", `${name} was given ${describeValue(value)} for digits.`, "Use -1000 to 1000.");
}

/** Rounds in decimal, so that 1.005 is what it looks like; the representation stays. */
export function roundNumber(value: Numeric, digits: number, mode: RoundingMode): Numeric {
  if (value instanceof Decimal) return value.round(digits, mode);
  if (typeof value === "bigint")
    return digits >= 0 ? value : makeInt(toBigInt(Decimal.fromInt(value).round(digits, mode)));
  if (!Number.isFinite(value) || (digits >= 0 && Number.isInteger(value))) return value + 0;
  if (mode === "half-even" && digits >= 0 && digits <= 9) {
    const unit = 10 ** digits;
    const scaled = value * unit;
    const whole = Math.floor(scaled);
    const rest = scaled - whole;
    // Far from a half, the error of the product (below 1e-5) cannot change the result, and the quotient is the nearest double.
    if (Math.abs(scaled) < 1e11 && Math.abs(rest - 0.5) > 1e-4) return (rest > 0.5 ? whole + 1 : whole) / unit + 0;
  }
  return Decimal.fromNumber(value).round(digits, mode).toNumber();
}

function toBigInt(value: Decimal): bigint {
  return BigInt(value.toInt());
}
