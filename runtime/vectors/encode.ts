/** Columns to the bytes of a topic's format, for sinks, keys and everything that is stored. */
import type { Type } from "../../shared/records/types.ts";
import type { Format } from "../../shared/topology/topology.ts";
import type { ByteRows } from "./batch.ts";
import type { Column } from "./column.ts";
import type { RowError } from "./kernel.ts";

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

export function createEncoder(_type: Type, _format: Format): Encoder {
  throw new Error("not yet");
}
