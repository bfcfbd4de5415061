/** The functions over many records that fields of an aggregate can call: types and help. What they do is in runtime/state/aggregates. */
import type { AggregateSignature } from "../../expressions/check-aggregate.ts";
import { describeType } from "../../records/type-text.ts";
import { INT, makeNullable, NUMBER, withoutNull, type Type } from "../../records/types.ts";
import type { AggregateCall } from "../../topology/processors.ts";

export interface AggregateFunction extends AggregateSignature {
  readonly name: AggregateCall["name"];
  readonly summary: string;
  /** As in help: `sum(value)`. */
  readonly form: string;
  /** How much it keeps for each group. */
  readonly state: "constant" | "bounded" | "growing";
}

type Result = ReturnType<AggregateSignature["result"]>;

const one = { least: 1, most: 1 };
const COLLECT_MAX = 1_000_000;

export const aggregateFunctions: readonly AggregateFunction[] = [
  {
    name: "count",
    form: "count() or count(value)",
    summary: "How many records there are; with an argument, in how many it is not null.",
    arity: { least: 0, most: 1 },
    state: "constant",
    result: () => INT,
  },
  {
    name: "sum",
    form: "sum(value)",
    summary: "The sum; exact for integers and decimals.",
    arity: one,
    state: "constant",
    result: ([type]) => additive("sum", type, (kept) => kept),
  },
  {
    name: "avg",
    form: "avg(value)",
    summary: "The mean of what is not null; a number, of decimals a decimal.",
    arity: one,
    state: "constant",
    result: ([type]) => additive("avg", type, (kept) => (kept.kind === "int" ? NUMBER : kept)),
  },
  {
    name: "min",
    form: "min(value)",
    summary: "The least value.",
    arity: one,
    state: "constant",
    result: ([type]) => ordered("min", type),
  },
  {
    name: "max",
    form: "max(value)",
    summary: "The greatest value.",
    arity: one,
    state: "constant",
    result: ([type]) => ordered("max", type),
  },
  {
    name: "first",
    form: "first(value)",
    summary: "The value of the first record to arrive.",
    arity: one,
    state: "constant",
    result: ([type = INT]) => type,
  },
  {
    name: "last",
    form: "last(value)",
    summary: "The value of the record that arrived last.",
    arity: one,
    state: "constant",
    result: ([type = INT]) => type,
  },
  {
    name: "countDistinct",
    form: "countDistinct(value)",
    summary: "How many different values there are.",
    arity: one,
    state: "growing",
    result: () => INT,
  },
  {
    name: "collect",
    form: "collect(value, limit?)",
    summary: "The values in order of arrival, null left out; at most `limit` of them.",
    arity: { least: 1, most: 2 },
    state: "growing",
    result: ([type = INT, limit], constants) =>
      limit === undefined ? listOf(type) : (badCount("collect", "limit", constants[1], COLLECT_MAX) ?? listOf(type)),
  },
  {
    name: "topK",
    form: "topK(value, k)",
    summary: "The k greatest values, the greatest first.",
    arity: { least: 2, most: 2 },
    state: "bounded",
    result([type = INT], constants) {
      const element = ordered("topK", type);
      if ("error" in element) return element;
      return badCount("topK", "k", constants[1], 10_000) ?? listOf(element);
    },
  },
];

function additive(name: string, type: Type | undefined, result: (kept: Type) => Type): Result {
  const kept = withoutNull(type ?? INT);
  switch (kept.kind) {
    case "int":
    case "number":
    case "decimal":
    case "duration":
    case "any":
      return type?.kind === "nullable" ? makeNullable(result(kept)) : result(kept);
    default:
      return {
        error: `${name} adds numbers, and this is ${describeType(kept)}.`,
        hint: "Convert it first, e.g. with decimal(…).",
        argument: 0,
      };
  }
}

function ordered(name: string, type: Type | undefined): Result {
  const kept = withoutNull(type ?? INT);
  switch (kept.kind) {
    case "array":
    case "map":
    case "struct":
    case "bytes":
    case "null":
      return {
        error: `${name} compares values, and there is no order among ${describeType(kept)}.`,
        hint: "Name a field inside of it.",
        argument: 0,
      };
    default:
      return type ?? kept;
  }
}

function listOf(type: Type): Type {
  return { kind: "array", element: withoutNull(type) };
}

function badCount(name: string, what: string, value: unknown, most: number): Exclude<Result, Type> | undefined {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most) return undefined;
  return {
    error: `${what} of ${name} must be a whole number from 1 to ${most}.`,
    hint: "Write it as a literal, e.g. 10.",
    argument: 1,
  };
}
