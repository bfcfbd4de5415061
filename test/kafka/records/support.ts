import { RecordBatchBuilder, type BatchOptions } from "../../../runtime/kafka/records/record-batch-builder.ts";
import type { RecordColumns } from "../../../runtime/kafka/records/columns.ts";
import { decodeHeaders, encodeHeaders } from "../../../runtime/kafka/records/headers.ts";

export interface PlainRecord {
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [string, Buffer | null])[];
}

const nothing = Buffer.alloc(0);

export function append(builder: RecordBatchBuilder, record: Omit<PlainRecord, "offset">): void {
  const { key, value, headers, timestampMs } = record;
  const encoded = encodeHeaders(headers);
  builder.append(
    timestampMs,
    key ?? nothing,
    0,
    key?.length ?? -1,
    value ?? nothing,
    0,
    value?.length ?? -1,
    encoded.count === 0 ? null : encoded.bytes,
    0,
    encoded.bytes.length,
    encoded.count,
  );
}

/** A batch whose records have these values. */
export function batchOf(values: readonly string[], options: BatchOptions = {}): Buffer {
  const builder = new RecordBatchBuilder();
  for (const value of values) append(builder, { timestampMs: 1000, key: null, value: Buffer.from(value), headers: [] });
  return builder.finish(options);
}

/** A marker that ends a transaction. */
export function markerOf(type: "abort" | "commit", producerId: number, baseOffset: number): Buffer {
  const builder = new RecordBatchBuilder();
  const key = Buffer.from([0, 0, 0, type === "abort" ? 0 : 1]);
  append(builder, { timestampMs: 1000, key, value: Buffer.alloc(6), headers: [] });
  return builder.finish({ producerId, producerEpoch: 0, transactional: true, control: true, baseOffset });
}

export function rows(columns: RecordColumns): PlainRecord[] {
  const { buffer } = columns;
  const slice = (starts: Int32Array, lengths: Int32Array, row: number): Buffer | null =>
    lengths[row]! < 0 ? null : Buffer.from(buffer.subarray(starts[row], starts[row]! + lengths[row]!));
  return Array.from({ length: columns.count }, (_, row) => {
    const headers = decodeHeaders(buffer, columns.headerStarts[row]!, columns.headerLengths[row]!);
    if (headers.length !== columns.headerCounts[row]) throw new Error("the header count differs from the headers");
    return {
      offset: columns.offsets[row]!,
      timestampMs: columns.timestamps[row]!,
      key: slice(columns.keyStarts, columns.keyLengths, row),
      value: slice(columns.valueStarts, columns.valueLengths, row),
      headers,
    };
  });
}

export function texts(columns: RecordColumns): (string | null)[] {
  return rows(columns).map(({ value }) => value?.toString() ?? null);
}
