import { equalValues, compareValues, valueKey } from "../../records/equality.ts";
import { ANY, type Type } from "../../records/types.ts";
import { defineFamily, ordered } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";
import { boundedList, checkListLength } from "./limits.ts";

type Count = number | bigint;
type List = readonly unknown[];

export const listFunctions = defineFamily("list", [
  {
    name: "list.size",
    summary: "The number of items.",
    signature: "(list: T[]) => int",
    call: (list: List) => list.length,
    examples: [["list.size([1, 2, 3])", 3]],
  },
  {
    name: "list.isEmpty",
    summary: "Whether the list has no items.",
    signature: "(list: T[]) => boolean",
    call: (list: List) => list.length === 0,
    examples: [["list.isEmpty([])", true]],
  },
  {
    name: "list.first",
    summary: "The first item; null where the list is empty.",
    signature: "(list: T[]) => T | null",
    call: (list: List) => list[0] ?? null,
    examples: [
      ["list.first([3, 4])", 3],
      ["list.first([])", null],
    ],
  },
  {
    name: "list.last",
    summary: "The last item; null where the list is empty.",
    signature: "(list: T[]) => T | null",
    call: (list: List) => list.at(-1) ?? null,
    examples: [["list.last([3, 4])", 4]],
  },
  {
    name: "list.at",
    summary: "The item at a position from 0, or from the end if negative; null where there is none.",
    signature: "(list: T[], position: int) => T | null",
    call: (list: List, position: Count) => list.at(Number(position)) ?? null,
    examples: [
      ["list.at(['a', 'b'], 1)", "b"],
      ["list.at(['a', 'b'], -2)", "a"],
      ["list.at(['a'], 7)", null],
    ],
  },
  {
    name: "list.contains",
    summary: "Whether the item is in the list; compared by value.",
    signature: "(list: T[], item: T) => boolean",
    call: (list: List, item: unknown) => list.some((other) => equalValues(other, item)),
    examples: [
      ["list.contains(['a', 'b'], 'b')", true],
      ["list.contains([1, 2], 3)", false],
    ],
  },
  {
    name: "list.indexOf",
    summary: "The position of the first such item, or -1; compared by value.",
    signature: "(list: T[], item: T) => int",
    call: (list: List, item: unknown) => list.findIndex((other) => equalValues(other, item)),
    examples: [["list.indexOf(['a', 'b'], 'b')", 1]],
  },
  {
    name: "list.count",
    summary: "How often the item is in the list; compared by value.",
    signature: "(list: T[], item: T) => int",
    call: (list: List, item: unknown) => {
      let count = 0;
      for (const other of list) if (equalValues(other, item)) count += 1;
      return count;
    },
    examples: [["list.count([1, 2, 1], 1)", 2]],
  },
  {
    name: "list.distinct",
    summary: "The items without repetitions, in the order of their first occurrence; compared by value.",
    signature: "(list: T[]) => T[]",
    call: (list: List) => distinct(list),
    examples: [["list.distinct([2, 1, 2])", [2, 1]]],
  },
  {
    name: "list.sort",
    summary: "The items in order; nulls come first, texts are ordered by UTF-16 units.",
    signature: ordered(
      "(list: N[], direction?: string) => N[]",
      "(list: (N | null)[], direction?: string) => (N | null)[]",
    ),
    constants: [1],
    parameters: { direction: '"ascending" (the default) or "descending".' },
    bind: ({ constants }) => {
      const sign = signOf(constants[1]);
      return (list: List) => list.toSorted((a, b) => sign * mustCompare(a, b));
    },
    examples: [
      ["list.sort([3, 1, 2])", [1, 2, 3]],
      ["list.sort(['b', 'a'], 'descending')", ["b", "a"]],
    ],
  },
  {
    name: "list.sortBy",
    summary: "The objects of a list in the order of one of their fields; nulls come first.",
    signature: "(list: T[], field: string, direction?: string) => T[]",
    constants: [1, 2],
    parameters: { direction: '"ascending" (the default) or "descending".' },
    refine: ({ types, constants }, declared) => checkField(types[0], constants[1]) ?? declared,
    bind: ({ constants }) => {
      const field = String(constants[1]);
      const sign = signOf(constants[2]);
      return (list: List) => list.toSorted((a, b) => sign * mustCompare(fieldOf(a, field), fieldOf(b, field)));
    },
    examples: [["list.sortBy([{ n: 2 }, { n: 1 }], 'n')", [{ n: 1 }, { n: 2 }]]],
  },
  {
    name: "list.reverse",
    summary: "The items in reverse order.",
    signature: "(list: T[]) => T[]",
    call: (list: List) => list.toReversed(),
    examples: [["list.reverse([1, 2, 3])", [3, 2, 1]]],
  },
  {
    name: "list.slice",
    summary: "The items from `start` up to, not including, `end`; negative positions count from the end.",
    signature: "(list: T[], start: int, end?: int) => T[]",
    call: (list: List, start: Count, end?: Count) =>
      list.slice(Number(start), end === undefined ? undefined : Number(end)),
    examples: [
      ["list.slice([1, 2, 3, 4], 1, 3)", [2, 3]],
      ["list.slice([1, 2, 3], -2)", [2, 3]],
    ],
  },
  {
    name: "list.take",
    summary: "The first `count` items, or all there are.",
    signature: "(list: T[], count: int) => T[]",
    call: (list: List, count: Count) => list.slice(0, Math.max(0, Number(count))),
    examples: [["list.take([1, 2, 3], 2)", [1, 2]]],
  },
  {
    name: "list.drop",
    summary: "The items without the first `count`.",
    signature: "(list: T[], count: int) => T[]",
    call: (list: List, count: Count) => list.slice(Math.max(0, Number(count))),
    examples: [["list.drop([1, 2, 3], 2)", [3]]],
  },
  {
    name: "list.concat",
    summary: "The items of all lists, one list after the other.",
    signature: "(first: T[], ...others: T[][]) => T[]",
    call: (first: List, ...others: List[]) => boundedList(first.concat(...others)),
    examples: [["list.concat([1], [2, 3])", [1, 2, 3]]],
  },
  {
    name: "list.append",
    summary: "The list with one more item at its end.",
    signature: "(list: T[], item: T) => T[]",
    call: (list: List, item: unknown) => boundedList([...list, item]),
    examples: [["list.append([1, 2], 3)", [1, 2, 3]]],
  },
  {
    name: "list.flatten",
    summary: "The items of the lists in a list, one level deep.",
    signature: "(list: T[][]) => T[]",
    call: (list: readonly List[]) => boundedList(list.flat()),
    examples: [["list.flatten([[1, 2], [3]])", [1, 2, 3]]],
  },
  {
    name: "list.compact",
    summary: "The items that are not null.",
    signature: "(list: (T | null)[]) => T[]",
    call: (list: List) => list.filter((item) => item !== null),
    examples: [["list.compact([1, null, 2])", [1, 2]]],
  },
  {
    name: "list.chunk",
    summary: "The items in lists of `size`; the last one may be shorter.",
    signature: "(list: T[], size: int) => T[][]",
    call: (list: List, size: Count) => {
      const length = Number(size);
      if (length < 1)
        throw new ExpressionError("REC_0005", `list.chunk cannot make lists of ${length}.`, "Use 1 or more.");
      const chunks: List[] = [];
      for (let i = 0; i < list.length; i += length) chunks.push(list.slice(i, i + length));
      return chunks;
    },
    examples: [["list.chunk([1, 2, 3], 2)", [[1, 2], [3]]]],
  },
  {
    name: "list.zip",
    summary: "Pairs of the items at the same position, as long as the shorter list.",
    signature: "(left: T[], right: U[]) => any[]",
    refine: ({ types }) => ({ kind: "array", element: pairType(types[0], types[1]) }),
    call: (left: List, right: List) =>
      Array.from({ length: Math.min(left.length, right.length) }, (_, i) => makePair(left[i], right[i])),
    examples: [
      [
        "list.zip([1, 2], ['a', 'b'])",
        [
          { left: 1, right: "a" },
          { left: 2, right: "b" },
        ],
      ],
    ],
  },
  {
    name: "list.range",
    summary: "The integers from `start` up to, not including, `end`.",
    signature: "(start: int, end: int) => int[]",
    call: (start: Count, end: Count) => {
      const from = Number(start);
      const length = Math.max(0, Number(end) - from);
      if (!Number.isSafeInteger(from) || !Number.isSafeInteger(from + length))
        throw new ExpressionError("REC_0005", "list.range goes beyond 2^53.", "Use smaller numbers.");
      checkListLength(length);
      return Array.from({ length }, (_, i) => from + i);
    },
    examples: [
      ["list.range(1, 4)", [1, 2, 3]],
      ["list.range(4, 1)", []],
    ],
  },
  {
    name: "list.intersect",
    summary: "The distinct items that are in both lists; compared by value.",
    signature: "(left: T[], right: T[]) => T[]",
    call: (left: List, right: List) => {
      const keys = new Set(right.map(valueKey));
      return distinct(left.filter((item) => keys.has(valueKey(item))));
    },
    examples: [["list.intersect([1, 2, 3], [3, 1])", [1, 3]]],
  },
  {
    name: "list.difference",
    summary: "The distinct items of the left list that are not in the right one; compared by value.",
    signature: "(left: T[], right: T[]) => T[]",
    call: (left: List, right: List) => {
      const keys = new Set(right.map(valueKey));
      return distinct(left.filter((item) => !keys.has(valueKey(item))));
    },
    examples: [["list.difference([1, 2, 3], [3, 1])", [2]]],
  },
]);

function signOf(direction: unknown): 1 | -1 {
  if (direction === undefined || direction === "ascending") return 1;
  if (direction === "descending") return -1;
  throw new ExpressionError(
    "REC_0005",
    `There is no direction ${JSON.stringify(direction)}.`,
    "Use ascending or descending.",
  );
}

function distinct(list: List): unknown[] {
  const items = new Map<string, unknown>();
  for (const item of list) {
    const key = valueKey(item);
    if (!items.has(key)) items.set(key, item);
  }
  return [...items.values()];
}

export function mustCompare(a: unknown, b: unknown): -1 | 0 | 1 {
  const order = compareValues(a, b);
  if (order === undefined)
    throw new ExpressionError("REC_0005", "The items of the list have no order among each other.", "Sort by a field.");
  return order;
}

function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, field)) return null;
  return (value as Record<string, unknown>)[field] ?? null;
}

function elementOf(type: Type | undefined): Type {
  const inner = type?.kind === "nullable" ? type.of : type;
  return inner?.kind === "array" ? inner.element : ANY;
}

function checkField(list: Type | undefined, name: unknown): { error: string; argument: number } | undefined {
  const element = elementOf(list);
  const inner = element.kind === "nullable" ? element.of : element;
  if (inner.kind === "any" || inner.kind === "map") return undefined;
  if (inner.kind !== "struct") return { error: "list.sortBy takes a list of objects.", argument: 0 };
  if (inner.open === true || inner.fields.some((field) => field.name === name)) return undefined;
  return { error: `The objects of the list have no field ${JSON.stringify(name)}.`, argument: 1 };
}

function pairType(left: Type | undefined, right: Type | undefined): Type {
  return {
    kind: "struct",
    fields: [
      { name: "left", type: elementOf(left) },
      { name: "right", type: elementOf(right) },
    ],
  };
}

function makePair(left: unknown, right: unknown): Record<string, unknown> {
  const pair: Record<string, unknown> = Object.create(null);
  pair["left"] = left;
  pair["right"] = right;
  return pair;
}
