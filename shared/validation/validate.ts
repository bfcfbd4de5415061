/**
 * Everything that can be said about a pipeline before it runs: graph, config, types and topology. The same list in the studio, in
 * `weir validate` and before a run.
 */
import type { Diagnostic } from "../diagnostics.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { analyse } from "../topology/plan.ts";
import { checkGraph } from "./graph.ts";

export function validate(pipeline: Pipeline): Diagnostic[] {
  const { diagnostics, nodes } = analyse(pipeline);
  return [...diagnostics, ...checkGraph(pipeline, new Map(nodes.map((node) => [node.id, node.ports])))];
}
