/** Building columns from rows and rows from columns. */
import type { Type } from "../../shared/records/types.ts";
import type { Column } from "./column.ts";

/** The column whose row k is row `rows[k]` of `column`; -1 gives null. Shares the bytes. */
export function gatherColumn(_column: Column, _rows: Int32Array, _count: number): Column {
  throw new Error("not yet");
}

/** The value of one row, as shared/records/types.ts represents it. Slow; throws a ValueError where the bytes do not hold a value of the type. */
export function valueAt(_column: Column, _row: number, _type: Type): unknown {
  throw new Error("not yet");
}

/** A dense column of values of a type: numbers and booleans in typed arrays where they fit. */
export function columnFromValues(_values: readonly unknown[], _type: Type): Column {
  throw new Error("not yet");
}

/** The first `count` rows of identity: the selection of a dense batch. Shared, not to be written. */
export function denseSelection(_count: number): Int32Array {
  throw new Error("not yet");
}
