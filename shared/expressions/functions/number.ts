import { Decimal } from "../../records/decimal.ts";
import { compareNumeric, type Numeric } from "../../records/equality.ts";
import { makeInt } from "../../records/integers.ts";
import { NUMBER, withoutNull } from "../../records/types.ts";
import { defineFamily, measured, numeric } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";
import { mustDigits, mustNumeric, roundNumber } from "./numeric.ts";

const bigAbs = (value: bigint): number | bigint => makeInt(value < 0n ? -value : value);

export const numberFunctions = defineFamily("number", [
  {
    name: "abs",
    summary: "The absolute value.",
    signature: numeric("(value: N) => N"),
    call: (value: unknown) => {
      const x = mustNumeric("abs", value);
      return typeof x === "number" ? Math.abs(x) : typeof x === "bigint" ? bigAbs(x) : x.abs();
    },
    examples: [
      ["abs(-3)", 3],
      ["abs(2.5)", 2.5],
    ],
  },
  {
    name: "sign",
    summary: "-1 for negative numbers, 1 for positive ones, 0 for zero.",
    signature: ["(value: int) => int", "(value: number) => int", "(value: decimal) => int", "(value: any) => int"],
    call: (value: unknown) => {
      const x = mustNumeric("sign", value);
      if (typeof x === "number" && Number.isNaN(x)) throw new ExpressionError("REC_0005", "NaN has no sign.");
      return compareNumeric(x, 0);
    },
    examples: [
      ["sign(-12)", -1],
      ["sign(0)", 0],
      ["sign(0.1)", 1],
    ],
  },
  {
    name: "round",
    summary: "Rounds to `digits` digits after the point, halves to the even neighbour.",
    signature: numeric("(value: N, digits?: int) => N"),
    parameters: { digits: "0 unless given; a negative number rounds to tens, hundreds, …" },
    call: (value: unknown, digits: unknown = 0) => {
      const count = mustDigits("round", digits);
      return roundNumber(mustNumeric("round", value), count, "half-even");
    },
    examples: [
      ["round(2.5)", 2],
      ["round(3.14159, 2)", 3.14],
      ["round(1234, -2)", 1200],
    ],
  },
  {
    name: "floor",
    summary: "The largest whole number that is not greater.",
    signature: numeric("(value: N) => N"),
    call: (value: unknown) => {
      const x = mustNumeric("floor", value);
      return typeof x === "number" ? Math.floor(x) + 0 : x instanceof Decimal ? x.round(0, "floor") : x;
    },
    examples: [
      ["floor(2.7)", 2],
      ["floor(-2.1)", -3],
    ],
  },
  {
    name: "ceil",
    summary: "The smallest whole number that is not less.",
    signature: numeric("(value: N) => N"),
    call: (value: unknown) => {
      const x = mustNumeric("ceil", value);
      return typeof x === "number" ? Math.ceil(x) + 0 : x instanceof Decimal ? x.round(0, "ceiling") : x;
    },
    examples: [
      ["ceil(2.1)", 3],
      ["ceil(-2.7)", -2],
    ],
  },
  {
    name: "trunc",
    summary: "The number without its fraction.",
    signature: numeric("(value: N) => N"),
    call: (value: unknown) => {
      const x = mustNumeric("trunc", value);
      return typeof x === "number" ? Math.trunc(x) + 0 : x instanceof Decimal ? x.round(0, "down") : x;
    },
    examples: [
      ["trunc(2.7)", 2],
      ["trunc(-2.7)", -2],
    ],
  },
  {
    name: "min",
    summary: "The smallest of the arguments.",
    signature: measured("(first: N, ...others: N[]) => N"),
    call: (first: unknown, ...others: unknown[]) => extreme("min", first, others, -1),
    examples: [
      ["min(3, 1, 2)", 1],
      ["min(0.5, 2)", 0.5],
    ],
  },
  {
    name: "max",
    summary: "The greatest of the arguments.",
    signature: measured("(first: N, ...others: N[]) => N"),
    call: (first: unknown, ...others: unknown[]) => extreme("max", first, others, 1),
    examples: [
      ["max(3, 1, 2)", 3],
      ["max(0.5, 2)", 2],
    ],
  },
  {
    name: "clamp",
    summary: "The value, but not less than `low` and not more than `high`.",
    signature: measured("(value: N, low: N, high: N) => N"),
    call: (value: unknown, low: unknown, high: unknown) =>
      extreme("clamp", extreme("clamp", value, [low], 1), [high], -1),
    examples: [
      ["clamp(12, 0, 10)", 10],
      ["clamp(-1, 0, 10)", 0],
      ["clamp(5, 0, 10)", 5],
    ],
  },
  {
    name: "mod",
    summary: "The rest of the division, with the sign of the divisor; `%` has that of the dividend.",
    signature: numeric("(value: N, divisor: N) => N"),
    call: (value: unknown, divisor: unknown) => modulo(mustNumeric("mod", value), mustNumeric("mod", divisor)),
    examples: [
      ["mod(-1, 3)", 2],
      ["mod(7, 3)", 1],
    ],
  },
  {
    name: "sqrt",
    summary: "The square root; NaN for negative numbers.",
    signature: "(value: number) => number",
    call: (value: number) => Math.sqrt(value) + 0,
    examples: [
      ["sqrt(9)", 3],
      ["sqrt(2.25)", 1.5],
    ],
  },
  {
    name: "pow",
    summary: "The base to the power of the exponent, as a number; decimals take a whole exponent and stay exact.",
    signature: ["(base: number, exponent: number) => number", "(base: decimal, exponent: int) => decimal"],
    bind: ({ types }) =>
      withoutNull(types[0] ?? NUMBER).kind === "decimal"
        ? (base: Decimal, exponent: number | bigint) => base.power(Number(exponent))
        : (base: number, exponent: number) => base ** exponent,
    examples: [
      ["pow(2, 10)", 1024],
      ["pow(decimal('1.1'), 2)", Decimal.parse("1.21")],
    ],
  },
  {
    name: "exp",
    summary: "Euler's number to the power of the argument.",
    signature: "(value: number) => number",
    call: (value: number) => Math.exp(value),
    examples: [["exp(0)", 1]],
  },
  {
    name: "ln",
    summary: "The natural logarithm; NaN for negative numbers.",
    signature: "(value: number) => number",
    call: (value: number) => Math.log(value),
    examples: [["ln(1)", 0]],
  },
  {
    name: "log10",
    summary: "The logarithm to the base of ten; NaN for negative numbers.",
    signature: "(value: number) => number",
    call: (value: number) => Math.log10(value),
    examples: [["log10(1000)", 3]],
  },
  {
    name: "isFinite",
    summary: "Whether the number is neither infinite nor NaN.",
    signature: "(value: number) => boolean",
    call: (value: number) => Number.isFinite(value),
    examples: [
      ["isFinite(1.5)", true],
      ["isFinite(sqrt(-1))", false],
    ],
  },
  {
    name: "toFixed",
    summary: "The number as text with exactly `digits` digits after the point, halves to the even neighbour.",
    signature: [
      "(value: int, digits: int) => string",
      "(value: number, digits: int) => string",
      "(value: decimal, digits: int) => string",
      "(value: any, digits: int) => string",
    ],
    parameters: { digits: "0 to 100." },
    call: (value: unknown, digits: unknown) => {
      const count = mustDigits("toFixed", digits);
      if (count < 0 || count > 100)
        throw new ExpressionError("REC_0005", `toFixed cannot show ${count} digits.`, "Use 0 to 100.");
      const x = mustNumeric("toFixed", value);
      if (typeof x === "number" && !Number.isFinite(x)) return String(x);
      return (x instanceof Decimal ? x : typeof x === "bigint" ? Decimal.fromInt(x) : Decimal.fromNumber(x)).toFixed(
        count,
      );
    },
    examples: [
      ["toFixed(3, 2)", "3.00"],
      ["toFixed(1.005, 2)", "1.00"],
    ],
  },
  {
    name: "bitAnd",
    summary: "The bits that both integers have, over 64 bits.",
    signature: "(left: int, right: int) => int",
    call: (left: number | bigint, right: number | bigint) => makeInt(BigInt.asIntN(64, BigInt(left) & BigInt(right))),
    examples: [
      ["bitAnd(12, 10)", 8],
      ["bitAnd(-1, 255)", 255],
    ],
  },
]);

function extreme(name: string, first: unknown, others: readonly unknown[], wanted: -1 | 1): Numeric {
  let best = mustNumeric(name, first);
  for (const other of others) {
    const x = mustNumeric(name, other);
    if (typeof best === "number" && typeof x === "number")
      best = (wanted < 0 ? Math.min(best, x) : Math.max(best, x)) + 0;
    else if (compareNumeric(x, best) === wanted) best = x;
  }
  return best;
}

function modulo(value: Numeric, divisor: Numeric): Numeric {
  if (value instanceof Decimal || divisor instanceof Decimal) {
    const size = divisor instanceof Decimal ? divisor : toDecimal(divisor);
    const rest = (value instanceof Decimal ? value : toDecimal(value)).remainder(size);
    return rest.sign() === 0 || rest.sign() === size.sign() ? rest : rest.add(size);
  }
  if (typeof value === "number" && typeof divisor === "number" && divisor !== 0) {
    const rest = value % divisor;
    return rest !== 0 && rest < 0 !== divisor < 0 ? rest + divisor : rest + 0;
  }
  if (Number(divisor) === 0)
    throw new ExpressionError("REC_0005", "mod divides by zero.", "Test the divisor, or use ?? for a default.");
  if (!isWhole(value) || !isWhole(divisor)) return modulo(Number(value), Number(divisor));
  const size = BigInt(divisor);
  const rest = BigInt(value) % size;
  return makeInt(rest !== 0n && rest < 0n !== size < 0n ? rest + size : rest);
}

function isWhole(value: number | bigint): boolean {
  return typeof value === "bigint" || Number.isInteger(value);
}

function toDecimal(value: number | bigint): Decimal {
  return typeof value === "bigint" ? Decimal.fromInt(value) : Decimal.fromNumber(value);
}
