/** The topology as a preview runs it. */
import type { ErrorPolicy, Topology } from "../../../shared/topology/topology.ts";

/** Nothing is written to changelogs, and a record that would stop a run is left out, so that the rest of the records can be seen. */
export function previewTopology(topology: Topology): Topology {
  const subTopologies = topology.subTopologies.map((part) => ({
    ...part,
    nodes: part.nodes.map((node) => ({ ...node, onError: goOn(node.onError) })),
    stores: part.stores.map((store) => ({ ...store, changelog: null })),
  }));
  return { ...topology, subTopologies };
}

/** Nodes whose failures would stop a run. */
export function stoppingNodes(topology: Topology): ReadonlySet<string> {
  const nodes = topology.subTopologies.flatMap((part) => part.nodes);
  return new Set(nodes.filter((node) => stops(node.onError)).map((node) => node.node));
}

function goOn(policy: ErrorPolicy): ErrorPolicy {
  if (policy.policy === "fail") return { policy: "skip" };
  // Trying again gives a record the same result.
  return policy.policy === "retry" ? goOn(policy.then) : policy;
}

function stops(policy: ErrorPolicy): boolean {
  return policy.policy === "retry" ? stops(policy.then) : policy.policy === "fail";
}
