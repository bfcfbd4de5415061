/** The argument of an aggregate call over one batch, by physical row. */
import { ValueError } from "../../../shared/records/value-error.ts";
import { Decimal } from "../../../shared/records/decimal.ts";
import type { AggregateCall } from "../../../shared/topology/processors.ts";
import { withoutNull } from "../../../shared/records/types.ts";
import type { Column } from "../../vectors/column.ts";
import type { RowError } from "../../vectors/kernel.ts";

/** `values` has one representation per type (shared/records/types.ts); null is no argument. Booleans come as numbers 0 and 1. */
export type Argument =
  | { readonly kind: "none" }
  | { readonly kind: "numbers"; readonly values: Float64Array; readonly nulls: Uint8Array | null }
  | { readonly kind: "values"; readonly values: readonly unknown[] };

export const NO_ARGUMENT: Argument = { kind: "none" };

/** From what a kernel gives. A value that the aggregate cannot work with (an untyped text in a sum) is reported and must be left out. */
export function makeArgument(
  call: AggregateCall,
  column: Column,
  rows: number,
  selection: Int32Array,
  selected: number,
  onError: RowError,
): Argument {
  const argument = readColumn(column, rows);
  if (argument.kind !== "values" || !mustBeNumeric(call)) return argument;
  const values = argument.values.slice();
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    const value = values[row];
    if (value === null || value === undefined) values[row] = null;
    else if (typeof value === "number" && Number.isFinite(value)) values[row] = Decimal.fromNumber(value);
    else if (typeof value === "bigint") values[row] = Decimal.fromInt(value);
    else if (!(value instanceof Decimal)) onError(row, notNumeric(call, value));
  }
  return { kind: "values", values };
}

/** Sums of untyped values are decimal, whatever mix of numbers comes. */
function mustBeNumeric(call: AggregateCall): boolean {
  const summed = call.name === "sum" || call.name === "avg";
  return summed && call.argument !== null && withoutNull(call.argument.type).kind === "any";
}

function notNumeric(call: AggregateCall, value: unknown): ValueError {
  const what = typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : `of type ${typeof value}`;
  return new ValueError(
    "REC_0005",
    `${call.name} needs numbers, but the value is ${what}.`,
    "Filter such records out, or convert the argument.",
  );
}

function readColumn(column: Column, rows: number): Argument {
  switch (column.kind) {
    case "number":
      return { kind: "numbers", values: column.values, nulls: column.nulls };
    case "boolean":
      return readBooleans(column.values, rows);
    case "value":
      return { kind: "values", values: column.values };
    case "constant":
      return readConstant(column.value, rows);
    default:
      throw new Error(`Invariant broken: a kernel computed a ${column.kind} column`);
  }
}

function readBooleans(column: Uint8Array, rows: number): Argument {
  const values = new Float64Array(rows);
  const nulls = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    values[row] = column[row]!;
    nulls[row] = column[row] === 2 ? 1 : 0;
  }
  return { kind: "numbers", values, nulls };
}

function readConstant(value: unknown, rows: number): Argument {
  if (typeof value === "number") return { kind: "numbers", values: new Float64Array(rows).fill(value), nulls: null };
  if (typeof value === "boolean")
    return { kind: "numbers", values: new Float64Array(rows).fill(value ? 1 : 0), nulls: null };
  return { kind: "values", values: Array.from({ length: rows }, () => value) };
}
