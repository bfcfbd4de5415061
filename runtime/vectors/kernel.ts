/**
 * Expressions compiled to loops over a batch. A kernel is compiled once per task and keeps no state between runs; its results are new arrays
 * that nobody reuses. A row whose evaluation throws is reported to `onError` and is not in the selection that comes back.
 */
import type { Typed } from "../../shared/expressions/typed.ts";
import type { Projection } from "../../shared/topology/processors.ts";
import type { Column } from "./column.ts";
import type { Roots } from "./roots.ts";

export type RowError = (row: number, error: unknown) => void;

/** The rows that are still alive; the arrays of the input where no row failed. */
export interface Live {
  readonly selection: Int32Array;
  readonly selected: number;
}

export interface PredicateKernel {
  /** Writes the rows for which the expression is true (not null) to `out` in order and answers how many; `out` may be the selection itself. */
  run(roots: Roots, selection: Int32Array, selected: number, out: Int32Array, onError: RowError): number;
}

export interface ColumnsKernel {
  /**
   * One column per expression, filled in the rows that are alive afterwards. Computed: NumberColumn for number, instant, duration and int (ValueColumn
   * for int as soon as a value is a bigint), BooleanColumn for boolean, ValueColumn for everything else; constants are ConstantColumns.
   */
  run(
    roots: Roots,
    selection: Int32Array,
    selected: number,
    onError: RowError,
  ): Live & { readonly columns: readonly Column[] };
}

export interface ColumnKernel {
  run(roots: Roots, selection: Int32Array, selected: number, onError: RowError): Live & { readonly column: Column };
}

export function compilePredicate(_where: Typed): PredicateKernel {
  throw new Error("not yet");
}

/** `passThrough`: a bare path gives the column that lies there, as it is and unchecked (for output); else it is converted and checked as well. */
export function compileColumns(_expressions: readonly Typed[], _options: { passThrough: boolean }): ColumnsKernel {
  throw new Error("not yet");
}

/** As compileColumns with one expression. */
export function compileColumn(_expression: Typed, _options: { passThrough: boolean }): ColumnKernel {
  throw new Error("not yet");
}

/** The new value; `keep: "all"` keeps the members of the root `base`. */
export function compileProjection(_projection: Projection, _base = "value"): ColumnKernel {
  throw new Error("not yet");
}
