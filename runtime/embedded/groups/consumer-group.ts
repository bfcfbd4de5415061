import { randomUUID } from "node:crypto";
import { RE2JS } from "re2js";
import { must } from "../../../shared/assert.ts";
import type { RequestBodies, ResponseBodies } from "../../kafka/protocol/codec.ts";
import { BrokerError } from "../broker-error.ts";
import type { BrokerClock } from "../clock.ts";
import type { Topics } from "../topics.ts";
import type { ClientIdentity, Committer, GroupProtocol, GroupTimes } from "./group.ts";
import { assignSticky, confirmRevoked, isReconciled, reconcile, type ReconciledMember } from "./reconciler.ts";

type Heartbeat = RequestBodies["ConsumerGroupHeartbeat"];
type HeartbeatAnswer = ResponseBodies["ConsumerGroupHeartbeat"];
export type TopicPartitions = NonNullable<Heartbeat["topicPartitions"]>;

export interface ConsumerMember extends ReconciledMember, ClientIdentity {
  readonly instanceId: string | null;
  rackId: string | null;
  subscribed: readonly string[];
  pattern: string | null;
  assignor: string | null;
  rebalanceTimeoutMs: number;
  stopSession: () => void;
  stopRevocation: () => void;
  isAway: boolean;
}

function partitionKeys(partitions: TopicPartitions): Set<string> {
  return new Set(
    partitions.flatMap(({ topicId, partitions: list }) => list.map((partition) => `${topicId}:${partition}`)),
  );
}

export function topicPartitions(keys: Iterable<string>): TopicPartitions {
  const byTopic = new Map<string, number[]>();
  for (const key of keys) {
    const [topicId = "", partition] = key.split(":");
    byTopic.set(topicId, [...(byTopic.get(topicId) ?? []), Number(partition)]);
  }
  return [...byTopic].map(([topicId, partitions]) => ({ topicId, partitions: partitions.toSorted((a, b) => a - b) }));
}

/** A group of the consumer protocol (KIP-848): members say what they read, the broker spreads the partitions evenly. */
export class ConsumerGroup implements GroupProtocol {
  readonly type = "consumer";
  readonly protocolType = "consumer";
  groupEpoch = 0;
  readonly members = new Map<string, ConsumerMember>();
  #topicsVersion = -1;
  readonly #clock: BrokerClock;
  readonly #topics: Topics;
  readonly #times: GroupTimes;

  constructor(clock: BrokerClock, topics: Topics, times: GroupTimes) {
    this.#clock = clock;
    this.#topics = topics;
    this.#times = times;
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  get state(): string {
    if (this.members.size === 0) return "Empty";
    return [...this.members.values()].every((member) => isReconciled(member, this.groupEpoch))
      ? "Stable"
      : "Reconciling";
  }

  heartbeat(request: Heartbeat, client: ClientIdentity): Partial<HeartbeatAnswer> {
    checkRequest(request);
    if (request.memberEpoch < 0) return this.#leave(request);
    const joins = request.memberEpoch === 0;
    const member = joins ? this.#join(request, client) : this.#known(request);
    this.#touch(member);
    this.#subscribe(member, request);
    if (this.#topicsVersion !== this.#topics.version) {
      this.#topicsVersion = this.#topics.version;
      this.#rebalance();
    }
    if (request.topicPartitions !== null) confirmRevoked(member, partitionKeys(request.topicPartitions));
    const changed = reconcile(member, this.members.values(), this.groupEpoch);
    member.stopRevocation();
    if (member.revoking.size > 0)
      member.stopRevocation = this.#clock.setTimer(member.rebalanceTimeoutMs, () => this.#remove(member));
    return {
      memberId: member.id,
      memberEpoch: member.epoch,
      heartbeatIntervalMs: this.#times.heartbeatIntervalMs,
      assignment: joins || changed ? { topicPartitions: topicPartitions(member.assigned) } : null,
    };
  }

  #join(request: Heartbeat, client: ClientIdentity): ConsumerMember {
    const id = request.memberId === "" ? randomUUID() : request.memberId;
    const old = [...this.members.values()].find(
      (member) => member.id === id || (request.instanceId !== null && member.instanceId === request.instanceId),
    );
    if (old !== undefined) {
      if (old.id !== id && !old.isAway) {
        throw new BrokerError(
          "UNRELEASED_INSTANCE_ID",
          `Instance id ${request.instanceId} is owned by member ${old.id}.`,
        );
      }
      this.#forget(old);
    }
    const member: ConsumerMember = {
      id,
      epoch: 0,
      previousEpoch: 0,
      assigned: new Set(),
      revoking: new Set(),
      target: old?.target ?? new Set(),
      instanceId: request.instanceId,
      rackId: request.rackId,
      subscribed: [],
      pattern: null,
      assignor: null,
      rebalanceTimeoutMs: request.rebalanceTimeoutMs,
      clientId: client.clientId,
      clientHost: client.clientHost,
      stopSession() {},
      stopRevocation() {},
      isAway: false,
    };
    this.members.set(id, member);
    this.#topicsVersion = -1;
    return member;
  }

  #known(request: Heartbeat): ConsumerMember {
    const member = this.members.get(request.memberId);
    if (member === undefined)
      throw new BrokerError("UNKNOWN_MEMBER_ID", `Member ${request.memberId} is not in group ${request.groupId}.`);
    if (request.memberEpoch === member.epoch) return member;
    const owned = request.topicPartitions === null ? undefined : [...partitionKeys(request.topicPartitions)];
    const missedAnswer =
      request.memberEpoch === member.previousEpoch && owned?.every((key) => member.assigned.has(key)) === true;
    if (missedAnswer) return member;
    const message = `The consumer group member has epoch ${request.memberEpoch}, the coordinator knows ${member.epoch}. The member must abandon all its partitions and rejoin.`;
    throw new BrokerError("FENCED_MEMBER_EPOCH", message);
  }

  #subscribe(member: ConsumerMember, request: Heartbeat): void {
    if (request.subscribedTopicNames !== null) {
      if (request.subscribedTopicNames.join() !== member.subscribed.join()) this.#topicsVersion = -1;
      member.subscribed = request.subscribedTopicNames;
    }
    const pattern = request.subscribedTopicRegex;
    if (pattern !== null && pattern !== member.pattern) {
      try {
        RE2JS.compile(pattern);
      } catch {
        throw new BrokerError(
          "INVALID_REGULAR_EXPRESSION",
          `SubscribedTopicRegex \`${pattern}\` is not a valid regular expression.`,
        );
      }
      member.pattern = pattern === "" ? null : pattern;
      this.#topicsVersion = -1;
    }
    if (request.serverAssignor !== null) member.assignor = request.serverAssignor;
    if (request.rebalanceTimeoutMs > 0) member.rebalanceTimeoutMs = request.rebalanceTimeoutMs;
  }

  /** Names of the topics that a member reads; those that do not exist yet are waited for. */
  topicsOf(member: ConsumerMember): Set<string> {
    const names = new Set(member.subscribed);
    if (member.pattern === null) return names;
    const regex = RE2JS.compile(member.pattern);
    for (const { name } of this.#topics.all()) if (regex.matches(name)) names.add(name);
    return names;
  }

  #rebalance(): void {
    this.groupEpoch++;
    const reads = new Map([...this.members.values()].map((member) => [member.id, this.topicsOf(member)]));
    const names = new Map<string, string>();
    const items: string[] = [];
    for (const topic of this.#topics.all()) {
      if (![...reads.values()].some((topics) => topics.has(topic.name))) continue;
      for (let partition = 0; partition < topic.partitions.length; partition++) {
        const key = `${topic.id}:${partition}`;
        items.push(key);
        names.set(key, topic.name);
      }
    }
    const members = [...this.members.values()].map(({ id, target }) => ({ id, current: target }));
    const mayOwn = (id: string, item: string): boolean => must(reads.get(id)).has(must(names.get(item)));
    for (const [id, target] of assignSticky(items, members, mayOwn)) this.members.get(id)!.target = target;
  }

  #leave(request: Heartbeat): Partial<HeartbeatAnswer> {
    const member = this.members.get(request.memberId);
    if (member === undefined)
      throw new BrokerError("UNKNOWN_MEMBER_ID", `Member ${request.memberId} is not in group ${request.groupId}.`);
    if (request.memberEpoch === -2) {
      member.isAway = true;
      member.epoch = -2;
    } else this.#remove(member);
    return { memberId: request.memberId, memberEpoch: request.memberEpoch };
  }

  #forget(member: ConsumerMember): void {
    member.stopSession();
    member.stopRevocation();
    this.members.delete(member.id);
  }

  #remove(member: ConsumerMember): void {
    this.#forget(member);
    this.#rebalance();
  }

  /** Removes a member at an administrator's wish. */
  evict(memberId: string): boolean {
    const member = this.members.get(memberId);
    if (member !== undefined) this.#remove(member);
    return member !== undefined;
  }

  #touch(member: ConsumerMember): void {
    member.stopSession();
    member.stopSession = this.#clock.setTimer(this.#times.sessionTimeoutMs, () => this.#remove(member));
  }

  checkCommit({ memberId, epoch }: Committer): void {
    if (memberId === "" && epoch < 0 && this.members.size === 0) return;
    const member = this.members.get(memberId);
    if (member === undefined) throw new BrokerError("UNKNOWN_MEMBER_ID", "the committer is not a member of this group");
    if (epoch !== member.epoch)
      throw new BrokerError("STALE_MEMBER_EPOCH", `the member's epoch is ${member.epoch}, not ${epoch}`);
  }

  subscribesTo(topic: string): boolean {
    return [...this.members.values()].some((member) => this.topicsOf(member).has(topic));
  }

  close(): void {
    for (const member of this.members.values()) this.#forget(member);
  }
}

function checkRequest(request: Heartbeat): void {
  const refuse = (message: string): never => {
    throw new BrokerError("INVALID_REQUEST", message);
  };
  if (request.groupId === "") refuse("GroupId can't be empty.");
  if (request.memberEpoch < -2) refuse("MemberEpoch is invalid.");
  if (request.memberId === "" && request.memberEpoch !== 0) refuse("MemberId can't be empty.");
  if (request.memberEpoch === -2 && request.instanceId === null) refuse("InstanceId can't be null.");
  if (request.memberEpoch !== 0) return;
  if (request.rebalanceTimeoutMs < 0) refuse("RebalanceTimeoutMs must be provided in first request.");
  if (request.topicPartitions?.length !== 0) refuse("TopicPartitions must be empty when (re-)joining.");
  if (request.subscribedTopicNames === null && request.subscribedTopicRegex === null) {
    refuse("Either SubscribedTopicNames or SubscribedTopicRegex must be set in first request.");
  }
}
