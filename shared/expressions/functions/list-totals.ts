/** Totals over lists. Nulls are left out, as in SQL; an empty list sums to 0 and has no average, least or greatest item. */
import { Decimal } from "../../records/decimal.ts";
import { asDecimal, compareNumeric, type Numeric } from "../../records/equality.ts";
import { makeInt } from "../../records/integers.ts";
import { withoutNull, type ScalarKind, type Type } from "../../records/types.ts";
import { defineFamily, ordered } from "./define.ts";
import { mustCompare } from "./list.ts";
import { mustNumeric } from "./numeric.ts";

type List = readonly unknown[];

export const listTotalFunctions = defineFamily("list", [
  {
    name: "list.sum",
    summary: "The sum of the numbers; 0 for none.",
    signature: [
      "(list: (int | null)[]) => int",
      "(list: (number | null)[]) => number",
      "(list: (decimal | null)[]) => decimal",
      "(list: (duration | null)[]) => duration",
      "(list: (any | null)[]) => any",
    ],
    bind: ({ types }) => {
      const zero: Numeric = elementKind(types[0]) === "decimal" ? Decimal.zero : 0;
      const isInt = elementKind(types[0]) === "int";
      return (list: List) => (isInt ? sumInts(list) : present(list).reduce<Numeric>(addNumeric, zero));
    },
    examples: [
      ["list.sum([1, 2, 3])", 6],
      ["list.sum([0.5, null, 2])", 2.5],
      ["list.sum([decimal('0.1'), decimal('0.2')])", Decimal.parse("0.3")],
    ],
  },
  {
    name: "list.avg",
    summary: "The average of the numbers; null for none.",
    signature: [
      "(list: (int | null)[]) => number | null",
      "(list: (number | null)[]) => number | null",
      "(list: (decimal | null)[]) => decimal | null",
      "(list: (duration | null)[]) => duration | null",
      "(list: (any | null)[]) => any",
    ],
    bind: ({ types }) => {
      const isDuration = elementKind(types[0]) === "duration";
      return (list: List) => {
        const average = mean(present(list));
        return isDuration && typeof average === "number" ? Math.round(average) : average;
      };
    },
    examples: [
      ["list.avg([1, 2])", 1.5],
      ["list.avg([])", null],
    ],
  },
  {
    name: "list.min",
    summary: "The least item; null for none.",
    signature: ordered("(list: (N | null)[]) => N | null"),
    call: (list: List) => extreme(list, -1),
    examples: [
      ["list.min([3, 1, 2])", 1],
      ["list.min(['b', 'a'])", "a"],
    ],
  },
  {
    name: "list.max",
    summary: "The greatest item; null for none.",
    signature: ordered("(list: (N | null)[]) => N | null"),
    call: (list: List) => extreme(list, 1),
    examples: [
      ["list.max([3, 1, 2])", 3],
      ["list.max([])", null],
    ],
  },
  {
    name: "list.median",
    summary: "The middle number, or the average of the two in the middle; null for none.",
    signature: [
      "(list: (int | null)[]) => number | null",
      "(list: (number | null)[]) => number | null",
      "(list: (decimal | null)[]) => decimal | null",
      "(list: (any | null)[]) => any",
    ],
    call: (list: List) => {
      const sorted = present(list).toSorted(compareNumeric);
      if (sorted.length === 0) return null;
      const half = sorted.length >> 1;
      return mean(sorted.length % 2 === 1 ? sorted.slice(half, half + 1) : sorted.slice(half - 1, half + 1));
    },
    examples: [
      ["list.median([5, 1, 3])", 3],
      ["list.median([1, 2, 3, 4])", 2.5],
    ],
  },
]);

function elementKind(type: Type | undefined): ScalarKind | "array" | "map" | "struct" | undefined {
  const list = type && withoutNull(type);
  if (list?.kind !== "array") return undefined;
  const element = withoutNull(list.element);
  return element.kind === "nullable" ? undefined : element.kind;
}

function present(list: List): Numeric[] {
  const numbers: Numeric[] = [];
  for (const item of list) if (item !== null) numbers.push(mustNumeric("A total", item));
  return numbers;
}

function sumInts(list: List): number | bigint {
  let sum = 0;
  for (const item of list) if (item !== null) sum += Number(item);
  if (Number.isSafeInteger(sum) && list.every((item) => typeof item !== "bigint")) return sum;
  let exact = 0n;
  for (const item of list) if (typeof item === "bigint" || typeof item === "number") exact += BigInt(item);
  return makeInt(exact);
}

/** The sum in the narrowest representation that both fit: int, else decimal if one is, else number. */
function addNumeric(a: Numeric, b: Numeric): Numeric {
  if (a instanceof Decimal || b instanceof Decimal) return asDecimal(a).add(asDecimal(b));
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    return Number.isSafeInteger(sum) || !Number.isSafeInteger(a) || !Number.isSafeInteger(b)
      ? sum
      : makeInt(BigInt(a) + BigInt(b));
  }
  return isWhole(a) && isWhole(b) ? makeInt(BigInt(a) + BigInt(b)) : Number(a) + Number(b);
}

function isWhole(value: number | bigint): boolean {
  return typeof value === "bigint" || Number.isSafeInteger(value);
}

function mean(numbers: readonly Numeric[]): number | Decimal | null {
  if (numbers.length === 0) return null;
  if (numbers.some((x) => x instanceof Decimal)) {
    const sum = numbers.reduce<Decimal>((total, x) => total.add(asDecimal(x)), Decimal.zero);
    return sum.divide(Decimal.fromInt(numbers.length));
  }
  let sum = 0;
  for (const x of numbers) sum += Number(x);
  return sum / numbers.length;
}

function extreme(list: List, wanted: -1 | 1): unknown {
  let best: unknown = null;
  for (const item of list) if (item !== null && (best === null || mustCompare(item, best) === wanted)) best = item;
  return best;
}
