/**
 * An idempotent producer: batches are acknowledged by all in-sync replicas, in order and once, however often they are sent. Lanes of one
 * broker share requests; up to five are under way at a time. A batch that fails for good fails the producer: what follows it would leave a
 * hole, so that the owner starts again from what it has committed.
 */
import { WeirError } from "../../shared/errors.ts";
import { BrokerError } from "./broker-error.ts";
import { isTransient } from "./cluster.ts";
import type { Cluster } from "./cluster.ts";
import type { Connection } from "./connection.ts";
import type { Producer, ProducerLane } from "./ports.ts";
import { encodeProduce, produceVersion } from "./produce-request.ts";
import type { ProduceTopic } from "./produce-request.ts";
import { splitBatch, stampBatch } from "./producer-batch.ts";
import type { Flush, ProducerBatch } from "./producer-batch.ts";
import { initProducerId } from "./producer-identity.ts";
import type { ProducerIdentity } from "./producer-identity.ts";
import { PartitionLane } from "./producer-lane.ts";
import type { LaneOwner } from "./producer-lane.ts";
import { partitionKey } from "./fetch-partition.ts";
import { errorCode as e, kafkaError } from "./protocol/error-codes.ts";
import type { Compression } from "./records/compression.ts";
import { RecordBatchBuilder } from "./records/record-batch-builder.ts";

export interface ProducerOptions {
  readonly compression?: Compression;
  /** For single topics, instead of `compression`. */
  readonly compressionOf?: ReadonlyMap<string, Compression>;
  /** A batch is sent at this age at the latest. */
  readonly lingerMs?: number;
  readonly batchBytes?: number;
  readonly maxRequestBytes?: number;
  readonly maxRecordBytes?: number;
  /** A batch that is not acknowledged by then fails the producer. */
  readonly deliveryTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
}

/** Brokers remember so many batches per producer and partition to recognise repeats. */
const MAX_IN_FLIGHT = 5;
/** As many as hold the pending bytes of a busy producer. */
const MAX_KEPT_BUILDERS = 256;
const MIN_BATCH_BYTES = 1024;
const CLOSE_WITHIN_MS = 10_000;

interface Sent {
  readonly lane: PartitionLane;
  readonly batch: ProducerBatch;
}

let producers = 0;

export class IdempotentProducer implements Producer, LaneOwner {
  readonly batchBytes: number;
  readonly maxRecordBytes: number;
  identity: ProducerIdentity | null = null;
  readonly #cluster: Cluster;
  readonly #options: Required<ProducerOptions>;
  readonly #purpose = `produce ${(producers += 1)}`;
  readonly #lanes = new Map<string, PartitionLane>();
  /** Lanes with an open batch or batches that wait, the one served longest ago first. */
  readonly #busy = new Set<PartitionLane>();
  readonly #inFlight = new Map<number, number>();
  /** Requests must go out in the order in which they are made, so that nothing is sent before its connection is there. */
  readonly #connections = new Map<number, Connection>();
  readonly #connecting = new Set<number>();
  #pendingBytes = 0;
  #drains: { below: number; resolve: () => void; reject: (error: Error) => void }[] = [];
  readonly #flushes = new Set<Flush>();
  /** Builders whose batches are done: their buffers serve again. */
  readonly #builders: RecordBatchBuilder[] = [];
  #failure: Error | null = null;
  #closed = false;
  #linger: NodeJS.Timeout | null = null;
  #pumping: NodeJS.Immediate | null = null;
  #identifying = false;
  #needsNewEpoch = false;
  #recovering = false;
  #failures = 0;

  constructor(cluster: Cluster, options: ProducerOptions = {}) {
    this.#cluster = cluster;
    this.#options = {
      compression: "none",
      compressionOf: new Map(),
      lingerMs: 5,
      batchBytes: 128 * 1024,
      maxRequestBytes: 1024 * 1024,
      maxRecordBytes: 1024 * 1024,
      deliveryTimeoutMs: 120_000,
      requestTimeoutMs: 30_000,
      ...options,
    };
    this.batchBytes = this.#options.batchBytes;
    this.maxRecordBytes = this.#options.maxRecordBytes;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  async partitions(topic: string): Promise<number> {
    const found = await this.#cluster.topic(topic);
    if (found === undefined) throw new BrokerError(e.UNKNOWN_TOPIC_OR_PARTITION, `to write to ${topic}`);
    return found.partitions.length;
  }

  lane(topic: string, partition: number): ProducerLane {
    const key = partitionKey({ topic, partition });
    let lane = this.#lanes.get(key);
    if (lane === undefined) this.#lanes.set(key, (lane = new PartitionLane(this, topic, partition)));
    return lane;
  }

  compressionOf(topic: string): Compression {
    return this.#options.compressionOf.get(topic) ?? this.#options.compression;
  }

  takeBuilder(): RecordBatchBuilder {
    return this.#builders.pop() ?? new RecordBatchBuilder();
  }

  appended(lane: PartitionLane, bytes: number): void {
    this.#pendingBytes += bytes;
    if (lane.openedAtMs !== 0) return;
    if (this.#failure !== null) throw this.#failure;
    lane.openedAtMs = Date.now();
    this.#busy.add(lane);
    this.#linger ??= setTimeout(() => {
      this.#linger = null;
      this.#pump();
    }, this.#options.lingerMs);
  }

  filled(): void {
    this.#pumping ??= setImmediate(() => {
      this.#pumping = null;
      this.#pump();
    });
  }

  drain(bytes: number): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#pendingBytes < bytes || this.#pendingBytes === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#drains.push({ below: bytes, resolve, reject });
      this.#pump();
    });
  }

  flush(): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const flush: Flush = { remaining: 0, resolve, reject };
      for (const lane of this.#lanes.values()) {
        lane.seal();
        for (const list of [lane.inFlight, lane.returned, lane.queue]) {
          flush.remaining += list.length;
          for (const batch of list) batch.flushes.push(flush);
        }
      }
      if (flush.remaining === 0) return resolve();
      this.#flushes.add(flush);
      this.#pump();
    });
  }

  /** Sends what is pending, for ten seconds at most. */
  async close(): Promise<void> {
    if (this.#closed) return;
    if (this.#failure === null && this.#pendingBytes > 0) {
      const late = setTimeout(() => this.#fail(closedTooEarly(this.#pendingBytes)), CLOSE_WITHIN_MS);
      await this.flush().catch(() => {});
      clearTimeout(late);
    }
    this.#closed = true;
    this.#fail(new WeirError("KAFKA_0403", "The producer has been closed."));
    await this.#cluster.closeConnections(this.#purpose);
  }

  /** Sends what is due. Called whenever something has changed. */
  #pump(): void {
    if (this.#failure !== null || this.#busy.size === 0) return;
    if (this.identity === null || this.#needsNewEpoch) return this.#identify();
    const now = Date.now();
    const dueAt = now - this.#options.lingerMs;
    const byLeader = new Map<number, PartitionLane[]>();
    let nextOpened = 0;
    for (const lane of this.#busy) {
      const isDue = lane.queue.length > 0 || (lane.openedAtMs > 0 && lane.openedAtMs <= dueAt);
      if (!isDue) {
        nextOpened = nextOpened === 0 ? lane.openedAtMs : Math.min(nextOpened, lane.openedAtMs);
        continue;
      }
      if (lane.isWaiting) continue;
      const leader = this.#leaderOf(lane);
      if (leader < 0) {
        this.#recover(lane);
        continue;
      }
      const lanes = byLeader.get(leader);
      if (lanes === undefined) byLeader.set(leader, [lane]);
      else lanes.push(lane);
    }
    for (const [leader, lanes] of byLeader) this.#sendTo(leader, lanes);
    if (nextOpened > 0 && this.#linger === null) this.#armLinger(nextOpened - dueAt);
  }

  #armLinger(waitMs: number): void {
    this.#linger = setTimeout(
      () => {
        this.#linger = null;
        this.#pump();
      },
      Math.max(1, waitMs),
    );
  }

  #leaderOf(lane: PartitionLane): number {
    return this.#cluster.metadata.topic(lane.topic)?.partitions[lane.partition]?.leader ?? -1;
  }

  #sendTo(leader: number, lanes: readonly PartitionLane[]): void {
    const connection = this.#connections.get(leader);
    if (connection === undefined || connection.closed) return this.#connect(leader);
    while ((this.#inFlight.get(leader) ?? 0) < MAX_IN_FLIGHT) {
      const sent: Sent[] = [];
      let bytes = 0;
      for (const lane of lanes) {
        // An open batch goes on filling while no request can take it.
        if (lane.queue.length === 0 && lane.openedAtMs > 0) lane.seal();
        const batch = lane.queue[0];
        if (batch === undefined || (lane.inFlight.length > 0 && !lane.isEstablished)) continue;
        if (sent.length > 0 && bytes + batch.bytes.length > this.#options.maxRequestBytes) break;
        if (!this.#isInTime(lane, batch)) return;
        lane.queue.shift();
        lane.inFlight.push(batch);
        bytes += batch.bytes.length;
        sent.push({ lane, batch });
      }
      if (sent.length === 0) return;
      for (const { lane } of sent) this.#toTheEnd(lane);
      void this.#send(leader, connection, sent);
    }
  }

  #connect(leader: number): void {
    if (this.#connecting.has(leader)) return;
    this.#connecting.add(leader);
    this.#cluster
      .connection(leader, this.#purpose)
      .then((connection) => {
        this.#connections.set(leader, connection);
      })
      .catch((error: unknown) => {
        if (!isTransient(error)) return this.#fail(error instanceof Error ? error : new Error(String(error)));
        for (const lane of this.#busy) if (this.#leaderOf(lane) === leader) this.#recover(lane);
      })
      .finally(() => {
        this.#connecting.delete(leader);
        this.#pump();
      });
  }

  #toTheEnd(lane: PartitionLane): void {
    this.#busy.delete(lane);
    if (lane.queue.length > 0 || lane.hasOpen) this.#busy.add(lane);
  }

  #isInTime(lane: PartitionLane, batch: ProducerBatch): boolean {
    const { deliveryTimeoutMs } = this.#options;
    if (Date.now() - batch.createdAtMs <= deliveryTimeoutMs) return true;
    this.#fail(
      new WeirError(
        "KAFKA_0402",
        `${batch.count} records for partition ${lane.partition} of ${lane.topic} were not acknowledged within ${deliveryTimeoutMs} ms.`,
        {
          hint: "Check that the brokers are healthy and enough replicas are in sync, then start again: nothing is committed that was not written.",
        },
      ),
    );
    return false;
  }

  async #send(leader: number, connection: Connection, sent: readonly Sent[]): Promise<void> {
    this.#inFlight.set(leader, (this.#inFlight.get(leader) ?? 0) + 1);
    let errors: readonly number[];
    try {
      errors = await this.#produce(connection, sent);
    } catch (error) {
      if (!isTransient(error)) this.#fail(error instanceof Error ? error : new Error(String(error)));
      errors = sent.map(() => e.NETWORK_EXCEPTION);
    }
    this.#inFlight.set(leader, (this.#inFlight.get(leader) ?? 1) - 1);
    if (this.#failure !== null) return;
    for (const [i, { lane, batch }] of sent.entries()) this.#settle(lane, batch, errors[i] ?? e.UNKNOWN_SERVER_ERROR);
    this.#answerDrains();
    this.#pump();
  }

  /** Writes the request before it returns; answers with an error code for each batch. */
  async #produce(connection: Connection, sent: readonly Sent[]): Promise<number[]> {
    const { requestTimeoutMs } = this.#options;
    const topics = new Map<string, ProduceTopic & { partitions: { index: number; batch: Buffer }[] }>();
    for (const { lane, batch } of sent) {
      let topic = topics.get(lane.topic);
      if (topic === undefined) {
        const id = this.#cluster.metadata.topic(lane.topic)?.id;
        topics.set(lane.topic, (topic = { name: lane.topic, id: id ?? "", partitions: [] }));
      }
      if (!batch.isStamped && this.identity !== null) stampBatch(batch, this.identity);
      topic.partitions.push({ index: lane.partition, batch: batch.bytes });
    }
    // Forgotten by the cluster meanwhile: looked up again like any other that has moved.
    if ([...topics.values()].some(({ id }) => id === "")) return sent.map(() => e.UNKNOWN_TOPIC_OR_PARTITION);
    const list = [...topics.values()];
    const version = produceVersion(
      connection.version("Produce"),
      list.map(({ id }) => id),
    );
    const frame = await connection.send(
      "Produce",
      (correlationId, clientId) =>
        encodeProduce({ version, correlationId, clientId, transactionalId: null, timeoutMs: requestTimeoutMs }, list),
      requestTimeoutMs + 5000,
    );
    const codes = new Map<string, number>();
    const names = new Map(list.map(({ id, name }) => [id, name]));
    for (const { name, topicId, partitionResponses } of connection.decode("Produce", version, frame).responses) {
      const topic = name === "" ? (names.get(topicId) ?? "") : name;
      for (const { index, errorCode } of partitionResponses)
        codes.set(partitionKey({ topic, partition: index }), errorCode);
    }
    return sent.map(({ lane }) => codes.get(partitionKey(lane)) ?? e.UNKNOWN_SERVER_ERROR);
  }

  #settle(lane: PartitionLane, batch: ProducerBatch, code: number): void {
    const isFirst = lane.isFirst(batch);
    lane.inFlight.splice(lane.inFlight.indexOf(batch), 1);
    if (code === 0 || code === e.DUPLICATE_SEQUENCE_NUMBER) {
      lane.isEstablished = true;
      this.#acknowledge(batch);
    } else if ((code === e.MESSAGE_TOO_LARGE || code === e.RECORD_LIST_TOO_LARGE) && batch.count > 1)
      this.#split(lane, batch);
    else if (this.#mayRepeat(code, isFirst)) this.#return(lane, batch);
    else this.#fail(fatal(lane, batch, code));
    if (lane.inFlight.length > 0 || lane.returned.length === 0) return;
    lane.requeue();
    this.#busy.add(lane);
    this.#recover(lane);
  }

  #acknowledge(batch: ProducerBatch): void {
    this.#failures = 0;
    this.#pendingBytes -= batch.pendingBytes;
    if (batch.builder !== null && this.#builders.length < MAX_KEPT_BUILDERS) {
      batch.builder.reset();
      this.#builders.push(batch.builder);
    }
    for (const flush of batch.flushes) {
      flush.remaining -= 1;
      if (flush.remaining > 0) continue;
      this.#flushes.delete(flush);
      flush.resolve();
    }
  }

  /** A batch behind one that came back is refused as out of order; it goes again after that one. */
  #mayRepeat(code: number, isFirst: boolean): boolean {
    if (code === e.OUT_OF_ORDER_SEQUENCE_NUMBER) return !isFirst;
    if (code === e.UNKNOWN_PRODUCER_ID) {
      // The broker has forgotten this producer, as when all it wrote was deleted: nothing of it can be there twice.
      if (isFirst) this.#needsNewEpoch = true;
      return true;
    }
    return kafkaError(code).retriable;
  }

  #return(lane: PartitionLane, batch: ProducerBatch): void {
    batch.attempts += 1;
    lane.returned.push(batch);
    lane.isWaiting = true;
    lane.isEstablished = false;
  }

  #split(lane: PartitionLane, batch: ProducerBatch): void {
    if (this.identity === null) throw new Error("Invariant broken: a batch was sent without an identity");
    lane.batchBytes = Math.max(MIN_BATCH_BYTES, Math.min(lane.batchBytes, batch.pendingBytes) / 2);
    const halves = splitBatch(batch, this.identity, this.compressionOf(lane.topic));
    for (const half of halves) this.#return(lane, half);
  }

  #answerDrains(): void {
    if (this.#drains.length === 0) return;
    const waiting = this.#drains;
    this.#drains = [];
    for (const drain of waiting) {
      if (this.#pendingBytes < drain.below || this.#pendingBytes === 0) drain.resolve();
      else this.#drains.push(drain);
    }
  }

  /** Asks for an identity, or for the next epoch once nothing is under way. */
  #identify(): void {
    if (this.#identifying) return;
    const held = this.identity;
    if (held !== null && [...this.#lanes.values()].some((lane) => lane.inFlight.length > 0)) return;
    this.#identifying = true;
    initProducerId(this.#cluster, held ?? undefined)
      .then((identity) => {
        this.identity = identity;
        if (held !== null) for (const lane of this.#lanes.values()) lane.renumber();
        this.#needsNewEpoch = false;
      })
      .catch((error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        this.#identifying = false;
        this.#pump();
      });
  }

  /** Looks leaders up again after a pause that grows, then goes on. */
  #recover(lane: PartitionLane): void {
    lane.isWaiting = true;
    if (this.#recovering) return;
    this.#recovering = true;
    this.#failures += 1;
    const look = async (): Promise<void> => {
      await this.#cluster.pause(this.#failures);
      await this.#cluster.refresh([...new Set([...this.#busy].map(({ topic }) => topic))]);
    };
    look()
      .catch((error: unknown) => {
        if (!isTransient(error)) this.#fail(error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => {
        this.#recovering = false;
        for (const one of this.#busy) {
          if (one.returned.length > 0) continue;
          one.isWaiting = false;
          const oldest = one.queue[0];
          if (oldest !== undefined && !this.#isInTime(one, oldest)) return;
        }
        this.#pump();
      });
  }

  #fail(error: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    if (this.#linger !== null) clearTimeout(this.#linger);
    if (this.#pumping !== null) clearImmediate(this.#pumping);
    for (const drain of this.#drains) drain.reject(error);
    this.#drains = [];
    for (const flush of this.#flushes) flush.reject(error);
    this.#flushes.clear();
  }
}

function fatal(lane: PartitionLane, batch: ProducerBatch, code: number): WeirError {
  const what = `to write ${batch.count} records (${batch.bytes.length} bytes) to partition ${lane.partition} of ${lane.topic}`;
  const cause = new BrokerError(code, what);
  if (code === e.MESSAGE_TOO_LARGE || code === e.RECORD_LIST_TOO_LARGE) {
    return new WeirError(
      "KAFKA_0401",
      `A record for the topic ${lane.topic} is larger than the topic allows: its batch has ${batch.bytes.length} bytes.`,
      {
        hint: "Make the record smaller, or raise max.message.bytes of the topic.",
        cause,
      },
    );
  }
  const isFenced =
    code === e.INVALID_PRODUCER_EPOCH || code === e.PRODUCER_FENCED || code === e.OUT_OF_ORDER_SEQUENCE_NUMBER;
  if (!isFenced) return cause;
  return new WeirError("KAFKA_0403", cause.message, {
    hint: "The broker's record of this producer does not fit what it sends: start again; work continues from what was committed.",
    cause,
  });
}

function closedTooEarly(pendingBytes: number): WeirError {
  return new WeirError("KAFKA_0402", `The producer was closed with ${pendingBytes} bytes not acknowledged.`, {
    hint: "They may or may not have been written; nothing is committed that depends on them.",
  });
}
