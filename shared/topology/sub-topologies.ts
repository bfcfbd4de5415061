/** The connected parts of the draft, numbered, with the topics that lead into and out of them. */
import { compareIds } from "../pipeline/ids.ts";
import { isNodeType, type Draft, type DraftNode } from "./draft.ts";
import type { StorePlan, SubTopology } from "./topology.ts";

export function makeSubTopologies(draft: Draft): SubTopology[] {
  const groups = connectedGroups(draft.nodes);
  return groups
    .toSorted((a, b) => compareIds(smallestId(a), smallestId(b)))
    .map((nodes, index) => makeSubTopology(String(index), nodes, draft));
}

function makeSubTopology(id: string, nodes: readonly DraftNode[], draft: Draft): SubTopology {
  const sourceTopics = new Set<string>();
  const repartitionSources = new Set<string>();
  const repartitionSinks = new Set<string>();
  for (const node of nodes) {
    if (isNodeType(node, "source")) (node.config.internal ? repartitionSources : sourceTopics).add(node.config.topic);
    if (isNodeType(node, "sink") && node.config.internal) repartitionSinks.add(node.config.topic);
    if (isNodeType(node, "file-source") || isNodeType(node, "generator")) repartitionSources.add(node.config.positions);
  }
  const read = new Set([...sourceTopics, ...repartitionSources]);
  const groups = mergeGroups(draft.copartitionGroups.filter((group) => [...group].every((topic) => read.has(topic))));
  return {
    id,
    nodes,
    stores: draft.stores
      .filter((store) => nodes.some((node) => usesStore(node, store)))
      .toSorted((a, b) => compareIds(a.name, b.name)),
    sourceTopics: [...sourceTopics].toSorted(compareIds),
    repartitionSources: [...repartitionSources].toSorted(compareIds),
    repartitionSinks: [...repartitionSinks].toSorted(compareIds),
    copartitionGroups: groups,
  };
}

function usesStore(node: DraftNode, { name }: StorePlan): boolean {
  if (isNodeType(node, "aggregate") || isNodeType(node, "stream-table-join") || isNodeType(node, "table-source"))
    return node.config.store === name;
  return isNodeType(node, "stream-stream-join") && (node.config.leftStore === name || node.config.rightStore === name);
}

function connectedGroups(nodes: readonly DraftNode[]): DraftNode[][] {
  const leaders = new Map<string, string>();
  const find = (id: string): string => {
    let leader = id;
    for (let next = leaders.get(leader); next !== undefined && next !== leader; next = leaders.get(leader))
      leader = next;
    leaders.set(id, leader);
    return leader;
  };
  for (const node of nodes) {
    leaders.set(node.id, node.id);
    for (const link of node.inputs) leaders.set(find(link.from), find(node.id));
  }
  const groups = new Map<string, DraftNode[]>();
  for (const node of nodes) {
    const leader = find(node.id);
    const group = groups.get(leader) ?? [];
    group.push(node);
    groups.set(leader, group);
  }
  return [...groups.values()];
}

function smallestId(nodes: readonly DraftNode[]): string {
  return nodes.map((node) => node.id).reduce((a, b) => (compareIds(a, b) <= 0 ? a : b));
}

/** Groups that share a topic are one. */
function mergeGroups(groups: readonly ReadonlySet<string>[]): string[][] {
  const merged: Set<string>[] = [];
  for (const group of groups) {
    const overlapping = merged.filter((known) => [...group].some((topic) => known.has(topic)));
    const all = new Set([...group, ...overlapping.flatMap((known) => [...known])]);
    for (const known of overlapping) merged.splice(merged.indexOf(known), 1);
    merged.push(all);
  }
  return merged.map((group) => [...group].toSorted(compareIds)).toSorted(([a = ""], [b = ""]) => compareIds(a, b));
}
