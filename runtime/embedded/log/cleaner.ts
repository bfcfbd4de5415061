import type { PartitionLog } from "./partition-log.ts";
import { compactLog } from "./compaction.ts";

/** Applies the topic's retention and compaction to a partition. */
export function cleanLog(log: PartitionLog, nowMs: number): void {
  if (log.config.deletes) applyRetention(log, nowMs);
  if (log.config.compacts) compactLog(log, nowMs);
}

/** Deletes whole batches from the front: those that are too old, and those beyond the size. Undecided transactions stay. */
function applyRetention(log: PartitionLog, nowMs: number): void {
  const keepMs = log.config.number("retention.ms");
  const keepBytes = log.config.number("retention.bytes");
  const undecided = log.lastStableOffset;
  let bytes = log.sizeBytes;
  let cut = log.startOffset;
  for (const { header, bytes: data } of log.batches) {
    const isOld = keepMs >= 0 && header.maxTimestamp >= 0 && nowMs - header.maxTimestamp > keepMs;
    // As with segments, the data that is deleted must exceed the limit as a whole.
    const isBeyond = keepBytes >= 0 && bytes - data.length >= keepBytes;
    if (header.lastOffset >= undecided || !(isOld || isBeyond)) break;
    bytes -= data.length;
    cut = header.lastOffset + 1;
  }
  log.deleteBefore(cut);
}
