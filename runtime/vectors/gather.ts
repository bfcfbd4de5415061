/** Building columns from rows and rows from columns. */
import { unreachable } from "../../shared/assert.ts";
import type { Type } from "../../shared/records/types.ts";
import type { Batch, ByteRows, HeaderRows } from "./batch.ts";
import { TOKEN, type Column, type JsonColumn } from "./column.ts";
import { formOf } from "./leaf-form.ts";
import { mustReadRow } from "./read.ts";
import { denseSelection as dense, rowValues } from "./rows.ts";

/** The column whose row k is row `rows[k]` of `column`; -1 gives null. Shares the bytes. */
export function gatherColumn(column: Column, rows: Int32Array, count: number): Column {
  switch (column.kind) {
    case "json":
      return gatherJson(column, rows, count);
    case "text":
    case "bytes":
      return { kind: column.kind, ...gatherBytes(column, rows, count) };
    case "number":
      return gatherNumbers(column, rows, count);
    case "boolean": {
      const values = new Uint8Array(count);
      for (let k = 0; k < count; k++) values[k] = rows[k]! < 0 ? 2 : column.values[rows[k]!]!;
      return { kind: "boolean", values };
    }
    case "value": {
      const values = rowValues(count);
      for (let k = 0; k < count; k++) values[k] = rows[k]! < 0 ? null : (column.values[rows[k]!] ?? null);
      return { kind: "value", type: column.type, values };
    }
    case "constant":
      return hasGaps(rows, count)
        ? gatherColumn(
            { kind: "value", type: column.type, values: [column.value] },
            rows.map((row) => Math.min(row, 0)),
            count,
          )
        : column;
    case "struct": {
      const { names, base } = column;
      const columns = column.columns.map((inner) => gatherColumn(inner, rows, count));
      const nulls = gatherNulls(column.nulls, rows, count);
      const under = base === null ? null : { column: gatherJson(base.column, rows, count), drop: base.drop };
      return { kind: "struct", names, columns, base: under, nulls };
    }
    default:
      return unreachable(column);
  }
}

function gatherJson(column: JsonColumn, rows: Int32Array, count: number): JsonColumn {
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  const tokens = new Uint8Array(count);
  for (let k = 0; k < count; k++) {
    const row = rows[k]!;
    if (row < 0) {
      tokens[k] = TOKEN.null;
      continue;
    }
    starts[k] = column.starts[row]!;
    ends[k] = column.ends[row]!;
    tokens[k] = column.tokens[row]!;
  }
  const fields = new Map<string, JsonColumn>();
  for (const [name, field] of column.fields) fields.set(name, gatherJson(field, rows, count));
  const gathered: JsonColumn = { kind: "json", buffer: column.buffer, starts, ends, tokens, fields };
  const { repeated } = column;
  if (repeated === undefined || repeated.size === 0) return gathered;
  return {
    ...gathered,
    repeated: new Set(
      dense(count)
        .subarray(0, count)
        .filter((k) => repeated.has(rows[k]!)),
    ),
  };
}

/** Byte slices of chosen rows, over the same buffer. */
export function gatherBytes(bytes: ByteRows, rows: Int32Array, count: number): ByteRows {
  const starts = new Int32Array(count);
  const lengths = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const row = rows[k]!;
    starts[k] = row < 0 ? 0 : bytes.starts[row]!;
    lengths[k] = row < 0 ? -1 : bytes.lengths[row]!;
  }
  return { buffer: bytes.buffer, starts, lengths };
}

function gatherNumbers(column: Column & { kind: "number" }, rows: Int32Array, count: number): Column {
  const values = gatherDoubles(column.values, rows, count);
  return { kind: "number", type: column.type, values, nulls: gatherNulls(column.nulls, rows, count) };
}

function gatherDoubles(from: Float64Array, rows: Int32Array, count: number): Float64Array {
  const values = new Float64Array(count);
  for (let k = 0; k < count; k++) if (rows[k]! >= 0) values[k] = from[rows[k]!]!;
  return values;
}

function gatherNulls(from: Uint8Array | null, rows: Int32Array, count: number): Uint8Array | null {
  if (from === null && !hasGaps(rows, count)) return null;
  const nulls = new Uint8Array(count);
  for (let k = 0; k < count; k++) nulls[k] = rows[k]! < 0 || (from !== null && from[rows[k]!] === 1) ? 1 : 0;
  return nulls;
}

function hasGaps(rows: Int32Array, count: number): boolean {
  for (let k = 0; k < count; k++) if (rows[k]! < 0) return true;
  return false;
}

/** A dense batch of chosen rows (none -1), in their order. A row may be there several times. */
export function gatherBatch(batch: Batch, rows: Int32Array, count: number): Batch {
  const { origin } = batch;
  return {
    rows: count,
    selection: dense(count),
    selected: count,
    timestamps: gatherDoubles(batch.timestamps, rows, count),
    key: gatherColumn(batch.key, rows, count),
    value: gatherColumn(batch.value, rows, count),
    headers: batch.headers === null ? null : gatherHeaders(batch.headers, rows, count),
    origin: {
      topic: origin.topic,
      partition: origin.partition,
      offsets: gatherDoubles(origin.offsets, rows, count),
      key: origin.key === null ? null : gatherBytes(origin.key, rows, count),
      value: origin.value === null ? null : gatherBytes(origin.value, rows, count),
      sequence: origin.sequence === null ? null : gatherInts(origin.sequence, rows, count),
    },
  };
}

function gatherInts(from: Int32Array, rows: Int32Array, count: number): Int32Array {
  const values = new Int32Array(count);
  for (let k = 0; k < count; k++) values[k] = from[rows[k]!]!;
  return values;
}

function gatherHeaders(headers: HeaderRows, rows: Int32Array, count: number): HeaderRows {
  return {
    buffer: headers.buffer,
    starts: gatherInts(headers.starts, rows, count),
    lengths: gatherInts(headers.lengths, rows, count),
    counts: gatherInts(headers.counts, rows, count),
  };
}

/** The value of one row, as shared/records/types.ts represents it. Slow; throws a ValueError where the bytes do not hold a value of the type. */
export function valueAt(column: Column, row: number, type: Type): unknown {
  return mustReadRow(column, row, type);
}

/** A dense column of values of a type: numbers and booleans in typed arrays where they fit. */
export function columnFromValues(values: readonly unknown[], type: Type): Column {
  const form = formOf(type);
  if (form === "boolean")
    return {
      kind: "boolean",
      values: Uint8Array.from(values, (value) => (value === true ? 1 : value === false ? 0 : 2)),
    };
  if (form !== "number" || values.some((value) => typeof value === "bigint")) return { kind: "value", type, values };
  const numbers = Float64Array.from(values, (value) => (typeof value === "number" ? value : 0));
  const nulls = values.some((value) => value === null || value === undefined)
    ? Uint8Array.from(values, (value) => (value === null || value === undefined ? 1 : 0))
    : null;
  return { kind: "number", type, values: numbers, nulls };
}

/** The first `count` rows of identity: the selection of a dense batch. Shared, not to be written. */
export function denseSelection(count: number): Int32Array {
  return dense(count);
}
