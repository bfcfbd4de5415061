/**
 * Exact decimal numbers: `coefficient / 10^scale`. A coefficient is a number while it is a safe integer and a bigint beyond; the fraction has no
 * trailing zeros, and zero is `0` with scale 0. So equal values have equal representations. At most 1,000 digits before and after the point
 * together; what would need more throws REC_0004. Sums, differences, products and remainders are exact; `divide` says how it rounds.
 */
import { ValueError } from "./value-error.ts";
import { makeInt } from "./integers.ts";
import { bigPower, countDigits, divideRounded, roundingStep, type RoundingMode } from "./rounding.ts";

export const MAX_DECIMAL_DIGITS = 1000;
/** Significant digits that a quotient keeps, if neither operand has more. */
export const QUOTIENT_DIGITS = 34;

const numberPowers: readonly number[] = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const BIG_MAX_SAFE = BigInt(MAX_SAFE);

export class Decimal {
  static readonly zero: Decimal = new Decimal(0, 0);
  readonly coefficient: number | bigint;
  readonly scale: number;

  /** Only for values that are normalised already; else `Decimal.of`. */
  private constructor(coefficient: number | bigint, scale: number) {
    this.coefficient = coefficient;
    this.scale = scale;
  }

  /** `coefficient / 10^scale`, normalised; the scale may be negative. */
  static of(coefficient: number | bigint, scale: number): Decimal {
    if (typeof coefficient === "number" && scale >= 0 && coefficient <= MAX_SAFE && coefficient >= -MAX_SAFE)
      return makeSmall(coefficient, scale);
    return makeBig(BigInt(coefficient), scale);
  }

  /** @internal */
  static raw(coefficient: number | bigint, scale: number): Decimal {
    return new Decimal(coefficient, scale);
  }

  /** From an integer of any size. */
  static fromInt(value: number | bigint): Decimal {
    return Decimal.of(value, 0);
  }

  /** The shortest decimal text that reads back as this number: 0.1 is exactly one tenth. */
  static fromNumber(value: number): Decimal {
    if (Number.isSafeInteger(value)) return makeSmall(value, 0);
    if (!Number.isFinite(value)) throw new ValueError("REC_0004", `${value} is not a decimal number.`);
    return Decimal.parse(String(value));
  }

  /** `-12.50`, `+3`, `.5`, `1e-7`. Throws REC_0004 on anything else, blanks included. */
  static parse(text: string): Decimal {
    const value = Decimal.tryParse(text);
    if (value === undefined) throw malformed(text);
    return value;
  }

  /** As `parse`; undefined for what is not a decimal number or has too many digits. */
  static tryParse(text: string): Decimal | undefined {
    const { length } = text;
    let i = 0;
    const first = text.charCodeAt(0);
    if (first === 0x2d || first === 0x2b) i = 1;
    if (length - i > 16) return parseLong(text);
    let coefficient = 0;
    let digits = 0;
    let point = -1;
    for (; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x30 && code <= 0x39) {
        coefficient = coefficient * 10 + (code - 0x30);
        digits += 1;
      } else if (code === 0x2e && point < 0) point = i;
      else return parseLong(text);
    }
    if (digits === 0 || digits > 15) return parseLong(text);
    return makeSmall(first === 0x2d ? -coefficient : coefficient, point < 0 ? 0 : length - point - 1);
  }

  /** As `tryParse`, from ASCII text in `bytes[from, to)`, without making a string where the number is short. */
  static tryParseBytes(bytes: Uint8Array, from: number, to: number): Decimal | undefined {
    if (to - from > 17) return parseLong(asciiText(bytes, from, to));
    let i = from;
    const first = bytes[from];
    if (first === 0x2d || first === 0x2b) i += 1;
    let coefficient = 0;
    let digits = 0;
    let point = -1;
    for (; i < to; i++) {
      const code = bytes[i]!;
      if (code >= 0x30 && code <= 0x39) {
        coefficient = coefficient * 10 + (code - 0x30);
        digits += 1;
      } else if (code === 0x2e && point < 0) point = i;
      else return parseLong(asciiText(bytes, from, to));
    }
    if (digits === 0 || digits > 15) return parseLong(asciiText(bytes, from, to));
    return makeSmall(first === 0x2d ? -coefficient : coefficient, point < 0 ? 0 : to - point - 1);
  }

  static parseBytes(bytes: Uint8Array, from = 0, to: number = bytes.length): Decimal {
    const value = Decimal.tryParseBytes(bytes, from, to);
    if (value === undefined) throw malformed(asciiText(bytes, from, Math.min(to, from + 100)));
    return value;
  }

  add(other: Decimal): Decimal {
    const a = this.coefficient;
    const b = other.coefficient;
    if (typeof a === "number" && typeof b === "number") {
      const scale = this.scale > other.scale ? this.scale : other.scale;
      const x = scaleUpNumber(a, scale - this.scale);
      const y = scaleUpNumber(b, scale - other.scale);
      const sum = x + y;
      // An operand beyond the safe range makes the sum NaN.
      if (sum <= MAX_SAFE && sum >= -MAX_SAFE) return makeSmall(sum, scale);
    }
    return addBig(this, other, 1n);
  }

  subtract(other: Decimal): Decimal {
    const a = this.coefficient;
    const b = other.coefficient;
    if (typeof a === "number" && typeof b === "number") {
      const scale = this.scale > other.scale ? this.scale : other.scale;
      const difference = scaleUpNumber(a, scale - this.scale) - scaleUpNumber(b, scale - other.scale);
      if (difference <= MAX_SAFE && difference >= -MAX_SAFE) return makeSmall(difference, scale);
    }
    return addBig(this, other, -1n);
  }

  multiply(other: Decimal): Decimal {
    const a = this.coefficient;
    const b = other.coefficient;
    const scale = this.scale + other.scale;
    if (typeof a === "number" && typeof b === "number") {
      const product = a * b;
      if (product <= MAX_SAFE && product >= -MAX_SAFE) return makeSmall(product, scale);
    }
    return makeBig(BigInt(a) * BigInt(b), scale);
  }

  /**
   * The quotient. Without `scale`: exact where 34 significant digits (or as many as the longer operand has) are enough, else rounded to that
   * many, half to even, and never beyond 1,000 digits after the point. With `scale`: rounded to that many digits after the point. Throws REC_0004 for division by zero.
   */
  divide(other: Decimal, scale?: number, mode: RoundingMode = "half-even"): Decimal {
    const a = this.coefficient;
    const b = other.coefficient;
    if (other.isZero()) throw new ValueError("REC_0004", `${this.toString()} is divided by zero.`, "Test the divisor.");
    if (scale === undefined && typeof a === "number" && typeof b === "number" && a % b === 0)
      return Decimal.of(a / b, this.scale - other.scale);
    return divideBig(this, other, scale, mode);
  }

  /** What is left of the division towards zero; it has the sign of this number, as `%` on numbers. */
  remainder(other: Decimal): Decimal {
    if (other.isZero()) throw new ValueError("REC_0004", `${this.toString()} is divided by zero.`, "Test the divisor.");
    const scale = Math.max(this.scale, other.scale);
    if (typeof this.coefficient === "number" && typeof other.coefficient === "number") {
      const a = scaleUpNumber(this.coefficient, scale - this.scale);
      const b = scaleUpNumber(other.coefficient, scale - other.scale);
      const rest = a % b;
      if (!Number.isNaN(rest)) return makeSmall(rest, scale);
    }
    return makeBig(scaleUp(this, scale) % scaleUp(other, scale), scale);
  }

  /** This number to a non-negative integer power. */
  power(exponent: number): Decimal {
    if (!Number.isInteger(exponent) || exponent < 0)
      throw new ValueError("REC_0004", `A decimal cannot be raised to ${exponent}.`, "Use an integer of 0 or more.");
    if (this.scale === 0 && (this.coefficient === 0 || this.coefficient === 1))
      return exponent === 0 ? Decimal.fromInt(1) : this;
    if (exponent > 4 * MAX_DECIMAL_DIGITS && this.coefficient !== -1) throw tooLong();
    return powerBySquares(this, exponent);
  }

  negate(): Decimal {
    return this.isZero() ? this : new Decimal(-this.coefficient, this.scale);
  }

  abs(): Decimal {
    return this.coefficient < 0 ? this.negate() : this;
  }

  /** -1, 0 or 1. */
  sign(): -1 | 0 | 1 {
    return this.coefficient < 0 ? -1 : this.coefficient > 0 ? 1 : 0;
  }

  isZero(): boolean {
    return this.coefficient === 0;
  }

  isInteger(): boolean {
    return this.scale === 0;
  }

  compare(other: Decimal): -1 | 0 | 1 {
    const a = this.coefficient;
    const b = other.coefficient;
    if (this.scale === other.scale) return a < b ? -1 : a > b ? 1 : 0;
    if (typeof a === "number" && typeof b === "number") {
      const scale = this.scale > other.scale ? this.scale : other.scale;
      const x = scaleUpNumber(a, scale - this.scale);
      const y = scaleUpNumber(b, scale - other.scale);
      if (x < y) return -1;
      if (x > y) return 1;
    }
    const difference = addScaled(this, other, -1n);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  equals(other: Decimal): boolean {
    return this.scale === other.scale && this.coefficient === other.coefficient;
  }

  /** Rounded to `scale` digits after the point; a negative scale rounds to tens, hundreds, … */
  round(scale: number, mode: RoundingMode = "half-even"): Decimal {
    if (scale >= this.scale) return this;
    // Tens beyond the longest number are all alike: nothing, or too long.
    const kept = Math.max(scale, -MAX_DECIMAL_DIGITS - 1);
    const drop = this.scale - kept;
    const c = this.coefficient;
    if (typeof c === "number" && drop <= 15) {
      const unit = numberPowers[drop]!;
      const rest = c % unit;
      const whole = (c - rest) / unit;
      return Decimal.of(whole + roundingStep(whole % 2 !== 0, Math.abs(rest) * 2 - unit, rest, mode), kept);
    }
    return makeBig(divideRounded(BigInt(c), bigPower(drop), mode), kept);
  }

  /** The nearest double. */
  toNumber(): number {
    const c = this.coefficient;
    if (typeof c === "number" && this.scale <= 22) return c / numberPowers[this.scale]!;
    return Number(this.toString());
  }

  /** The integer part, towards zero, as an int (see types.ts). */
  toInt(): number | bigint {
    const { coefficient } = this.round(0, "down");
    return typeof coefficient === "number" ? coefficient : makeInt(coefficient);
  }

  /** Plain digits, never an exponent; reads back as the same value. */
  toString(): string {
    const text = String(this.coefficient);
    if (this.scale === 0) return text;
    const sign = text.startsWith("-") ? "-" : "";
    const digits = text.slice(sign.length).padStart(this.scale + 1, "0");
    const split = digits.length - this.scale;
    return `${sign}${digits.slice(0, split)}.${digits.slice(split)}`;
  }

  /** With exactly `scale` digits after the point, rounded half to even (or as `mode` says). */
  toFixed(scale: number, mode: RoundingMode = "half-even"): string {
    const rounded = this.round(scale, mode);
    const text = rounded.toString();
    if (scale <= rounded.scale) return text;
    return (rounded.scale === 0 ? `${text}.` : text) + "0".repeat(scale - rounded.scale);
  }

  /** 32 bits, unsigned; equal values have equal hashes. */
  hash(): number {
    let hash = this.scale;
    if (typeof this.coefficient === "number") {
      const high = Math.trunc(this.coefficient / 0x1_0000_0000);
      hash = mix(mix(hash, high | 0), (this.coefficient - high * 0x1_0000_0000) | 0);
    } else {
      hash = mix(hash, this.coefficient < 0n ? 1 : 0);
      let rest = this.coefficient < 0n ? -this.coefficient : this.coefficient;
      for (; rest > 0n; rest >>= 32n) hash = mix(hash, Number(rest & 0xffff_ffffn) | 0);
    }
    return hash >>> 0;
  }

  /** JSON writers that do not know decimals must not write one as an object by accident. */
  toJSON(): string {
    return this.toString();
  }
}

function powerBySquares(value: Decimal, exponent: number): Decimal {
  let result = Decimal.fromInt(1);
  let base = value;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result.multiply(base);
    if (rest > 1) base = base.multiply(base);
  }
  return result;
}

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x85eb_ca6b);
  return mixed ^ (mixed >>> 15);
}

function makeSmall(coefficient: number, scale: number): Decimal {
  if (coefficient === 0) return Decimal.zero;
  let c = coefficient;
  let s = scale;
  while (s > 0 && c % 10 === 0) {
    c /= 10;
    s -= 1;
  }
  if (s > MAX_DECIMAL_DIGITS) throw tooLong();
  return Decimal.raw(c, s);
}

function makeBig(coefficient: bigint, scale: number): Decimal {
  let c = coefficient;
  let s = scale;
  if (c === 0n) return Decimal.zero;
  if (s < 0) {
    if (-s > MAX_DECIMAL_DIGITS) throw tooLong();
    c *= bigPower(-s);
    s = 0;
  }
  // Trailing zeros go in large steps first, so that long coefficients stay cheap.
  for (let step = 64; step >= 1; step >>= 2)
    while (s >= step && c % bigPower(step) === 0n) {
      c /= bigPower(step);
      s -= step;
    }
  if (c <= BIG_MAX_SAFE && c >= -BIG_MAX_SAFE) return makeSmall(Number(c), s);
  if (s > MAX_DECIMAL_DIGITS || countDigits(c) > MAX_DECIMAL_DIGITS) throw tooLong();
  return Decimal.raw(c, s);
}

/** `value * 10^by`, or NaN where that is not a safe integer. */
function scaleUpNumber(value: number, by: number): number {
  if (by === 0) return value;
  if (by > 15) return value === 0 ? 0 : NaN;
  const scaled = value * numberPowers[by]!;
  return scaled <= MAX_SAFE && scaled >= -MAX_SAFE ? scaled : NaN;
}

function scaleUp(value: Decimal, scale: number): bigint {
  return BigInt(value.coefficient) * bigPower(scale - value.scale);
}

function addScaled(a: Decimal, b: Decimal, sign: bigint): bigint {
  const scale = Math.max(a.scale, b.scale);
  return scaleUp(a, scale) + sign * scaleUp(b, scale);
}

function addBig(a: Decimal, b: Decimal, sign: bigint): Decimal {
  return makeBig(addScaled(a, b, sign), Math.max(a.scale, b.scale));
}

function divideBig(a: Decimal, b: Decimal, scale: number | undefined, mode: RoundingMode): Decimal {
  const dividend = BigInt(a.coefficient);
  const divisor = BigInt(b.coefficient);
  const quotient = (digitsAfterPoint: number): bigint => {
    const shift = digitsAfterPoint + b.scale - a.scale;
    return shift >= 0
      ? divideRounded(dividend * bigPower(shift), divisor, mode)
      : divideRounded(dividend, divisor * bigPower(-shift), mode);
  };
  if (scale !== undefined) {
    const bounded = Math.max(-MAX_DECIMAL_DIGITS, Math.min(scale, MAX_DECIMAL_DIGITS));
    return makeBig(quotient(bounded), bounded);
  }
  const dividendDigits = countDigits(dividend);
  const divisorDigits = countDigits(divisor);
  const precision = Math.max(QUOTIENT_DIGITS, dividendDigits, divisorDigits);
  const wanted = precision - dividendDigits + divisorDigits - b.scale + a.scale;
  let digitsAfterPoint = Math.max(0, Math.min(MAX_DECIMAL_DIGITS, wanted));
  let result = quotient(digitsAfterPoint);
  // The estimate may give one digit too many; round once, from the exact quotient.
  if (digitsAfterPoint > 0 && countDigits(result) > precision) {
    digitsAfterPoint -= 1;
    result = quotient(digitsAfterPoint);
  }
  return makeBig(result, digitsAfterPoint);
}

function parseLong(text: string): Decimal | undefined {
  if (text.length > 2 * MAX_DECIMAL_DIGITS + 20) return undefined;
  const match = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) return undefined;
  const fraction = match[3] ?? match[4] ?? "";
  const digits = ((match[2] ?? "") + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return Decimal.zero;
  const exponent = match[5] === undefined ? 0 : Number(match[5]);
  const scale = fraction.length - exponent - (digits.length - significant.length);
  const wholeDigits = significant.length - Math.min(scale, 0);
  if (wholeDigits > MAX_DECIMAL_DIGITS || scale > MAX_DECIMAL_DIGITS) return undefined;
  return makeBig(BigInt(match[1] === "-" ? `-${significant}` : significant), scale);
}

function asciiText(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let i = from; i < to && i < from + 2 * MAX_DECIMAL_DIGITS + 21; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

function tooLong(): ValueError {
  return new ValueError("REC_0004", `The decimal has more than ${MAX_DECIMAL_DIGITS} digits.`, "Round it.");
}

function malformed(text: string): ValueError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return new ValueError(
    "REC_0004",
    `"${shown}" is not a decimal number of at most ${MAX_DECIMAL_DIGITS} digits.`,
    "Write digits with at most one point, like -12.50.",
  );
}
