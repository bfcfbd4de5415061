import type { RequestBodies, ResponseBodies } from "../../kafka/protocol/codec.ts";
import { BrokerError } from "../broker-error.ts";
import type { BrokerClock } from "../clock.ts";
import type { Topics } from "../topics.ts";
import type { ClientIdentity, Committer, GroupProtocol, GroupTimes } from "./group.ts";
import { assignSticky, confirmRevoked, isReconciled, reconcile, type ReconciledMember } from "./reconciler.ts";
import {
  configureTopology,
  sameTopology,
  streamsStatus,
  type ConfiguredTopology,
  type StreamsTopology,
} from "./streams-topology.ts";

type Heartbeat = RequestBodies["StreamsGroupHeartbeat"];
type HeartbeatAnswer = ResponseBodies["StreamsGroupHeartbeat"];
export type TaskIds = NonNullable<Heartbeat["activeTasks"]>;

export interface StreamsMember extends ReconciledMember, ClientIdentity {
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly processId: string;
  readonly userEndpoint: Heartbeat["userEndpoint"];
  readonly clientTags: NonNullable<Heartbeat["clientTags"]>;
  readonly topologyEpoch: number;
  readonly rebalanceTimeoutMs: number;
  stopSession: () => void;
  stopRevocation: () => void;
  /** A static member that said it would be back. */
  isAway: boolean;
}

const leaves = -1;
const leavesForAWhile = -2;

export function taskKeys(tasks: TaskIds): Set<string> {
  return new Set(
    tasks.flatMap(({ subtopologyId, partitions }) => partitions.map((partition) => `${subtopologyId}_${partition}`)),
  );
}

export function taskIds(keys: Iterable<string>): TaskIds {
  const bySub = new Map<string, number[]>();
  for (const key of keys) {
    const cut = key.lastIndexOf("_");
    const sub = key.slice(0, cut);
    bySub.set(sub, [...(bySub.get(sub) ?? []), Number(key.slice(cut + 1))]);
  }
  return [...bySub]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([subtopologyId, partitions]) => ({ subtopologyId, partitions: partitions.toSorted((a, b) => a - b) }));
}

/** A group of the streams protocol (KIP-1071): the broker holds the topology and assigns its tasks. */
export class StreamsGroup implements GroupProtocol {
  readonly type = "streams";
  readonly protocolType = "streams";
  topology: StreamsTopology | undefined;
  groupEpoch = 0;
  readonly members = new Map<string, StreamsMember>();
  #configured: ConfiguredTopology | undefined;
  #topicsVersion = -1;
  #shutdownRequested = false;
  #delayed = false;
  #stopDelay = (): void => {};
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
    if (this.#configured?.problem !== undefined) return "NotReady";
    if (this.#delayed) return "Assigning";
    return [...this.members.values()].every((member) => isReconciled(member, this.groupEpoch))
      ? "Stable"
      : "Reconciling";
  }

  heartbeat(request: Heartbeat, client: ClientIdentity): Partial<HeartbeatAnswer> {
    checkRequest(request);
    if (request.memberEpoch < 0) return this.#leave(request);
    const joins = request.memberEpoch === 0;
    if (joins) this.#acceptTopology(request.topology!);
    const member = joins ? this.#join(request, client) : this.#known(request);
    this.#touch(member);
    if (request.shutdownApplication) this.#shutdownRequested = true;
    const created = this.#refresh();
    if (request.activeTasks !== null) confirmRevoked(member, taskKeys(request.activeTasks));
    const changed = reconcile(member, this.members.values(), this.groupEpoch);
    this.#watchRevocation(member);
    const status = this.#statusFor(member, created);
    return {
      memberId: member.id,
      memberEpoch: member.epoch,
      heartbeatIntervalMs: this.#times.heartbeatIntervalMs,
      acceptableRecoveryLag: 10_000,
      taskOffsetIntervalMs: 60_000,
      status: status.length === 0 ? null : status,
      ...(joins || changed ? { activeTasks: taskIds(member.assigned), standbyTasks: [], warmupTasks: [] } : {}),
    };
  }

  #acceptTopology(requested: StreamsTopology): void {
    if (this.topology === undefined || this.members.size === 0) {
      configureTopology(requested, this.#topics);
      this.topology = requested;
      this.#topicsVersion = -1;
    } else if (requested.epoch >= this.topology.epoch) {
      if (requested.epoch !== this.topology.epoch || !sameTopology(requested, this.topology)) {
        throw new BrokerError("INVALID_REQUEST", "Topology updates are not supported yet.");
      }
    }
  }

  #join(request: Heartbeat, client: ClientIdentity): StreamsMember {
    const { memberId, instanceId } = request;
    const known = this.members.get(memberId);
    const namesake =
      instanceId === null
        ? undefined
        : [...this.members.values()].find((member) => member.instanceId === instanceId && member.id !== memberId);
    if (namesake !== undefined) {
      if (!namesake.isAway) {
        const message = `Static member ${memberId} with instance id ${instanceId} cannot join the group because the instance id is owned by member ${namesake.id}.`;
        throw new BrokerError("UNRELEASED_INSTANCE_ID", message);
      }
      this.#forget(namesake);
    }
    if (known !== undefined) this.#forget(known);
    const wasEmpty = this.members.size === 0;
    const inherited = namesake ?? known;
    const member: StreamsMember = {
      id: memberId,
      epoch: 0,
      previousEpoch: 0,
      // A member that starts over owns nothing, but gets what it had if that is still its share.
      assigned: new Set(),
      revoking: new Set(),
      target: inherited?.target ?? new Set(),
      instanceId,
      rackId: request.rackId,
      processId: request.processId ?? memberId,
      userEndpoint: request.userEndpoint,
      clientTags: request.clientTags ?? [],
      topologyEpoch: request.topology?.epoch ?? 0,
      rebalanceTimeoutMs: request.rebalanceTimeoutMs,
      clientId: client.clientId,
      clientHost: client.clientHost,
      stopSession() {},
      stopRevocation() {},
      isAway: false,
    };
    this.members.set(memberId, member);
    if (wasEmpty && this.#times.initialRebalanceDelayMs > 0) {
      this.#delayed = true;
      this.#stopDelay = this.#clock.setTimer(this.#times.initialRebalanceDelayMs, () => {
        this.#delayed = false;
        this.#rebalance();
      });
    }
    if (inherited === undefined || this.groupEpoch === 0) this.#topicsVersion = -1;
    return member;
  }

  #known(request: Heartbeat): StreamsMember {
    const member = this.members.get(request.memberId);
    if (member === undefined) {
      throw new BrokerError(
        "UNKNOWN_MEMBER_ID",
        `Member ${request.memberId} is not a member of group ${request.groupId}.`,
      );
    }
    if (request.instanceId !== null && request.instanceId !== member.instanceId) {
      throw new BrokerError(
        "FENCED_INSTANCE_ID",
        `Instance id ${request.instanceId} does not belong to member ${member.id}.`,
      );
    }
    if (request.memberEpoch === member.epoch) return member;
    const owned = taskKeys(request.activeTasks ?? []);
    const missedAnswer =
      request.memberEpoch === member.previousEpoch &&
      request.activeTasks !== null &&
      [...owned].every((task) => member.assigned.has(task));
    if (missedAnswer) return member;
    const relation = request.memberEpoch > member.epoch ? "greater" : "smaller";
    throw new BrokerError(
      "FENCED_MEMBER_EPOCH",
      `The streams group member has a ${relation} member epoch (${request.memberEpoch}) than the one known by the group coordinator (${member.epoch}). The member must abandon all its partitions and rejoin.`,
    );
  }

  #leave(request: Heartbeat): Partial<HeartbeatAnswer> {
    const member = this.members.get(request.memberId);
    if (member === undefined) {
      throw new BrokerError(
        "UNKNOWN_MEMBER_ID",
        `Member ${request.memberId} is not a member of group ${request.groupId}.`,
      );
    }
    if (request.memberEpoch === leavesForAWhile) {
      // Its tasks stay with it until it is back or its session ends.
      member.isAway = true;
      member.epoch = leavesForAWhile;
    } else {
      this.#remove(member);
    }
    return { memberId: request.memberId, memberEpoch: request.memberEpoch };
  }

  #forget(member: StreamsMember): void {
    member.stopSession();
    member.stopRevocation();
    this.members.delete(member.id);
  }

  #remove(member: StreamsMember): void {
    this.#forget(member);
    if (this.members.size === 0) {
      this.#shutdownRequested = false;
      this.#delayed = false;
      this.#stopDelay();
    }
    this.#rebalance();
  }

  #touch(member: StreamsMember): void {
    member.stopSession();
    member.stopSession = this.#clock.setTimer(this.#times.sessionTimeoutMs, () => this.#remove(member));
  }

  /** A member that does not give up its tasks in time loses its place. */
  #watchRevocation(member: StreamsMember): void {
    member.stopRevocation();
    member.stopRevocation =
      member.revoking.size === 0
        ? () => {}
        : this.#clock.setTimer(member.rebalanceTimeoutMs, () => this.#remove(member));
  }

  /** Looks at the topics again if they have changed, and creates internal ones; gives the status that tells so. */
  #refresh(): ConfiguredTopology["problem"] {
    if (this.topology === undefined || this.#topicsVersion === this.#topics.version) return undefined;
    this.#configured = configureTopology(this.topology, this.#topics);
    this.#topicsVersion = this.#topics.version;
    this.#rebalance();
    const { missing, problem } = this.#configured;
    for (const topic of missing) this.#topics.create(topic.name, topic.partitions, topic.config);
    // Topics that were missing are there now, but as with a cluster the member learns it with its next heartbeat.
    return missing.length > 0 ? problem : undefined;
  }

  #rebalance(): void {
    this.groupEpoch++;
    if (this.#delayed) return;
    const tasks: string[] = [];
    for (const [sub, count] of this.#configured?.tasks ?? []) {
      for (let partition = 0; partition < count; partition++) tasks.push(`${sub}_${partition}`);
    }
    const members = [...this.members.values()].map(({ id, target }) => ({ id, current: target }));
    for (const [id, target] of assignSticky(tasks, members)) this.members.get(id)!.target = target;
  }

  #statusFor(
    member: StreamsMember,
    created: ConfiguredTopology["problem"],
  ): { statusCode: number; statusDetail: string }[] {
    const status: { statusCode: number; statusDetail: string }[] = [];
    const problem = created ?? this.#configured?.problem;
    if (member.topologyEpoch < (this.topology?.epoch ?? 0)) {
      status.push({
        statusCode: streamsStatus.staleTopology,
        statusDetail: `The member's topology epoch ${member.topologyEpoch} is behind the group's topology epoch ${this.topology?.epoch}.`,
      });
    }
    if (problem !== undefined) status.push({ statusCode: problem.code, statusDetail: problem.detail });
    if (this.#shutdownRequested) {
      const statusDetail = "A client requested that the application is shut down.";
      status.push({ statusCode: streamsStatus.shutdownApplication, statusDetail });
    }
    if (this.#delayed) {
      const statusDetail = "Assignment delayed due to the configured initial rebalance delay.";
      status.push({ statusCode: streamsStatus.assignmentDelayed, statusDetail });
    }
    return status;
  }

  checkCommit({ memberId, epoch }: Committer): void {
    if (memberId === "" && epoch < 0 && this.members.size === 0) return;
    const member = this.members.get(memberId);
    if (member === undefined) throw new BrokerError("UNKNOWN_MEMBER_ID", "the committer is not a member of this group");
    if (epoch !== member.epoch)
      throw new BrokerError("STALE_MEMBER_EPOCH", `the member's epoch is ${member.epoch}, not ${epoch}`);
  }

  subscribesTo(topic: string): boolean {
    return (
      this.members.size > 0 &&
      (this.topology?.subtopologies ?? []).some(
        (sub) => sub.sourceTopics.includes(topic) || sub.repartitionSourceTopics.some(({ name }) => name === topic),
      )
    );
  }

  close(): void {
    this.#stopDelay();
    for (const member of this.members.values()) this.#forget(member);
  }
}

function checkRequest(request: Heartbeat): void {
  const refuse = (message: string): never => {
    throw new BrokerError("INVALID_REQUEST", message);
  };
  if (request.groupId === "") refuse("GroupId can't be empty.");
  if (request.memberId === "") refuse("MemberId can't be empty.");
  if (request.memberEpoch < leavesForAWhile) refuse("MemberEpoch is invalid.");
  if (request.memberEpoch === leavesForAWhile && request.instanceId === null) refuse("InstanceId can't be null.");
  if (request.memberEpoch === leaves) return;
  if (request.memberEpoch === 0) {
    if (request.topology === null) refuse("Topology must be non-null when (re-)joining.");
    if (request.rebalanceTimeoutMs < 0) refuse("RebalanceTimeoutMs must be provided in first request.");
    if (request.activeTasks?.length !== 0) refuse("ActiveTasks must be empty when (re-)joining.");
    if (request.standbyTasks?.length !== 0) refuse("StandbyTasks must be empty when (re-)joining.");
    if (request.warmupTasks?.length !== 0) refuse("WarmupTasks must be empty when (re-)joining.");
  } else if (request.topology !== null) refuse("Topology can only be provided when (re-)joining.");
}
