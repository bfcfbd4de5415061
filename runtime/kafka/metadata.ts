/** What the cluster says of itself: brokers, and the partitions and leaders of the topics that somebody asked for. */
import type { BrokerAddress } from "./connection-error.ts";
import type { ResponseBodies } from "./protocol/codec.ts";

export interface PartitionMetadata {
  /** -1: no leader at the moment. */
  readonly leader: number;
  readonly leaderEpoch: number;
}

export interface TopicMetadata {
  readonly name: string;
  /** Changes when the topic is deleted and created anew; the zero UUID on brokers before topic ids. */
  readonly id: string;
  readonly partitions: readonly PartitionMetadata[];
}

export class Metadata {
  readonly brokers = new Map<number, BrokerAddress>();
  controllerId = -1;
  readonly #topics = new Map<string, TopicMetadata>();
  readonly #names = new Map<string, string>();

  topic(name: string): TopicMetadata | undefined {
    return this.#topics.get(name);
  }

  nameOf(topicId: string): string | undefined {
    return this.#names.get(topicId);
  }

  get topicNames(): string[] {
    return [...this.#topics.keys()];
  }

  forget(topic: string): void {
    const known = this.#topics.get(topic);
    this.#topics.delete(topic);
    if (known !== undefined) this.#names.delete(known.id);
  }

  /** Takes an answer in; topics with an error are forgotten, their codes are the result. */
  update(answer: ResponseBodies["Metadata"]): ReadonlyMap<string, number> {
    this.brokers.clear();
    for (const { nodeId, host, port } of answer.brokers) this.brokers.set(nodeId, { host, port });
    this.controllerId = answer.controllerId;
    const errors = new Map<string, number>();
    for (const topic of answer.topics) {
      const name = topic.name ?? "";
      this.forget(name);
      if (topic.errorCode !== 0) {
        errors.set(name, topic.errorCode);
        continue;
      }
      const partitions: PartitionMetadata[] = topic.partitions
        .toSorted((a, b) => a.partitionIndex - b.partitionIndex)
        .map(({ leaderId, leaderEpoch }) => ({ leader: leaderId, leaderEpoch }));
      this.#topics.set(name, { name, id: topic.topicId, partitions });
      this.#names.set(topic.topicId, name);
    }
    return errors;
  }
}
