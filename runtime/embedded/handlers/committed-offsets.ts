import type { Partially, RequestBodies, ResponseBodies } from "../../kafka/protocol/codec.ts";
import { errorCode } from "../../kafka/protocol/error-codes.ts";
import { codeOf } from "../broker-error.ts";
import type { BrokerState, Handlers } from "../broker-state.ts";
import type { Group } from "../groups/group.ts";
import type { StoredOffset } from "../storage.ts";

type FetchedTopics = Partially<ResponseBodies["OffsetFetch"]["groups"][number]["topics"]>;
interface WantedTopic {
  readonly topicId: string;
  readonly name: string;
  readonly partitionIndexes: readonly number[];
}

interface CommitPartition {
  readonly partitionIndex: number;
  readonly committedOffset: number;
  readonly committedLeaderEpoch: number;
  readonly committedMetadata: string | null;
}

const mostMetadataBytes = 4096;

export function storedOffset(broker: BrokerState, topic: string, partition: CommitPartition): StoredOffset {
  return {
    topic,
    partition: partition.partitionIndex,
    offset: partition.committedOffset,
    leaderEpoch: partition.committedLeaderEpoch,
    metadata: partition.committedMetadata,
    timeMs: broker.clock.nowMs(),
  };
}

/** 0 if the offset of this partition can be committed. */
export function commitFault(broker: BrokerState, topic: string, partition: CommitPartition): number {
  if (broker.topics.partition(topic, partition.partitionIndex) === undefined)
    return errorCode.UNKNOWN_TOPIC_OR_PARTITION;
  const tooLarge = Buffer.byteLength(partition.committedMetadata ?? "") > mostMetadataBytes;
  return tooLarge ? errorCode.OFFSET_METADATA_TOO_LARGE : 0;
}

function commit(
  broker: BrokerState,
  request: RequestBodies["OffsetCommit"],
  version: number,
): Partially<ResponseBodies["OffsetCommit"]> {
  const committer = {
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    epoch: request.generationIdOrMemberEpoch,
  };
  const refused =
    request.groupId === ""
      ? errorCode.INVALID_GROUP_ID
      : codeOf(() => broker.groups.checkCommit(request.groupId, committer));
  const accepted: StoredOffset[] = [];
  const topics = request.topics.map(({ topicId, name, partitions }) => {
    const topic = version >= 10 ? (broker.topics.byId(topicId)?.name ?? "") : name;
    const unknown = version >= 10 && topic === "" ? errorCode.UNKNOWN_TOPIC_ID : 0;
    return {
      topicId,
      name,
      partitions: partitions.map((partition) => {
        const code = refused || unknown || commitFault(broker, topic, partition);
        if (code === 0) accepted.push(storedOffset(broker, topic, partition));
        return { partitionIndex: partition.partitionIndex, errorCode: code };
      }),
    };
  });
  if (accepted.length > 0) broker.groups.commit(request.groupId, accepted);
  return { topics };
}

function fetchTopics(
  broker: BrokerState,
  group: Group | undefined,
  wanted: readonly WantedTopic[] | null,
  version: number,
  stable: boolean,
): FetchedTopics {
  const all = (): WantedTopic[] => {
    const names = new Map<string, number[]>();
    for (const { topic, partition } of group?.offsets.all() ?? [])
      names.set(topic, [...(names.get(topic) ?? []), partition]);
    return [...names].map(([name, partitionIndexes]) => ({
      name,
      topicId: broker.topics.get(name)?.id ?? "",
      partitionIndexes,
    }));
  };
  const topics = wanted ?? all().filter(({ topicId }) => version < 10 || topicId !== "");
  return topics.map(({ topicId, name, partitionIndexes }) => {
    const topic = version >= 10 ? broker.topics.byId(topicId)?.name : name;
    return {
      name,
      ...(version >= 10 ? { topicId } : {}),
      partitions: partitionIndexes.map((partitionIndex) => {
        const nothing = { partitionIndex, committedOffset: -1, metadata: "" };
        if (topic === undefined) return { ...nothing, errorCode: errorCode.UNKNOWN_TOPIC_ID };
        if (stable && group?.offsets.isPending(topic, partitionIndex) === true) {
          return { ...nothing, errorCode: errorCode.UNSTABLE_OFFSET_COMMIT };
        }
        const found = group?.offsets.get(topic, partitionIndex);
        if (found === undefined) return nothing;
        return {
          partitionIndex,
          committedOffset: found.offset,
          committedLeaderEpoch: found.leaderEpoch,
          metadata: found.metadata ?? "",
        };
      }),
    };
  });
}

/** Members of the newer protocols say who they are, and are told when they are no longer. */
function fetchFault(broker: BrokerState, groupId: string, memberId: string | null, memberEpoch: number): number {
  const protocol = broker.groups.get(groupId)?.protocol;
  if (memberId === null || memberEpoch < 0 || protocol === undefined || protocol.type === "classic") return 0;
  return codeOf(() => protocol.checkCommit({ memberId, instanceId: null, epoch: memberEpoch }));
}

export const committedOffsetHandlers: Handlers = {
  OffsetCommit: (broker, request, { version }) => commit(broker, request, version),

  OffsetFetch(broker, request, { version }) {
    if (version < 8) {
      const topics = request.topics?.map((topic) => ({ ...topic, topicId: "" })) ?? null;
      return {
        topics: fetchTopics(broker, broker.groups.get(request.groupId), topics, version, request.requireStable),
      };
    }
    const groups = request.groups.map(({ groupId, memberId, memberEpoch, topics }) => {
      const code = fetchFault(broker, groupId, memberId, memberEpoch);
      if (code !== 0) return { groupId, errorCode: code };
      return {
        groupId,
        topics: fetchTopics(broker, broker.groups.get(groupId), topics, version, request.requireStable),
      };
    });
    return { groups };
  },

  OffsetDelete(broker, request) {
    const group = broker.groups.get(request.groupId);
    if (group === undefined) return { errorCode: errorCode.GROUP_ID_NOT_FOUND };
    const topics = request.topics.map(({ name, partitions }) => {
      const isInUse = group.protocol?.subscribesTo(name) === true;
      const deleted = partitions.flatMap(({ partitionIndex }) => group.offsets.get(name, partitionIndex) ?? []);
      if (!isInUse && deleted.length > 0)
        broker.groups.commit(
          group.id,
          deleted.map((offset) => ({ ...offset, offset: -1 })),
        );
      const code = isInUse ? errorCode.GROUP_SUBSCRIBED_TO_TOPIC : 0;
      return { name, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: code })) };
    });
    return { topics };
  },
};
