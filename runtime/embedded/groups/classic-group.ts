import { randomUUID } from "node:crypto";
import { must } from "../../../shared/assert.ts";
import { errorCode, type KafkaErrorName } from "../../kafka/protocol/error-codes.ts";
import { BrokerError } from "../broker-error.ts";
import type { BrokerClock } from "../clock.ts";
import {
  commonProtocols,
  metadataFor,
  selectProtocol,
  subscribedTopics,
  type ClassicMember,
  type JoinAnswer,
  type JoinProtocol,
  type SyncAnswer,
} from "./classic-member.ts";
import type { ClientIdentity, Committer, GroupProtocol } from "./group.ts";

export interface JoinRequest {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocolType: string;
  readonly protocols: readonly JoinProtocol[];
}

export interface SyncRequest {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignments: readonly { readonly memberId: string; readonly assignment: Buffer }[];
}

type State = "Empty" | "PreparingRebalance" | "CompletingRebalance" | "Stable";

const noBytes = Buffer.alloc(0);

/** A group of the classic protocol: members join, one of them assigns, all get their part; any change starts over. */
export class ClassicGroup implements GroupProtocol {
  readonly type = "classic";
  state: State = "Empty";
  generation = 0;
  leader = "";
  protocolType = "";
  protocolName = "";
  readonly members = new Map<string, ClassicMember>();
  readonly #clock: BrokerClock;
  readonly #initialDelayMs: number;
  readonly #staticIds = new Map<string, string>();
  /** Ids that were given out and not used yet. */
  readonly #pending = new Map<string, () => void>();
  #stopTimer = (): void => {};
  #isDelayed = false;

  constructor(clock: BrokerClock, initialDelayMs: number) {
    this.#clock = clock;
    this.#initialDelayMs = initialDelayMs;
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  join(request: JoinRequest, client: ClientIdentity, needsMemberId: boolean): Promise<JoinAnswer> | JoinAnswer {
    const { memberId, groupInstanceId } = request;
    if (request.sessionTimeoutMs < 1) return failedJoin("INVALID_SESSION_TIMEOUT", memberId);
    if (!this.#accepts(request)) return failedJoin("INCONSISTENT_GROUP_PROTOCOL", memberId);
    const known = groupInstanceId === null ? undefined : this.#staticIds.get(groupInstanceId);
    if (memberId === "") {
      if (groupInstanceId !== null) return this.#joinStatic(request, client, known);
      const newId = `${client.clientId}-${randomUUID()}`;
      if (needsMemberId) {
        this.#addPending(newId, request.sessionTimeoutMs);
        return failedJoin("MEMBER_ID_REQUIRED", newId);
      }
      return this.#joinNew(newId, request, client);
    }
    if (known !== undefined && known !== memberId) return failedJoin("FENCED_INSTANCE_ID", memberId);
    const pending = this.#pending.get(memberId);
    if (pending !== undefined) {
      pending();
      this.#pending.delete(memberId);
      return this.#joinNew(memberId, request, client);
    }
    const member = this.members.get(memberId);
    return member === undefined ? failedJoin("UNKNOWN_MEMBER_ID", memberId) : this.#rejoin(member, request);
  }

  #accepts({ memberId, protocolType, protocols }: JoinRequest): boolean {
    if (protocolType === "" || protocols.length === 0) return false;
    const others = [...this.members.values()].filter(({ id }) => id !== memberId);
    if (others.length === 0) return true;
    const common = commonProtocols(others);
    return protocolType === this.protocolType && protocols.some(({ name }) => common.has(name));
  }

  #addPending(id: string, timeoutMs: number): void {
    const stop = this.#clock.setTimer(timeoutMs, () => {
      this.#pending.delete(id);
      this.#completeJoinIfAll();
    });
    this.#pending.set(id, stop);
  }

  #addMember(id: string, request: JoinRequest, client: ClientIdentity): ClassicMember {
    const member: ClassicMember = {
      id,
      instanceId: request.groupInstanceId,
      clientId: client.clientId,
      clientHost: client.clientHost,
      sessionTimeoutMs: request.sessionTimeoutMs,
      rebalanceTimeoutMs: rebalanceTimeout(request),
      protocols: request.protocols,
      assignment: noBytes,
      answerJoin: undefined,
      answerSync: undefined,
      stopSession() {},
    };
    if (this.members.size === 0) this.protocolType = request.protocolType;
    this.members.set(id, member);
    if (member.instanceId !== null) this.#staticIds.set(member.instanceId, id);
    this.#touch(member);
    return member;
  }

  #joinNew(id: string, request: JoinRequest, client: ClientIdentity): Promise<JoinAnswer> {
    return this.#await(this.#addMember(id, request, client), () => this.#prepareRebalance());
  }

  #await(member: ClassicMember, then: () => void): Promise<JoinAnswer> {
    const answer = new Promise<JoinAnswer>((resolve) => {
      member.answerJoin?.(failedJoin("REBALANCE_IN_PROGRESS", member.id));
      member.answerJoin = resolve;
    });
    then();
    return answer;
  }

  /** A static member that comes back gets a new id; if nothing changed for it, nobody else notices. */
  #joinStatic(
    request: JoinRequest,
    client: ClientIdentity,
    oldId: string | undefined,
  ): Promise<JoinAnswer> | JoinAnswer {
    const id = `${must(request.groupInstanceId)}-${randomUUID()}`;
    const old = oldId === undefined ? undefined : this.members.get(oldId);
    if (old === undefined) return this.#joinNew(id, request, client);
    const wasLeader = this.leader === old.id;
    old.answerJoin?.(failedJoin("FENCED_INSTANCE_ID", old.id));
    old.answerSync?.(failedSync("FENCED_INSTANCE_ID"));
    old.stopSession();
    this.members.delete(old.id);
    const member = this.#addMember(id, request, client);
    member.assignment = old.assignment;
    if (wasLeader) this.leader = id;
    const before = metadataFor(old, this.protocolName);
    const unchanged =
      selectProtocol([...this.members.values()]) === this.protocolName &&
      before.equals(metadataFor(member, this.protocolName));
    if (this.state !== "Stable" || !unchanged) return this.#await(member, () => this.#prepareRebalance());
    return { ...this.#joinAnswer(member), skipAssignment: wasLeader };
  }

  #rejoin(member: ClassicMember, request: JoinRequest): Promise<JoinAnswer> | JoinAnswer {
    const before = metadataFor(member, this.protocolName);
    const names = member.protocols.map(({ name }) => name).join();
    member.protocols = request.protocols;
    member.rebalanceTimeoutMs = rebalanceTimeout(request);
    member.sessionTimeoutMs = request.sessionTimeoutMs;
    this.#touch(member);
    const changed =
      names !== request.protocols.map(({ name }) => name).join() ||
      !before.equals(metadataFor(member, this.protocolName));
    if (this.state === "CompletingRebalance" && !changed) return this.#joinAnswer(member);
    if (this.state === "Stable" && !changed && member.id !== this.leader) return this.#joinAnswer(member);
    return this.#await(member, () => this.#prepareRebalance());
  }

  #joinAnswer(member: ClassicMember): JoinAnswer {
    const isLeader = member.id === this.leader;
    return {
      errorCode: 0,
      memberId: member.id,
      generationId: this.generation,
      protocolType: this.protocolType,
      protocolName: this.protocolName,
      leader: this.leader,
      skipAssignment: false,
      members: isLeader
        ? [...this.members.values()].map((other) => ({
            memberId: other.id,
            groupInstanceId: other.instanceId,
            metadata: metadataFor(other, this.protocolName),
          }))
        : [],
    };
  }

  #prepareRebalance(): void {
    if (this.state === "PreparingRebalance") {
      this.#completeJoinIfAll();
      return;
    }
    for (const member of this.members.values()) {
      member.answerSync?.(failedSync("REBALANCE_IN_PROGRESS"));
      member.answerSync = undefined;
      member.assignment = this.state === "CompletingRebalance" ? noBytes : member.assignment;
    }
    this.#isDelayed = this.state === "Empty" && this.#initialDelayMs > 0;
    this.state = "PreparingRebalance";
    const longest = Math.max(...[...this.members.values()].map(({ rebalanceTimeoutMs }) => rebalanceTimeoutMs));
    this.#setTimer(this.#isDelayed ? this.#initialDelayMs : longest, () => this.#completeJoin());
    this.#completeJoinIfAll();
  }

  #setTimer(delayMs: number, callback: () => void): void {
    this.#stopTimer();
    this.#stopTimer = this.#clock.setTimer(delayMs, callback);
  }

  #completeJoinIfAll(): void {
    if (this.state !== "PreparingRebalance" || this.#isDelayed || this.#pending.size > 0) return;
    if ([...this.members.values()].every(({ answerJoin }) => answerJoin !== undefined)) this.#completeJoin();
  }

  #completeJoin(): void {
    this.#stopTimer();
    this.#isDelayed = false;
    for (const member of this.members.values()) {
      if (member.answerJoin === undefined && member.instanceId === null) this.#drop(member);
    }
    this.generation++;
    if (this.members.size === 0) {
      this.state = "Empty";
      return;
    }
    const members = [...this.members.values()];
    this.protocolName = selectProtocol(members);
    const leader = this.members.get(this.leader);
    if (leader?.answerJoin === undefined)
      this.leader = (members.find(({ answerJoin }) => answerJoin !== undefined) ?? members[0]!).id;
    this.state = "CompletingRebalance";
    for (const member of members) {
      member.answerJoin?.(this.#joinAnswer(member));
      member.answerJoin = undefined;
      this.#touch(member);
    }
    const longest = Math.max(...members.map(({ rebalanceTimeoutMs }) => rebalanceTimeoutMs));
    this.#setTimer(longest, () => this.#dropUnsynced());
  }

  #dropUnsynced(): void {
    for (const member of this.members.values()) if (member.answerSync === undefined) this.#drop(member);
    this.#afterRemoval();
  }

  sync(request: SyncRequest): Promise<SyncAnswer> | SyncAnswer {
    const member = this.members.get(request.memberId);
    const fault = this.#faultOf(request.memberId, request.groupInstanceId, request.generationId);
    if (fault !== undefined || member === undefined) return failedSync(fault ?? "UNKNOWN_MEMBER_ID");
    if (
      (request.protocolType !== null && request.protocolType !== this.protocolType) ||
      (request.protocolName !== null && request.protocolName !== this.protocolName)
    ) {
      return failedSync("INCONSISTENT_GROUP_PROTOCOL");
    }
    if (this.state === "PreparingRebalance") return failedSync("REBALANCE_IN_PROGRESS");
    this.#touch(member);
    if (this.state === "Stable") return this.#syncAnswer(member);
    const answer = new Promise<SyncAnswer>((resolve) => {
      member.answerSync = resolve;
    });
    if (member.id === this.leader) this.#assign(request.assignments);
    return answer;
  }

  #assign(assignments: SyncRequest["assignments"]): void {
    this.#stopTimer();
    this.state = "Stable";
    for (const member of this.members.values()) {
      member.assignment = assignments.find(({ memberId }) => memberId === member.id)?.assignment ?? noBytes;
      member.answerSync?.(this.#syncAnswer(member));
      member.answerSync = undefined;
      this.#touch(member);
    }
  }

  #syncAnswer(member: ClassicMember): SyncAnswer {
    const { protocolType, protocolName } = this;
    return { errorCode: 0, protocolType, protocolName, assignment: member.assignment };
  }

  heartbeat(memberId: string, instanceId: string | null, generationId: number): number {
    const fault = this.#faultOf(memberId, instanceId, generationId);
    if (fault !== undefined) return errorCode[fault];
    this.#touch(must(this.members.get(memberId)));
    return this.state === "PreparingRebalance" ? errorCode.REBALANCE_IN_PROGRESS : 0;
  }

  #faultOf(memberId: string, instanceId: string | null, generationId: number): KafkaErrorName | undefined {
    if (instanceId !== null) {
      const known = this.#staticIds.get(instanceId);
      if (known === undefined) return "UNKNOWN_MEMBER_ID";
      if (known !== memberId) return "FENCED_INSTANCE_ID";
    }
    if (!this.members.has(memberId)) return "UNKNOWN_MEMBER_ID";
    return generationId === this.generation ? undefined : "ILLEGAL_GENERATION";
  }

  /** Removes a member at its own or an administrator's wish; gives the error code. */
  leave(memberId: string, instanceId: string | null): number {
    const pending = this.#pending.get(memberId);
    if (pending !== undefined) {
      pending();
      this.#pending.delete(memberId);
      this.#completeJoinIfAll();
      return 0;
    }
    const known = instanceId === null ? memberId : this.#staticIds.get(instanceId);
    if (known === undefined) return errorCode.UNKNOWN_MEMBER_ID;
    if (instanceId !== null && memberId !== "" && memberId !== known) return errorCode.FENCED_INSTANCE_ID;
    const member = this.members.get(known);
    if (member === undefined) return errorCode.UNKNOWN_MEMBER_ID;
    this.#drop(member);
    this.#afterRemoval();
    return 0;
  }

  #touch(member: ClassicMember): void {
    member.stopSession();
    member.stopSession = this.#clock.setTimer(member.sessionTimeoutMs, () => {
      // Whoever waits for an answer is alive as far as we can tell.
      if (member.answerJoin !== undefined || member.answerSync !== undefined) return this.#touch(member);
      this.#drop(member);
      this.#afterRemoval();
    });
  }

  #drop(member: ClassicMember): void {
    member.stopSession();
    member.answerJoin?.(failedJoin("UNKNOWN_MEMBER_ID", member.id));
    member.answerSync?.(failedSync("UNKNOWN_MEMBER_ID"));
    this.members.delete(member.id);
    if (member.instanceId !== null) this.#staticIds.delete(member.instanceId);
  }

  #afterRemoval(): void {
    if (this.state === "PreparingRebalance") this.#completeJoinIfAll();
    else if (this.members.size > 0) this.#prepareRebalance();
    else {
      this.#stopTimer();
      this.generation++;
      this.state = "Empty";
    }
  }

  checkCommit({ memberId, instanceId, epoch }: Committer): void {
    if (epoch < 0 && memberId === "" && this.members.size === 0) return;
    if (epoch < 0 && this.members.size > 0 && memberId === "") {
      throw new BrokerError("UNKNOWN_MEMBER_ID", "the group has members; only they may commit");
    }
    const fault = this.#faultOf(memberId, instanceId, epoch);
    if (fault !== undefined) throw new BrokerError(fault, "the committer is not a member of this generation");
    if (this.state === "CompletingRebalance")
      throw new BrokerError("REBALANCE_IN_PROGRESS", "the group is rebalancing");
    this.#touch(must(this.members.get(memberId)));
  }

  subscribesTo(topic: string): boolean {
    return (
      this.protocolType === "consumer" &&
      [...this.members.values()].some((member) =>
        subscribedTopics(metadataFor(member, this.protocolName)).includes(topic),
      )
    );
  }

  close(): void {
    this.#stopTimer();
    for (const stop of this.#pending.values()) stop();
    for (const member of this.members.values()) this.#drop(member);
  }
}

function rebalanceTimeout({ rebalanceTimeoutMs, sessionTimeoutMs }: JoinRequest): number {
  return rebalanceTimeoutMs > 0 ? rebalanceTimeoutMs : sessionTimeoutMs;
}

export function failedJoin(name: KafkaErrorName, memberId: string): JoinAnswer {
  return {
    errorCode: errorCode[name],
    memberId,
    generationId: -1,
    protocolType: null,
    protocolName: "",
    leader: "",
    skipAssignment: false,
    members: [],
  };
}

export function failedSync(name: KafkaErrorName): SyncAnswer {
  return { errorCode: errorCode[name], protocolType: null, protocolName: null, assignment: noBytes };
}
