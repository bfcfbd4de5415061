import { Decimal } from "../../records/decimal.ts";
import { ROUNDING_MODES, type RoundingMode } from "../../records/rounding.ts";
import { defineFamily } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";
import { mustDigits } from "./numeric.ts";

const d = (text: string): Decimal => Decimal.parse(text);

export const decimalFunctions = defineFamily("decimal", [
  {
    name: "decimal.round",
    summary: "Rounds to `scale` digits after the point in the given mode.",
    signature: "(value: decimal, scale: int, mode?: string) => decimal",
    constants: [2],
    parameters: {
      scale: "A negative scale rounds to tens, hundreds, …",
      mode: 'One of "half-even" (the default), "half-up", "half-down", "up", "down", "ceiling", "floor".',
    },
    bind: ({ constants }) => {
      const mode = mustMode("decimal.round", constants[2]);
      return (value: Decimal, scale: unknown) => value.round(mustDigits("decimal.round", scale), mode);
    },
    examples: [
      ["decimal.round(decimal('2.345'), 2)", d("2.34")],
      ["decimal.round(decimal('2.345'), 2, 'half-up')", d("2.35")],
    ],
  },
  {
    name: "decimal.divide",
    summary: "Divides and rounds to `scale` digits after the point in the given mode.",
    signature: "(dividend: decimal, divisor: decimal, scale: int, mode?: string) => decimal",
    constants: [3],
    parameters: { mode: 'As in decimal.round; "half-even" unless given.' },
    bind: ({ constants }) => {
      const mode = mustMode("decimal.divide", constants[3]);
      return (dividend: Decimal, divisor: Decimal, scale: unknown) =>
        dividend.divide(divisor, mustDigits("decimal.divide", scale), mode);
    },
    examples: [
      ["decimal.divide(decimal('10'), decimal('3'), 4)", d("3.3333")],
      ["decimal.divide(decimal('1'), decimal('8'), 2, 'up')", d("0.13")],
    ],
  },
  {
    name: "decimal.scale",
    summary: "The number of digits after the point that the value needs.",
    signature: "(value: decimal) => int",
    call: (value: Decimal) => value.scale,
    examples: [
      ["decimal.scale(decimal('1.50'))", 1],
      ["decimal.scale(decimal('7'))", 0],
    ],
  },
  {
    name: "decimal.precision",
    summary: "The number of significant digits that the value needs.",
    signature: "(value: decimal) => int",
    call: (value: Decimal) => String(value.coefficient).replace("-", "").length,
    examples: [
      ["decimal.precision(decimal('12.50'))", 3],
      ["decimal.precision(decimal('0'))", 1],
    ],
  },
  {
    name: "decimal.unscaled",
    summary: "The decimal `value / 10^scale`, as databases and Avro store it.",
    signature: "(value: int, scale: int) => decimal",
    call: (value: number | bigint, scale: unknown) => Decimal.of(value, mustDigits("decimal.unscaled", scale)),
    examples: [["decimal.unscaled(12345, 2)", d("123.45")]],
  },
]);

function mustMode(name: string, mode: unknown): RoundingMode {
  if (mode === undefined) return "half-even";
  const found = ROUNDING_MODES.find((known) => known === mode);
  if (found !== undefined) return found;
  throw new ExpressionError(
    "REC_0005",
    `${name} has no rounding mode ${JSON.stringify(mode)}.`,
    `Use one of ${ROUNDING_MODES.join(", ")}.`,
  );
}
