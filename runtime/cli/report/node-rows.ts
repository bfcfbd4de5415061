/** A run's counters by pipeline node, as people know them: the parts that the planner added belong to the node that they serve. */
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { Topology } from "../../../shared/topology/topology.ts";
import type { RunStatus } from "../../engine/run-status.ts";
import { nodeTotals } from "../../observability/node-totals.ts";
import type { NodeTotals } from "../../observability/node-totals.ts";

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
  const totals = nodeTotals(topology, status.nodes);
  return orderedNodes(topology).flatMap((id) => {
    const node = pipeline.nodes.get(id);
    const total = totals.get(id);
    if (node === undefined || total === undefined) return [];
    const { recordsIn, dropped, failed, deadLettered } = total;
    const recordsOut = outOf(node.type, total);
    return [{ node: id, name: node.name, type: node.type, recordsIn, recordsOut, dropped, failed, deadLettered }];
  });
}

/** What a sink has written counts as its output. */
function outOf(type: string, { recordsIn, recordsOut, failed }: NodeTotals): number {
  return type.endsWith("-sink") ? recordsIn - failed : sum([...recordsOut.values()]);
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
