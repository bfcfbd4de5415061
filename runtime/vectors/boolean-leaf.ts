/** A column of booleans prepared for loops; see number-leaf.ts. */
import { TOKEN, type Column } from "./column.ts";
import { readRow } from "./read.ts";

/** Values of a boolean leaf. With OTHER the row is not a boolean: read it to learn why. */
export const TRUTH = { false: 0, true: 1, null: 2, other: 3, pending: 4 } as const;

interface Prepared {
  readonly truths: Uint8Array;
  selection: Int32Array | null;
  selected: number;
}

const prepared = new WeakMap<Column, Prepared>();

export function booleanLeaf(column: Column, rows: number, selection: Int32Array, selected: number): Uint8Array {
  if (column.kind === "boolean") return column.values;
  let leaf = prepared.get(column);
  if (leaf === undefined || leaf.truths.length < rows) {
    leaf = { truths: new Uint8Array(rows).fill(TRUTH.pending), selection: null, selected: 0 };
    prepared.set(column, leaf);
  }
  const { truths } = leaf;
  if (leaf.selection === selection && leaf.selected === selected) return truths;
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    if (truths[row] === TRUTH.pending) truths[row] = readTruth(column, row);
  }
  leaf.selection = selection;
  leaf.selected = selected;
  return truths;
}

function readTruth(column: Column, row: number): number {
  if (column.kind === "json") {
    const token = column.tokens[row]!;
    if (token === TOKEN.true) return TRUTH.true;
    if (token === TOKEN.false) return TRUTH.false;
    if (token <= TOKEN.null) return TRUTH.null;
  }
  try {
    const value = readRow(column, row, { kind: "boolean" });
    return value === null ? TRUTH.null : value === true ? TRUTH.true : value === false ? TRUTH.false : TRUTH.other;
  } catch {
    return TRUTH.other;
  }
}
