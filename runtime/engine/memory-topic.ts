import type { ProducerLane } from "../kafka/ports.ts";
import type { RecordColumns } from "../kafka/records/columns.ts";

export interface MemoryRecord {
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Buffer;
  readonly headerCount: number;
}

/** A partition kept as records in memory: what a simulation writes to and reads from instead of a broker. */
export class MemoryPartition implements ProducerLane {
  readonly records: MemoryRecord[] = [];

  append(
    timestampMs: number,
    key: Buffer,
    keyStart: number,
    keyLength: number,
    value: Buffer,
    valueStart: number,
    valueLength: number,
    headers: Buffer | null,
    headersStart: number,
    headersLength: number,
    headersCount: number,
  ): void {
    this.records.push({
      offset: this.records.length,
      timestampMs,
      key: copy(key, keyStart, keyLength),
      value: copy(value, valueStart, valueLength),
      headers:
        headers === null ? Buffer.alloc(0) : Buffer.from(headers.subarray(headersStart, headersStart + headersLength)),
      headerCount: headersCount,
    });
  }

  push(record: Omit<MemoryRecord, "offset">): void {
    this.records.push({ ...record, offset: this.records.length });
  }

  /** Forgets everything from offset `length` on. */
  truncate(length: number): void {
    this.records.length = Math.min(this.records.length, length);
  }

  /** Records `from` (inclusive) to `to` as a consumer would receive them. */
  columns(from: number, to: number): RecordColumns {
    return makeColumns(this.records.slice(from, to));
  }
}

function copy(buffer: Buffer, start: number, length: number): Buffer | null {
  return length < 0 ? null : Buffer.from(buffer.subarray(start, start + length));
}

function makeColumns(records: readonly MemoryRecord[]): RecordColumns {
  const count = records.length;
  const parts: Buffer[] = [];
  let end = 0;
  const place = (bytes: Buffer | null, starts: Int32Array, lengths: Int32Array, row: number): void => {
    starts[row] = end;
    lengths[row] = bytes === null ? -1 : bytes.length;
    if (bytes === null) return;
    parts.push(bytes);
    end += bytes.length;
  };
  const columns = {
    offsets: new Float64Array(count),
    timestamps: new Float64Array(count),
    keyStarts: new Int32Array(count),
    keyLengths: new Int32Array(count),
    valueStarts: new Int32Array(count),
    valueLengths: new Int32Array(count),
    headerStarts: new Int32Array(count),
    headerLengths: new Int32Array(count),
    headerCounts: new Int32Array(count),
  };
  records.forEach((record, row) => {
    columns.offsets[row] = record.offset;
    columns.timestamps[row] = record.timestampMs;
    columns.headerCounts[row] = record.headerCount;
    place(record.key, columns.keyStarts, columns.keyLengths, row);
    place(record.value, columns.valueStarts, columns.valueLengths, row);
    place(record.headers, columns.headerStarts, columns.headerLengths, row);
  });
  return { count, buffer: Buffer.concat(parts), ...columns };
}
