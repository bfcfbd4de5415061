/** Record headers as the root `headers`: an object of texts per row; the last of equal names wins, values are read as UTF-8. */
import { STRING, type Type } from "../../shared/records/types.ts";
import type { HeaderRows } from "./batch.ts";
import type { Column } from "./column.ts";
import { rowValues } from "./rows.ts";

const HEADERS: Type = { kind: "map", value: { kind: "nullable", of: STRING } as Type };

export function headersColumn(headers: HeaderRows | null, rows: number): Column {
  if (headers === null) return { kind: "constant", type: HEADERS, value: Object.create(null) };
  const values = rowValues(rows);
  for (let row = 0; row < rows; row++) values[row] = readHeaders(headers, row);
  return { kind: "value", type: HEADERS, values };
}

/** A varint count, then per header a name and a value, each with a varint length (-1: null), as in a record of a Kafka batch. */
function readHeaders(headers: HeaderRows, row: number): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  const count = headers.counts[row]!;
  if (count === 0) return object;
  const cursor = { at: headers.starts[row]!, buffer: headers.buffer };
  readVarint(cursor);
  for (let k = 0; k < count; k++) {
    const name = readText(cursor);
    object[name ?? ""] = readText(cursor);
  }
  return object;
}

interface Cursor {
  at: number;
  readonly buffer: Buffer;
}

function readText(cursor: Cursor): string | null {
  const length = readVarint(cursor);
  if (length < 0) return null;
  const from = cursor.at;
  cursor.at += length;
  return cursor.buffer.toString("utf8", from, cursor.at);
}

/** Zigzag, at most five bytes. */
function readVarint(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = cursor.buffer[cursor.at++] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return (value >>> 1) ^ -(value & 1);
}
