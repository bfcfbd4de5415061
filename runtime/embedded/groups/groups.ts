import { BrokerError } from "../broker-error.ts";
import type { BrokerClock } from "../clock.ts";
import type { Storage, StoredOffset } from "../storage.ts";
import type { Topics } from "../topics.ts";
import { ClassicGroup } from "./classic-group.ts";
import { ConsumerGroup } from "./consumer-group.ts";
import type { Committer, Group, GroupProtocol, GroupTimes, GroupType } from "./group.ts";
import { GroupOffsets } from "./group-offsets.ts";
import { StreamsGroup } from "./streams-group.ts";

interface ProtocolOf {
  classic: ClassicGroup;
  consumer: ConsumerGroup;
  streams: StreamsGroup;
}

/** All groups of the broker, whichever protocol they use. */
export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #clock: BrokerClock;
  readonly #topics: Topics;
  readonly #storage: Storage;
  readonly #times: GroupTimes;

  constructor(clock: BrokerClock, topics: Topics, storage: Storage, times: GroupTimes) {
    this.#clock = clock;
    this.#topics = topics;
    this.#storage = storage;
    this.#times = times;
  }

  all(): Group[] {
    return [...this.#groups.values()];
  }

  get(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  /** The group, made when it is not there. */
  open(id: string): Group {
    let group = this.#groups.get(id);
    if (group === undefined) {
      group = { id, offsets: new GroupOffsets(), protocol: undefined };
      this.#groups.set(id, group);
    }
    return group;
  }

  /** The membership of a group in the protocol that a member speaks. An empty group changes its protocol; one with members does not. */
  protocol<Type extends GroupType>(id: string, type: Type): ProtocolOf[Type] {
    const group = this.open(id);
    if (group.protocol?.type !== type) {
      if (group.protocol !== undefined && !group.protocol.isEmpty) {
        const refusal = type === "classic" ? "INCONSISTENT_GROUP_PROTOCOL" : "GROUP_ID_NOT_FOUND";
        throw new BrokerError(refusal, `Group ${id} is a ${group.protocol.type} group.`);
      }
      group.protocol?.close();
      group.protocol = this.#create(type);
    }
    return group.protocol as ProtocolOf[Type];
  }

  #create(type: GroupType): GroupProtocol {
    switch (type) {
      case "consumer":
        return new ConsumerGroup(this.#clock, this.#topics, this.#times);
      case "streams":
        return new StreamsGroup(this.#clock, this.#topics, this.#times);
      default:
        return new ClassicGroup(this.#clock, this.#times.initialRebalanceDelayMs);
    }
  }

  /** The group as one of a type, undefined when it is not there or of another type. */
  find<Type extends GroupType>(id: string, type: Type): ProtocolOf[Type] | undefined {
    const protocol = this.#groups.get(id)?.protocol;
    return protocol?.type === type ? (protocol as ProtocolOf[Type]) : undefined;
  }

  checkCommit(id: string, committer: Committer): void {
    const protocol = this.#groups.get(id)?.protocol;
    if (protocol !== undefined) return protocol.checkCommit(committer);
    // A group without members takes offsets from outside only.
    if (committer.epoch >= 0) throw new BrokerError("ILLEGAL_GENERATION", `Group ${id} has no members.`);
  }

  commit(id: string, offsets: readonly StoredOffset[]): void {
    const group = this.open(id);
    for (const offset of offsets) group.offsets.put(offset);
    this.#storage.note({ kind: "offsets", group: id, offsets: [...offsets] });
  }

  settle(id: string, producerId: number, commit: boolean): void {
    const offsets = this.open(id).offsets.settle(producerId, commit);
    if (offsets.length > 0) this.#storage.note({ kind: "offsets", group: id, offsets: [...offsets] });
  }

  delete(id: string): void {
    const group = this.#groups.get(id);
    if (group === undefined) throw new BrokerError("GROUP_ID_NOT_FOUND", `Group ${id} not found.`);
    if (group.protocol?.isEmpty === false) throw new BrokerError("NON_EMPTY_GROUP", `Group ${id} has members.`);
    group.protocol?.close();
    this.#groups.delete(id);
    this.#storage.note({ kind: "group-deleted", group: id });
  }

  /** Forgets the offsets of a topic that was deleted. */
  topicDeleted(name: string): void {
    for (const group of this.#groups.values()) {
      const gone = group.offsets.all().filter(({ topic }) => topic === name);
      if (gone.length > 0)
        this.commit(
          group.id,
          gone.map((offset) => ({ ...offset, offset: -1 })),
        );
    }
  }

  close(): void {
    for (const group of this.#groups.values()) group.protocol?.close();
  }
}
