import { batchField, writeInt64 } from "./records/batch-header.ts";
import type { Compression } from "./records/compression.ts";
import { decodeBatches } from "./records/decode-batches.ts";
import { RecordBatchBuilder, sealBatch } from "./records/record-batch-builder.ts";
import type { ProducerIdentity } from "./producer-identity.ts";

/** A record batch on its way. */
export interface ProducerBatch {
  /** Whose buffer `bytes` is part of, to be used again when the batch is done; null where it is its own. */
  readonly builder: RecordBatchBuilder | null;
  readonly bytes: Buffer;
  readonly count: number;
  /** Share of the producer's `pendingBytes`. */
  readonly pendingBytes: number;
  readonly createdAtMs: number;
  /** Sequence number of the first record in its partition; counts on from batch to batch and wraps to 0. */
  baseSequence: number;
  /** Whether the header carries the producer's identity and the sequence. */
  isStamped: boolean;
  attempts: number;
  readonly flushes: Flush[];
}

/** A caller that waits for batches. */
export interface Flush {
  remaining: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export function stampBatch(batch: ProducerBatch, { producerId, producerEpoch }: ProducerIdentity): void {
  const { bytes } = batch;
  writeInt64(bytes, producerId, batchField.producerId);
  bytes.writeInt16BE(producerEpoch, batchField.producerEpoch);
  bytes.writeInt32BE(batch.baseSequence, batchField.baseSequence);
  sealBatch(bytes, 0, bytes.length);
  batch.isStamped = true;
}

export function nextSequence(sequence: number, count: number): number {
  return (sequence + count) % 0x8000_0000;
}

/** Two batches with the records of one that was too large for the topic. Their sequences follow one another as they did in the one. */
export function splitBatch(
  batch: ProducerBatch,
  identity: ProducerIdentity,
  compression: Compression,
): [ProducerBatch, ProducerBatch] {
  const columns = decodeBatches(batch.bytes, 0, batch.bytes.length, { fetchOffset: 0 });
  const half = Math.ceil(batch.count / 2);
  const make = (from: number, to: number, pendingBytes: number, flushes: Flush[]): ProducerBatch => {
    const builder = new RecordBatchBuilder(batch.bytes.length);
    const { buffer } = columns;
    for (let row = from; row < to; row++) {
      builder.append(
        columns.timestamps[row]!,
        buffer,
        columns.keyStarts[row]!,
        columns.keyLengths[row]!,
        buffer,
        columns.valueStarts[row]!,
        columns.valueLengths[row]!,
        buffer,
        columns.headerStarts[row]!,
        columns.headerLengths[row]!,
        columns.headerCounts[row]!,
      );
    }
    const baseSequence = nextSequence(batch.baseSequence, from);
    const bytes = builder.finish({ compression, ...identity, baseSequence });
    const { createdAtMs } = batch;
    return {
      builder: null,
      bytes,
      count: to - from,
      pendingBytes,
      createdAtMs,
      baseSequence,
      isStamped: true,
      attempts: 0,
      flushes,
    };
  };
  const share = Math.floor(batch.pendingBytes / 2);
  for (const flush of batch.flushes) flush.remaining += 1;
  return [
    make(0, half, share, [...batch.flushes]),
    make(half, batch.count, batch.pendingBytes - share, [...batch.flushes]),
  ];
}
