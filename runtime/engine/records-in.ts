/** Records as people write them (JSON keys and values) to the bytes of a source's topic. */
import { must } from "../../shared/assert.ts";
import { mustCoerce } from "../../shared/records/coerce.ts";
import { parseJsonText } from "../../shared/records/json-text.ts";
import type { Type } from "../../shared/records/types.ts";
import type { SourceConfig } from "../../shared/topology/processors.ts";
import type { Format } from "../../shared/topology/topology.ts";
import { encodeHeaders } from "../kafka/records/headers.ts";
import { createEncoder } from "../vectors/encode.ts";
import { columnFromValues, denseSelection } from "../vectors/gather.ts";
import type { MemoryRecord } from "./memory-topic.ts";

export interface RecordText {
  readonly timestampMs: number;
  /** JSON text in the topic's format; null: no key, a tombstone. */
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
}

export function encodeRecord(record: RecordText, source: SourceConfig): Omit<MemoryRecord, "offset"> {
  const headers = encodeHeaders(record.headers);
  return {
    timestampMs: record.timestampMs,
    key: toBytes(record.key, source.key, source.keyType),
    value: toBytes(record.value, source.value, source.valueType),
    headers: headers.bytes,
    headerCount: headers.count,
  };
}

/** JSON goes in as it is written, so that a test can also send what the declared type does not allow; so does a text for a format that is text. */
function toBytes(text: string | null, format: Format, type: Type): Buffer | null {
  if (text === null || text === "null") return null;
  if (format.format === "json") return Buffer.from(text);
  const value = parseJsonText(text);
  if ((format.format === "string" || format.format === "delimited") && typeof value === "string")
    return Buffer.from(value);
  const rows = createEncoder(type, format).encode(
    columnFromValues([mustCoerce(value, type)], type),
    denseSelection(1),
    1,
  );
  const start = must(rows.starts[0], "the row");
  return Buffer.from(rows.buffer.subarray(start, start + must(rows.lengths[0], "the row")));
}
