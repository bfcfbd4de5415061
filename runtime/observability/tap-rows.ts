/** Rows of a batch as people read them: keys and values as JSON text with every digit, as `runtime/engine/records-out.ts` writes what is in topics. */
import { toJson } from "../../shared/records/coerce.ts";
import { writeJsonText } from "../../shared/records/json-text.ts";
import { ANY, type Type } from "../../shared/records/types.ts";
import type { RecordType } from "../../shared/topology/topology.ts";
import { decodeHeaders } from "../kafka/records/headers.ts";
import type { Batch, HeaderRows } from "../vectors/batch.ts";
import type { Column } from "../vectors/column.ts";
import { valueAt } from "../vectors/gather.ts";

export interface TapRow {
  readonly timestampMs: number;
  /** JSON text; null: no key, a tombstone. */
  readonly key: string | null;
  readonly value: string | null;
  /** Left out where there are none. */
  readonly headers?: readonly (readonly [string, string | null])[];
}

/** A value of more characters is shown as a string of its beginning. */
const LONGEST_TEXT = 16_384;

/** `row` is an index into the batch's columns, not into its selection. */
export function tapRow(batch: Batch, row: number, { key, value }: RecordType): TapRow {
  const headers = batch.headers === null ? [] : headersAt(batch.headers, row);
  return {
    timestampMs: batch.timestamps[row] ?? -1,
    key: textAt(batch.key, row, key),
    value: textAt(batch.value, row, value),
    ...(headers.length === 0 ? {} : { headers }),
  };
}

/** Fields that nothing reads may hold what their type does not allow: then the value is shown as it came. */
function textAt(column: Column, row: number, type: Type): string | null {
  const text = tryText(column, row, type) ?? tryText(column, row, ANY);
  return text === undefined ? JSON.stringify("(not readable)") : text;
}

function tryText(column: Column, row: number, type: Type): string | null | undefined {
  try {
    const value = valueAt(column, row, type);
    return value === null || value === undefined ? null : shorten(writeJsonText(toJson(value, type)));
  } catch {
    return undefined;
  }
}

/** JSON text that is too long for a window becomes a string that says so. */
export function shorten(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return JSON.stringify(`${text.slice(0, LONGEST_TEXT)}… (${text.length} characters)`);
}

function headersAt(headers: HeaderRows, row: number): (readonly [string, string | null])[] {
  if ((headers.counts[row] ?? 0) === 0) return [];
  const decoded = decodeHeaders(headers.buffer, headers.starts[row] ?? 0, headers.lengths[row] ?? 0);
  return decoded.map(([name, value]) => [name, value === null ? null : value.toString("utf8")]);
}
