/** Reads the records of one decompressed batch into columns. The hot path of consuming. */
import { attribute, type BatchHeader } from "./batch-header.ts";
import { RecordBatchError } from "./record-batch-error.ts";

/** The columns while they are being filled; `count` of them are valid. */
export interface ColumnBuilder {
  count: number;
  readonly offsets: Float64Array;
  readonly timestamps: Float64Array;
  readonly keyStarts: Int32Array;
  readonly keyLengths: Int32Array;
  readonly valueStarts: Int32Array;
  readonly valueLengths: Int32Array;
  readonly headerStarts: Int32Array;
  readonly headerLengths: Int32Array;
  readonly headerCounts: Int32Array;
}

/** A record takes at least its length, attributes, two deltas, two lengths and a header count. */
export const leastRecordSize = 7;

export function createColumnBuilder(capacity: number): ColumnBuilder {
  return {
    count: 0,
    offsets: new Float64Array(capacity),
    timestamps: new Float64Array(capacity),
    keyStarts: new Int32Array(capacity),
    keyLengths: new Int32Array(capacity),
    valueStarts: new Int32Array(capacity),
    valueLengths: new Int32Array(capacity),
    headerStarts: new Int32Array(capacity),
    headerLengths: new Int32Array(capacity),
    headerCounts: new Int32Array(capacity),
  };
}

/** Where the last varint ended; the readers below return one value only, so that nothing is allocated. */
let cursor = 0;

/** A zig-zag varint of up to 32 bits. Bytes beyond the buffer read as zero, which ends it: the caller checks positions afterwards. */
function readVarint(data: Buffer, at: number): number {
  let byte = data[at++]!;
  let value = byte & 127;
  for (let shift = 7; byte >= 128 && shift < 35; shift += 7) {
    byte = data[at++]!;
    value |= (byte & 127) << shift;
  }
  if (byte >= 128) at = 0x7fffffff;
  cursor = at;
  return (value >>> 1) ^ -(value & 1);
}

/** A zig-zag varint of up to 64 bits, exact in the safe range. */
function readVarlong(data: Buffer, at: number): number {
  let byte = data[at++]!;
  let value = byte & 127;
  for (let scale = 128; byte >= 128; scale *= 128) {
    if (scale > 2 ** 63) {
      at = 0x7fffffff;
      break;
    }
    byte = data[at++]!;
    value += (byte & 127) * scale;
  }
  cursor = at;
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/**
 * Appends the records of a batch whose (decompressed) records lie in `data` from `start` to `end`, without those below `fromOffset`. Throws
 * `RecordBatchError` unless the records fill the range exactly.
 */
export function readRecords(
  data: Buffer,
  start: number,
  end: number,
  batch: BatchHeader,
  fromOffset: number,
  out: ColumnBuilder,
): void {
  const { baseOffset, baseTimestamp, count } = batch;
  const appendTime = (batch.attributes & attribute.logAppendTime) !== 0;
  const { offsets, timestamps, keyStarts, keyLengths, valueStarts, valueLengths } = out;
  const { headerStarts, headerLengths, headerCounts } = out;
  let row = out.count;
  let at = start;
  for (let index = 0; index < count; index++) {
    let byte = data[at]!;
    let length: number;
    // One and two bytes hold records up to 8 KiB: read here, everything longer there.
    if (byte < 128) {
      length = (byte >>> 1) ^ -(byte & 1);
      at += 1;
    } else {
      length = readVarint(data, at);
      at = cursor;
    }
    const recordEnd = at + length;
    if (length < leastRecordSize - 1 || recordEnd > end) throw malformed(batch, index, "its length is wrong");
    at += 1;
    byte = data[at]!;
    let timestampDelta: number;
    if (byte < 128) {
      timestampDelta = (byte >>> 1) ^ -(byte & 1);
      at += 1;
    } else {
      timestampDelta = readVarlong(data, at);
      at = cursor;
    }
    const offsetDelta = readVarint(data, at);
    at = cursor;
    const offset = baseOffset + offsetDelta;
    byte = data[at]!;
    let keyLength: number;
    if (byte < 128) {
      keyLength = (byte >>> 1) ^ -(byte & 1);
      at += 1;
    } else {
      keyLength = readVarint(data, at);
      at = cursor;
    }
    const keyStart = at;
    if (keyLength > 0) at += keyLength;
    if (at >= recordEnd || keyLength < -1) throw malformed(batch, index, "its key reaches beyond it");
    const valueLength = readVarint(data, at);
    const valueStart = cursor;
    at = valueLength > 0 ? valueStart + valueLength : valueStart;
    if (at >= recordEnd || valueLength < -1) throw malformed(batch, index, "its value reaches beyond it");
    const headerStart = at;
    let headerCount = 0;
    if (data[at] === 0) at += 1;
    else {
      headerCount = readVarint(data, at);
      at = skipHeaders(data, cursor, recordEnd, headerCount);
    }
    if (at !== recordEnd || offsetDelta < 0 || offset > batch.lastOffset) {
      throw malformed(batch, index, "its parts do not add up to its length");
    }
    if (offset < fromOffset) continue;
    offsets[row] = offset;
    timestamps[row] = appendTime ? batch.maxTimestamp : baseTimestamp + timestampDelta;
    keyStarts[row] = keyStart;
    keyLengths[row] = keyLength;
    valueStarts[row] = valueStart;
    valueLengths[row] = valueLength;
    headerStarts[row] = headerStart;
    headerLengths[row] = at - headerStart;
    headerCounts[row] = headerCount;
    row++;
  }
  if (at !== end) throw malformed(batch, count, "there is more data than records");
  out.count = row;
}

/** The position behind the headers; -1 when they are malformed. */
function skipHeaders(data: Buffer, start: number, end: number, count: number): number {
  if (count < 0) return -1;
  let at = start;
  for (let index = 0; index < count; index++) {
    const keyLength = readVarint(data, at);
    if (keyLength < 0 || cursor + keyLength >= end) return -1;
    const valueLength = readVarint(data, cursor + keyLength);
    at = valueLength > 0 ? cursor + valueLength : cursor;
    if (at > end || valueLength < -1) return -1;
  }
  return at;
}

function malformed(batch: BatchHeader, index: number, reason: string): RecordBatchError {
  return new RecordBatchError("corrupt", `record ${index} of ${batch.count}: ${reason}`, batch.baseOffset);
}
