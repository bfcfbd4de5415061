/** Offsets that a group has committed, and committing under a member's generation or epoch. */
import { BrokerError } from "../broker-error.ts";
import type { Cluster } from "../cluster.ts";
import { partitionKey } from "../fetch-partition.ts";
import type { TopicPartition } from "../ports.ts";
import type { ResponseBodies } from "../protocol/codec.ts";
import { kafkaError } from "../protocol/error-codes.ts";

export interface OffsetToCommit extends TopicPartition {
  readonly offset: number;
  readonly metadata?: string;
}

export interface MemberIdentity {
  readonly groupId: string;
  readonly memberId: string;
  /** The generation of a classic group, the member epoch of a streams group. */
  readonly epoch: number;
  readonly instanceId: string | null;
}

/** Later versions name topics by id, which gains nothing here. */
const LAST_WITH_TOPIC_NAMES = 9;
const WITHIN_MS = 60_000;

/** -1 where nothing is committed. Waits for offsets that a transaction has yet to decide on. */
export async function fetchCommitted(
  cluster: Cluster,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<number[]> {
  if (partitions.length === 0) return [];
  const what = `to give the offsets of the group ${groupId}`;
  const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([name, list]) => ({
    name,
    partitionIndexes: list.map(({ partition }) => partition),
  }));
  const body = { groupId, topics, groups: [{ groupId, topics }], requireStable: true };
  const answer = await cluster.request(
    "OffsetFetch",
    body,
    { group: groupId },
    { what, errorOf: firstFetchError, maxVersion: LAST_WITH_TOPIC_NAMES },
  );
  const group = answer.groups[0] ?? answer;
  if (group.errorCode !== 0) throw new BrokerError(group.errorCode, what);
  const offsets = new Map<string, number>();
  for (const topic of group.topics) {
    for (const { partitionIndex, committedOffset, errorCode } of topic.partitions) {
      if (errorCode !== 0) throw new BrokerError(errorCode, what);
      offsets.set(partitionKey({ topic: topic.name, partition: partitionIndex }), committedOffset);
    }
  }
  return partitions.map((partition) => offsets.get(partitionKey(partition)) ?? -1);
}

function firstFetchError(answer: ResponseBodies["OffsetFetch"]): number {
  const group = answer.groups[0] ?? answer;
  if (group.errorCode !== 0) return group.errorCode;
  return firstError(group.topics.flatMap(({ partitions }) => partitions));
}

function firstError(results: readonly { readonly errorCode: number }[]): number {
  return results.find(({ errorCode }) => errorCode !== 0)?.errorCode ?? 0;
}

/** The member that commits. */
export interface CommittingMember {
  /** Throws if it has no part in the group at the moment. */
  identity(): MemberIdentity;
  /**
   * A commit was refused. If that is because the group or the member's epoch was changing, resolves to true when it has changed and the
   * member still has its tasks, so that the same commit can go again; else resolves to false.
   */
  mayRepeat(errorCode: number, used: MemberIdentity): Promise<boolean>;
}

/** Rejects with KAFKA_0301 when the group has gone on without the member. */
export async function commitOffsets(
  cluster: Cluster,
  member: CommittingMember,
  offsets: readonly OffsetToCommit[],
): Promise<void> {
  if (offsets.length === 0) return;
  const topics = [...Map.groupBy(offsets, ({ topic }) => topic)].map(([name, list]) => ({
    name,
    partitions: list.map(({ partition, offset, metadata }) => ({
      partitionIndex: partition,
      committedOffset: offset,
      committedMetadata: metadata ?? "",
    })),
  }));
  const deadline = Date.now() + WITHIN_MS;
  for (;;) {
    const identity = member.identity();
    const { groupId, memberId, epoch, instanceId } = identity;
    const what = `to commit offsets of the group ${groupId}`;
    const answer = await cluster.request(
      "OffsetCommit",
      { groupId, memberId, generationIdOrMemberEpoch: epoch, groupInstanceId: instanceId, topics },
      { group: groupId },
      {
        what,
        maxVersion: LAST_WITH_TOPIC_NAMES,
        errorOf: (result) => firstError(result.topics.flatMap((topic) => topic.partitions)),
      },
    );
    const code = worstError(answer);
    if (code === 0) return;
    if (Date.now() > deadline || !(await member.mayRepeat(code, identity))) throw new BrokerError(code, what);
  }
}

/** One that fences the member outweighs others, as it concerns all. */
function worstError(answer: ResponseBodies["OffsetCommit"]): number {
  const codes = answer.topics
    .flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))
    .filter((code) => code !== 0);
  return codes.find((code) => kafkaError(code).class === "application-recoverable") ?? codes[0] ?? 0;
}
