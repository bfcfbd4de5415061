/**
 * Everything that can be said about a pipeline before it runs: the graph, each node's config, and, where those leave something to plan, types and
 * topology. The same list in the studio, in `weir validate` and before a run.
 */
import type { Diagnostic } from "../diagnostics.ts";
import type { Ports } from "../operators/operator.ts";
import { compareIds } from "../pipeline/ids.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { checkGraph } from "./graph.ts";
import { readNodeConfig } from "./node-config.ts";

export function validate(pipeline: Pipeline): Diagnostic[] {
  const ports = new Map<string, Ports>();
  const found: Diagnostic[] = [];
  for (const [id, node] of [...pipeline.nodes].toSorted(([a], [b]) => compareIds(a, b))) {
    const { operator, config, diagnostics } = readNodeConfig(node);
    found.push(...diagnostics);
    if (operator !== null && config !== undefined) ports.set(id, operator.ports(config));
  }
  found.push(...checkGraph(pipeline, ports));
  return distinct(found);
}

/** The planner looks at the same pipeline and may find the same things. */
export function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, node, pointer, range, message }) => {
    const key = JSON.stringify([code, node, pointer, range?.from, message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
