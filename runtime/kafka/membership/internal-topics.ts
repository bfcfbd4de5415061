/**
 * Which internal topics a topology needs with how many partitions, and which tasks it has, as Kafka Streams derives them: a repartition topic
 * follows the topics that it is read together with; if those are all repartition topics, the largest of what is written into them.
 */
import type { GroupTopology, InternalTopic, TaskId } from "../ports.ts";

export interface TopologyLayout {
  readonly tasks: readonly TaskId[];
  readonly internalTopics: readonly InternalTopic[];
}

/** What must be put right before the topology can run, as a sentence. */
export interface TopologyFault {
  readonly fault: string;
}

type SubTopology = GroupTopology["subTopologies"][number];

/** `partitionsOf` knows the topics that exist. */
export function layOutTopology(
  topology: GroupTopology,
  partitionsOf: (topic: string) => number | undefined,
): TopologyLayout | TopologyFault {
  const { subTopologies } = topology;
  const missing = subTopologies.flatMap(({ sourceTopics }) =>
    sourceTopics.filter((name) => partitionsOf(name) === undefined),
  );
  if (missing.length > 0) {
    return { fault: `A topic that the pipeline reads does not exist: ${[...new Set(missing)].join(", ")}.` };
  }
  const counts = new Map<string, number>();
  for (const name of subTopologies.flatMap(({ sourceTopics }) => sourceTopics))
    counts.set(name, partitionsOf(name) ?? 0);
  const unequal = subTopologies.map((sub) => unequalSources(sub, counts)).find((fault) => fault !== null);
  if (unequal !== undefined && unequal !== null) return { fault: unequal };
  const repartitions = subTopologies.flatMap(({ repartitionSources }) => repartitionSources);
  for (const { name, partitions } of repartitions) if (partitions > 0) counts.set(name, partitions);
  deriveCounts(subTopologies, counts);
  const open = repartitions.find(({ name }) => !counts.has(name));
  if (open !== undefined) return { fault: `Nothing says how many partitions the repartition topic ${open.name} has.` };

  const internalTopics: InternalTopic[] = repartitions.map((topic) => ({
    ...topic,
    partitions: counts.get(topic.name) ?? 0,
  }));
  const tasks: TaskId[] = [];
  for (const sub of subTopologies) {
    const partitions = Math.max(0, ...topicsRead(sub).map((name) => counts.get(name) ?? 0));
    for (let partition = 0; partition < partitions; partition++) tasks.push({ subTopology: sub.id, partition });
    internalTopics.push(...sub.changelogs.map((topic) => ({ ...topic, partitions: topic.partitions || partitions })));
  }
  const wrong = internalTopics.find(({ name, partitions }) => (partitionsOf(name) ?? partitions) !== partitions);
  if (wrong !== undefined) {
    const { name, partitions } = wrong;
    return {
      fault: `The internal topic ${name} has ${partitionsOf(name) ?? 0} partitions but needs ${partitions}: reset the pipeline.`,
    };
  }
  return { tasks, internalTopics };
}

function topicsRead({ sourceTopics, repartitionSources }: SubTopology): string[] {
  return [...sourceTopics, ...repartitionSources.map(({ name }) => name)];
}

function unequalSources(
  { sourceTopics, copartitionGroups }: SubTopology,
  counts: ReadonlyMap<string, number>,
): string | null {
  for (const group of copartitionGroups) {
    const sources = group.filter((name) => sourceTopics.includes(name));
    if (new Set(sources.map((name) => counts.get(name))).size < 2) continue;
    const list = sources.map((name) => `${name} has ${counts.get(name) ?? 0}`).join(", ");
    return `Topics that are read together do not have the same number of partitions: ${list}.`;
  }
  return null;
}

/** Goes over the topology until nothing changes: a repartition topic may depend on one that is derived itself. */
function deriveCounts(subTopologies: readonly SubTopology[], counts: Map<string, number>): void {
  for (let before = -1; before !== counts.size;) {
    before = counts.size;
    for (const sub of subTopologies) {
      for (const { name } of sub.repartitionSources) {
        if (counts.has(name)) continue;
        const group = sub.copartitionGroups.find((names) => names.includes(name)) ?? [name];
        const count = countOfGroup(group, sub, subTopologies, counts);
        if (count > 0) for (const member of group) if (!counts.has(member)) counts.set(member, count);
      }
    }
  }
}

function countOfGroup(
  group: readonly string[],
  { sourceTopics }: SubTopology,
  subTopologies: readonly SubTopology[],
  counts: ReadonlyMap<string, number>,
): number {
  const external = group.find((name) => sourceTopics.includes(name));
  if (external !== undefined) return counts.get(external) ?? 0;
  const known = group.map((name) => counts.get(name) ?? 0);
  const writers = subTopologies.filter(({ repartitionSinks }) => repartitionSinks.some((name) => group.includes(name)));
  const upstream = writers.map((sub) => topicsRead(sub).map((name) => counts.get(name)));
  // Not before all that is written into the group is known.
  if (upstream.flat().includes(undefined)) return 0;
  return Math.max(0, ...known, ...upstream.flat().map((count) => count ?? 0));
}
