/** A run's counters by pipeline node, as people know them: the parts that the planner added belong to the node that they serve. */
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { Topology } from "../../../shared/topology/topology.ts";
import type { RunStatus } from "../../engine/run-status.ts";
import type { NodeCount } from "../../observability/counters.ts";

export interface NodeRow {
  readonly node: string;
  readonly name: string;
  readonly type: string;
  readonly recordsIn: number;
  readonly recordsOut: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly deadLettered: number;
}

/** In the order in which records pass the nodes. */
export function nodeRows(pipeline: Pipeline, topology: Topology, status: RunStatus): NodeRow[] {
  const counts = new Map(status.nodes.map((count) => [count.node, count]));
  return orderedNodes(topology).flatMap((id) => {
    const node = pipeline.nodes.get(id);
    if (node === undefined) return [];
    const parts = topology.subTopologies.flatMap((part) => part.nodes).filter((part) => part.node === id);
    const own = parts.flatMap((part) => counts.get(part.id) ?? []);
    const main = counts.get(id) ?? own.at(-1);
    return [
      {
        node: id,
        name: node.name,
        type: node.type,
        recordsIn: main?.recordsIn ?? 0,
        recordsOut: outOf(node.type, main),
        ...losses(own),
      },
    ];
  });
}

/** What a sink has written counts as its output. */
function outOf(type: string, count: NodeCount | undefined): number {
  if (count === undefined) return 0;
  return type.endsWith("-sink") ? count.recordsIn - count.failed : sum(count.recordsOut);
}

/** Pipeline nodes in topological order over all sub-topologies: one that is written to comes before the one that reads it. */
function orderedNodes(topology: Topology): string[] {
  const written = new Map(
    topology.subTopologies.flatMap((part) => part.repartitionSinks.map((topic) => [topic, part.id] as const)),
  );
  const depth = (id: string, seen: readonly string[] = []): number => {
    const part = topology.subTopologies.find((candidate) => candidate.id === id);
    const above = (part?.repartitionSources ?? [])
      .flatMap((topic) => written.get(topic) ?? [])
      .filter((other) => !seen.includes(other));
    return above.length === 0 ? 0 : 1 + Math.max(...above.map((other) => depth(other, [...seen, id])));
  };
  const parts = topology.subTopologies.toSorted((a, b) => depth(a.id) - depth(b.id));
  return [...new Set(parts.flatMap((part) => part.nodes.map((node) => node.node)))];
}

function losses(counts: readonly NodeCount[]): Pick<NodeRow, "dropped" | "failed" | "deadLettered"> {
  const dropped: Record<string, number> = {};
  for (const count of counts)
    for (const [reason, rows] of Object.entries(count.dropped)) dropped[reason] = (dropped[reason] ?? 0) + rows;
  return {
    dropped,
    failed: counts.reduce((total, count) => total + count.failed, 0),
    deadLettered: counts.reduce((total, count) => total + count.deadLettered, 0),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
