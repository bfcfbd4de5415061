import type { RequestBodies } from "../../kafka/protocol/codec.ts";
import { errorCode } from "../../kafka/protocol/error-codes.ts";
import { decodeBatches } from "../../kafka/records/decode-batches.ts";
import { BrokerError, codeOf } from "../broker-error.ts";
import type { BrokerState, Handlers } from "../broker-state.ts";
import { leaderEpoch, type PartitionLog } from "../log/partition-log.ts";

interface Found {
  readonly offset: number;
  readonly timestamp: number;
}

/** What a timestamp below zero asks for. */
const asks = {
  latest: -1,
  earliest: -2,
  maxTimestamp: -3,
  earliestLocal: -4,
  latestTiered: -5,
  earliestPending: -6,
} as const;

function offsetFor(log: PartitionLog, timestamp: number, committed: boolean): Found {
  const end = committed ? log.lastStableOffset : log.endOffset;
  switch (timestamp) {
    case asks.latest:
      return { offset: end, timestamp: -1 };
    case asks.earliest:
    case asks.earliestLocal:
      return { offset: log.startOffset, timestamp: -1 };
    case asks.maxTimestamp:
      return maxTimestamp(log);
    case asks.latestTiered:
    case asks.earliestPending:
      return { offset: -1, timestamp: -1 };
    default:
      return firstSince(log, timestamp, end);
  }
}

function maxTimestamp(log: PartitionLog): Found {
  let latest = -1;
  for (const { header } of log.batches) latest = Math.max(latest, header.maxTimestamp);
  return latest < 0 ? { offset: -1, timestamp: -1 } : firstSince(log, latest, log.endOffset);
}

/** The first record at or after a time. */
function firstSince(log: PartitionLog, timestamp: number, end: number): Found {
  for (const { header, bytes } of log.batches) {
    if (header.maxTimestamp < timestamp || header.lastOffset < log.startOffset) continue;
    const records = decodeBatches(bytes, 0, bytes.length, { fetchOffset: log.startOffset, checkCrc: false });
    for (let row = 0; row < records.count; row++) {
      const at = records.timestamps[row]!;
      const offset = records.offsets[row]!;
      if (at >= timestamp) return offset < end ? { offset, timestamp: at } : { offset: -1, timestamp: -1 };
    }
  }
  return { offset: -1, timestamp: -1 };
}

function mustFind(broker: BrokerState, topic: string, partition: number): PartitionLog {
  const log = broker.topics.partition(topic, partition);
  if (log === undefined)
    throw new BrokerError("UNKNOWN_TOPIC_OR_PARTITION", `partition ${topic}-${partition} does not exist`);
  return log;
}

function listOffset(
  broker: BrokerState,
  request: RequestBodies["ListOffsets"],
  topic: string,
  partition: number,
  timestamp: number,
): Found {
  return offsetFor(mustFind(broker, topic, partition), timestamp, request.isolationLevel === 1);
}

export const offsetHandlers: Handlers = {
  ListOffsets(broker, request) {
    const topics = request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, timestamp }) => {
        let found: Found | undefined;
        const code = codeOf(() => {
          found = listOffset(broker, request, name, partitionIndex, timestamp);
        });
        return {
          partitionIndex,
          errorCode: code,
          leaderEpoch: found === undefined || found.offset < 0 ? -1 : leaderEpoch,
          ...found,
        };
      }),
    }));
    return { topics };
  },

  OffsetForLeaderEpoch(broker, request) {
    const topics = request.topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition, leaderEpoch: wanted }) => {
        const log = broker.topics.partition(topic, partition);
        if (log === undefined) return { partition, errorCode: errorCode.UNKNOWN_TOPIC_OR_PARTITION };
        return wanted < leaderEpoch ? { partition } : { partition, leaderEpoch, endOffset: log.endOffset };
      }),
    }));
    return { topics };
  },

  DeleteRecords(broker, request) {
    const topics = request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, offset }) => {
        let lowWatermark = -1;
        const code = codeOf(() => {
          const log = mustFind(broker, name, partitionIndex);
          log.deleteBefore(offset === -1 ? log.endOffset : offset);
          lowWatermark = log.startOffset;
        });
        return { partitionIndex, lowWatermark, errorCode: code };
      }),
    }));
    return { topics };
  },
};
