import type { GroupOffsets } from "./group-offsets.ts";

export type GroupType = "classic" | "consumer" | "streams";

/** What a commit of offsets says about who commits. Without a member it comes from outside of the group. */
export interface Committer {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly epoch: number;
}

/** The membership protocol of a group; one of three. */
export interface GroupProtocol {
  readonly type: GroupType;
  /** As Kafka's tools show it. */
  readonly state: string;
  readonly isEmpty: boolean;
  readonly protocolType: string;
  /** Throws unless the committer may commit now. */
  checkCommit(committer: Committer): void;
  subscribesTo(topic: string): boolean;
  close(): void;
}

export interface Group<Protocol extends GroupProtocol = GroupProtocol> {
  readonly id: string;
  readonly offsets: GroupOffsets;
  /** Undefined for a group that only keeps offsets. */
  protocol: Protocol | undefined;
}

/** Times of the group protocols, in milliseconds. */
export interface GroupTimes {
  readonly initialRebalanceDelayMs: number;
  readonly heartbeatIntervalMs: number;
  readonly sessionTimeoutMs: number;
}

export interface ClientIdentity {
  readonly clientId: string;
  readonly clientHost: string;
}
