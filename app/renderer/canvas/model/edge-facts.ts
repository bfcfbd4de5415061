/** What the analysis says about edges: where records move to another partition, what a finding names. Kept per topology and findings. */
import type { Diagnostic } from "../../../../shared/diagnostics.ts";
import type { Topology, TopologyNode } from "../../../../shared/topology/topology.ts";

const none: ReadonlySet<string> = new Set();
const rekeyed = new WeakMap<Topology, ReadonlySet<string>>();
const wrong = new WeakMap<readonly Diagnostic[], ReadonlySet<string>>();

/** Edges whose records go through a repartition topic before the node that they lead to. */
export function rekeyedEdges(topology: Topology | null): ReadonlySet<string> {
  if (topology === null) return none;
  const known = rekeyed.get(topology);
  if (known !== undefined) return known;
  const nodes = new Map<string, TopologyNode>();
  for (const part of topology.subTopologies) for (const node of part.nodes) nodes.set(node.id, node);
  const internal = new Set(topology.topics.flatMap(({ name, role }) => (role === "repartition" ? [name] : [])));
  const found = new Set<string>();
  for (const node of nodes.values()) {
    const { config } = node;
    if (node.type === "sink" && "topic" in config && typeof config.topic === "string" && internal.has(config.topic))
      for (const edge of edgesBefore(node, nodes)) found.add(edge);
  }
  rekeyed.set(topology, found);
  return found;
}

/** The pipeline edge that leads to a processor, over those that the planner added. */
function edgesBefore(node: TopologyNode, nodes: ReadonlyMap<string, TopologyNode>): string[] {
  return node.inputs.flatMap(({ edge, from }) => {
    if (edge !== null) return [edge];
    const before = nodes.get(from);
    return before === undefined || before.node !== node.node ? [] : edgesBefore(before, nodes);
  });
}

/** Edges that an error names. */
export function wrongEdges(diagnostics: readonly Diagnostic[]): ReadonlySet<string> {
  const known = wrong.get(diagnostics);
  if (known !== undefined) return known;
  const found = new Set<string>();
  for (const { severity, pointer } of diagnostics) {
    const [, id] = /^\/edges\/([^/]+)/.exec(pointer ?? "") ?? [];
    if (id !== undefined && severity === "error") found.add(id);
  }
  wrong.set(diagnostics, found);
  return found;
}

const severities = new WeakMap<readonly Diagnostic[], ReadonlyMap<string, "error" | "warning">>();

/** The worst finding by node. */
export function severityByNode(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, "error" | "warning"> {
  const known = severities.get(diagnostics);
  if (known !== undefined) return known;
  const found = new Map<string, "error" | "warning">();
  for (const { severity, node } of diagnostics)
    if (node !== undefined && severity !== "info" && found.get(node) !== "error") found.set(node, severity);
  severities.set(diagnostics, found);
  return found;
}
