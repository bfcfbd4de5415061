/** Record batches of one partition as they came in one fetch response, decoded when they are taken. */
import { WeirError } from "../../shared/errors.ts";
import type { FrameLease } from "./frame-pool.ts";
import type { TopicPartition } from "./ports.ts";
import type { AbortedTransaction } from "./records/aborted-transactions.ts";
import { batchField, readInt64 } from "./records/batch-header.ts";
import { decodeBatches } from "./records/decode-batches.ts";
import type { DecodedBatches } from "./records/decode-batches.ts";
import { RecordBatchError } from "./records/record-batch-error.ts";

export interface FetchedChunk {
  readonly records: Buffer;
  readonly fetchOffset: number;
  /** Behind the last complete batch, by the headers alone; `fetchOffset` if there is none. */
  readonly nextOffset: number;
  /** Undefined when uncommitted records are read as well. */
  readonly aborted: readonly AbortedTransaction[] | undefined;
  /** Of the frame in which `records` lie; null where that is not pooled. */
  readonly lease: FrameLease | null;
}

export function makeChunk(
  records: Buffer,
  fetchOffset: number,
  aborted: readonly AbortedTransaction[] | undefined,
  lease: FrameLease | null,
): FetchedChunk {
  return { records, fetchOffset, nextOffset: endOfBatches(records, fetchOffset), aborted, lease };
}

/** Walks the headers, so that the next fetch can start before this chunk is decoded. What is malformed is found when it is. */
function endOfBatches(records: Buffer, fetchOffset: number): number {
  let next = fetchOffset;
  for (let at = 0; records.length - at >= batchField.baseTimestamp;) {
    const size = records.readInt32BE(at + batchField.length);
    if (size < 0 || size > records.length - at - 12) break;
    next = Math.max(next, readInt64(records, at) + records.readInt32BE(at + batchField.lastOffsetDelta) + 1);
    at += 12 + size;
  }
  return next;
}

/** Throws a WeirError that names topic, partition and offset. */
export function decodeChunk(chunk: FetchedChunk, { topic, partition }: TopicPartition): DecodedBatches {
  const { records, fetchOffset, aborted } = chunk;
  try {
    return decodeBatches(records, 0, records.length, { fetchOffset, ...(aborted === undefined ? {} : { aborted }) });
  } catch (error) {
    if (!(error instanceof RecordBatchError)) throw error;
    throw new WeirError(
      "KAFKA_0203",
      `Partition ${partition} of ${topic} cannot be read at offset ${fetchOffset}: ${error.message}.`,
      {
        hint: "Nothing before it is lost. To go on without it, move the group's committed offset behind the damaged batch.",
        cause: error,
      },
    );
  }
}
