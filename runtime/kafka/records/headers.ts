import { RecordBatchError } from "./record-batch-error.ts";
import { VarintReader, varintSize, writeVarint } from "./varint.ts";

export type RecordHeader = readonly [key: string, value: Buffer | null];

export interface EncodedHeaders {
  readonly bytes: Buffer;
  readonly count: number;
}

/** Headers in the form they have inside a record: a count, then key and value each with a length. */
export function encodeHeaders(
  headers: readonly (readonly [key: string, value: string | Uint8Array | null])[],
): EncodedHeaders {
  let size = varintSize(headers.length);
  const values = headers.map(([, value]) => (typeof value === "string" ? Buffer.from(value) : value));
  headers.forEach(([key], index) => {
    const keyLength = Buffer.byteLength(key);
    const value = values[index] ?? null;
    size += varintSize(keyLength) + keyLength + (value === null ? 1 : varintSize(value.length) + value.length);
  });
  const target = Buffer.allocUnsafe(size + 10);
  let at = writeVarint(target, 0, headers.length);
  headers.forEach(([key], index) => {
    at = writeVarint(target, at, Buffer.byteLength(key));
    at += target.write(key, at);
    const value = values[index] ?? null;
    at = writeVarint(target, at, value === null ? -1 : value.length);
    if (value !== null) {
      target.set(value, at);
      at += value.length;
    }
  });
  return { bytes: target.subarray(0, size), count: headers.length };
}

/** The headers of a record, values as views of `buffer`. Empty for a record without headers. */
export function decodeHeaders(buffer: Buffer, start: number, length: number): RecordHeader[] {
  const reader = new VarintReader(buffer, start, start + length);
  const headers: RecordHeader[] = [];
  if (length === 0) return headers;
  const count = reader.varint();
  if (count < 0 || count > length)
    throw new RecordBatchError("corrupt", `${count} headers cannot be in ${length} bytes`);
  for (let index = 0; index < count; index++) {
    const key = reader.slice(reader.varint()).toString("utf8");
    const size = reader.varint();
    if (size < -1) throw new RecordBatchError("corrupt", "a header has a negative length");
    headers.push([key, size < 0 ? null : reader.slice(size)]);
  }
  if (reader.position !== start + length) throw new RecordBatchError("corrupt", "the headers are longer than they say");
  return headers;
}
