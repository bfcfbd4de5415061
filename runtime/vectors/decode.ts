/** Bytes in a topic's format to columns. */
import { unreachable } from "../../shared/assert.ts";
import { withoutNull, type StructType, type Type } from "../../shared/records/types.ts";
import { ValueError } from "../../shared/records/value-error.ts";
import type { Format } from "../../shared/topology/topology.ts";
import { splitDelimited } from "../formats/delimited.ts";
import { makePathTree, prepareColumn, scanText } from "../formats/json-scan.ts";
import { TOO_DEEP } from "../formats/json-syntax.ts";
import { isUtf8 } from "../formats/utf8-check.ts";
import type { ByteRows } from "./batch.ts";
import { TOKEN, type Column, type JsonColumn } from "./column.ts";
import { viewOf } from "./data-view.ts";
import type { Live, RowError } from "./kernel.ts";
import { readRow } from "./read.ts";
import { rowsNeeded } from "./rows.ts";

/** A record value larger than this is refused; brokers allow 1 MiB unless told otherwise. */
export const MAX_VALUE_BYTES = 32 * 1024 * 1024;

export interface Decoder {
  /**
   * A column over the bytes of `rows` (not copied) of which the live rows are valid. Rows that are not valid in the format are reported and left out
   * of the selection. Where nothing is used nothing is looked at, and every row passes.
   */
  decode(
    rows: ByteRows,
    selection: Int32Array,
    selected: number,
    onError: RowError,
  ): Live & { readonly column: Column };
}

/** `uses`: the paths that anybody reads; `[]` among them is the whole value. Other paths can be read as well, only slower. */
export function createDecoder(type: Type, format: Format, uses: readonly (readonly string[])[]): Decoder {
  switch (format.format) {
    case "json":
      return uses.length === 0 ? rawJson : createJsonDecoder(uses);
    case "string":
      return createTextDecoder(type, uses.length > 0);
    case "bytes":
      return {
        decode: (rows, selection, selected) => ({ column: { kind: "bytes", ...slices(rows) }, selection, selected }),
      };
    case "delimited":
      return createDelimitedDecoder(type, format.separator, format.header);
    default:
      return unreachable(format);
  }
}

/** Bytes that nobody reads: they are passed on as they are. */
const rawJson: Decoder = {
  decode(rows, selection, selected) {
    const count = rowsNeeded(selection, selected);
    const ends = new Int32Array(count);
    const tokens = new Uint8Array(count);
    const { buffer, starts, lengths } = rows;
    for (let k = 0; k < selected; k++) {
      const row = selection[k]!;
      const length = lengths[row]!;
      tokens[row] = length < 0 ? TOKEN.null : TOKEN.raw;
      ends[row] = starts[row]! + (length < 0 ? 0 : length);
    }
    return { column: { kind: "json", buffer, starts, ends, tokens, fields: new Map() }, selection, selected };
  },
};

function createJsonDecoder(uses: readonly (readonly string[])[]): Decoder {
  const root = makePathTree(uses);
  return {
    decode(rows, selection, selected, onError) {
      const { buffer, starts, lengths } = rows;
      const column = prepareColumn(root, buffer, rowsNeeded(selection, selected));
      const data = viewOf(buffer);
      const bad: number[] = [];
      for (let k = 0; k < selected; k++) {
        const row = selection[k]!;
        const length = lengths[row]!;
        if (length < 0) {
          root.tokens[row] = TOKEN.null;
          continue;
        }
        const answer =
          length > MAX_VALUE_BYTES ? MAX_VALUE_BYTES : scanText(data, starts[row]!, starts[row]! + length, root, row);
        if (answer < 0 || length > MAX_VALUE_BYTES) {
          bad.push(row);
          onError(row, explain(column, rows, row, answer));
        }
      }
      return { column, ...without(bad, selection, selected) };
    },
  };
}

/** Reads the text again, slowly, to say what is wrong with it and where. */
function explain(column: JsonColumn, rows: ByteRows, row: number, answer: number): unknown {
  const start = rows.starts[row]!;
  const end = start + rows.lengths[row]!;
  if (answer === MAX_VALUE_BYTES)
    return new ValueError(
      "REC_0008",
      `The value has ${rows.lengths[row]} bytes; at most ${MAX_VALUE_BYTES} are read.`,
      "Send smaller records, or keep what is large elsewhere and send a reference to it.",
    );
  const starts = new Int32Array([start]);
  const ends = new Int32Array([end]);
  try {
    readRow({ ...column, starts, ends, tokens: new Uint8Array([TOKEN.raw]) }, 0, { kind: "any" });
  } catch (error) {
    return error;
  }
  return answer === TOO_DEEP
    ? new ValueError("REC_0002", "The JSON is nested deeper than 64.", "Flatten it, or read the topic as string.")
    : new ValueError("REC_0001", "The text is not valid JSON: it is not UTF-8.", "Write JSON in UTF-8.");
}

function createTextDecoder(type: Type, check: boolean): Decoder {
  return {
    decode(rows, selection, selected, onError) {
      const column: Column = { kind: "text", ...slices(rows) };
      if (!check || withoutNull(type).kind === "bytes") return { column, selection, selected };
      return { column, ...checkUtf8(rows, selection, selected, onError) };
    },
  };
}

function checkUtf8(rows: ByteRows, selection: Int32Array, selected: number, onError: RowError): Live {
  const data = viewOf(rows.buffer);
  const bad: number[] = [];
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    const start = rows.starts[row]!;
    if (isUtf8(data, start, start + Math.max(0, rows.lengths[row]!))) continue;
    bad.push(row);
    onError(
      row,
      new ValueError("REC_0009", "The text is not valid UTF-8.", "Read the topic as bytes, or correct the producer."),
    );
  }
  return without(bad, selection, selected);
}

/** A struct of texts, one per column of the header; each is converted when it is read as what its type says. */
function createDelimitedDecoder(type: Type, separator: string, header: readonly string[]): Decoder {
  const inner = withoutNull(type);
  const struct: StructType | null = inner.kind === "struct" ? inner : null;
  const names =
    struct === null || struct.open === true
      ? header
      : header.filter((name) => struct.fields.some((field) => field.name === name));
  const indices = names.map((name) => header.indexOf(name));
  return {
    decode(rows, selection, selected, onError) {
      const count = rowsNeeded(selection, selected);
      const checked = checkUtf8(rows, selection, selected, onError);
      const { buffer, cells, nulls, bad } = splitDelimited(
        rows,
        checked.selection,
        checked.selected,
        count,
        separator,
        header.length,
      );
      for (const [row, error] of bad) onError(row, error);
      const columns = indices.map((index): Column => ({ kind: "text", buffer, ...cells[index]! }));
      const live = without([...bad.keys()], checked.selection, checked.selected);
      return { column: { kind: "struct", names, columns, base: null, nulls }, ...live };
    },
  };
}

function slices(rows: ByteRows): ByteRows {
  return { buffer: rows.buffer, starts: rows.starts, lengths: rows.lengths };
}

/** The selection without some of its rows, which are given in its order. */
function without(bad: readonly number[], selection: Int32Array, selected: number): Live {
  if (bad.length === 0) return { selection, selected };
  const left = new Int32Array(selected - bad.length);
  let next = 0;
  let count = 0;
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    if (row === bad[next]) next++;
    else left[count++] = row;
  }
  return { selection: left, selected: count };
}
