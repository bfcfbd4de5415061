/**
 * Topics before a run: which exist, which must be made, and with how many partitions. A repartition topic has as many as the topics it is
 * read together with, else as many as the largest that is written into it; a changelog as many as its sub-topology has tasks (Kafka Streams'
 * rules, research in its docs "Manage topics").
 */
import { WeirError } from "../../shared/errors.ts";
import type { SubTopology, Topology, TopicPlan } from "../../shared/topology/topology.ts";
import type { Admin } from "../kafka/ports.ts";

export interface TopicState {
  readonly plan: TopicPlan;
  /** On the cluster; null when the topic does not exist. */
  readonly existing: number | null;
  /** What it has or must get; null: whatever the broker's default is. */
  readonly partitions: number | null;
}

/** What is there and what is missing. Throws when a source is missing or partition counts contradict each other. */
export async function planTopics(topology: Topology, admin: Admin): Promise<TopicState[]> {
  const infos = await admin.topics(topology.topics.map((topic) => topic.name));
  const existing = new Map(
    infos.flatMap((info) => (info === undefined ? [] : [[info.name, info.partitions] as const])),
  );
  const missing = topology.topics.filter((topic) => !topic.create && !existing.has(topic.name));
  if (missing.length > 0) throw missingTopics(missing);
  const counts = partitionCounts(topology, existing);
  return topology.topics.map((plan) => ({
    plan,
    existing: existing.get(plan.name) ?? null,
    partitions: existing.get(plan.name) ?? counts.get(plan.name) ?? plan.partitions,
  }));
}

/** Creates what is missing and answers the state after it. */
export async function provisionTopics(topology: Topology, admin: Admin): Promise<TopicState[]> {
  const states = await planTopics(topology, admin);
  const missing = states.filter((state) => state.existing === null);
  await admin.createTopics(
    missing.map(({ plan, partitions }) => ({ name: plan.name, partitions: partitions ?? -1, config: plan.config })),
  );
  return states;
}

/** Partition counts of the topics that depend on others. */
export function partitionCounts(topology: Topology, existing: ReadonlyMap<string, number>): Map<string, number> {
  const counts = new Map(existing);
  for (const topic of topology.topics)
    if (topic.partitions !== null && !counts.has(topic.name)) counts.set(topic.name, topic.partitions);
  while (topology.subTopologies.some((part) => settleGroups(part, counts) || settleSinks(part, topology, counts)));
  for (const part of topology.subTopologies) {
    checkGroups(part, counts);
    const tasks = taskCount(part, counts);
    for (const store of part.stores)
      if (store.changelog !== null && !counts.has(store.changelog)) counts.set(store.changelog, tasks);
  }
  return counts;
}

/** Number of tasks of a sub-topology: the greatest partition count among its sources. */
export function taskCount(part: SubTopology, counts: ReadonlyMap<string, number>): number {
  return Math.max(1, ...[...part.sourceTopics, ...part.repartitionSources].map((topic) => counts.get(topic) ?? 1));
}

function settleGroups(part: SubTopology, counts: Map<string, number>): boolean {
  let changed = false;
  for (const group of part.copartitionGroups) {
    const known = group.flatMap((topic) => counts.get(topic) ?? []);
    if (known.length === 0) continue;
    for (const topic of group) if (!counts.has(topic)) changed = counts.set(topic, Math.max(...known)).has(topic);
  }
  return changed;
}

/** Only when every source of the writing sub-topology is known, so that the result does not depend on the order of visits. */
function settleSinks(part: SubTopology, topology: Topology, counts: Map<string, number>): boolean {
  let changed = false;
  for (const topic of part.repartitionSinks) {
    const writers = topology.subTopologies.filter((other) => other.repartitionSinks.includes(topic));
    const sources = writers.flatMap((writer) => [...writer.sourceTopics, ...writer.repartitionSources]);
    if (counts.has(topic) || sources.some((source) => !counts.has(source))) continue;
    counts.set(topic, Math.max(1, ...sources.map((source) => counts.get(source) ?? 1)));
    changed = true;
  }
  return changed;
}

function checkGroups(part: SubTopology, counts: ReadonlyMap<string, number>): void {
  for (const group of part.copartitionGroups) {
    const sizes = new Set(group.map((topic) => counts.get(topic)));
    if (sizes.size <= 1) continue;
    const list = group.map((topic) => `${topic} has ${counts.get(topic) ?? "no known number of"}`).join(", ");
    throw new WeirError("RUN_0006", `Topics that are read together need the same number of partitions, but ${list}.`, {
      hint: "Put a repartition node before the one that differs, or give the topics the same number of partitions.",
    });
  }
}

function missingTopics(topics: readonly TopicPlan[]): WeirError {
  const names = topics.map((topic) => topic.name).join(", ");
  const node = topics[0]?.nodes[0];
  return new WeirError("RUN_0002", `The cluster has no topic ${names}, which the pipeline reads.`, {
    hint: "Create it first, or correct the name in the source; Weir creates only the topics that it writes.",
    ...(node === undefined ? {} : { node }),
  });
}
