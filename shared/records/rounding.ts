/** Rounding modes, and division of integers that rounds by them. */
import { unreachable } from "../assert.ts";

/** `up` and `half-up` go away from zero, `down` and `half-down` towards it. */
export type RoundingMode = "half-even" | "half-up" | "half-down" | "up" | "down" | "ceiling" | "floor";
export const ROUNDING_MODES: readonly RoundingMode[] = [
  "half-even",
  "half-up",
  "half-down",
  "up",
  "down",
  "ceiling",
  "floor",
];

const bigPowers: bigint[] = [1n];

export function divideRounded(dividend: bigint, divisor: bigint, mode: RoundingMode): bigint {
  const whole = dividend / divisor;
  const rest = dividend % divisor;
  if (rest === 0n) return whole;
  const size = divisor < 0n ? -divisor : divisor;
  const twice = 2n * (rest < 0n ? -rest : rest);
  const half = twice < size ? -1 : twice > size ? 1 : 0;
  const sign = dividend < 0n === divisor < 0n ? 1 : -1;
  return whole + BigInt(roundingStep(whole % 2n !== 0n, half, sign, mode));
}

/** What to add to the quotient towards zero. `half` compares the rest with half a unit, `rest` has the sign of the exact value. */
export function roundingStep(odd: boolean, half: number, rest: number, mode: RoundingMode): number {
  if (rest === 0) return 0;
  const away = rest < 0 ? -1 : 1;
  switch (mode) {
    case "half-even":
      return half > 0 || (half === 0 && odd) ? away : 0;
    case "half-up":
      return half >= 0 ? away : 0;
    case "half-down":
      return half > 0 ? away : 0;
    case "up":
      return away;
    case "down":
      return 0;
    case "ceiling":
      return away > 0 ? 1 : 0;
    case "floor":
      return away < 0 ? -1 : 0;
    default:
      return unreachable(mode);
  }
}

/** 10 to the power of `exponent`. */
export function bigPower(exponent: number): bigint {
  if (exponent > 4096) return 10n ** BigInt(exponent);
  while (bigPowers.length <= exponent) bigPowers.push(bigPowers[bigPowers.length - 1]! * 10n);
  return bigPowers[exponent]!;
}

/** Decimal digits of the absolute value; 1 for zero. */
export function countDigits(value: bigint): number {
  const text = value.toString();
  return text.startsWith("-") ? text.length - 1 : text.length;
}
