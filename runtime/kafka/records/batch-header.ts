/** The fixed part of a record batch (message format 2): where its fields lie, and reading it with all that can be checked at once. */
import { crc32c } from "./crc32c.ts";
import { RecordBatchError } from "./record-batch-error.ts";

export const batchHeaderSize = 61;

/** Positions relative to the batch. */
export const batchField = {
  baseOffset: 0,
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  count: 57,
} as const;

export const attribute = {
  compression: 7,
  logAppendTime: 8,
  transactional: 16,
  control: 32,
  deleteHorizon: 64,
} as const;

export interface BatchHeader {
  readonly start: number;
  readonly end: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly leaderEpoch: number;
  readonly attributes: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly count: number;
}

/** A 64-bit integer as a number; outside the safe range it loses its last digits. */
export function readInt64(buffer: Buffer, at: number): number {
  return buffer.readInt32BE(at) * 0x1_0000_0000 + buffer.readUInt32BE(at + 4);
}

export function writeInt64(buffer: Buffer, value: number, at: number): void {
  const high = Math.floor(value / 0x1_0000_0000);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(value - high * 0x1_0000_0000, at + 4);
}

/**
 * Reads the header of the batch at `start`, undefined when the batch is cut off by `end` (a fetch may end in the middle of one). Throws
 * `RecordBatchError` when it is malformed, of an older format, or (with `checkCrc`) damaged.
 */
export function readBatchHeader(
  buffer: Buffer,
  start: number,
  end: number,
  checkCrc: boolean,
): BatchHeader | undefined {
  if (end - start < batchField.crc) return undefined;
  const baseOffset = readInt64(buffer, start);
  const size = buffer.readInt32BE(start + batchField.length);
  const magic = buffer[start + batchField.magic]!;
  if (magic !== 2) {
    const reason = `message format ${magic} is not supported; Kafka writes format 2 since 0.11`;
    throw new RecordBatchError("unsupported", reason, baseOffset);
  }
  if (size < batchHeaderSize - 12) throw new RecordBatchError("corrupt", `a size of ${size} bytes`, baseOffset);
  if (size > end - start - 12) return undefined;
  const batchEnd = start + 12 + size;
  if (
    checkCrc &&
    buffer.readUInt32BE(start + batchField.crc) !== crc32c(buffer, start + batchField.attributes, batchEnd)
  ) {
    throw new RecordBatchError(
      "corrupt",
      "the checksum is wrong: the data was damaged after it was written",
      baseOffset,
    );
  }
  const lastOffsetDelta = buffer.readInt32BE(start + batchField.lastOffsetDelta);
  const lastOffset = baseOffset + lastOffsetDelta;
  const count = buffer.readInt32BE(start + batchField.count);
  if (baseOffset < 0 || lastOffsetDelta < 0 || !Number.isSafeInteger(lastOffset + 1)) {
    throw new RecordBatchError("corrupt", `offsets ${baseOffset} to ${lastOffset}`, baseOffset);
  }
  if (count < 0) throw new RecordBatchError("corrupt", `${count} records`, baseOffset);
  return {
    start,
    end: batchEnd,
    baseOffset,
    lastOffset,
    leaderEpoch: buffer.readInt32BE(start + batchField.leaderEpoch),
    attributes: buffer.readInt16BE(start + batchField.attributes),
    baseTimestamp: readInt64(buffer, start + batchField.baseTimestamp),
    maxTimestamp: readInt64(buffer, start + batchField.maxTimestamp),
    producerId: readInt64(buffer, start + batchField.producerId),
    producerEpoch: buffer.readInt16BE(start + batchField.producerEpoch),
    baseSequence: buffer.readInt32BE(start + batchField.baseSequence),
    count,
  };
}
