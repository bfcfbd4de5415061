/** From the text of a pipeline document to the topology that runs, or a clear refusal. */
import { resolve } from "node:path";
import type { Diagnostic } from "../../shared/diagnostics.ts";
import { hasErrors } from "../../shared/diagnostics.ts";
import { operatorLookup } from "../../shared/operators/operator-lookup.ts";
import { parsePipeline } from "../../shared/pipeline/document.ts";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { plan } from "../../shared/topology/plan.ts";
import type { Topology, TopologyNode } from "../../shared/topology/topology.ts";

export interface LoadedPipeline {
  readonly pipeline: Pipeline | null;
  /** Null when there are errors. */
  readonly topology: Topology | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Paths of files in the pipeline are taken relative to `directory`, which is where the document lies. */
export function loadTopology(source: string | Uint8Array, directory: string): LoadedPipeline {
  const parsed = parsePipeline(source, { operators: operatorLookup });
  if (parsed.pipeline === null) return { pipeline: null, topology: null, diagnostics: parsed.diagnostics };
  const planned = plan(parsed.pipeline);
  const diagnostics = [...parsed.diagnostics, ...planned.diagnostics];
  const topology =
    planned.topology === null || hasErrors(diagnostics) ? null : resolvePaths(planned.topology, directory);
  return { pipeline: parsed.pipeline, topology, diagnostics };
}

/** File paths in the topology, taken relative to a folder. */
export function resolvePaths(topology: Topology, directory: string): Topology {
  const subTopologies = topology.subTopologies.map((part) => ({
    ...part,
    nodes: part.nodes.map((node) =>
      hasPath(node) ? { ...node, config: { ...node.config, path: resolve(directory, node.config.path) } } : node,
    ),
  }));
  return { ...topology, subTopologies };
}

function hasPath(node: TopologyNode): node is TopologyNode<"file-source"> | TopologyNode<"file-sink"> {
  return node.type === "file-source" || node.type === "file-sink";
}
