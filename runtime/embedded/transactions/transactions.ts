import { BrokerError } from "../broker-error.ts";
import type { BrokerClock } from "../clock.ts";
import type { Groups } from "../groups/groups.ts";
import type { Storage, StoredOffset, StoredTransaction } from "../storage.ts";
import type { Topics } from "../topics.ts";

/** A producer as a request names it. */
export interface ProducerIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface Transaction {
  readonly id: string;
  producerId: number;
  producerEpoch: number;
  /** Who the producer was before the last bump, so that a repeated request is recognised. */
  lastProducerId: number;
  lastProducerEpoch: number;
  timeoutMs: number;
  state: StoredTransaction["state"];
  /** Topic and partition, as `topic\0partition`. */
  readonly partitions: Set<string>;
  readonly groups: Set<string>;
  startMs: number;
  stopTimer: () => void;
}

const maxTimeoutMs = 900_000;
const lastEpoch = 32_766;

/** The transaction coordinator. Everything is in this process, so that a transaction ends within the request that ends it. */
export class Transactions {
  readonly #byId = new Map<string, Transaction>();
  #nextProducerId = 1000;
  readonly #clock: BrokerClock;
  readonly #topics: Topics;
  readonly #groups: Groups;
  readonly #storage: Storage;

  constructor(clock: BrokerClock, topics: Topics, groups: Groups, storage: Storage) {
    this.#clock = clock;
    this.#topics = topics;
    this.#groups = groups;
    this.#storage = storage;
  }

  all(): Transaction[] {
    return [...this.#byId.values()];
  }

  get(id: string): Transaction | undefined {
    return this.#byId.get(id);
  }

  newProducerId(): number {
    const id = this.#nextProducerId++;
    this.#storage.note({ kind: "producer-ids", next: this.#nextProducerId });
    return id;
  }

  /** Ids below are taken. */
  reserveProducerIds(next: number): void {
    this.#nextProducerId = Math.max(this.#nextProducerId, next);
  }

  /** A producer starts, or starts over: whoever used the id before is fenced, and what it left open is rolled back. */
  init(id: string, timeoutMs: number, claimed: ProducerIdentity): ProducerIdentity {
    if (timeoutMs < 1 || timeoutMs > maxTimeoutMs) {
      throw new BrokerError(
        "INVALID_TRANSACTION_TIMEOUT",
        `transaction timeout ${timeoutMs} is not from 1 to ${maxTimeoutMs}`,
      );
    }
    let transaction = this.#byId.get(id);
    if (transaction === undefined) {
      const producerId = claimed.producerId >= 0 ? claimed.producerId : this.newProducerId();
      transaction = this.#add(id, producerId, 0, timeoutMs);
    } else {
      const { producerId, producerEpoch } = claimed;
      if (producerId >= 0) {
        const isCurrent = producerId === transaction.producerId && producerEpoch === transaction.producerEpoch;
        const isRepeated = producerId === transaction.lastProducerId && producerEpoch === transaction.lastProducerEpoch;
        if (!isCurrent && isRepeated) return identityOf(transaction);
        if (!isCurrent)
          throw new BrokerError("PRODUCER_FENCED", `there is a newer producer with transactional id ${id}`);
      }
      if (transaction.state === "Ongoing") this.#abortAndFence(transaction);
      this.#bump(transaction);
      transaction.timeoutMs = timeoutMs;
      transaction.state = "Empty";
    }
    this.#save(transaction);
    return identityOf(transaction);
  }

  #add(id: string, producerId: number, producerEpoch: number, timeoutMs: number): Transaction {
    const transaction: Transaction = {
      id,
      producerId,
      producerEpoch,
      lastProducerId: -1,
      lastProducerEpoch: -1,
      timeoutMs,
      state: "Empty",
      partitions: new Set(),
      groups: new Set(),
      startMs: -1,
      stopTimer() {},
    };
    this.#byId.set(id, transaction);
    return transaction;
  }

  #bump(transaction: Transaction): void {
    transaction.lastProducerId = transaction.producerId;
    transaction.lastProducerEpoch = transaction.producerEpoch;
    if (transaction.producerEpoch < lastEpoch) transaction.producerEpoch++;
    else {
      transaction.producerId = this.newProducerId();
      transaction.producerEpoch = 0;
    }
  }

  /** The transaction of a producer, which must be the current one. */
  #mine(id: string, { producerId, producerEpoch }: ProducerIdentity): Transaction {
    const transaction = this.#byId.get(id);
    if (transaction === undefined || transaction.producerId !== producerId) {
      throw new BrokerError(
        "INVALID_PRODUCER_ID_MAPPING",
        `producer ${producerId} does not have transactional id ${id}`,
      );
    }
    if (transaction.producerEpoch !== producerEpoch) {
      throw new BrokerError("PRODUCER_FENCED", `there is a newer producer with transactional id ${id}`);
    }
    return transaction;
  }

  #begin(transaction: Transaction): void {
    if (transaction.state === "Ongoing") return;
    transaction.state = "Ongoing";
    transaction.startMs = this.#clock.nowMs();
    transaction.stopTimer();
    transaction.stopTimer = this.#clock.setTimer(transaction.timeoutMs, () => this.#abortAndFence(transaction));
  }

  addPartitions(
    id: string,
    producer: ProducerIdentity,
    partitions: readonly (readonly [topic: string, partition: number])[],
  ): void {
    const transaction = this.#mine(id, producer);
    this.#begin(transaction);
    for (const [topic, partition] of partitions) transaction.partitions.add(`${topic}\0${partition}`);
    this.#save(transaction);
  }

  addGroup(id: string, producer: ProducerIdentity, group: string): void {
    const transaction = this.#mine(id, producer);
    this.#begin(transaction);
    transaction.groups.add(group);
    this.#save(transaction);
  }

  /** Throws unless a transactional batch may be appended: its partition is in the transaction, or (`implicit`) joins it now. */
  checkAppend(
    id: string | null,
    producer: ProducerIdentity,
    topic: string,
    partition: number,
    implicit: boolean,
  ): void {
    if (id === null || id === "")
      throw new BrokerError("INVALID_TXN_STATE", "a transactional batch needs a transactional id");
    const transaction = this.#byId.get(id);
    if (transaction === undefined || transaction.producerId !== producer.producerId) {
      throw new BrokerError(
        "INVALID_PRODUCER_ID_MAPPING",
        `producer ${producer.producerId} does not have transactional id ${id}`,
      );
    }
    if (transaction.producerEpoch !== producer.producerEpoch) {
      throw new BrokerError("INVALID_PRODUCER_EPOCH", `there is a newer producer with transactional id ${id}`);
    }
    const key = `${topic}\0${partition}`;
    if (transaction.state === "Ongoing" && transaction.partitions.has(key)) return;
    if (!implicit) {
      throw new BrokerError("INVALID_TXN_STATE", `partition ${topic}-${partition} was not added to the transaction`);
    }
    this.addPartitions(id, producer, [[topic, partition]]);
  }

  addOffsets(
    id: string,
    producer: ProducerIdentity,
    group: string,
    offsets: readonly StoredOffset[],
    implicit: boolean,
  ): void {
    const transaction = this.#mine(id, producer);
    if (!implicit && !(transaction.state === "Ongoing" && transaction.groups.has(group))) {
      throw new BrokerError("INVALID_TXN_STATE", `group ${group} was not added to the transaction`);
    }
    this.#begin(transaction);
    transaction.groups.add(group);
    this.#groups.open(group).offsets.addPending(producer.producerId, offsets);
    this.#save(transaction);
  }

  /** Commits or aborts. With `bumps` (transaction protocol 2) the producer goes on with the next epoch, which is returned. */
  end(id: string, producer: ProducerIdentity, commit: boolean, bumps: boolean): ProducerIdentity {
    const done = commit ? "CompleteCommit" : "CompleteAbort";
    const known = this.#byId.get(id);
    const isRepeated =
      bumps &&
      known?.state === done &&
      known.lastProducerId === producer.producerId &&
      known.lastProducerEpoch === producer.producerEpoch;
    if (isRepeated) return identityOf(known);
    const transaction = this.#mine(id, producer);
    if (transaction.state !== "Ongoing") {
      if (!bumps && transaction.state === done) return identityOf(transaction);
      // Protocol 2 does not tell whether anything was added before it failed: aborting nothing is fine.
      if (!bumps || commit)
        throw new BrokerError("INVALID_TXN_STATE", `the transaction is in state ${transaction.state}`);
    }
    if (bumps) this.#bump(transaction);
    this.#finish(transaction, commit);
    return identityOf(transaction);
  }

  #abortAndFence(transaction: Transaction): void {
    this.#bump(transaction);
    this.#finish(transaction, false);
  }

  #finish(transaction: Transaction, commit: boolean): void {
    transaction.stopTimer();
    transaction.state = commit ? "PrepareCommit" : "PrepareAbort";
    this.#save(transaction);
    // The producer may have got a new id with the bump; what it wrote is under the old one.
    const writtenBy =
      transaction.producerEpoch === 0 && transaction.lastProducerId >= 0
        ? transaction.lastProducerId
        : transaction.producerId;
    const epoch = writtenBy === transaction.producerId ? transaction.producerEpoch : transaction.lastProducerEpoch;
    for (const key of transaction.partitions) {
      const [topic = "", partition] = key.split("\0");
      this.#topics.partition(topic, Number(partition))?.appendMarker(writtenBy, epoch, commit);
    }
    for (const group of transaction.groups) this.#groups.settle(group, writtenBy, commit);
    transaction.partitions.clear();
    transaction.groups.clear();
    transaction.state = commit ? "CompleteCommit" : "CompleteAbort";
    this.#save(transaction);
  }

  #save(transaction: Transaction): void {
    const { id, producerId, producerEpoch, timeoutMs, state } = transaction;
    const partitions = [...transaction.partitions].map((key) => {
      const [topic = "", partition] = key.split("\0");
      return [topic, Number(partition)] as const;
    });
    const pending = [...transaction.groups].map((group) => ({ group, offsets: this.#pendingOf(transaction, group) }));
    this.#storage.note({
      kind: "transaction",
      id,
      state: { producerId, producerEpoch, timeoutMs, state, partitions, pending },
    });
  }

  #pendingOf(transaction: Transaction, group: string): readonly StoredOffset[] {
    const { offsets } = this.#groups.open(group);
    const current = offsets.pendingOf(transaction.producerId);
    return current.length > 0 ? current : offsets.pendingOf(transaction.lastProducerId);
  }

  /** Puts a transaction back that the storage knows; one that was being decided is decided now. */
  restore(id: string, stored: StoredTransaction): void {
    const transaction = this.#add(id, stored.producerId, stored.producerEpoch, stored.timeoutMs);
    for (const [topic, partition] of stored.partitions) transaction.partitions.add(`${topic}\0${partition}`);
    for (const { group, offsets } of stored.pending) {
      transaction.groups.add(group);
      this.#groups.open(group).offsets.addPending(stored.producerId, offsets);
    }
    transaction.state = stored.state;
    if (stored.state === "Ongoing") {
      transaction.state = "Empty";
      this.#begin(transaction);
    } else if (stored.state === "PrepareCommit" || stored.state === "PrepareAbort") {
      this.#finish(transaction, stored.state === "PrepareCommit");
    }
  }

  close(): void {
    for (const transaction of this.#byId.values()) transaction.stopTimer();
  }
}

function identityOf({ producerId, producerEpoch }: Transaction): ProducerIdentity {
  return { producerId, producerEpoch };
}
