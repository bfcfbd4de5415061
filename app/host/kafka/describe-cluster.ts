/** Brokers and topics of a cluster, and one topic in full. */
import kafkajs, { type Admin, type DescribeConfigResponse, type ITopicMetadata } from "kafkajs";
import type { ClusterInfo, TopicDetail, TopicSummary } from "../../../shared/protocol/topics.ts";

export async function describeCluster(admin: Admin): Promise<ClusterInfo> {
  const [{ brokers, controller, clusterId }, { topics }] = await Promise.all([
    admin.describeCluster(),
    admin.fetchTopicMetadata(),
  ]);
  return {
    brokers: brokers.map(({ nodeId, host, port }) => ({
      id: nodeId,
      address: host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`,
      controller: nodeId === controller,
    })),
    clusterId,
    topics: topics.map(summaryOf).toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  };
}

export async function describeTopic(admin: Admin, topic: string): Promise<TopicDetail> {
  const [metadata, offsets, configs] = await Promise.all([
    admin.fetchTopicMetadata({ topics: [topic] }),
    admin.fetchTopicOffsets(topic),
    admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }],
    }),
  ]);
  const [found] = metadata.topics;
  if (found === undefined) throw Object.assign(new Error("no such topic"), { type: "UNKNOWN_TOPIC_OR_PARTITION" });
  const known = new Map(found.partitions.map((partition) => [partition.partitionId, partition]));
  return {
    ...summaryOf(found),
    offsets: offsets
      .map(({ partition, low, high }) => ({
        partition,
        first: low,
        next: high,
        leader: known.get(partition)?.leader ?? -1,
        inSync: known.get(partition)?.isr.length ?? 0,
      }))
      .toSorted((one, other) => one.partition - other.partition),
    config: configsOf(configs),
  };
}

function summaryOf({ name, partitions }: ITopicMetadata): TopicSummary {
  return {
    name,
    partitions: partitions.length,
    replication: Math.max(0, ...partitions.map(({ replicas }) => replicas.length)),
    // Kafka's own begin with two underscores; Weir's repartition topics and changelogs are worth a look and are not hidden.
    internal: name.startsWith("__"),
  };
}

function configsOf({ resources }: DescribeConfigResponse): TopicDetail["config"] {
  return resources
    .flatMap(({ configEntries }) => configEntries)
    .filter(({ isSensitive }) => !isSensitive)
    .map(({ configName, configValue, configSource, isDefault }) => ({
      name: configName,
      value: configValue ?? "",
      source: sourceNames[configSource] ?? (isDefault ? "default" : "topic"),
    }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Numbers of DescribeConfigs: 1 topic, 2 to 4 broker (dynamic, dynamic default, static), 5 default. */
const sourceNames: Readonly<Record<number, string>> = {
  1: "topic",
  2: "broker",
  3: "broker",
  4: "broker",
  5: "default",
};
