/** Columns to the bytes of a topic's format, for sinks, keys and everything that is stored. */
import { unreachable } from "../../shared/assert.ts";
import { withoutNull, type Type } from "../../shared/records/types.ts";
import type { Format } from "../../shared/topology/topology.ts";
import { DelimitedRowWriter } from "../formats/delimited-rows.ts";
import { JsonRowWriter } from "../formats/json-rows.ts";
import { TextRowWriter } from "../formats/text-rows.ts";
import type { ByteRows } from "./batch.ts";
import { TOKEN, type Column, type JsonColumn } from "./column.ts";
import type { RowError } from "./kernel.ts";
import { rowsNeeded } from "./rows.ts";

/** Length of a row that could not be written (and was reported to `onError`). */
export const FAILED_ROW = -2;

export interface Encoder {
  /**
   * The bytes of each live row, at `starts[row]`, `lengths[row]`; -1 for null. Other rows are undefined. Bytes that are in the format already are not copied:
   * the result may lie over the column's own buffer; else over the encoder's, where it stays until the next call. A row that cannot be written
   * is reported and has the length FAILED_ROW; without `onError` the error is thrown.
   */
  encode(column: Column, selection: Int32Array, selected: number, onError?: RowError): ByteRows;
}

export interface EncoderOptions {
  /** Equal values give equal bytes, as keys need it; otherwise numbers, escapes and members stay as they came. Untouched records stay untouched. */
  readonly canonical?: boolean;
}

/** Writes one row at the end of its `out`. */
interface RowWriter {
  /** Called before rows of a column are written. */
  prepare?(column: Column, selection: Int32Array, selected: number): void;
  readonly out: { readonly buffer: Buffer; at: number };
  write(column: Column, row: number, type: Type): void;
}

export function createEncoder(type: Type, format: Format, options: EncoderOptions = {}): Encoder {
  const canonical = options.canonical === true;
  switch (format.format) {
    case "json":
      return new RowEncoder(type, new JsonRowWriter(canonical), (column, selection, selected) =>
        jsonInPlace(column, selection, selected, canonical ? type : null),
      );
    case "string":
      return new RowEncoder(type, new TextRowWriter(), textInPlace);
    case "bytes":
      return new RowEncoder(type, new TextRowWriter(), bytesInPlace);
    case "delimited":
      return new RowEncoder(type, new DelimitedRowWriter(format.separator, format.header), () => null);
    default:
      return unreachable(format);
  }
}

/** The rows where they lie, if all of them are in the format already. */
type InPlace = (column: Column, selection: Int32Array, selected: number) => ByteRows | null;

class RowEncoder implements Encoder {
  readonly #type: Type;
  readonly #writer: RowWriter;
  readonly #inPlace: InPlace;

  constructor(type: Type, writer: RowWriter, inPlace: InPlace) {
    this.#type = type;
    this.#writer = writer;
    this.#inPlace = inPlace;
  }

  encode(column: Column, selection: Int32Array, selected: number, onError?: RowError): ByteRows {
    const rows = this.#inPlace(column, selection, selected);
    if (rows !== null) return rows;
    const count = rowsNeeded(selection, selected);
    const starts = new Int32Array(count);
    const lengths = new Int32Array(count);
    const { out } = this.#writer;
    out.at = 0;
    this.#writer.prepare?.(column, selection, selected);
    let k = 0;
    while (k < selected) {
      try {
        for (; k < selected; k++) this.#encodeRow(column, selection[k]!, starts, lengths);
      } catch (error) {
        if (onError === undefined) throw error;
        const row = selection[k++]!;
        out.at = starts[row]!;
        lengths[row] = FAILED_ROW;
        onError(row, error);
      }
    }
    return { buffer: out.buffer, starts, lengths };
  }

  #encodeRow(column: Column, row: number, starts: Int32Array, lengths: Int32Array): void {
    const { out } = this.#writer;
    const start = out.at;
    starts[row] = start;
    if (isNullAt(column, row)) {
      lengths[row] = -1;
      return;
    }
    this.#writer.write(column, row, this.#type);
    lengths[row] = out.at - start;
  }
}

/** Whether the rows need not be asked one by one, because none of them is null. */
export function hasNoNulls(column: Column): boolean {
  return (column.kind === "struct" || column.kind === "number") && column.nulls === null;
}

export function isNullAt(column: Column, row: number): boolean {
  switch (column.kind) {
    case "json":
      return column.tokens[row]! <= TOKEN.null;
    case "text":
    case "bytes":
      return column.lengths[row]! < 0;
    case "number":
    case "struct":
      return column.nulls !== null && column.nulls[row] === 1;
    case "boolean":
      return column.values[row] === 2;
    case "value":
      return column.values[row] === null || column.values[row] === undefined;
    case "constant":
      return column.value === null || column.value === undefined;
    default:
      return unreachable(column);
  }
}

/** `keyType` is given where the bytes have to be canonical; then only texts (of which that is certain) stay in place. */
function jsonInPlace(column: Column, selection: Int32Array, selected: number, keyType: Type | null): ByteRows | null {
  if (column.kind !== "json") return null;
  const kind = keyType === null ? null : withoutNull(keyType).kind;
  const last = kind === null ? TOKEN.object : kind === "string" || kind === "any" ? TOKEN.text : TOKEN.null;
  const { starts, ends, tokens } = column;
  const lengths = new Int32Array(rowsNeeded(selection, selected));
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    const token = tokens[row]!;
    if (token > last && token !== TOKEN.raw) return null;
    if (kind !== null && token === TOKEN.number) return null;
    lengths[row] = token <= TOKEN.null ? -1 : ends[row]! - starts[row]!;
  }
  return { buffer: column.buffer, starts, lengths };
}

/** Texts without escapes stand in JSON as they are, between quotes. */
function textInPlace(column: Column, selection: Int32Array, selected: number): ByteRows | null {
  if (column.kind === "text") return { buffer: column.buffer, starts: column.starts, lengths: column.lengths };
  return column.kind === "json" ? unquotedInPlace(column, selection, selected) : null;
}

function unquotedInPlace(column: JsonColumn, selection: Int32Array, selected: number): ByteRows | null {
  const count = rowsNeeded(selection, selected);
  const starts = new Int32Array(count);
  const lengths = new Int32Array(count);
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    const token = column.tokens[row]!;
    if (token === TOKEN.text) {
      const start = column.starts[row]! + 1;
      starts[row] = start;
      lengths[row] = column.ends[row]! - 1 - start;
    } else if (token <= TOKEN.null) lengths[row] = -1;
    else return null;
  }
  return { buffer: column.buffer, starts, lengths };
}

function bytesInPlace(column: Column): ByteRows | null {
  return column.kind === "bytes" || column.kind === "text"
    ? { buffer: column.buffer, starts: column.starts, lengths: column.lengths }
    : null;
}
