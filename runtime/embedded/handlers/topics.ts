import { zeroUuid, type RequestBodies } from "../../kafka/protocol/codec.ts";
import { BrokerError, outcomeOf } from "../broker-error.ts";
import type { BrokerState, Handlers } from "../broker-state.ts";
import type { Topic } from "../topics.ts";
import { topicConfigs } from "../topic-config.ts";

type NewTopic = RequestBodies["CreateTopics"]["topics"][number];

function createTopic(
  broker: BrokerState,
  topic: NewTopic,
  isRepeated: boolean,
  validateOnly: boolean,
): Topic | undefined {
  if (isRepeated) throw new BrokerError("INVALID_REQUEST", "Duplicate topic name.");
  if (topic.assignments.length > 0 && (topic.numPartitions !== -1 || topic.replicationFactor !== -1)) {
    throw new BrokerError(
      "INVALID_REQUEST",
      "A manual partition assignment was specified, but numPartitions or replicationFactor was not -1.",
    );
  }
  if (topic.assignments.some(({ brokerIds }) => brokerIds.some((id) => id !== broker.nodeId))) {
    throw new BrokerError("INVALID_REPLICA_ASSIGNMENT", `This cluster has broker ${broker.nodeId} only.`);
  }
  if (topic.assignments.length === 0 && topic.replicationFactor !== -1 && topic.replicationFactor !== 1) {
    const message = `Unable to replicate the partition ${topic.replicationFactor} time(s): only 1 broker(s) are registered.`;
    throw new BrokerError("INVALID_REPLICATION_FACTOR", message);
  }
  const given = topic.assignments.length > 0 ? topic.assignments.length : topic.numPartitions;
  const partitions = given === -1 ? broker.defaultPartitions : given;
  const config = new Map(topic.configs.map(({ name, value }) => [name, value]));
  broker.topics.checkNew(topic.name, partitions, config);
  return validateOnly ? undefined : broker.topics.create(topic.name, partitions, config);
}

/** Deletes a topic, and what groups have committed for it. */
export function deleteTopic(broker: BrokerState, topic: Topic): void {
  broker.topics.delete(topic);
  broker.groups.topicDeleted(topic.name);
}

export const topicHandlers: Handlers = {
  CreateTopics(broker, request) {
    const topics = request.topics.map((topic) => {
      const isRepeated = request.topics.filter(({ name }) => name === topic.name).length > 1;
      let created: Topic | undefined;
      const outcome = outcomeOf(() => {
        created = createTopic(broker, topic, isRepeated, request.validateOnly);
      });
      if (created === undefined) return { name: topic.name, ...outcome };
      const { id, partitions, config } = created;
      const configs = Object.keys(topicConfigs).map((name) => ({
        name,
        value: config.get(name),
        configSource: config.overrides.has(name) ? 1 : 5,
      }));
      return {
        name: topic.name,
        topicId: id,
        ...outcome,
        numPartitions: partitions.length,
        replicationFactor: 1,
        configs,
      };
    });
    return { topics };
  },

  DeleteTopics(broker, request, { version }) {
    const wanted = version >= 6 ? request.topics : request.topicNames.map((name) => ({ name, topicId: zeroUuid }));
    const responses = wanted.map((reference) => {
      const topic = broker.topics.find(reference);
      const outcome = outcomeOf(() => {
        if (topic === undefined) {
          throw new BrokerError(
            reference.topicId === zeroUuid ? "UNKNOWN_TOPIC_OR_PARTITION" : "UNKNOWN_TOPIC_ID",
            "This topic does not exist.",
          );
        }
        deleteTopic(broker, topic);
      });
      return { name: topic?.name ?? reference.name, topicId: topic?.id ?? reference.topicId, ...outcome };
    });
    return { responses };
  },

  CreatePartitions(broker, request) {
    const results = request.topics.map(({ name, count }) => ({
      name,
      ...outcomeOf(() => {
        const topic = broker.topics.get(name);
        if (topic === undefined) throw new BrokerError("UNKNOWN_TOPIC_OR_PARTITION", "This topic does not exist.");
        if (!request.validateOnly) broker.topics.addPartitions(topic, count);
      }),
    }));
    return { results };
  },
};
