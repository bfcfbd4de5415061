/**
 * All that the engine knows about Kafka. Offsets are numbers (safe to 2^53). Promises are per batch or request, never per record.
 */
import type { RecordColumns } from "./records/columns.ts";

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface ConnectionOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly tls?: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly serverName?: string;
    readonly insecure?: boolean;
  };
  readonly sasl?: {
    readonly mechanism: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512";
    readonly username: string;
    readonly password: string;
  };
  readonly connectTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
}

/** Reads partitions that were assigned by hand; keeps a fetch in flight per broker while data is being processed. */
export interface Fetcher {
  /** Replaces the set of partitions; data of partitions that stay is kept. A position of "earliest"/"latest"/{timestampMs} is resolved first. */
  assign(
    partitions: readonly (TopicPartition & {
      readonly position: number | "earliest" | "latest" | { readonly timestampMs: number };
    })[],
  ): Promise<void>;
  /** Takes what has arrived for one partition, in turn; undefined when nothing is there. Synchronous. */
  take(): FetchedRecords | undefined;
  /** Resolves when `take` may have something or an end offset has moved, or after `timeoutMs`. */
  ready(timeoutMs: number): Promise<void>;
  pause(partition: TopicPartition): void;
  resume(partition: TopicPartition): void;
  /** End of the partition as of the last answer (high watermark, or last stable offset when reading committed); undefined before the first. */
  endOffset(partition: TopicPartition): number | undefined;
  close(): Promise<void>;
}

export interface FetchedRecords extends TopicPartition {
  readonly columns: RecordColumns;
  /** Where to go on, also when records were filtered, compacted away or only control records came. */
  readonly nextOffset: number;
  /** Called once when nobody looks at the columns' bytes any more, so that their memory can be used again; or never. */
  readonly release: () => void;
}

export interface Producer {
  /** Number of partitions of a topic; asks the cluster the first time. */
  partitions(topic: string): Promise<number>;
  /** A partition to append to. Cheap to look up, meant to be kept. */
  lane(topic: string, partition: number): ProducerLane;
  /** Bytes appended and not yet acknowledged. */
  readonly pendingBytes: number;
  /** Resolves when fewer than `bytes` are pending: back-pressure. Rejects when a batch failed for good. */
  drain(bytes: number): Promise<void>;
  /** Sends everything and resolves when all is acknowledged. Rejects when a batch failed for good. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface ProducerLane {
  /** Appends one record by copying its bytes. A length of -1 is null. `headers` is the encoded form (see RecordColumns), or null. */
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
  ): void;
}

/** A member of the group. It heartbeats by itself; the assignment changes only inside the callbacks. */
export interface Membership {
  readonly memberId: string;
  /** Which protocol it found the broker to speak. */
  readonly protocol: "streams" | "classic";
  /** Joins and keeps going until `leave`. */
  start(callbacks: MembershipCallbacks): Promise<void>;
  /** Offsets that the group has committed; -1 where there is none. */
  committed(partitions: readonly TopicPartition[]): Promise<number[]>;
  /** Commits under this member's generation. Rejects with KAFKA_… when the member is fenced. */
  commit(offsets: readonly (TopicPartition & { readonly offset: number; readonly metadata?: string })[]): Promise<void>;
  /** Leaves at once, so that others take over without waiting for a timeout. */
  leave(): Promise<void>;
}

export interface MembershipCallbacks {
  /** The complete set of tasks that this member owns from now on: those that left it have been given to `revoke` before. */
  assign(tasks: readonly TaskId[]): Promise<void>;
  /** These tasks go to somebody else: finish, commit, then return. */
  revoke(tasks: readonly TaskId[]): Promise<void>;
  /** These tasks are already somebody else's: drop them without committing. */
  lost(tasks: readonly TaskId[]): void;
  /** What the group is waiting for, in words for the user (missing topics, rebalancing); null when all is well. */
  status(message: string | null): void;
  /** The member cannot go on. */
  failed(error: Error): void;
}

export interface TaskId {
  readonly subTopology: string;
  readonly partition: number;
}

/** The part of a topology that the group coordinator needs (KIP-1071). */
export interface GroupTopology {
  readonly epoch: number;
  readonly subTopologies: readonly {
    readonly id: string;
    readonly sourceTopics: readonly string[];
    readonly repartitionSinks: readonly string[];
    readonly repartitionSources: readonly InternalTopic[];
    readonly changelogs: readonly InternalTopic[];
    /** Topic names, of both kinds. */
    readonly copartitionGroups: readonly (readonly string[])[];
  }[];
}

export interface InternalTopic {
  readonly name: string;
  /** 0: derived from the sources. */
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/** What a pipeline needs of a cluster's administration. */
export interface Admin {
  topics(names: readonly string[]): Promise<(TopicInfo | undefined)[]>;
  createTopics(
    topics: readonly {
      readonly name: string;
      readonly partitions: number;
      readonly replicationFactor?: number;
      readonly config?: Readonly<Record<string, string>>;
    }[],
  ): Promise<void>;
  deleteTopics(names: readonly string[]): Promise<void>;
  /** Earliest and latest (read committed when asked) offsets, or those of the first records at or after a time (the end where there are none). */
  offsets(
    partitions: readonly TopicPartition[],
    at: "earliest" | "latest" | "latest-committed" | { readonly timestampMs: number },
  ): Promise<number[]>;
  deleteRecords(before: readonly (TopicPartition & { readonly offset: number })[]): Promise<void>;
}

export interface TopicInfo {
  readonly name: string;
  readonly partitions: number;
}
