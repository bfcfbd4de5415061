import { attribute, batchField, readBatchHeader, type BatchHeader } from "../../kafka/records/batch-header.ts";
import { compressions } from "../../kafka/records/compression.ts";
import { decodeBatches, type DecodedBatches } from "../../kafka/records/decode-batches.ts";
import { RecordBatchBuilder, sealBatch } from "../../kafka/records/record-batch-builder.ts";
import type { PartitionLog, StoredBatch } from "./partition-log.ts";

function recordsOf({ bytes, header }: StoredBatch): DecodedBatches {
  return decodeBatches(bytes, 0, bytes.length, { fetchOffset: header.baseOffset, checkCrc: false });
}

function keyAt(records: DecodedBatches, row: number): string {
  const start = records.keyStarts[row]!;
  return records.buffer.toString("latin1", start, start + records.keyLengths[row]!);
}

function isMarker({ header }: StoredBatch): boolean {
  return (header.attributes & attribute.control) !== 0;
}

/**
 * Keeps the last record of every key, and tombstones until they are old enough. Offsets stay as they are; batches that lose all records go,
 * but the last one of a producer, which its next sequence follows. Nothing behind the last stable offset is touched.
 */
export function compactLog(log: PartitionLog, nowMs: number): void {
  const end = log.lastStableOffset;
  const youngestMs = nowMs - log.config.number("min.compaction.lag.ms");
  const dirty = log.batches.filter(({ header }) => header.lastOffset < end && header.maxTimestamp <= youngestMs);
  const aborted = (batch: StoredBatch): boolean => isAborted(log, batch);
  const latest = new Map<string, number>();
  for (const batch of dirty) {
    if (isMarker(batch) || aborted(batch)) continue;
    const records = recordsOf(batch);
    for (let row = 0; row < records.count; row++) latest.set(keyAt(records, row), records.offsets[row]!);
  }
  const lastOfProducer = new Set<StoredBatch>();
  const byProducer = new Map(
    dirty.filter(({ header }) => header.producerId >= 0).map((batch) => [batch.header.producerId, batch]),
  );
  for (const batch of byProducer.values()) lastOfProducer.add(batch);
  const oldestTombstoneMs = nowMs - log.config.number("delete.retention.ms");
  let changed = false;
  const untouched = new Set(dirty);
  const kept = log.batches.flatMap((batch) => {
    if (!untouched.has(batch)) return [batch];
    const next = isMarker(batch)
      ? batch
      : compactBatch(batch, latest, aborted(batch), oldestTombstoneMs, lastOfProducer.has(batch));
    if (next !== batch) changed = true;
    return next === undefined ? [] : [next];
  });
  if (changed) log.replaceBatches(kept);
}

function isAborted(log: PartitionLog, { header }: StoredBatch): boolean {
  return (
    (header.attributes & attribute.transactional) !== 0 &&
    log.producers.aborted.some(
      ({ producerId, firstOffset, lastOffset }) =>
        producerId === header.producerId && firstOffset <= header.baseOffset && header.lastOffset <= lastOffset,
    )
  );
}

/** The batch without what a later record replaces; undefined if nothing is left. */
function compactBatch(
  batch: StoredBatch,
  latest: ReadonlyMap<string, number>,
  drop: boolean,
  oldestTombstoneMs: number,
  mustStay: boolean,
): StoredBatch | undefined {
  const records = recordsOf(batch);
  const keep: number[] = [];
  for (let row = 0; row < records.count; row++) {
    const isLatest = latest.get(keyAt(records, row)) === records.offsets[row];
    const isOldTombstone = records.valueLengths[row]! < 0 && records.timestamps[row]! < oldestTombstoneMs;
    if (!drop && isLatest && !isOldTombstone) keep.push(row);
  }
  if (keep.length === records.count && (records.count > 0 || mustStay)) return batch;
  if (keep.length === 0 && !mustStay) return undefined;
  return rebuild(batch.header, records, keep);
}

function rebuild(header: BatchHeader, records: DecodedBatches, rows: readonly number[]): StoredBatch {
  const { buffer } = records;
  const builder = new RecordBatchBuilder();
  for (const row of rows) {
    builder.appendAt(
      records.offsets[row]! - header.baseOffset,
      records.timestamps[row]!,
      buffer,
      records.keyStarts[row]!,
      records.keyLengths[row]!,
      buffer,
      records.valueStarts[row]!,
      records.valueLengths[row]!,
      buffer,
      records.headerStarts[row]!,
      records.headerLengths[row]!,
      records.headerCounts[row]!,
    );
  }
  const bytes = builder.finish(
    {
      compression: rows.length === 0 ? "none" : compressions[header.attributes & attribute.compression]!,
      producerId: header.producerId,
      producerEpoch: header.producerEpoch,
      baseSequence: header.baseSequence,
      transactional: (header.attributes & attribute.transactional) !== 0,
      baseOffset: header.baseOffset,
      leaderEpoch: header.leaderEpoch,
    },
    header.lastOffset - header.baseOffset,
  );
  if ((header.attributes & attribute.logAppendTime) !== 0) {
    bytes.writeInt16BE(bytes.readInt16BE(batchField.attributes) | attribute.logAppendTime, batchField.attributes);
    bytes.writeBigInt64BE(BigInt(header.maxTimestamp), batchField.maxTimestamp);
    sealBatch(bytes, 0, bytes.length);
  }
  return { bytes, header: readBatchHeader(bytes, 0, bytes.length, false)! };
}
