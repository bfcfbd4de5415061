/**
 * A member of a streams group (KIP-1071): the broker assigns tasks, makes internal topics and checks the topology. Heartbeats go at the
 * broker's pace and at once when tasks were given up or taken on, which is what lets others have them.
 */
import { randomUUID } from "node:crypto";
import { WeirError } from "../../../shared/errors.ts";
import { BrokerError } from "../broker-error.ts";
import { isTransient } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import type { Membership, MembershipCallbacks, TopicPartition } from "../ports.ts";
import type { ResponseBodies } from "../protocol/codec.ts";
import { errorCode as e } from "../protocol/error-codes.ts";
import { commitOffsets, fetchCommitted } from "./group-offsets.ts";
import type { MemberIdentity, OffsetToCommit } from "./group-offsets.ts";
import { DEFAULT_REBALANCE_TIMEOUT_MS, DEFAULT_SESSION_TIMEOUT_MS } from "./options.ts";
import type { MembershipOptions } from "./options.ts";
import { Reconciler } from "./reconciler.ts";
import { asksToShutDown, describeStatuses, JOIN_EPOCH, joinBody, LEAVE_EPOCH, stayBody } from "./streams-heartbeat.ts";
import { ungroupTasks } from "./tasks.ts";
import { Wakeable } from "./wakeable.ts";

type Answer = ResponseBodies["StreamsGroupHeartbeat"];

const FIRST_INTERVAL_MS = 1000;
const LEAVE_WITHIN_MS = 3000;
const HEARTBEAT_TIMEOUT_MS = 10_000;

export class StreamsMembership implements Membership {
  readonly memberId = randomUUID();
  readonly protocol = "streams";
  readonly #cluster: Cluster;
  readonly #options: MembershipOptions;
  readonly #timer = new Wakeable();
  #callbacks: MembershipCallbacks | null = null;
  #reconciler: Reconciler | null = null;
  #epoch = JOIN_EPOCH;
  #intervalMs = FIRST_INTERVAL_MS;
  /** The next heartbeat tells which tasks this member has. */
  #mustReport = false;
  /** How often all tasks were lost. */
  #losses = 0;
  #lastHeardMs = 0;
  #status: string | null = null;
  #stopped = false;
  #hasLeft = false;
  #loop: Promise<void> | null = null;
  #beats: (() => void)[] = [];

  constructor(cluster: Cluster, options: MembershipOptions) {
    this.#cluster = cluster;
    this.#options = options;
  }

  /** Resolves when the first heartbeat has been answered. */
  async start(callbacks: MembershipCallbacks): Promise<void> {
    this.#callbacks = callbacks;
    this.#reconciler = new Reconciler(callbacks, () => {
      this.#mustReport = true;
      this.#timer.wake();
    });
    this.#lastHeardMs = Date.now();
    this.#loop = this.#run();
    await this.#nextBeat();
  }

  committed(partitions: readonly TopicPartition[]): Promise<number[]> {
    return fetchCommitted(this.#cluster, this.#options.groupId, partitions);
  }

  commit(offsets: readonly OffsetToCommit[]): Promise<void> {
    const mayRepeat = (errorCode: number): Promise<boolean> => this.#mayRepeatCommit(errorCode);
    return commitOffsets(this.#cluster, { identity: () => this.#identity(), mayRepeat }, offsets);
  }

  /** The epoch was raised while the commit was on its way: the next heartbeat brings the new one. */
  async #mayRepeatCommit(errorCode: number): Promise<boolean> {
    if (errorCode !== e.STALE_MEMBER_EPOCH || this.#stopped) return false;
    const losses = this.#losses;
    this.#timer.wake();
    await this.#nextBeat();
    return losses === this.#losses;
  }

  async leave(): Promise<void> {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#stop();
    await this.#loop;
    if (this.#epoch <= JOIN_EPOCH) return;
    const { groupId } = this.#options;
    const body = stayBody({ groupId, memberId: this.memberId, memberEpoch: LEAVE_EPOCH, instanceId: null }, null);
    const options = {
      what: `to leave the group ${groupId}`,
      withinMs: LEAVE_WITHIN_MS,
      timeoutMs: LEAVE_WITHIN_MS,
      purpose: "group",
    };
    // Whoever cannot be told finds out when the session ends.
    await this.#cluster.request("StreamsGroupHeartbeat", body, { group: groupId }, options).catch(() => {});
    this.#epoch = JOIN_EPOCH;
  }

  #identity(): MemberIdentity {
    const { groupId } = this.#options;
    if (this.#epoch <= JOIN_EPOCH)
      throw new BrokerError(e.FENCED_MEMBER_EPOCH, `to commit offsets of the group ${groupId}`);
    return { groupId, memberId: this.memberId, epoch: this.#epoch, instanceId: null };
  }

  #nextBeat(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => this.#beats.push(resolve));
  }

  #stop(): void {
    this.#stopped = true;
    this.#timer.wake();
    for (const beat of this.#beats.splice(0)) beat();
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopped;) {
      try {
        const hasChanged = await this.#beat();
        failures = 0;
        for (const beat of this.#beats.splice(0)) beat();
        if (hasChanged) continue;
      } catch (error) {
        if (this.#stopped) return;
        if (!mayPass(error)) return this.#fail(error);
        failures += 1;
        this.#mustReport = true;
        this.#cluster.forgetCoordinator({ group: this.#options.groupId });
        this.#checkSession(failures);
        await this.#cluster.pause(failures).catch(() => {});
        continue;
      }
      await this.#timer.sleep(this.#intervalMs);
    }
  }

  /** True if the next heartbeat must follow at once. */
  async #beat(): Promise<boolean> {
    const { groupId, topology, processId, rebalanceTimeoutMs } = this.#options;
    const member = { groupId, memberId: this.memberId, memberEpoch: this.#epoch, instanceId: null };
    const owned = this.#mustReport ? (this.#reconciler?.owned ?? []) : null;
    this.#mustReport = false;
    const body =
      this.#epoch === JOIN_EPOCH
        ? joinBody(member, topology, processId, rebalanceTimeoutMs ?? DEFAULT_REBALANCE_TIMEOUT_MS)
        : stayBody(member, owned);
    const options = {
      what: `to keep the member of the group ${groupId}`,
      withinMs: 0,
      timeoutMs: HEARTBEAT_TIMEOUT_MS,
      purpose: "group",
    };
    const answer = await this.#cluster.request("StreamsGroupHeartbeat", body, { group: groupId }, options);
    if (this.#stopped) return false;
    if (answer.errorCode !== 0) return this.#refused(answer);
    this.#accept(answer);
    return false;
  }

  #accept(answer: Answer): void {
    this.#lastHeardMs = Date.now();
    this.#epoch = answer.memberEpoch;
    if (answer.heartbeatIntervalMs > 0) this.#intervalMs = answer.heartbeatIntervalMs;
    const statuses = answer.status ?? [];
    if (asksToShutDown(statuses)) {
      return this.#fail(
        new WeirError("KAFKA_0302", `A member of the group ${this.#options.groupId} has asked all members to stop.`, {
          hint: "See the log of the member that failed first.",
        }),
      );
    }
    this.#say(describeStatuses(statuses));
    if (answer.activeTasks !== null) this.#reconciler?.moveTo(ungroupTasks(answer.activeTasks));
  }

  #refused({ errorCode, errorMessage }: Answer): boolean {
    if (errorCode === e.FENCED_MEMBER_EPOCH || errorCode === e.UNKNOWN_MEMBER_ID) {
      this.#lose();
      return true;
    }
    throw new BrokerError(errorCode, `the member of the group ${this.#options.groupId}`, errorMessage);
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
    this.#epoch = JOIN_EPOCH;
    this.#mustReport = false;
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
