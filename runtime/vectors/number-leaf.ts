/**
 * A column of numbers prepared for loops: doubles, and per row what is there. Prepared once per column and type, for those live rows that
 * nobody asked for before; so a chain of filters over one field reads its text once.
 */
import type { Type } from "../../shared/records/types.ts";
import { readInstant } from "../formats/instant-bytes.ts";
import { readDouble, readShortInt } from "../formats/json-number.ts";
import { TOKEN, type Column, type JsonColumn } from "./column.ts";
import { viewOf } from "./data-view.ts";
import { readRow } from "./read.ts";
import { onesOf } from "./rows.ts";

export type NumberKind = "int" | "number" | "instant" | "duration";

/** Values of `states`. With OTHER the value is none that a double holds (a bigint, or not of the type): read the row itself. */
export const STATE = { pending: 0, value: 1, null: 2, other: 3 } as const;

export interface NumberLeaf {
  readonly values: Float64Array;
  readonly states: Uint8Array;
  /** Every row that was asked for is a value: no need to look at the states. */
  readonly complete: boolean;
}

interface Prepared extends NumberLeaf {
  complete: boolean;
  /** The request that was answered last: the same again costs nothing. */
  selection: Int32Array | null;
  selected: number;
}

const prepared: Readonly<Record<NumberKind, WeakMap<Column, Prepared>>> = {
  int: new WeakMap(),
  number: new WeakMap(),
  instant: new WeakMap(),
  duration: new WeakMap(),
};

/** `rows` is the number of physical rows of the batch. */
export function numberLeaf(
  column: Column,
  kind: NumberKind,
  rows: number,
  selection: Int32Array,
  selected: number,
): NumberLeaf {
  if (column.kind === "number" && column.nulls === null && isSameKind(column.type, kind))
    return { values: column.values, states: onesOf(rows), complete: true };
  let leaf = prepared[kind].get(column);
  if (leaf === undefined || leaf.states.length < rows) {
    leaf = {
      values: new Float64Array(rows),
      states: new Uint8Array(rows),
      selection: null,
      selected: 0,
      complete: true,
    };
    prepared[kind].set(column, leaf);
  }
  // A constant may outlive the batch whose selection it was prepared for.
  if (leaf.selection === selection && leaf.selected === selected && column.kind !== "constant") return leaf;
  if (column.kind === "json") fillFromJson(column, kind, leaf, selection, selected);
  else fillFromAny(column, kind, leaf, selection, selected);
  leaf.selection = selection;
  leaf.selected = selected;
  return leaf;
}

function isSameKind(type: Type, kind: NumberKind): boolean {
  return type.kind === kind || (type.kind === "nullable" && type.of.kind === kind);
}

function fillFromJson(
  column: JsonColumn,
  kind: NumberKind,
  leaf: Prepared,
  selection: Int32Array,
  selected: number,
): void {
  const { starts, ends, tokens } = column;
  const { values, states } = leaf;
  const data = viewOf(column.buffer);
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    if (states[row] !== STATE.pending) continue;
    const token = tokens[row]!;
    if (token === TOKEN.number) {
      const value =
        kind === "number" ? readDouble(data, starts[row]!, ends[row]!) : readShortInt(data, starts[row]!, ends[row]!);
      if (value === value || kind === "number") {
        values[row] = value;
        states[row] = STATE.value;
      } else fillRow(column, kind, leaf, row);
    } else if (token <= TOKEN.null) {
      states[row] = STATE.null;
      leaf.complete = false;
    } else if (token === TOKEN.text && kind === "instant") {
      const value = readInstant(data, starts[row]! + 1, ends[row]! - 1);
      if (value === value) {
        values[row] = value;
        states[row] = STATE.value;
      } else fillRow(column, kind, leaf, row);
    } else fillRow(column, kind, leaf, row);
  }
}

function fillFromAny(column: Column, kind: NumberKind, leaf: Prepared, selection: Int32Array, selected: number): void {
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    if (leaf.states[row] === STATE.pending) fillRow(column, kind, leaf, row);
  }
}

function fillRow(column: Column, kind: NumberKind, leaf: Prepared, row: number): void {
  const value = tryRead(column, kind, row);
  if (typeof value === "number") {
    leaf.values[row] = value;
    leaf.states[row] = STATE.value;
    return;
  }
  leaf.states[row] = value === null ? STATE.null : STATE.other;
  leaf.complete = false;
}

/** Whatever is wrong with the row is found again, and thrown, by whoever reads it. */
function tryRead(column: Column, kind: NumberKind, row: number): unknown {
  try {
    return readRow(column, row, { kind });
  } catch {
    return undefined;
  }
}
