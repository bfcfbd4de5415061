/** Small helpers over selections. A selection is ascending: rows stand in order of arrival. */

let identity = new Int32Array(4096).map((_, row) => row);

/** The first `count` rows: the selection of a dense batch. Shared, not to be written. */
export function denseSelection(count: number): Int32Array {
  if (count > identity.length) identity = new Int32Array(Math.max(count, identity.length * 2)).map((_, row) => row);
  return identity;
}

/** How long an array has to be to hold every selected row. */
export function rowsNeeded(selection: Int32Array, selected: number): number {
  return selected === 0 ? 0 : selection[selected - 1]! + 1;
}

/** An array to be filled row by row; what is not filled is undefined. */
export function rowValues<T = unknown>(rows: number): T[] {
  const values: T[] = [];
  values.length = rows;
  return values;
}

let ones = new Uint8Array(4096).fill(1);

/** At least `count` ones. Shared, not to be written. */
export function onesOf(count: number): Uint8Array {
  if (count > ones.length) ones = new Uint8Array(Math.max(count, ones.length * 2)).fill(1);
  return ones;
}
