/**
 * How an output value is put together from columns. Only what has to be computed row by row goes into the kernel's loop; fields that are passed
 * on, constants and object literals are matters of whole columns.
 */
import type { Typed } from "../../shared/expressions/typed.ts";
import { isObject } from "../../shared/records/coerce.ts";
import { withoutNull, ANY } from "../../shared/records/types.ts";
import type { Projection } from "../../shared/topology/processors.ts";
import type { Column, StructColumn } from "./column.ts";
import type { Live, RowError } from "./kernel.ts";
import { resolvePath, structField } from "./locate.ts";
import { mustReadRow } from "./read.ts";
import type { Roots } from "./roots.ts";
import { rowValues } from "./rows.ts";

/** Makes the column, given the results of the kernel's expressions. A row for which that cannot be done is reported. */
export type OutputPlan = (roots: Roots, live: Live, computed: readonly Column[], fail: RowError) => Column;

interface FieldPlan {
  readonly name: string;
  readonly plan: OutputPlan;
}

/** `computed` receives the expressions that the kernel has to evaluate. */
export function planOutput(expression: Typed, computed: Typed[], passThrough: boolean): OutputPlan {
  if (expression.node === "literal") {
    const { type, value } = expression;
    return () => ({ kind: "constant", type, value });
  }
  if (passThrough && expression.node === "path") {
    const { root, steps } = expression;
    return (roots, live) => resolvePath(roots.column(root), steps, live.selection, live.selected);
  }
  if (passThrough && expression.node === "object") {
    const plan = planObject(expression, computed);
    if (plan !== null) return plan;
  }
  const k = computed.push(expression) - 1;
  return (_roots, _live, columns) => columns[k]!;
}

export function planProjection(projection: Projection, base: string, computed: Typed[]): OutputPlan {
  if (projection.whole !== null) return planOutput(projection.whole, computed, true);
  const fields = projection.fields.map(({ name, value }) => ({ name, plan: planOutput(value, computed, true) }));
  if (projection.base.keep === "none") return planStruct(fields);
  return planExtended({ root: base, steps: [] }, projection.base.drop, fields);
}

/** An object literal of named fields, or one that starts with `...path`; null for others. */
function planObject(expression: Typed & { node: "object" }, computed: Typed[]): OutputPlan | null {
  const [first, ...rest] = expression.entries;
  const spread = first !== undefined && "spread" in first ? first.spread : null;
  const named = spread === null ? expression.entries : rest;
  if (spread !== null && (spread.node !== "path" || withoutNull(spread.type).kind !== "struct")) return null;
  // The last of equal names wins, at the place of the first.
  const values = new Map<string, Typed>();
  for (const entry of named) {
    if ("spread" in entry) return null;
    values.set(entry.name, entry.value);
  }
  const fields = [...values].map(([name, value]) => ({ name, plan: planOutput(value, computed, true) }));
  return spread === null || spread.node !== "path" ? planStruct(fields) : planExtended(spread, [], fields);
}

function planStruct(fields: readonly FieldPlan[]): OutputPlan {
  const names = fields.map(({ name }) => name);
  return (roots, live, computed, fail) => ({
    kind: "struct",
    names,
    columns: fields.map(({ plan }) => plan(roots, live, computed, fail)),
    base: null,
    nulls: null,
  });
}

/** Everything of the object at a path but what is dropped, and the fields. */
function planExtended(
  path: { readonly root: string; readonly steps: readonly string[] },
  drop: readonly string[],
  fields: readonly FieldPlan[],
): OutputPlan {
  const names = fields.map(({ name }) => name);
  const hidden = new Set(drop);
  return (roots, live, computed, fail) => {
    const base = resolvePath(roots.column(path.root), path.steps, live.selection, live.selected);
    const columns = fields.map(({ plan }) => plan(roots, live, computed, fail));
    if (base.kind === "json")
      return { kind: "struct", names, columns, base: { column: base, drop: hidden }, nulls: null };
    if (base.kind === "struct") return extendStruct(base, hidden, names, columns);
    const added: StructColumn = { kind: "struct", names, columns, base: null, nulls: null };
    return extendValues(base, live, hidden, added, roots.rows, fail);
  };
}

/** A struct over a struct is one struct, so that a chain of maps does not nest. */
function extendStruct(
  base: StructColumn,
  drop: ReadonlySet<string>,
  names: readonly string[],
  columns: readonly Column[],
): Column {
  const merged = new Map<string, Column>();
  for (const [k, name] of base.names.entries()) if (!drop.has(name)) merged.set(name, structField(base, k));
  for (const [k, name] of names.entries()) merged.set(name, columns[k]!);
  const under = base.base === null ? null : { column: base.base.column, drop: union(base.base.drop, drop) };
  return { kind: "struct", names: [...merged.keys()], columns: [...merged.values()], base: under, nulls: null };
}

function union(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return b.size === 0 ? a : new Set([...a, ...b]);
}

/** Over values that are objects already: a new object per row. */
function extendValues(
  base: Column,
  live: Live,
  drop: ReadonlySet<string>,
  fields: StructColumn,
  rows: number,
  fail: RowError,
): Column {
  const values = rowValues(rows);
  for (let k = 0; k < live.selected; k++) {
    const row = live.selection[k]!;
    try {
      values[row] = extendObject(mustReadRow(base, row, ANY), drop, mustReadRow(fields, row, ANY));
    } catch (error) {
      fail(row, error);
    }
  }
  return { kind: "value", type: ANY, values };
}

function extendObject(base: unknown, drop: ReadonlySet<string>, fields: unknown): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  if (isObject(base)) for (const name of Object.keys(base)) if (!drop.has(name)) object[name] = base[name];
  if (isObject(fields)) for (const name of Object.keys(fields)) object[name] = fields[name];
  return object;
}
