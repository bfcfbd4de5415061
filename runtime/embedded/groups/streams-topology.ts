import { RE2JS } from "re2js";
import type { RequestBodies } from "../../kafka/protocol/codec.ts";
import { BrokerError } from "../broker-error.ts";
import type { Topics } from "../topics.ts";

export type StreamsTopology = NonNullable<RequestBodies["StreamsGroupHeartbeat"]["topology"]>;
type SubTopology = StreamsTopology["subtopologies"][number];

/** The codes of a streams group's status. */
export const streamsStatus = {
  staleTopology: 0,
  missingSourceTopics: 1,
  incorrectlyPartitionedTopics: 2,
  missingInternalTopics: 3,
  shutdownApplication: 4,
  assignmentDelayed: 5,
} as const;

export interface InternalTopic {
  readonly name: string;
  readonly partitions: number;
  readonly config: ReadonlyMap<string, string>;
}

/** A topology against the topics that exist now. */
export interface ConfiguredTopology {
  /** Tasks per sub-topology; empty unless nothing is in the way. */
  readonly tasks: ReadonlyMap<string, number>;
  /** What is in the way; undefined when the topology can run. */
  readonly problem: { readonly code: number; readonly detail: string } | undefined;
  /** Topics that have to be created first. */
  readonly missing: readonly InternalTopic[];
}

function problem(code: number, detail: string, missing: readonly InternalTopic[] = []): ConfiguredTopology {
  return { tasks: new Map(), problem: { code, detail }, missing };
}

/** Finds the partition counts of all topics of a topology, and what is missing or does not fit together. */
export function configureTopology(topology: StreamsTopology, topics: Topics): ConfiguredTopology {
  const sources = new Map(topology.subtopologies.map((sub) => [sub, sourceTopicsOf(sub, topics)]));
  const counts = new Map<string, number>();
  const absent = new Set<string>();
  for (const name of [...sources.values()].flat()) {
    const found = topics.get(name);
    if (found === undefined) absent.add(name);
    else counts.set(name, found.partitions.length);
  }
  if (absent.size > 0) {
    const names = [...absent].toSorted().join(", ");
    return problem(streamsStatus.missingSourceTopics, `Source topics ${names} are missing.`);
  }
  countRepartitionTopics(topology, sources, counts);
  const mismatch = enforceCopartitions(topology, sources, counts);
  if (mismatch !== undefined) return problem(streamsStatus.incorrectlyPartitionedTopics, mismatch);
  const tasks = new Map<string, number>();
  const internal = new Map<string, InternalTopic>();
  for (const sub of topology.subtopologies) {
    const inputs = [...(sources.get(sub) ?? []), ...sub.repartitionSourceTopics.map(({ name }) => name)];
    const size = Math.max(0, ...inputs.map((name) => counts.get(name) ?? 0));
    tasks.set(sub.subtopologyId, size);
    for (const topic of sub.repartitionSourceTopics)
      internal.set(topic.name, internalTopic(topic, counts.get(topic.name) ?? 0));
    for (const topic of sub.stateChangelogTopics) internal.set(topic.name, internalTopic(topic, size));
  }
  return checkInternalTopics([...internal.values()], tasks, topics);
}

function sourceTopicsOf(sub: SubTopology, topics: Topics): string[] {
  const matched = sub.sourceTopicRegex.flatMap((pattern) => matchingTopics(pattern, topics));
  return [...new Set([...sub.sourceTopics, ...matched])];
}

function matchingTopics(pattern: string, topics: Topics): string[] {
  try {
    const regex = RE2JS.compile(pattern);
    return topics.all().flatMap(({ name }) => (regex.matches(name) ? [name] : []));
  } catch {
    throw new BrokerError("INVALID_REGULAR_EXPRESSION", `The regular expression '${pattern}' is not valid.`);
  }
}

function internalTopic(
  topic: { readonly name: string; readonly topicConfigs: readonly { key: string; value: string }[] },
  partitions: number,
): InternalTopic {
  return { name: topic.name, partitions, config: new Map(topic.topicConfigs.map(({ key, value }) => [key, value])) };
}

/** A repartition topic has as many partitions as the widest input of the sub-topologies that write to it, unless the topology says how many. */
function countRepartitionTopics(
  topology: StreamsTopology,
  sources: ReadonlyMap<SubTopology, string[]>,
  counts: Map<string, number>,
): void {
  const wanted = new Set<string>();
  for (const { name, partitions } of topology.subtopologies.flatMap((sub) => sub.repartitionSourceTopics)) {
    if (partitions > 0) counts.set(name, partitions);
    else wanted.add(name);
  }
  for (let progress = true; progress;) {
    progress = false;
    for (const name of wanted) {
      const writers = topology.subtopologies.filter((sub) => sub.repartitionSinkTopics.includes(name));
      const inputs = writers.flatMap((sub) => [
        ...(sources.get(sub) ?? []),
        ...sub.repartitionSourceTopics.map((topic) => topic.name),
      ]);
      const known = inputs.map((input) => counts.get(input));
      if (known.length === 0 || known.includes(undefined)) continue;
      counts.set(name, Math.max(...known.map((count) => count ?? 0)));
      wanted.delete(name);
      progress = true;
    }
  }
  if (wanted.size === 0) return;
  const names = [...wanted].toSorted().join(", ");
  throw new BrokerError(
    "STREAMS_INVALID_TOPOLOGY",
    `The number of partitions of the repartition topics ${names} cannot be derived.`,
  );
}

/** Topics that are joined have the same number of partitions: internal ones follow the others. Gives what does not fit. */
function enforceCopartitions(
  topology: StreamsTopology,
  sources: ReadonlyMap<SubTopology, string[]>,
  counts: Map<string, number>,
): string | undefined {
  for (const sub of topology.subtopologies) {
    for (const group of sub.copartitionGroups) {
      const outer = group.sourceTopics.flatMap((index) => sub.sourceTopics[index] ?? []);
      if (group.sourceTopicRegex.length > 0)
        outer.push(...(sources.get(sub) ?? []).filter((name) => !sub.sourceTopics.includes(name)));
      const inner = group.repartitionSourceTopics.flatMap((index) => sub.repartitionSourceTopics[index] ?? []);
      const fixed = [...outer, ...inner.flatMap((topic) => (topic.partitions > 0 ? [topic.name] : []))];
      const sizes = new Set(fixed.map((name) => counts.get(name) ?? 0));
      if (sizes.size > 1) {
        const list = fixed.map((name) => `${name} (${counts.get(name)})`).join(", ");
        return `Following topics do not have the same number of partitions: ${list}`;
      }
      const size = [...sizes][0] ?? Math.max(0, ...inner.map(({ name }) => counts.get(name) ?? 0));
      for (const { name } of inner) counts.set(name, size);
    }
  }
  return undefined;
}

function checkInternalTopics(
  internal: readonly InternalTopic[],
  tasks: ReadonlyMap<string, number>,
  topics: Topics,
): ConfiguredTopology {
  const missing: InternalTopic[] = [];
  for (const topic of internal) {
    const found = topics.get(topic.name);
    if (found === undefined) missing.push(topic);
    else if (found.partitions.length !== topic.partitions) {
      const detail = `Existing topic ${topic.name} has different number of partitions: expected ${topic.partitions}, found ${found.partitions.length}`;
      return problem(streamsStatus.incorrectlyPartitionedTopics, detail);
    }
  }
  if (missing.length === 0) return { tasks, problem: undefined, missing };
  const names = missing
    .map(({ name }) => name)
    .toSorted()
    .join(", ");
  return problem(streamsStatus.missingInternalTopics, `Internal topics are missing: [${names}]`, missing);
}

/** Whether two topologies are the same but for their epoch. */
export function sameTopology(a: StreamsTopology, b: StreamsTopology): boolean {
  return JSON.stringify(a.subtopologies) === JSON.stringify(b.subtopologies);
}
