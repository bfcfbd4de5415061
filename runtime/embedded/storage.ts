import type { BrokerClock } from "./clock.ts";
import { PartitionLog } from "./log/partition-log.ts";
import type { Topic } from "./topics.ts";

/** What a broker remembers besides records. The last note of a kind and name counts. */
export type Note =
  | { kind: "topic"; id: string; name: string; partitions: number; config: Record<string, string> }
  | { kind: "topic-deleted"; name: string }
  | { kind: "offsets"; group: string; offsets: StoredOffset[] }
  | { kind: "group-deleted"; group: string }
  | { kind: "producer-ids"; next: number }
  | { kind: "transaction"; id: string; state: StoredTransaction }
  | { kind: "log"; topicId: string; partition: number; log: StoredLog };

/** A committed offset, or its removal when `offset` is -1. */
export interface StoredOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string | null;
  readonly timeMs: number;
}

export interface StoredTransaction {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly timeoutMs: number;
  readonly state: "Empty" | "Ongoing" | "PrepareCommit" | "PrepareAbort" | "CompleteCommit" | "CompleteAbort";
  readonly partitions: readonly (readonly [topic: string, partition: number])[];
  readonly pending: readonly { readonly group: string; readonly offsets: readonly StoredOffset[] }[];
}

/** Which files of a partition count, and where its log starts and at least ends. */
export interface StoredLog {
  readonly generation: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Where a broker keeps what must outlive it. */
export interface Storage {
  note(note: Note): void;
  openLog(topic: Topic, partition: number, clock: BrokerClock): PartitionLog;
  removeLogs(topic: Topic): void;
  close(): void;
}

/** Nothing outlives the broker. */
export const memoryStorage: Storage = {
  note() {},
  openLog: (topic, _partition, clock) => new PartitionLog(topic.config, clock),
  removeLogs() {},
  close() {},
};
