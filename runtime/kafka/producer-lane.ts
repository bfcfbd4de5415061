import { WeirError } from "../../shared/errors.ts";
import type { ProducerLane } from "./ports.ts";
import { nextSequence } from "./producer-batch.ts";
import type { ProducerBatch } from "./producer-batch.ts";
import type { ProducerIdentity } from "./producer-identity.ts";
import type { Compression } from "./records/compression.ts";
import { RecordBatchBuilder } from "./records/record-batch-builder.ts";
import { batchHeaderSize } from "./records/batch-header.ts";

/** What a lane needs of its producer. */
export interface LaneOwner {
  readonly identity: ProducerIdentity | null;
  compressionOf(topic: string): Compression;
  readonly batchBytes: number;
  readonly maxRecordBytes: number;
  /** An empty one, perhaps used before. */
  takeBuilder(): RecordBatchBuilder;
  /** Throws if the producer has failed. */
  appended(lane: PartitionLane, bytes: number): void;
  /** A batch is complete. */
  filled(): void;
}

/** Records of one partition: a batch that is being filled, batches that wait, batches that are under way; all in order. */
export class PartitionLane implements ProducerLane {
  readonly topic: string;
  readonly partition: number;
  readonly queue: ProducerBatch[] = [];
  readonly inFlight: ProducerBatch[] = [];
  /** Came back and go again, once nothing of this lane is under way. */
  readonly returned: ProducerBatch[] = [];
  /** When the first record of the open batch came; 0 while it is empty. */
  openedAtMs = 0;
  /** Not sent at the moment: batches came back and the reason may need time. */
  isWaiting = false;
  /**
   * Whether the broker has acknowledged something since the start or the last failure. Until then batches go one by one: a broker that knows
   * nothing of a producer takes any sequence number, so that it could take the second batch where it refused the first.
   */
  isEstablished = false;
  /** Lowered when the topic turns out to take less. */
  batchBytes: number;
  readonly #owner: LaneOwner;
  readonly #compression: Compression;
  #builder: RecordBatchBuilder;
  #nextSequence = 0;

  constructor(owner: LaneOwner, topic: string, partition: number) {
    this.#owner = owner;
    this.topic = topic;
    this.partition = partition;
    this.#compression = owner.compressionOf(topic);
    this.batchBytes = owner.batchBytes;
    this.#builder = owner.takeBuilder();
  }

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
    const most = RecordBatchBuilder.sizeOf(keyLength, valueLength, headersLength);
    if (most + batchHeaderSize > this.#owner.maxRecordBytes) throw this.#tooLarge(most);
    if (this.#builder.size + most > this.batchBytes && this.#builder.count > 0) this.#fill();
    // Only now: filling puts another builder in its place.
    const builder = this.#builder;
    const before = builder.count === 0 ? 0 : builder.size;
    const size = builder.append(
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
    this.#owner.appended(this, size - before);
  }

  get hasOpen(): boolean {
    return this.#builder.count > 0;
  }

  /** The sequence number of the batch that must be acknowledged next. */
  isFirst(batch: ProducerBatch): boolean {
    return this.inFlight[0] === batch && this.returned.length === 0;
  }

  #fill(): void {
    this.seal();
    this.#owner.filled();
  }

  /** Ends the open batch, if there is one. */
  seal(): void {
    const builder = this.#builder;
    const { count, size: pendingBytes } = builder;
    if (count === 0) return;
    const { identity } = this.#owner;
    const compression = this.#compression;
    const baseSequence = this.#nextSequence;
    this.#nextSequence = nextSequence(baseSequence, count);
    const inPlace = compression === "none";
    const stamp = { baseSequence, ...identity };
    const bytes = inPlace ? builder.finishInPlace(stamp) : builder.finish({ compression, ...stamp });
    if (inPlace) this.#builder = this.#owner.takeBuilder();
    this.queue.push({
      builder: inPlace ? builder : null,
      bytes,
      count,
      pendingBytes,
      createdAtMs: this.openedAtMs,
      baseSequence,
      isStamped: identity !== null,
      attempts: 0,
      flushes: [],
    });
    this.openedAtMs = 0;
  }

  /** Puts what came back before what waits, in the order of its records. */
  requeue(): void {
    this.queue.unshift(...this.returned.splice(0));
  }

  /** A new epoch counts from 0: everything that is not acknowledged is numbered anew. Nothing may be under way. */
  renumber(): void {
    let sequence = 0;
    this.isEstablished = false;
    for (const batch of this.queue) {
      batch.baseSequence = sequence;
      batch.isStamped = false;
      sequence = nextSequence(sequence, batch.count);
    }
    this.#nextSequence = sequence;
  }

  #tooLarge(bytes: number): WeirError {
    const { maxRecordBytes } = this.#owner;
    return new WeirError(
      "KAFKA_0401",
      `A record of ${bytes} bytes for the topic ${this.topic} is larger than the limit of ${maxRecordBytes} bytes.`,
      {
        hint: "Make the record smaller, or raise the limit here and max.message.bytes of the topic.",
      },
    );
  }
}
