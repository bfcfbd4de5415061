/** The topology as a streams group's coordinator sees it (KIP-1071). */
import { must } from "../assert.ts";
import type { SubTopology, TopicPlan, Topology } from "./topology.ts";

/** Structurally the `GroupTopology` of the Kafka client. */
export interface CoordinatedTopology {
  readonly epoch: number;
  readonly subTopologies: readonly CoordinatedSubTopology[];
}

export interface CoordinatedSubTopology {
  readonly id: string;
  readonly sourceTopics: readonly string[];
  readonly repartitionSinks: readonly string[];
  readonly repartitionSources: readonly CoordinatedTopic[];
  readonly changelogs: readonly CoordinatedTopic[];
  readonly copartitionGroups: readonly (readonly string[])[];
}

/** `partitions` 0: as many as the sources that it stands beside or that write it. */
export interface CoordinatedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

export function toGroupTopology(topology: Topology): CoordinatedTopology {
  const topics = new Map(topology.topics.map((topic) => [topic.name, topic]));
  return {
    epoch: topology.epoch,
    subTopologies: topology.subTopologies.map((subTopology) => toCoordinated(subTopology, topics)),
  };
}

function toCoordinated(
  { id, sourceTopics, repartitionSinks, repartitionSources, stores, copartitionGroups }: SubTopology,
  topics: ReadonlyMap<string, TopicPlan>,
): CoordinatedSubTopology {
  const changelogs = stores.flatMap((store) => (store.changelog === null ? [] : [store.changelog]));
  return {
    id,
    sourceTopics,
    repartitionSinks,
    repartitionSources: repartitionSources.map((name) => internalTopic(name, topics)),
    changelogs: changelogs.map((name) => internalTopic(name, topics)),
    copartitionGroups,
  };
}

function internalTopic(name: string, topics: ReadonlyMap<string, TopicPlan>): CoordinatedTopic {
  const topic = must(topics.get(name), `the topic ${name} in the plan`);
  return { name, partitions: topic.partitions ?? 0, config: topic.config };
}
