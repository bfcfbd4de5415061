import {
  attribute,
  batchField,
  readBatchHeader,
  writeInt64,
  type BatchHeader,
} from "../../kafka/records/batch-header.ts";
import { decodeBatches } from "../../kafka/records/decode-batches.ts";
import { RecordBatchBuilder, sealBatch } from "../../kafka/records/record-batch-builder.ts";
import { BrokerError } from "../broker-error.ts";
import type { BrokerClock } from "../clock.ts";
import type { TopicConfig } from "../topic-config.ts";
import { validateBatch } from "./validate-batch.ts";
import { ProducerState } from "./producer-state.ts";

/** One record batch of the log, as it is sent to readers. */
export interface StoredBatch {
  readonly header: BatchHeader;
  readonly bytes: Buffer;
}

/** Where a log is kept besides in memory. */
export interface LogFile {
  append(bytes: Buffer, baseOffset: number): void;
  /** Takes note that the log starts later; what lies before may be deleted. */
  cutFront(startOffset: number, endOffset: number): void;
  /** Replaces all that was written. */
  rewrite(batches: readonly StoredBatch[], startOffset: number, endOffset: number): void;
  close(): void;
}

export interface AppendResult {
  readonly baseOffset: number;
  /** -1 unless the topic uses the time of appending. */
  readonly appendTimeMs: number;
}

/** A single node is the only leader there ever is. */
export const leaderEpoch = 0;

/** The records of one partition: batches in memory in the order of their offsets, and what is known of their producers. */
export class PartitionLog {
  readonly config: TopicConfig;
  readonly producers = new ProducerState();
  batches: StoredBatch[] = [];
  /** Records below were deleted. */
  startOffset = 0;
  endOffset = 0;
  sizeBytes = 0;
  readonly #clock: BrokerClock;
  readonly #file: LogFile | undefined;
  readonly #watchers = new Set<() => void>();

  constructor(config: TopicConfig, clock: BrokerClock, file?: LogFile) {
    this.config = config;
    this.#clock = clock;
    this.#file = file;
  }

  /** End of what a reader of committed data may see. */
  get lastStableOffset(): number {
    return this.producers.firstUnstable() ?? this.endOffset;
  }

  /** Appends a batch that a producer sent; a repeated one gets the offset that it got before. */
  append(received: Buffer): AppendResult {
    const header = validateBatch(received, this.config, this.#clock.nowMs());
    const duplicate = header.producerId >= 0 ? this.producers.check(header) : undefined;
    if (duplicate !== undefined) return { baseOffset: duplicate.baseOffset, appendTimeMs: duplicate.appendTimeMs };
    // Memory of its own: a slice of the shared pool would keep the whole of its slab, most of it garbage, for as long as the record is kept.
    const bytes = Buffer.allocUnsafeSlow(received.length);
    received.copy(bytes);
    const appendTimeMs = this.config.usesAppendTime ? this.#clock.nowMs() : -1;
    if (appendTimeMs >= 0) {
      bytes.writeInt16BE(header.attributes | attribute.logAppendTime, batchField.attributes);
      writeInt64(bytes, appendTimeMs, batchField.maxTimestamp);
      sealBatch(bytes, 0, bytes.length);
    }
    return { baseOffset: this.#store(bytes), appendTimeMs };
  }

  /** Writes the marker that ends a producer's transaction here. */
  appendMarker(producerId: number, producerEpoch: number, isCommit: boolean): void {
    const builder = new RecordBatchBuilder(128);
    const key = Buffer.from([0, 0, 0, isCommit ? 1 : 0]);
    const value = Buffer.alloc(6);
    builder.append(this.#clock.nowMs(), key, 0, key.length, value, 0, value.length, null, 0, 0, 0);
    this.#store(builder.finish({ producerId, producerEpoch, transactional: true, control: true }));
  }

  #store(bytes: Buffer): number {
    const baseOffset = this.endOffset;
    writeInt64(bytes, baseOffset, batchField.baseOffset);
    bytes.writeInt32BE(leaderEpoch, batchField.leaderEpoch);
    this.#file?.append(bytes, baseOffset);
    this.adopt(bytes);
    this.notify();
    return baseOffset;
  }

  /** Takes in a batch that has its offset already: a new one, or one that was loaded. False if it is not a whole batch. */
  adopt(bytes: Buffer): boolean {
    const header = readBatchHeader(bytes, 0, bytes.length, false);
    if (header === undefined || header.end !== bytes.length) return false;
    this.batches.push({ header, bytes });
    this.sizeBytes += bytes.length;
    this.endOffset = header.lastOffset + 1;
    if (header.producerId < 0) return true;
    if ((header.attributes & attribute.control) === 0) {
      const appendTimeMs = (header.attributes & attribute.logAppendTime) === 0 ? -1 : header.maxTimestamp;
      if (header.baseSequence >= 0)
        this.producers.appended(header, (header.attributes & attribute.transactional) !== 0, appendTimeMs);
    } else {
      const { markers } = decodeBatches(bytes, 0, bytes.length, { fetchOffset: header.baseOffset, checkCrc: false });
      if (markers[0] !== undefined) this.producers.ended(header, markers[0].type === "abort");
    }
    return true;
  }

  /** Sets what the batches that were loaded do not tell. */
  startFrom(startOffset: number, endOffset: number): void {
    this.endOffset = Math.max(this.endOffset, endOffset);
    this.startOffset = startOffset;
    this.#setBatches(this.batches.slice(this.find(startOffset)));
    this.producers.forgetBelow(startOffset);
  }

  /** Index of the first batch that has records at or after the offset. */
  find(offset: number): number {
    let low = 0;
    let high = this.batches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.batches[middle]!.header.lastOffset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Bytes a fetch from `offset` up to `end` would find, counted to `most`. */
  available(offset: number, end: number, most: number): number {
    let bytes = 0;
    for (let index = this.find(offset); index < this.batches.length && bytes < most; index++) {
      const batch = this.batches[index]!;
      if (batch.header.baseOffset >= end) break;
      bytes += batch.bytes.length;
    }
    return bytes;
  }

  /** Whole batches from `offset` up to `end`, as many as fit into `maxBytes`, but one even if it does not when `atLeastOne`. */
  read(offset: number, end: number, maxBytes: number, atLeastOne: boolean): Buffer {
    const parts: Buffer[] = [];
    let bytes = 0;
    for (let index = this.find(offset); index < this.batches.length; index++) {
      const batch = this.batches[index]!;
      if (batch.header.baseOffset >= end) break;
      const fits = bytes + batch.bytes.length <= maxBytes;
      if (!fits && !(atLeastOne && parts.length === 0)) break;
      parts.push(batch.bytes);
      bytes += batch.bytes.length;
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts, bytes);
  }

  /** Deletes what lies before `offset`; the end of the log stays. */
  deleteBefore(offset: number): void {
    if (offset > this.endOffset) {
      throw new BrokerError("OFFSET_OUT_OF_RANGE", `offset ${offset} is beyond the end ${this.endOffset}`);
    }
    if (offset <= this.startOffset) return;
    this.startOffset = offset;
    this.#setBatches(this.batches.slice(this.find(offset)));
    this.#file?.cutFront(offset, this.endOffset);
    this.producers.forgetBelow(offset);
  }

  /** Keeps these batches only. The end of the log stays where it is. */
  replaceBatches(batches: StoredBatch[]): void {
    this.#setBatches(batches);
    this.#file?.rewrite(batches, this.startOffset, this.endOffset);
  }

  #setBatches(batches: StoredBatch[]): void {
    this.batches = batches;
    this.sizeBytes = batches.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** Calls back whenever the log or its last stable offset has moved. */
  watch(callback: () => void): () => void {
    this.#watchers.add(callback);
    return () => this.#watchers.delete(callback);
  }

  notify(): void {
    for (const watcher of this.#watchers) watcher();
  }

  close(): void {
    this.#file?.close();
    this.notify();
  }
}
