import { must } from "../../../shared/assert.ts";
import { attribute, batchField, batchHeaderSize, writeInt64 } from "./batch-header.ts";
import { compress, compressionId, type Compression } from "./compression.ts";
import { ByteCopier, viewOf } from "./byte-copier.ts";
import { crc32c } from "./crc32c.ts";
import { varintSize, writeVarint } from "./varint.ts";

export interface BatchOptions {
  readonly compression?: Compression;
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly transactional?: boolean;
  readonly control?: boolean;
  readonly baseOffset?: number;
  readonly leaderEpoch?: number;
}

/** Length, attributes, timestamp delta, offset delta, key length, value length and header count at their longest. */
const mostOverhead = 5 + 1 + 10 + 5 + 5 + 5 + 1;
const leastOverhead = 1 + 1 + 1 + 1 + 1;
const leastCapacity = 1024;
const keptCapacity = 4 * 1024 * 1024;

/**
 * Collects records of one partition and makes a record batch of them. Used over and over: `finish` hands over the batch and starts the next.
 */
export class RecordBatchBuilder {
  #buffer: Buffer;
  #view: DataView;
  readonly #keys = new ByteCopier();
  readonly #values = new ByteCopier();
  readonly #headers = new ByteCopier();
  #at = batchHeaderSize;
  #count = 0;
  #baseTimestamp = 0;
  #maxTimestamp = 0;
  #lastOffsetDelta = -1;

  constructor(capacity = 16_384) {
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(capacity, batchHeaderSize));
    this.#view = viewOf(this.#buffer);
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes of the batch so far, before compression. */
  get size(): number {
    return this.#at;
  }

  /** Most bytes that a record of these lengths adds. */
  static sizeOf(keyLength: number, valueLength: number, headersLength: number): number {
    return mostOverhead + Math.max(0, keyLength) + Math.max(0, valueLength) + Math.max(0, headersLength);
  }

  /**
   * Appends a record by copying its bytes and returns the size of the batch. A length of -1 is null. `headers` is in encoded form, count
   * included, or null for none.
   */
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
  ): number {
    return this.appendAt(
      this.#lastOffsetDelta + 1,
      timestampMs,
      key,
      keyStart,
      keyLength,
      value,
      valueStart,
      valueLength,
      headers,
      headersStart,
      headersLength,
      headersCount,
    );
  }

  /** As `append`, with a gap before the record: what compaction leaves. */
  appendAt(
    offsetDelta: number,
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
  ): number {
    const headersSize = headers === null || headersCount === 0 ? 0 : headersLength;
    const room = RecordBatchBuilder.sizeOf(keyLength, valueLength, headersSize);
    if (this.#at + room > this.#buffer.length) this.#grow(room);
    if (this.#count === 0) {
      this.#baseTimestamp = timestampMs;
      this.#maxTimestamp = timestampMs;
    } else if (timestampMs > this.#maxTimestamp) this.#maxTimestamp = timestampMs;
    const buffer = this.#buffer;
    const timestampDelta = timestampMs - this.#baseTimestamp;
    // The length stands in front of what it measures. It has the same width for all sizes the record can have, nearly always: then the
    // rest is written first and the length last; else it is counted out.
    const bytes = (keyLength > 0 ? keyLength : 0) + (valueLength > 0 ? valueLength : 0) + headersSize;
    const least = bytes + leastOverhead;
    const most = bytes + mostOverhead;
    const start = this.#at;
    let width = most < 64 ? 1 : least >= 64 && most < 8192 ? 2 : 0;
    if (width === 0) {
      const fields =
        varintSize(timestampDelta) + varintSize(offsetDelta) + varintSize(keyLength) + varintSize(valueLength);
      width = varintSize(1 + fields + bytes + (headersSize === 0 ? 1 : 0));
    }
    let at = start + width;
    buffer[at++] = 0;
    if (timestampDelta >= 0 && timestampDelta < 64) buffer[at++] = timestampDelta << 1;
    else at = writeVarint(buffer, at, timestampDelta);
    if (offsetDelta < 64) buffer[at++] = offsetDelta << 1;
    else at = writeVarint(buffer, at, offsetDelta);
    if (keyLength < 0) buffer[at++] = 1;
    else {
      if (keyLength < 64) buffer[at++] = keyLength << 1;
      else at = writeVarint(buffer, at, keyLength);
      at = this.#keys.copy(buffer, this.#view, at, key, keyStart, keyLength);
    }
    if (valueLength < 0) buffer[at++] = 1;
    else {
      if (valueLength < 64) buffer[at++] = valueLength << 1;
      else at = writeVarint(buffer, at, valueLength);
      at = this.#values.copy(buffer, this.#view, at, value, valueStart, valueLength);
    }
    if (headersSize === 0) buffer[at++] = 0;
    else at = this.#headers.copy(buffer, this.#view, at, must(headers), headersStart, headersSize);
    const size = at - start - width;
    if (width === 2) {
      buffer[start] = ((size << 1) & 127) | 128;
      buffer[start + 1] = size >>> 6;
    } else writeVarint(buffer, start, size);
    this.#at = at;
    this.#count++;
    this.#lastOffsetDelta = offsetDelta;
    return at;
  }

  #grow(room: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#at + room));
    this.#buffer.copy(grown, 0, 0, this.#at);
    this.#buffer = grown;
    this.#view = viewOf(grown);
  }

  /** The batch, in a buffer of its own. `lastOffsetDelta` is set to keep the end of a batch whose last records were compacted away. */
  finish(options: BatchOptions = {}, lastOffsetDelta = this.#lastOffsetDelta): Buffer {
    const records = compress(options.compression ?? "none", this.#buffer.subarray(batchHeaderSize, this.#at));
    const batch = Buffer.allocUnsafe(batchHeaderSize + records.length);
    records.copy(batch, batchHeaderSize);
    this.#writeHeader(batch, options, lastOffsetDelta);
    this.reset();
    return batch;
  }

  /** The uncompressed batch, where it was built: it stays as it is until the builder is reset or appended to. Saves a copy and an allocation. */
  finishInPlace(options: Omit<BatchOptions, "compression"> = {}): Buffer {
    const batch = this.#buffer.subarray(0, this.#at);
    this.#writeHeader(batch, options, this.#lastOffsetDelta);
    return batch;
  }

  #writeHeader(batch: Buffer, options: BatchOptions, lastOffsetDelta: number): void {
    const { compression = "none", producerId = -1, producerEpoch = -1, baseSequence = -1 } = options;
    let attributes = compressionId(compression);
    if (options.transactional === true) attributes |= attribute.transactional;
    if (options.control === true) attributes |= attribute.control;
    writeInt64(batch, options.baseOffset ?? 0, batchField.baseOffset);
    batch.writeInt32BE(batch.length - 12, batchField.length);
    batch.writeInt32BE(options.leaderEpoch ?? -1, batchField.leaderEpoch);
    batch[batchField.magic] = 2;
    batch.writeInt16BE(attributes, batchField.attributes);
    batch.writeInt32BE(Math.max(0, lastOffsetDelta), batchField.lastOffsetDelta);
    writeInt64(batch, this.#count === 0 ? -1 : this.#baseTimestamp, batchField.baseTimestamp);
    writeInt64(batch, this.#count === 0 ? -1 : this.#maxTimestamp, batchField.maxTimestamp);
    writeInt64(batch, producerId, batchField.producerId);
    batch.writeInt16BE(producerEpoch, batchField.producerEpoch);
    batch.writeInt32BE(baseSequence, batchField.baseSequence);
    batch.writeInt32BE(this.#count, batchField.count);
    sealBatch(batch, 0, batch.length);
  }

  /** Forgets what was appended. A buffer that one large batch blew up is let go. */
  reset(): void {
    this.#at = batchHeaderSize;
    this.#count = 0;
    this.#lastOffsetDelta = -1;
    if (this.#buffer.length > keptCapacity) {
      this.#buffer = Buffer.allocUnsafeSlow(leastCapacity);
      this.#view = viewOf(this.#buffer);
    }
  }
}

/** Writes the checksum of a batch whose other fields are in place. */
export function sealBatch(buffer: Buffer, start: number, end: number): void {
  buffer.writeUInt32BE(crc32c(buffer, start + batchField.attributes, end), start + batchField.crc);
}
