import type { ClientIdentity } from "./group.ts";

export interface JoinProtocol {
  readonly name: string;
  readonly metadata: Buffer;
}

export interface JoinAnswer {
  readonly errorCode: number;
  readonly memberId: string;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string;
  readonly leader: string;
  readonly skipAssignment: boolean;
  readonly members: readonly { memberId: string; groupInstanceId: string | null; metadata: Buffer }[];
}

export interface SyncAnswer {
  readonly errorCode: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: Buffer;
}

export interface ClassicMember extends ClientIdentity {
  readonly id: string;
  readonly instanceId: string | null;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocols: readonly JoinProtocol[];
  assignment: Buffer;
  /** Set while the member waits for the others to join. */
  answerJoin: ((answer: JoinAnswer) => void) | undefined;
  /** Set while the member waits for the leader's assignment. */
  answerSync: ((answer: SyncAnswer) => void) | undefined;
  stopSession: () => void;
}

/** The protocol that most members prefer among those that all of them have. */
export function selectProtocol(members: readonly ClassicMember[]): string {
  const common = commonProtocols(members);
  const votes = new Map<string, number>();
  for (const { protocols } of members) {
    const favourite = protocols.find(({ name }) => common.has(name));
    if (favourite !== undefined) votes.set(favourite.name, (votes.get(favourite.name) ?? 0) + 1);
  }
  return [...votes].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

export function commonProtocols(members: readonly ClassicMember[]): Set<string> {
  const [first, ...others] = members;
  const names = (first?.protocols ?? []).map(({ name }) => name);
  return new Set(
    names.filter((name) => others.every((member) => member.protocols.some((other) => other.name === name))),
  );
}

export function metadataFor(member: ClassicMember, protocol: string): Buffer {
  return member.protocols.find(({ name }) => name === protocol)?.metadata ?? Buffer.alloc(0);
}

/** The topics in a consumer's subscription; empty when the metadata is something else. */
export function subscribedTopics(metadata: Buffer): string[] {
  const topics: string[] = [];
  if (metadata.length < 6) return topics;
  let at = 6;
  for (let count = metadata.readInt32BE(2); count > 0 && at + 2 <= metadata.length; count--) {
    const length = metadata.readInt16BE(at);
    if (length < 0 || at + 2 + length > metadata.length) break;
    topics.push(metadata.toString("utf8", at + 2, at + 2 + length));
    at += 2 + length;
  }
  return topics;
}
