/**
 * A member of a classic group, for brokers without streams groups. Rebalances are incremental: members go on with what they have while the
 * group gathers, give up only what goes to somebody else, and join again so that the others get it.
 */
import { must } from "../../../shared/assert.ts";
import { BrokerError } from "../broker-error.ts";
import { isTransient } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import type { Membership, MembershipCallbacks, TopicPartition } from "../ports.ts";
import type { Partially, RequestBodies, ResponseBodies } from "../protocol/codec.ts";
import type { ApiName } from "../protocol/codec.ts";
import { errorCode as e } from "../protocol/error-codes.ts";
import { planAssignments } from "./classic-leader.ts";
import { decodeShare, encodeMember, PROTOCOL_NAME, PROTOCOL_TYPE } from "./classic-protocol.ts";
import { commitOffsets, fetchCommitted } from "./group-offsets.ts";
import type { MemberIdentity, OffsetToCommit } from "./group-offsets.ts";
import { DEFAULT_HEARTBEAT_INTERVAL_MS, DEFAULT_REBALANCE_TIMEOUT_MS, DEFAULT_SESSION_TIMEOUT_MS } from "./options.ts";
import type { MembershipOptions } from "./options.ts";
import { Reconciler } from "./reconciler.ts";
import { Wakeable } from "./wakeable.ts";

const LEAVE_WITHIN_MS = 3000;
const REQUEST_TIMEOUT_MS = 10_000;
/** How often the leader looks whether what the topology waits for is there. */
const RECHECK_MS = 5000;
const NO_GENERATION = -1;

let members = 0;

export class ClassicMembership implements Membership {
  readonly protocol = "classic";
  readonly #cluster: Cluster;
  readonly #options: MembershipOptions;
  readonly #timer = new Wakeable();
  /** Its own connection: a join is answered when the others have come, or not. */
  readonly #purpose = `group ${(members += 1)}`;
  #memberId = "";
  #generation = NO_GENERATION;
  /** The generation in which the tasks were given. */
  #ownedSince = NO_GENERATION;
  #callbacks: MembershipCallbacks | null = null;
  #reconciler: Reconciler | null = null;
  #mustJoin = true;
  #isJoining = false;
  /** How often all tasks were lost. */
  #losses = 0;
  #recheckAtMs = 0;
  #lastHeardMs = 0;
  #status: string | null = null;
  #stopped = false;
  #hasLeft = false;
  #loop: Promise<void> | null = null;
  #joins: (() => void)[] = [];

  constructor(cluster: Cluster, options: MembershipOptions) {
    this.#cluster = cluster;
    this.#options = options;
  }

  get memberId(): string {
    return this.#memberId;
  }

  /** Resolves when the member has joined for the first time. */
  async start(callbacks: MembershipCallbacks): Promise<void> {
    this.#callbacks = callbacks;
    this.#reconciler = new Reconciler(callbacks, (revoked) => {
      if (revoked.length === 0) return;
      // Others can have it once this member has joined without it.
      this.#mustJoin = true;
      this.#timer.wake();
    });
    this.#lastHeardMs = Date.now();
    this.#loop = this.#run();
    await this.#nextJoin();
  }

  committed(partitions: readonly TopicPartition[]): Promise<number[]> {
    return fetchCommitted(this.#cluster, this.#options.groupId, partitions);
  }

  commit(offsets: readonly OffsetToCommit[]): Promise<void> {
    const mayRepeat = (code: number, used: MemberIdentity): Promise<boolean> => this.#mayRepeatCommit(code, used.epoch);
    return commitOffsets(this.#cluster, { identity: () => this.#identity(), mayRepeat }, offsets);
  }

  /** While the group gathers, its generation may have been raised already; what this member owns is its own until it gives it up. */
  async #mayRepeatCommit(errorCode: number, generation: number): Promise<boolean> {
    const isChanging =
      errorCode === e.REBALANCE_IN_PROGRESS ||
      (errorCode === e.ILLEGAL_GENERATION && (this.#isJoining || this.#generation !== generation));
    if (!isChanging || this.#stopped) return false;
    const losses = this.#losses;
    if (this.#isJoining || this.#generation === generation) {
      this.#mustJoin = true;
      this.#timer.wake();
      await this.#nextJoin();
    }
    return losses === this.#losses;
  }

  async leave(): Promise<void> {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#stop();
    // A join may be waiting for the others; it ends with its connection.
    await this.#cluster.closeConnections(this.#purpose);
    await this.#loop;
    if (this.#memberId === "") return;
    const { groupId, instanceId } = this.#options;
    const member = { memberId: this.#memberId, groupInstanceId: instanceId ?? null };
    const options = { what: `to leave the group ${groupId}`, withinMs: LEAVE_WITHIN_MS, timeoutMs: LEAVE_WITHIN_MS };
    const body = { groupId, ...member, members: [{ ...member, reason: "the pipeline stops" }] };
    // Whoever cannot be told finds out when the session ends.
    await this.#cluster.request("LeaveGroup", body, { group: groupId }, options).catch(() => {});
    this.#generation = NO_GENERATION;
  }

  #identity(): MemberIdentity {
    const { groupId, instanceId } = this.#options;
    if (this.#generation === NO_GENERATION)
      throw new BrokerError(e.UNKNOWN_MEMBER_ID, `to commit offsets of the group ${groupId}`);
    return { groupId, memberId: this.#memberId, epoch: this.#generation, instanceId: instanceId ?? null };
  }

  #nextJoin(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => this.#joins.push(resolve));
  }

  #stop(): void {
    this.#stopped = true;
    this.#timer.wake();
    for (const join of this.#joins.splice(0)) join();
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopped;) {
      try {
        if (this.#recheckAtMs > 0 && Date.now() >= this.#recheckAtMs) this.#mustJoin = true;
        if (this.#mustJoin) await this.#joining();
        else await this.#heartbeat();
        failures = 0;
      } catch (error) {
        if (this.#stopped) return;
        if (!mayPass(error)) return this.#fail(error);
        failures += 1;
        this.#cluster.forgetCoordinator({ group: this.#options.groupId });
        this.#checkSession(failures);
        await this.#cluster.pause(failures).catch(() => {});
        continue;
      }
      if (!this.#mustJoin) await this.#timer.sleep(this.#options.heartbeatIntervalMs ?? DEFAULT_HEARTBEAT_INTERVAL_MS);
    }
  }

  #ask<Name extends ApiName>(
    name: Name,
    body: Partially<RequestBodies[Name]>,
    timeoutMs = REQUEST_TIMEOUT_MS,
  ): Promise<ResponseBodies[Name]> {
    const { groupId } = this.#options;
    const options = { what: `the member of the group ${groupId}`, withinMs: 0, timeoutMs, purpose: this.#purpose };
    return this.#cluster.request(name, body, { group: groupId }, options);
  }

  async #heartbeat(): Promise<void> {
    const { groupId, instanceId } = this.#options;
    const { errorCode } = await this.#ask("Heartbeat", {
      groupId,
      generationId: this.#generation,
      memberId: this.#memberId,
      groupInstanceId: instanceId ?? null,
    });
    if (errorCode === 0) this.#lastHeardMs = Date.now();
    else this.#refused(errorCode);
  }

  async #joining(): Promise<void> {
    this.#isJoining = true;
    try {
      await this.#join();
    } finally {
      this.#isJoining = false;
    }
  }

  async #join(): Promise<void> {
    const { groupId, topology, processId, instanceId, sessionTimeoutMs, rebalanceTimeoutMs } = this.#options;
    this.#say("The group is sharing out its tasks.");
    const owned = this.#reconciler?.owned ?? [];
    const topics = [...new Set(topology.subTopologies.flatMap(({ sourceTopics }) => sourceTopics))];
    const data = { topologyEpoch: topology.epoch, processId, generation: this.#ownedSince, owned };
    const rebalanceMs = rebalanceTimeoutMs ?? DEFAULT_REBALANCE_TIMEOUT_MS;
    this.#mustJoin = false;
    const joined = await this.#ask(
      "JoinGroup",
      {
        groupId,
        sessionTimeoutMs: sessionTimeoutMs ?? DEFAULT_SESSION_TIMEOUT_MS,
        rebalanceTimeoutMs: rebalanceMs,
        memberId: this.#memberId,
        groupInstanceId: instanceId ?? null,
        protocolType: PROTOCOL_TYPE,
        protocols: [{ name: PROTOCOL_NAME, metadata: encodeMember(topics, data) }],
      },
      rebalanceMs + REQUEST_TIMEOUT_MS,
    ).catch((error: unknown) => {
      this.#mustJoin = true;
      throw error;
    });
    if (joined.errorCode === e.MEMBER_ID_REQUIRED) this.#memberId = joined.memberId;
    if (joined.errorCode !== 0) return this.#refused(joined.errorCode);
    this.#memberId = joined.memberId;
    await this.#sync(joined);
  }

  async #sync(joined: ResponseBodies["JoinGroup"]): Promise<void> {
    const { groupId, topology, instanceId } = this.#options;
    const isLeader = joined.leader === joined.memberId && !joined.skipAssignment;
    try {
      const plan = isLeader ? await planAssignments(this.#cluster, topology, joined.members) : null;
      this.#recheckAtMs = plan?.isIncomplete === true ? Date.now() + RECHECK_MS : 0;
      const { errorCode, assignment } = await this.#ask("SyncGroup", {
        groupId,
        generationId: joined.generationId,
        memberId: joined.memberId,
        groupInstanceId: instanceId ?? null,
        protocolType: PROTOCOL_TYPE,
        protocolName: joined.protocolName ?? PROTOCOL_NAME,
        assignments: plan?.assignments ?? [],
      });
      if (errorCode !== 0) return this.#refused(errorCode);
      this.#accept(joined.generationId, assignment);
    } catch (error) {
      this.#mustJoin = true;
      throw error;
    }
  }

  #accept(generation: number, assignment: Buffer): void {
    const { tasks, waitsFor } = decodeShare(assignment);
    this.#generation = generation;
    this.#ownedSince = generation;
    this.#lastHeardMs = Date.now();
    for (const join of this.#joins.splice(0)) join();
    this.#say(waitsFor);
    must(this.#reconciler, "reconciler").moveTo(tasks);
  }

  #refused(errorCode: number): void {
    switch (errorCode) {
      case e.REBALANCE_IN_PROGRESS:
      case e.MEMBER_ID_REQUIRED:
        this.#mustJoin = true;
        return;
      case e.UNKNOWN_MEMBER_ID:
      case e.ILLEGAL_GENERATION:
        if (errorCode === e.UNKNOWN_MEMBER_ID) this.#memberId = "";
        this.#lose();
        return;
      default:
        this.#mustJoin = true;
        throw new BrokerError(errorCode, `the member of the group ${this.#options.groupId}`);
    }
  }

  /** After so long without an answer the group has given the tasks to others. */
  #checkSession(failures: number): void {
    const { sessionTimeoutMs } = this.#options;
    if (Date.now() - this.#lastHeardMs < (sessionTimeoutMs ?? DEFAULT_SESSION_TIMEOUT_MS)) {
      // One failure or two are a coordinator that starts or moves.
      if (failures > 2) this.#say("The group's coordinator cannot be reached at the moment.");
    } else {
      this.#lose();
      this.#say("The group's coordinator cannot be reached; its tasks are taken to be elsewhere until it answers.");
    }
  }

  #lose(): void {
    this.#losses += 1;
    this.#generation = NO_GENERATION;
    this.#ownedSince = NO_GENERATION;
    this.#mustJoin = true;
    this.#reconciler?.lose();
  }

  #say(message: string | null): void {
    if (message === this.#status) return;
    this.#status = message;
    this.#callbacks?.status(message);
  }

  #fail(error: unknown): void {
    this.#stop();
    this.#callbacks?.failed(error instanceof Error ? error : new Error(String(error)));
  }
}

function mayPass(error: unknown): boolean {
  return (
    isTransient(error) ||
    (error instanceof BrokerError && (error.info.retriable || error.errorCode === e.UNKNOWN_SERVER_ERROR))
  );
}
