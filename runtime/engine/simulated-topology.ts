/**
 * The topology as a simulation runs it: files and generators become topics that the test feeds, files and consoles that are written become
 * topics that it reads. Nothing in it can reach anything outside.
 */
import type { SinkConfig, SourceConfig } from "../../shared/topology/processors.ts";
import type { Format, SubTopology, Topology, TopologyNode } from "../../shared/topology/topology.ts";
import { ANY } from "../../shared/records/types.ts";

const JSON_FORMAT: Format = { format: "json" };

export interface SimulatedParts {
  /** Files and generators: fed by hand, or as in a run. */
  readonly sources: "fed" | "read";
  /** Whether records from the future are errors: whoever feeds records also decides what time it is. */
  readonly futureSkew: "ignored" | "checked";
}

export function simulatedTopology(topology: Topology, parts: SimulatedParts): Topology {
  return { ...topology, subTopologies: topology.subTopologies.map((part) => simulated(part, parts)) };
}

function simulated(subTopology: SubTopology, { sources, futureSkew }: SimulatedParts): SubTopology {
  const fed: string[] = [];
  const nodes = subTopology.nodes.map((node) => {
    const source = sources === "fed" ? replaceSource(node) : null;
    if (source !== null) fed.push(node.node);
    if (futureSkew === "ignored" && isSource(node)) return withoutSkew(node);
    return source ?? replaceSink(node, subTopology) ?? node;
  });
  return { ...subTopology, nodes, sourceTopics: [...subTopology.sourceTopics, ...fed] };
}

function withoutSkew(node: TopologyNode<"source">): TopologyNode<"source"> {
  return { ...node, config: { ...node.config, maxFutureSkewMs: null } };
}

function replaceSource(node: TopologyNode): TopologyNode<"source"> | null {
  if (!isActive(node)) return null;
  const config: SourceConfig = {
    topic: node.node,
    internal: false,
    key: JSON_FORMAT,
    keyType: node.types[0]?.key ?? ANY,
    value: JSON_FORMAT,
    valueType: node.config.valueType,
    time: null,
    idleTimeoutMs: null,
    maxFutureSkewMs: null,
    startAt: "earliest",
    uses: [{ root: "key", steps: [] }, ...node.config.uses],
  };
  return { ...node, type: "source", config };
}

function replaceSink(node: TopologyNode, subTopology: SubTopology): TopologyNode<"sink"> | null {
  if (node.type !== "file-sink" && node.type !== "console-sink") return null;
  const link = node.inputs[0];
  const above = subTopology.nodes.find((candidate) => candidate.id === link?.from);
  const type = above?.types[link?.fromPort ?? 0];
  const config: SinkConfig = {
    topic: node.node,
    internal: false,
    key: JSON_FORMAT,
    keyType: type?.key ?? ANY,
    value: JSON_FORMAT,
    valueType: type?.value ?? ANY,
    partition: null,
    compression: "none",
  };
  return { ...node, type: "sink", config };
}

function isActive(node: TopologyNode): node is TopologyNode<"file-source"> | TopologyNode<"generator"> {
  return node.type === "file-source" || node.type === "generator";
}

function isSource(node: TopologyNode): node is TopologyNode<"source"> {
  return node.type === "source";
}
