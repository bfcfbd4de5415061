/**
 * Expressions compiled to loops over a batch. A kernel is compiled once per task and keeps no state between runs; its results are new arrays
 * that nobody reuses. A row whose evaluation throws is reported to `onError` and is not in the selection that comes back. What has been prepared
 * for a selection is found again by the array's identity: a selection must not be overwritten while the columns that it was used with live.
 */
import type { Typed } from "../../shared/expressions/typed.ts";
import type { Projection } from "../../shared/topology/processors.ts";
import type { Column } from "./column.ts";
import { generateColumns, generatePredicate, KernelScope } from "./kernel-code.ts";
import { Result } from "./kernel-results.ts";
import { planOutput, planProjection, type OutputPlan } from "./output-plan.ts";
import type { Roots } from "./roots.ts";

export type RowError = (row: number, error: unknown) => void;

/** The rows that are still alive; the arrays of the input where no row failed. */
export interface Live {
  readonly selection: Int32Array;
  readonly selected: number;
}

export interface PredicateKernel {
  /** Writes the rows for which the expression is true (not null) to `out` in order and answers how many. `out` is as long as the selection and another array. */
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

export function compilePredicate(where: Typed): PredicateKernel {
  const scope = new KernelScope();
  const checked = generatePredicate(scope, where, true);
  const unchecked = generatePredicate(scope, where, false);
  return {
    run(roots, selection, selected, out, onError) {
      prepare(scope, roots, selection, selected);
      const loop = scope.complete ? unchecked : checked;
      const count = loop(scope, selection, selected, out, onError);
      release(scope);
      return count;
    },
  };
}

/** `passThrough`: a bare path gives the column that lies there, as it is and unchecked (for output); else it is converted and checked as well. */
export function compileColumns(expressions: readonly Typed[], options: { passThrough: boolean }): ColumnsKernel {
  const computed: Typed[] = [];
  return compilePlans(
    expressions.map((expression) => planOutput(expression, computed, options.passThrough)),
    computed,
  );
}

/** As compileColumns with one expression. */
export function compileColumn(expression: Typed, options: { passThrough: boolean }): ColumnKernel {
  return onlyColumn(compileColumns([expression], options));
}

/** The new value; `keep: "all"` keeps the members of the root `base`. */
export function compileProjection(projection: Projection, base = "value"): ColumnKernel {
  const computed: Typed[] = [];
  return onlyColumn(compilePlans([planProjection(projection, base, computed)], computed));
}

function onlyColumn(kernel: ColumnsKernel): ColumnKernel {
  return {
    run(roots, selection, selected, onError) {
      const result = kernel.run(roots, selection, selected, onError);
      return { column: result.columns[0]!, selection: result.selection, selected: result.selected };
    },
  };
}

function compilePlans(plans: readonly OutputPlan[], computed: readonly Typed[]): ColumnsKernel {
  const scope = new KernelScope();
  const results = computed.map(({ type }) => new Result(type));
  const checked = generateColumns(scope, computed, results, true);
  const unchecked = generateColumns(scope, computed, results, false);
  return {
    run(roots, selection, selected, onError) {
      let live: Live = { selection, selected };
      const columns: Column[] = [];
      if (computed.length > 0) {
        prepare(scope, roots, selection, selected);
        for (const result of results) result.prepare(roots.rows);
        const failed = new Set<number>();
        const loop = scope.complete ? unchecked : checked;
        loop(scope, results, selection, selected, (row, error) => {
          failed.add(row);
          onError(row, error);
        });
        live = withoutRows(live, failed);
        for (const result of results) columns.push(result.finish());
        release(scope);
      }
      const lost = new Set<number>();
      const fail: RowError = (row, error) => {
        if (lost.has(row)) return;
        lost.add(row);
        onError(row, error);
      };
      const output = plans.map((plan) => plan(roots, live, columns, fail));
      live = withoutRows(live, lost);
      return { selection: live.selection, selected: live.selected, columns: output };
    },
  };
}

function withoutRows(live: Live, lost: ReadonlySet<number>): Live {
  if (lost.size === 0) return live;
  const selection = live.selection.subarray(0, live.selected).filter((row) => !lost.has(row));
  return { selection, selected: selection.length };
}

function prepare(scope: KernelScope, roots: Roots, selection: Int32Array, selected: number): void {
  for (const leaf of scope.leaves) leaf.prepare(roots, selection, selected);
  for (const equality of scope.equalities) equality.prepare();
}

function release(scope: KernelScope): void {
  for (const leaf of scope.leaves) leaf.release();
}
