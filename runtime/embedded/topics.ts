import { randomBytes } from "node:crypto";
import { zeroUuid } from "../kafka/protocol/codec.ts";
import { BrokerError } from "./broker-error.ts";
import type { BrokerClock } from "./clock.ts";
import type { PartitionLog } from "./log/partition-log.ts";
import type { Storage } from "./storage.ts";
import { checkTopicConfig, TopicConfig } from "./topic-config.ts";

export interface Topic {
  readonly id: string;
  readonly name: string;
  readonly config: TopicConfig;
  readonly partitions: PartitionLog[];
}

const legalName = /^[a-zA-Z0-9._-]{1,249}$/u;
const mostPartitions = 10_000;

/** All topics of the broker, by name and by id. */
export class Topics {
  readonly #byName = new Map<string, Topic>();
  readonly #byId = new Map<string, Topic>();
  readonly #clock: BrokerClock;
  readonly #storage: Storage;
  /** Counts changes of topics and partitions, so that what depends on them can see that they changed. */
  version = 0;

  constructor(clock: BrokerClock, storage: Storage) {
    this.#clock = clock;
    this.#storage = storage;
  }

  all(): Topic[] {
    return [...this.#byName.values()];
  }

  get(name: string): Topic | undefined {
    return this.#byName.get(name);
  }

  byId(id: string): Topic | undefined {
    return this.#byId.get(id);
  }

  /** By name, or by id where the request has no name. */
  find(reference: { readonly name?: string | null; readonly topicId: string }): Topic | undefined {
    return reference.topicId === zeroUuid ? this.get(reference.name ?? "") : this.byId(reference.topicId);
  }

  partition(name: string, partition: number): PartitionLog | undefined {
    return this.#byName.get(name)?.partitions[partition];
  }

  checkNew(name: string, partitions: number, config: ReadonlyMap<string, string | null>): void {
    if (!legalName.test(name) || name === "." || name === "..") {
      const message = `Topic name is invalid: '${name}' must be 1 to 249 letters, digits, '.', '_' or '-'`;
      throw new BrokerError("INVALID_TOPIC_EXCEPTION", message);
    }
    if (this.#byName.has(name)) throw new BrokerError("TOPIC_ALREADY_EXISTS", `Topic '${name}' already exists.`);
    if (partitions < 1 || partitions > mostPartitions) {
      throw new BrokerError("INVALID_PARTITIONS", `Number of partitions must be 1 to ${mostPartitions}.`);
    }
    for (const [key, value] of config) checkTopicConfig(key, value);
  }

  create(name: string, partitions: number, config: ReadonlyMap<string, string | null> = new Map()): Topic {
    this.checkNew(name, partitions, config);
    const id = randomBytes(16).toString("base64url");
    const topic = this.restore(id, name, 0, config);
    this.#grow(topic, partitions);
    this.save(topic);
    return topic;
  }

  /** Puts a topic back that the storage knows. */
  restore(id: string, name: string, partitions: number, config: ReadonlyMap<string, string | null>): Topic {
    const topic: Topic = { id, name, config: new TopicConfig(), partitions: [] };
    for (const [key, value] of config) if (value !== null) topic.config.overrides.set(key, value);
    this.#byName.set(name, topic);
    this.#byId.set(id, topic);
    this.#grow(topic, partitions);
    return topic;
  }

  #grow(topic: Topic, partitions: number): void {
    while (topic.partitions.length < partitions) {
      topic.partitions.push(this.#storage.openLog(topic, topic.partitions.length, this.#clock));
    }
    this.version++;
  }

  addPartitions(topic: Topic, count: number): void {
    if (count <= topic.partitions.length || count > mostPartitions) {
      const message = `The topic ${topic.name} currently has ${topic.partitions.length} partition(s); ${count} would not be an increase.`;
      throw new BrokerError("INVALID_PARTITIONS", message);
    }
    this.#grow(topic, count);
    this.save(topic);
  }

  /** Writes down name, id, partitions and settings. */
  save(topic: Topic): void {
    const config = Object.fromEntries(topic.config.overrides);
    this.#storage.note({ kind: "topic", id: topic.id, name: topic.name, partitions: topic.partitions.length, config });
  }

  delete(topic: Topic): void {
    this.#byName.delete(topic.name);
    this.#byId.delete(topic.id);
    this.version++;
    this.#storage.note({ kind: "topic-deleted", name: topic.name });
    for (const log of topic.partitions) log.close();
    this.#storage.removeLogs(topic);
  }
}
