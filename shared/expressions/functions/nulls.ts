import { admitsNull } from "../../records/assignable.ts";
import { equalValues } from "../../records/equality.ts";
import { withoutNull, type Type } from "../../records/types.ts";
import { defineFamily } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";
import type { CallSite } from "./library-function.ts";

export const nullFunctions = defineFamily("null", [
  {
    name: "coalesce",
    summary: "The first argument that is not null; null where all are.",
    signature: "(first: T | null, ...others: (T | null)[]) => T | null",
    nulls: "accept",
    refine: presentIfAny,
    call: firstPresent,
    examples: [
      ["coalesce(null, 'a', 'b')", "a"],
      ["coalesce(null, null)", null],
    ],
  },
  {
    name: "ifNull",
    summary: "The value, or the fallback where it is null.",
    signature: "(value: T | null, fallback: T | null) => T | null",
    nulls: "accept",
    refine: presentIfAny,
    call: (value: unknown, fallback: unknown) => value ?? fallback,
    examples: [
      ["ifNull(null, 0)", 0],
      ["ifNull(7, 0)", 7],
    ],
  },
  {
    name: "nullIf",
    summary: "Null where the value equals the other one, else the value.",
    signature: "(value: T | null, other: T | null) => T | null",
    nulls: "accept",
    call: (value: unknown, other: unknown) => (equalValues(value, other) ? null : value),
    examples: [
      ["nullIf('n/a', 'n/a')", null],
      ["nullIf('x', 'n/a')", "x"],
    ],
  },
  {
    name: "isNull",
    summary: "Whether the value is null or missing.",
    signature: "(value: T) => boolean",
    nulls: "accept",
    call: (value: unknown) => value === null,
    examples: [
      ["isNull(null)", true],
      ["isNull('')", false],
    ],
  },
  {
    name: "required",
    summary: "The value; a null is an error with the given message, and the record follows the node's onError.",
    signature: "(value: T | null, message?: string) => T",
    nulls: "accept",
    call: (value: unknown, message: string | null = null) => {
      if (value !== null) return value;
      throw new ExpressionError("REC_0005", message ?? "A required value is null.");
    },
    examples: [["required('x', 'the order has no id')", "x"]],
  },
]);

/** One argument that cannot be null is enough for a result that cannot. */
function presentIfAny(_site: CallSite, declared: Type, given: readonly Type[]): Type {
  return given.some((type) => !admitsNull(type)) ? withoutNull(declared) : declared;
}

function firstPresent(...values: unknown[]): unknown {
  for (const value of values) if (value !== null) return value;
  return null;
}
