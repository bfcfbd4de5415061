/** Counters as people know them, by pipeline node: the parts that the planner added belong to the node that they serve. */
import type { Topology } from "../../shared/topology/topology.ts";
import type { NodeCount } from "./counters.ts";

export interface NodeTotals {
  readonly recordsIn: number;
  /** By name of the output port, of those that something is connected to. */
  readonly recordsOut: ReadonlyMap<string, number>;
  readonly dropped: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly deadLettered: number;
  /** Greatest event time that arrived; -1 before the first. */
  readonly streamTimeMs: number;
}

/** Of every pipeline node that is in the topology. `counts` are by topology node; one that is not there counts nothing. */
export function nodeTotals(topology: Topology, counts: readonly NodeCount[]): Map<string, NodeTotals> {
  const byPart = new Map(counts.map((count) => [count.node, count]));
  const parts = Map.groupBy(
    topology.subTopologies.flatMap((subTopology) => subTopology.nodes),
    (part) => part.node,
  );
  return new Map(
    [...parts].map(([node, own]) => {
      const counted = own.flatMap((part) => byPart.get(part.id) ?? []);
      // What a node is asked to do is done by the part of its own name.
      const main =
        own.find((part) => part.id === node && byPart.has(node)) ?? own.findLast((part) => byPart.has(part.id));
      const count = main === undefined ? undefined : byPart.get(main.id);
      const recordsOut = new Map(main?.outputs.map((name, port) => [name, count?.recordsOut[port] ?? 0]));
      return [node, { recordsIn: count?.recordsIn ?? 0, recordsOut, ...losses(counted) }];
    }),
  );
}

function losses(
  counts: readonly NodeCount[],
): Pick<NodeTotals, "dropped" | "failed" | "deadLettered" | "streamTimeMs"> {
  const dropped: Record<string, number> = {};
  for (const count of counts)
    for (const [reason, rows] of Object.entries(count.dropped)) dropped[reason] = (dropped[reason] ?? 0) + rows;
  return {
    dropped,
    failed: counts.reduce((total, count) => total + count.failed, 0),
    deadLettered: counts.reduce((total, count) => total + count.deadLettered, 0),
    streamTimeMs: counts.reduce((latest, count) => Math.max(latest, count.streamTimeMs), -1),
  };
}
