/**
 * Reads partitions from their leaders. For each broker one request is under way, on a connection of its own, while data that came before
 * is being processed; it is sent when no partition of that broker has more than it may hold, and then asks for all that are not paused, so
 * that none waits behind another's long poll. Partitions that gave data go to the end of the line.
 */
import { WeirError } from "../../shared/errors.ts";
import { BrokerError } from "./broker-error.ts";
import { isTransient } from "./cluster.ts";
import type { Cluster } from "./cluster.ts";
import { decodeChunk, makeChunk } from "./fetched-chunk.ts";
import type { FetchedChunk } from "./fetched-chunk.ts";
import { FrameLease, framePool } from "./frame-pool.ts";
import { FetchPartition, partitionKey } from "./fetch-partition.ts";
import { listOffsets } from "./list-offsets.ts";
import type { Isolation, OffsetAt } from "./list-offsets.ts";
import type { FetchedRecords, Fetcher, TopicPartition } from "./ports.ts";
import { zeroUuid } from "./protocol/codec.ts";
import type { ResponseBodies } from "./protocol/codec.ts";
import { errorCode as e, kafkaError } from "./protocol/error-codes.ts";

export interface FetcherOptions {
  readonly isolation: Isolation;
  /** What to do when a position is not in the partition any more: stop it with an error, or go on at an end. */
  readonly reset?: "fail" | "earliest" | "latest";
  readonly maxWaitMs?: number;
  readonly minBytes?: number;
  readonly maxPartitionBytes?: number;
  readonly maxResponseBytes?: number;
}

type PartitionAnswer = ResponseBodies["Fetch"]["responses"][number]["partitions"][number];
type Position = number | OffsetAt;

/** A partition may hold so many fetched chunks before its broker is not asked again. */
const MAX_CHUNKS = 2;
/** The topic may be gone for so long, as while it is being moved, before that stops its partitions. */
const UNKNOWN_FOR_MS = 15_000;
const MAX_BATCH_BYTES = 100 * 1024 * 1024;
/** From this version on topics go by their ids. */
const FIRST_WITH_TOPIC_IDS = 13;

let fetchers = 0;

export class PartitionFetcher implements Fetcher {
  readonly #cluster: Cluster;
  readonly #options: Required<FetcherOptions>;
  readonly #purpose = `fetch ${(fetchers += 1)}`;
  #partitions = new Map<string, FetchPartition>();
  /** In the order in which they are handed out. */
  #line: FetchPartition[] = [];
  readonly #asking = new Set<number>();
  #failures = 0;
  #recovering = false;
  #closed = false;
  #wake: (() => void) | null = null;

  constructor(cluster: Cluster, options: FetcherOptions) {
    this.#cluster = cluster;
    this.#options = {
      reset: "fail",
      maxWaitMs: 500,
      minBytes: 1,
      maxPartitionBytes: 1024 * 1024,
      maxResponseBytes: 4 * 1024 * 1024,
      ...options,
    };
  }

  async assign(wanted: readonly (TopicPartition & { readonly position: Position })[]): Promise<void> {
    const fresh = wanted.filter((one) => !this.#isKept(one));
    const offsets = await this.#resolve(fresh);
    const created = new Map<string, FetchPartition>();
    for (const [i, one] of fresh.entries()) {
      const topic = await this.#cluster.topic(one.topic);
      if (topic === undefined) throw new BrokerError(e.UNKNOWN_TOPIC_OR_PARTITION, `to read ${one.topic}`);
      created.set(partitionKey(one), new FetchPartition(one, topic.id, offsets[i]!, this.#options.maxPartitionBytes));
    }
    const next = new Map<string, FetchPartition>();
    for (const one of wanted) {
      const key = partitionKey(one);
      const partition = created.get(key) ?? this.#partitions.get(key);
      if (partition !== undefined) next.set(key, partition);
    }
    this.#partitions = next;
    this.#line = [...next.values()];
    this.#pump();
  }

  /** A partition that stays keeps its place unless it is told another one. */
  #isKept(wanted: TopicPartition & { readonly position: Position }): boolean {
    const known = this.#partitions.get(partitionKey(wanted));
    if (known === undefined || known.error !== null) return false;
    if (typeof wanted.position !== "number") return true;
    return wanted.position === (known.chunks[0]?.fetchOffset ?? known.fetchOffset);
  }

  async #resolve(wanted: readonly (TopicPartition & { readonly position: Position })[]): Promise<number[]> {
    const open = wanted.flatMap(({ topic, partition, position }) =>
      typeof position === "number" ? [] : [{ topic, partition, at: position }],
    );
    const offsets = open.length === 0 ? [] : await listOffsets(this.#cluster, open, this.#options.isolation);
    return wanted.map(({ position }) => (typeof position === "number" ? position : (offsets.shift() ?? 0)));
  }

  take(): FetchedRecords | undefined {
    const index = this.#line.findIndex((one) => one.isReady);
    const partition = this.#line[index];
    if (partition === undefined) return undefined;
    this.#line.splice(index, 1);
    this.#line.push(partition);
    const chunk = partition.paused ? undefined : partition.shift();
    try {
      if (chunk === undefined) {
        partition.isReported = true;
        throw partition.error ?? new Error("Invariant broken: a partition is ready with nothing to give");
      }
      const columns = decodeChunk(chunk, partition);
      // Less was decoded than the headers promised: what follows is fetched again from there.
      if (columns.nextOffset !== chunk.nextOffset) partition.seek(columns.nextOffset);
      return {
        topic: partition.topic,
        partition: partition.partition,
        columns,
        nextOffset: columns.nextOffset,
        release: releaseOf(chunk, columns.buffer),
      };
    } catch (error) {
      partition.seek(chunk?.fetchOffset ?? partition.fetchOffset);
      partition.error ??= error instanceof Error ? error : new Error(String(error));
      partition.isReported = true;
      throw error;
    } finally {
      this.#pump();
    }
  }

  ready(timeoutMs: number): Promise<void> {
    if (this.#line.some((one) => one.isReady)) return Promise.resolve();
    this.#wake?.();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), timeoutMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }

  pause(partition: TopicPartition): void {
    const known = this.#partitions.get(partitionKey(partition));
    if (known !== undefined) known.paused = true;
  }

  resume(partition: TopicPartition): void {
    const known = this.#partitions.get(partitionKey(partition));
    if (known === undefined || !known.paused) return;
    known.paused = false;
    if (known.isReady) this.#wake?.();
    this.#pump();
  }

  endOffset(partition: TopicPartition): number | undefined {
    return this.#partitions.get(partitionKey(partition))?.endOffset;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#partitions.clear();
    this.#line = [];
    this.#wake?.();
    await this.#cluster.closeConnections(this.#purpose);
  }

  /** Sends what can be sent. Called whenever something has changed; does nothing when all is as it should be. */
  #pump(): void {
    if (this.#closed) return;
    const byLeader = new Map<number, FetchPartition[]>();
    for (const partition of this.#partitions.values()) {
      if (partition.paused || partition.waiting !== null || partition.error !== null) continue;
      const leader = this.#leaderOf(partition);
      if (leader < 0) {
        this.#recover([partition]);
        continue;
      }
      const group = byLeader.get(leader);
      if (group === undefined) byLeader.set(leader, [partition]);
      else group.push(partition);
    }
    for (const [leader, group] of byLeader) {
      if (this.#asking.has(leader) || group.some((one) => this.#isFull(one))) continue;
      this.#asking.add(leader);
      void this.#fetch(leader, group);
    }
  }

  #isFull(partition: FetchPartition): boolean {
    return partition.chunks.length >= MAX_CHUNKS || partition.bufferedBytes >= MAX_CHUNKS * partition.maxBytes;
  }

  /** -1 when it is not known at the moment. */
  #leaderOf(partition: FetchPartition): number {
    const topic = this.#cluster.metadata.topic(partition.topic);
    if (topic === undefined || (topic.id !== partition.topicId && topic.id !== zeroUuid)) return -1;
    return topic.partitions[partition.partition]?.leader ?? -1;
  }

  async #fetch(leader: number, group: readonly FetchPartition[]): Promise<void> {
    const offsets = group.map((one) => one.fetchOffset);
    try {
      const answer = await this.#ask(leader, group);
      if (this.#closed) return;
      if (answer.errorCode !== 0) throw new BrokerError(answer.errorCode, "to fetch records");
      this.#accept(answer, group, offsets);
    } catch (error) {
      if (this.#closed) return;
      const mayPass = isTransient(error) || (error instanceof BrokerError && error.info.retriable);
      if (mayPass) this.#recover(group);
      else
        for (const partition of group) this.#stop(partition, error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#asking.delete(leader);
    }
    this.#pump();
  }

  async #ask(leader: number, group: readonly FetchPartition[]): Promise<ResponseBodies["Fetch"]> {
    const { isolation, maxWaitMs, minBytes, maxResponseBytes } = this.#options;
    const connection = await this.#cluster.connection(leader, this.#purpose);
    const newest = connection.version("Fetch");
    const version = group.some(({ topicId }) => topicId === zeroUuid)
      ? Math.min(newest, FIRST_WITH_TOPIC_IDS - 1)
      : newest;
    const topics = new Map<string, FetchPartition[]>();
    for (const one of group) topics.set(one.topic, [...(topics.get(one.topic) ?? []), one]);
    return connection.requestVersion("Fetch", version, {
      maxWaitMs,
      minBytes,
      maxBytes: maxResponseBytes,
      isolationLevel: isolation === "read_committed" ? 1 : 0,
      topics: [...topics].map(([topic, partitions]) => ({
        topic,
        topicId: partitions[0]!.topicId,
        partitions: partitions.map((one) => ({
          partition: one.partition,
          currentLeaderEpoch: this.#cluster.metadata.topic(topic)?.partitions[one.partition]?.leaderEpoch ?? -1,
          fetchOffset: one.fetchOffset,
          partitionMaxBytes: one.maxBytes,
        })),
      })),
    });
  }

  #accept(answer: ResponseBodies["Fetch"], group: readonly FetchPartition[], offsets: readonly number[]): void {
    const lost: FetchPartition[] = [];
    const lease = leaseOf(answer);
    const asked = new Map(group.map((one, i) => [partitionKey(one), i]));
    for (const { topic, topicId, partitions } of answer.responses) {
      const name =
        topic === ""
          ? (this.#cluster.metadata.nameOf(topicId) ?? group.find((one) => one.topicId === topicId)?.topic)
          : topic;
      for (const one of partitions) {
        const index = asked.get(partitionKey({ topic: name ?? "", partition: one.partitionIndex })) ?? -1;
        const partition = group[index];
        // It may have been given away or moved meanwhile.
        if (partition === undefined || this.#partitions.get(partitionKey(partition)) !== partition) continue;
        if (partition.fetchOffset !== offsets[index] || partition.error !== null) continue;
        if (one.errorCode === 0) this.#acceptData(partition, one, lease);
        else if (this.#mayPass(partition, one.errorCode)) lost.push(partition);
      }
    }
    if (lost.length > 0) this.#recover(lost);
    else this.#failures = 0;
  }

  #acceptData(partition: FetchPartition, answer: PartitionAnswer, lease: FrameLease | null): void {
    const isCommitted = this.#options.isolation === "read_committed";
    partition.unknownSinceMs = 0;
    const endOffset = isCommitted ? answer.lastStableOffset : answer.highWatermark;
    // Also without records: whoever waits may wait to know that there are none.
    if (endOffset !== partition.endOffset) this.#wake?.();
    partition.endOffset = endOffset;
    const { records } = answer;
    if (records === null || records.length === 0) return;
    const chunk = makeChunk(
      records,
      partition.fetchOffset,
      isCommitted ? (answer.abortedTransactions ?? []) : undefined,
      lease,
    );
    const isCutOff = chunk.nextOffset === chunk.fetchOffset;
    if (isCutOff && partition.maxBytes < MAX_BATCH_BYTES && this.#couldGrow(records)) {
      partition.maxBytes *= 2;
      return;
    }
    lease?.hold();
    partition.add(chunk);
    this.#partitions.delete(partitionKey(partition));
    this.#partitions.set(partitionKey(partition), partition);
    if (!partition.paused) this.#wake?.();
  }

  /** Whether the first batch claims to be longer than what came: it was cut off rather than damaged. */
  #couldGrow(records: Buffer): boolean {
    return records.length < 12 || records.readInt32BE(8) + 12 > records.length;
  }

  /** True if it may be because of the leader; otherwise the error has been dealt with. */
  #mayPass(partition: FetchPartition, code: number): boolean {
    if (code === e.OFFSET_OUT_OF_RANGE) {
      void this.#outOfRange(partition);
      return false;
    }
    if (kafkaError(code).retriable && code !== e.CORRUPT_MESSAGE) return true;
    if (code === e.UNKNOWN_SERVER_ERROR) return true;
    this.#stop(partition, new BrokerError(code, `to read partition ${partition.partition} of ${partition.topic}`));
    return false;
  }

  async #outOfRange(partition: FetchPartition): Promise<void> {
    const { reset, isolation } = this.#options;
    const offset = partition.fetchOffset;
    const isCurrent = (): boolean =>
      this.#partitions.get(partitionKey(partition)) === partition && partition.fetchOffset === offset;
    partition.waiting = "position";
    try {
      const { topic, partition: number } = partition;
      // Two requests: a broker refuses one that names a partition twice.
      const ends = (
        await Promise.all(
          (["earliest", "latest"] as const).map((at) =>
            listOffsets(this.#cluster, [{ topic, partition: number, at }], isolation),
          ),
        )
      ).flat();
      if (!isCurrent()) return;
      if (reset === "fail") {
        throw new WeirError(
          "KAFKA_0201",
          `Offset ${offset} is not in partition ${number} of ${topic}, which holds ${ends[0]!} to ${ends[1]!}.`,
          {
            hint: "The records were deleted before they were read, or the topic was made anew: set the group's offset, or reset the pipeline.",
          },
        );
      }
      partition.seek(reset === "earliest" ? ends[0]! : ends[1]!);
    } catch (error) {
      if (isCurrent()) this.#stop(partition, error instanceof Error ? error : new Error(String(error)));
    } finally {
      partition.waiting = null;
      this.#pump();
    }
  }

  #stop(partition: FetchPartition, error: Error): void {
    partition.error = error;
    this.#wake?.();
  }

  /** Looks at the cluster again after a pause that grows, and goes on. Never gives up: brokers come back. */
  #recover(partitions: readonly FetchPartition[]): void {
    for (const partition of partitions) partition.waiting ??= "leader";
    if (this.#recovering || this.#closed) return;
    this.#recovering = true;
    this.#failures += 1;
    const topics = [...new Set([...this.#partitions.values()].map(({ topic }) => topic))];
    const look = async (): Promise<void> => {
      await this.#cluster.pause(this.#failures);
      this.#checkTopics(await this.#cluster.refresh(topics));
    };
    look()
      .catch((error: unknown) => {
        if (this.#closed || isTransient(error)) return;
        for (const one of this.#partitions.values())
          this.#stop(one, error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => {
        this.#recovering = false;
        for (const one of this.#partitions.values()) if (one.waiting === "leader") one.waiting = null;
        this.#pump();
      });
  }

  #checkTopics(errors: ReadonlyMap<string, number>): void {
    const now = Date.now();
    for (const partition of this.#partitions.values()) {
      const { topic, topicId } = partition;
      const error = errors.get(topic) ?? 0;
      const known = this.#cluster.metadata.topic(topic);
      if (known !== undefined && known.id !== topicId && known.id !== zeroUuid) {
        this.#stop(partition, topicReplaced(topic));
      } else if (error !== 0 && !kafkaError(error).retriable) {
        this.#stop(partition, new BrokerError(error, `to read ${topic}`));
      } else if (known?.partitions[partition.partition] === undefined) {
        partition.unknownSinceMs ||= now;
        if (now - partition.unknownSinceMs < UNKNOWN_FOR_MS) continue;
        this.#stop(
          partition,
          new BrokerError(e.UNKNOWN_TOPIC_OR_PARTITION, `to read partition ${partition.partition} of ${topic}`),
        );
      }
    }
  }
}

function topicReplaced(topic: string): WeirError {
  return new WeirError("KAFKA_0202", `The topic ${topic} was deleted and created anew while it was being read.`, {
    hint: "Offsets of the old topic mean nothing in the new one: reset the pipeline, then start it again.",
  });
}

/** The frame of an answer, where it is a pooled one: all its records lie in the same memory. */
function leaseOf(answer: ResponseBodies["Fetch"]): FrameLease | null {
  for (const { partitions } of answer.responses)
    for (const { records } of partitions) {
      if (records === null || records.length === 0) continue;
      const memory = records.buffer;
      return framePool.owns(memory) ? new FrameLease(memory) : null;
    }
  return null;
}

/** Decompressed records lie elsewhere: their frame is free at once. */
function releaseOf({ records, lease }: FetchedChunk, decoded: Buffer): () => void {
  if (lease === null) return nothing;
  if (decoded.buffer !== records.buffer) {
    lease.release();
    return nothing;
  }
  return () => lease.release();
}

function nothing(): void {}
