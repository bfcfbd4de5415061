import { BrokerError, outcomeOf } from "../broker-error.ts";
import type { BrokerState, Handlers } from "../broker-state.ts";
import { checkTopicConfig, configTypeIds, topicConfigs } from "../topic-config.ts";
import type { Topic } from "../topics.ts";

/** Kafka's numbers for what has settings. */
const resource = { topic: 2, broker: 4, group: 32 } as const;
const source = { topic: 1, staticBroker: 4, default: 5 } as const;
const operation = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

function mustFind(broker: BrokerState, type: number, name: string): Topic {
  if (type !== resource.topic) throw new BrokerError("INVALID_REQUEST", "Only the settings of topics can be changed.");
  const topic = broker.topics.get(name);
  if (topic === undefined) throw new BrokerError("UNKNOWN_TOPIC_OR_PARTITION", `The topic '${name}' does not exist.`);
  return topic;
}

interface ConfigEntry {
  readonly name: string;
  readonly value: string;
  readonly readOnly: boolean;
  readonly configSource: number;
  readonly configType: number;
  readonly synonyms: readonly { name: string; value: string; source: number }[];
}

function describeTopic(topic: Topic): ConfigEntry[] {
  return Object.entries(topicConfigs).map(([name, definition]) => {
    const value = topic.config.get(name);
    const isSet = topic.config.overrides.has(name);
    const fallback = { name, value: definition.value, source: source.default };
    return {
      name,
      value,
      readOnly: false,
      configSource: isSet ? source.topic : source.default,
      configType: configTypeIds[definition.type],
      synonyms: isSet ? [{ name, value, source: source.topic }, fallback] : [fallback],
    };
  });
}

function describeBroker(broker: BrokerState): ConfigEntry[] {
  const values = {
    "broker.id": String(broker.nodeId),
    "node.id": String(broker.nodeId),
    "auto.create.topics.enable": String(broker.autoCreateTopics),
    "num.partitions": String(broker.defaultPartitions),
    "default.replication.factor": "1",
    "group.initial.rebalance.delay.ms": String(broker.groupTimes.initialRebalanceDelayMs),
  };
  return Object.entries(values).map(([name, value]) => ({
    name,
    value,
    readOnly: true,
    configSource: source.staticBroker,
    configType: configTypeIds.string,
    synonyms: [],
  }));
}

function change(topic: Topic, name: string, kind: number, value: string | null): string | undefined {
  if (kind === operation.delete) return undefined;
  if (kind === operation.set) {
    checkTopicConfig(name, value);
    return value ?? "";
  }
  if (topicConfigs[name]?.type !== "list")
    throw new BrokerError("INVALID_CONFIG", `Can't append to or subtract from ${name}: it is not a list.`);
  const items = topic.config
    .get(name)
    .split(",")
    .filter((item) => item !== "");
  const given = (value ?? "").split(",");
  const result =
    kind === operation.append ? [...new Set([...items, ...given])] : items.filter((item) => !given.includes(item));
  checkTopicConfig(name, result.join());
  return result.join();
}

/** Replaces the settings that are named; undefined takes a setting back to its default. */
function apply(broker: BrokerState, topic: Topic, changes: ReadonlyMap<string, string | undefined>): void {
  for (const [name, value] of changes) {
    if (value === undefined) topic.config.overrides.delete(name);
    else topic.config.overrides.set(name, value);
  }
  broker.topics.save(topic);
}

export const configHandlers: Handlers = {
  DescribeConfigs(broker, request) {
    const results = request.resources.map(({ resourceType, resourceName, configurationKeys }) => {
      let entries: ConfigEntry[] = [];
      const outcome = outcomeOf(() => {
        if (resourceType === resource.broker) entries = describeBroker(broker);
        else if (resourceType !== resource.group) entries = describeTopic(mustFind(broker, resourceType, resourceName));
      });
      const wanted =
        configurationKeys === null || configurationKeys.length === 0 ? undefined : new Set(configurationKeys);
      const configs = entries
        .filter(({ name }) => wanted === undefined || wanted.has(name))
        .map((entry) => ({ ...entry, synonyms: request.includeSynonyms ? entry.synonyms : [] }));
      return { ...outcome, resourceType, resourceName, configs };
    });
    return { results };
  },

  AlterConfigs(broker, request) {
    const responses = request.resources.map(({ resourceType, resourceName, configs }) => ({
      resourceType,
      resourceName,
      ...outcomeOf(() => {
        const topic = mustFind(broker, resourceType, resourceName);
        for (const { name, value } of configs) checkTopicConfig(name, value);
        if (request.validateOnly) return;
        topic.config.overrides.clear();
        apply(broker, topic, new Map(configs.map(({ name, value }) => [name, value ?? ""])));
      }),
    }));
    return { responses };
  },

  IncrementalAlterConfigs(broker, request) {
    const responses = request.resources.map(({ resourceType, resourceName, configs }) => ({
      resourceType,
      resourceName,
      ...outcomeOf(() => {
        const topic = mustFind(broker, resourceType, resourceName);
        const changes = new Map(
          configs.map(({ name, configOperation, value }) => [name, change(topic, name, configOperation, value)]),
        );
        if (!request.validateOnly) apply(broker, topic, changes);
      }),
    }));
    return { responses };
  },
};
