/** The connected parts of the draft, numbered, with the topics that lead into and out of them. */
import { compareIds } from "../pipeline/ids.ts";
import { isNodeType, type Draft, type DraftNode } from "./draft.ts";
import { groupBy, Groups } from "./groups.ts";
import type { StorePlan, SubTopology } from "./topology.ts";

export function makeSubTopologies(draft: Draft): SubTopology[] {
  const copartitions = copartitionsByTopic(draft.copartitionGroups);
  const stores = new Map(draft.stores.map((store) => [store.name, store]));
  return connectedGroups(draft.nodes)
    .map((nodes) => ({ nodes, smallest: smallestId(nodes) }))
    .toSorted((a, b) => compareIds(a.smallest, b.smallest))
    .map(({ nodes }, index) => makeSubTopology(String(index), nodes, stores, copartitions));
}

function makeSubTopology(
  id: string,
  nodes: readonly DraftNode[],
  stores: ReadonlyMap<string, StorePlan>,
  copartitions: ReadonlyMap<string, readonly string[]>,
): SubTopology {
  const sourceTopics = new Set<string>();
  const repartitionSources = new Set<string>();
  const repartitionSinks = new Set<string>();
  const used = new Set<StorePlan>();
  for (const node of nodes) {
    if (isNodeType(node, "source")) (node.config.internal ? repartitionSources : sourceTopics).add(node.config.topic);
    if (isNodeType(node, "sink") && node.config.internal) repartitionSinks.add(node.config.topic);
    if (isNodeType(node, "file-source") || isNodeType(node, "generator")) repartitionSources.add(node.config.positions);
    for (const name of storesOf(node)) {
      const store = stores.get(name);
      if (store !== undefined) used.add(store);
    }
  }
  const read = new Set([...sourceTopics, ...repartitionSources]);
  const groups = new Set([...read].flatMap((topic) => [copartitions.get(topic) ?? []]));
  return {
    id,
    nodes,
    stores: [...used].toSorted((a, b) => compareIds(a.name, b.name)),
    sourceTopics: [...sourceTopics].toSorted(compareIds),
    repartitionSources: [...repartitionSources].toSorted(compareIds),
    repartitionSinks: [...repartitionSinks].toSorted(compareIds),
    copartitionGroups: [...groups]
      .filter((group) => group.length > 0 && group.every((topic) => read.has(topic)))
      .toSorted(([a = ""], [b = ""]) => compareIds(a, b)),
  };
}

function storesOf(node: DraftNode): readonly string[] {
  if (isNodeType(node, "aggregate") || isNodeType(node, "stream-table-join") || isNodeType(node, "table-source"))
    return node.config.store === null ? [] : [node.config.store];
  return isNodeType(node, "stream-stream-join") ? [node.config.leftStore, node.config.rightStore] : [];
}

function connectedGroups(nodes: readonly DraftNode[]): DraftNode[][] {
  const groups = new Groups();
  for (const node of nodes) for (const link of node.inputs) groups.join(link.from, node.id);
  return [...groupBy(nodes, (node) => groups.find(node.id)).values()];
}

function smallestId(nodes: readonly DraftNode[]): string {
  return nodes.map((node) => node.id).reduce((a, b) => (compareIds(a, b) <= 0 ? a : b));
}

/** Groups that share a topic are one; the group of each topic, sorted. */
function copartitionsByTopic(groups: readonly ReadonlySet<string>[]): Map<string, readonly string[]> {
  const merged = new Groups();
  const topics = new Set<string>();
  for (const group of groups) {
    const [first] = group;
    for (const topic of group) {
      topics.add(topic);
      if (first !== undefined) merged.join(first, topic);
    }
  }
  const byTopic = new Map<string, readonly string[]>();
  for (const group of groupBy(topics, (topic) => merged.find(topic)).values()) {
    const sorted = group.toSorted(compareIds);
    for (const topic of sorted) byTopic.set(topic, sorted);
  }
  return byTopic;
}
