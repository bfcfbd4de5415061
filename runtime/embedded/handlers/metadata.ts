import type { Partially, ResponseBodies } from "../../kafka/protocol/codec.ts";
import { zeroUuid } from "../../kafka/protocol/codec.ts";
import { errorCode } from "../../kafka/protocol/error-codes.ts";
import { outcomeOf } from "../broker-error.ts";
import type { BrokerState, Handlers } from "../broker-state.ts";
import { leaderEpoch } from "../log/partition-log.ts";
import type { Topic } from "../topics.ts";

type TopicMetadata = Partially<ResponseBodies["Metadata"]["topics"][number]>;

/** The topic, which is created now if that is allowed. */
export function topicFor(broker: BrokerState, name: string, create: boolean): Topic | undefined {
  const found = broker.topics.get(name);
  if (found !== undefined || !create) return found;
  outcomeOf(() => broker.topics.create(name, broker.defaultPartitions));
  return broker.topics.get(name);
}

function partitionsOf(
  broker: BrokerState,
  topic: Topic,
): {
  errorCode: number;
  partitionIndex: number;
  leaderId: number;
  leaderEpoch: number;
  replicaNodes: number[];
  isrNodes: number[];
}[] {
  const { nodeId } = broker;
  return topic.partitions.map((_, partitionIndex) => ({
    errorCode: 0,
    partitionIndex,
    leaderId: nodeId,
    leaderEpoch,
    replicaNodes: [nodeId],
    isrNodes: [nodeId],
  }));
}

function metadataOf(broker: BrokerState, topic: Topic): TopicMetadata {
  return { name: topic.name, topicId: topic.id, partitions: partitionsOf(broker, topic) };
}

function node({ nodeId, host, port }: BrokerState): { nodeId: number; host: string; port: number } {
  return { nodeId, host, port };
}

export const metadataHandlers: Handlers = {
  Metadata(broker, request, { version }) {
    const { topics: wanted } = request;
    const all = wanted === null || (version === 0 && wanted.length === 0);
    const topics = all
      ? broker.topics.all().map((topic) => metadataOf(broker, topic))
      : wanted.map(({ name, topicId }): TopicMetadata => {
          if (name === null) {
            const topic = broker.topics.byId(topicId);
            return topic === undefined
              ? { errorCode: errorCode.UNKNOWN_TOPIC_ID, topicId, name: version >= 12 ? null : "" }
              : metadataOf(broker, topic);
          }
          const topic = topicFor(broker, name, broker.autoCreateTopics && request.allowAutoTopicCreation);
          if (topic !== undefined) return metadataOf(broker, topic);
          const check = outcomeOf(() => broker.topics.checkNew(name, 1, new Map()));
          return { errorCode: check.errorCode === 0 ? errorCode.UNKNOWN_TOPIC_OR_PARTITION : check.errorCode, name };
        });
    const { clusterId, nodeId } = broker;
    return { brokers: [node(broker)], clusterId, controllerId: nodeId, topics };
  },

  DescribeTopicPartitions(broker, request) {
    const wanted = request.topics.length > 0 ? request.topics : broker.topics.all();
    const names = wanted.map(({ name }) => name).toSorted();
    const first = request.cursor?.topicName ?? "";
    let left = Math.max(1, request.responsePartitionLimit);
    let nextCursor: { topicName: string; partitionIndex: number } | null = null;
    const topics = [];
    for (const name of names) {
      if (name < first) continue;
      if (left === 0) {
        nextCursor = { topicName: name, partitionIndex: 0 };
        break;
      }
      const topic = broker.topics.get(name);
      if (topic === undefined) {
        topics.push({ errorCode: errorCode.UNKNOWN_TOPIC_OR_PARTITION, name, topicId: zeroUuid, partitions: [] });
        continue;
      }
      const from = name === first ? (request.cursor?.partitionIndex ?? 0) : 0;
      // The Java client does not take null for these, whatever the schema says.
      const noReplicas = { eligibleLeaderReplicas: [], lastKnownElr: [] };
      const partitions = partitionsOf(broker, topic)
        .slice(from, from + left)
        .map((partition) => ({ ...partition, ...noReplicas }));
      left -= partitions.length;
      topics.push({ name, topicId: topic.id, partitions });
      if (from + partitions.length < topic.partitions.length) {
        nextCursor = { topicName: name, partitionIndex: from + partitions.length };
        break;
      }
    }
    return { topics, nextCursor };
  },

  DescribeCluster(broker, request) {
    if (request.endpointType !== 1) {
      return {
        errorCode: errorCode.UNSUPPORTED_ENDPOINT_TYPE,
        errorMessage: "This broker has no controller endpoints.",
        endpointType: 1,
      };
    }
    const { nodeId, host, port, clusterId } = broker;
    return { endpointType: 1, clusterId, controllerId: nodeId, brokers: [{ brokerId: nodeId, host, port }] };
  },

  FindCoordinator(broker, request, { version }) {
    const found = { errorCode: 0, errorMessage: null, ...node(broker) };
    return version >= 4 ? { coordinators: request.coordinatorKeys.map((key) => ({ key, ...found })) } : found;
  },
};
