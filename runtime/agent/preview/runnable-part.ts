/** Of a pipeline that is being drawn, the part that can run: what is in error is left out, with everything behind it. */
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import { hasErrors } from "../../../shared/diagnostics.ts";
import type { Pipeline, PipelineEdge } from "../../../shared/pipeline/pipeline.ts";
import { plan } from "../../../shared/topology/plan.ts";
import type { Topology } from "../../../shared/topology/topology.ts";
import { openPipeline } from "../../../shared/validation/open.ts";
import { PipelineRefused } from "../pipeline-refused.ts";

export interface RunnablePart {
  readonly pipeline: Pipeline;
  readonly topology: Topology;
}

/** Throws PipelineRefused with the findings about the whole document when nothing of it can run. */
export function runnablePart(text: string): RunnablePart {
  const parsed = openPipeline(text);
  if (parsed.pipeline === null) throw new PipelineRefused(parsed.diagnostics);
  let part = withoutDanglingEdges(parsed.pipeline);
  for (let planned = plan(part); ; planned = plan(part)) {
    if (planned.topology !== null && !hasErrors(planned.diagnostics))
      return { pipeline: part, topology: planned.topology };
    const smaller = leaveOut(part, planned.diagnostics);
    if (smaller === null || smaller.nodes.size === 0)
      throw new PipelineRefused([...parsed.diagnostics, ...plan(parsed.pipeline).diagnostics]);
    part = smaller;
  }
}

/** A node that an edge comes to from nowhere stands behind what is missing: it goes too. */
function withoutDanglingEdges(pipeline: Pipeline): Pipeline {
  const edges = [...pipeline.edges.values()];
  const bad = edges.filter((edge) => !pipeline.nodes.has(edge.from.node)).map((edge) => edge.to.node);
  return without(pipeline, behind(bad, edges), new Set());
}

/** Null where the errors say nothing about where they are. */
function leaveOut(pipeline: Pipeline, diagnostics: readonly Diagnostic[]): Pipeline | null {
  const nodes = new Set<string>();
  const edges = new Set<string>();
  for (const { severity, node, pointer = "" } of diagnostics) {
    if (severity !== "error") continue;
    const [, id = "", end] = /^\/edges\/([^/]+)(?:\/(from|to))?/.exec(pointer) ?? [];
    const edge = pipeline.edges.get(id);
    const [, named = ""] = /^\/nodes\/([^/]+)/.exec(pointer) ?? [];
    if (edge !== undefined) {
      edges.add(id);
      // What it would have brought is missing; an edge to a port that does not exist brings nothing.
      if (end === "from") nodes.add(edge.to.node);
    } else if (node !== undefined) nodes.add(node);
    else if (pipeline.nodes.has(named)) nodes.add(named);
  }
  const gone = behind(nodes, [...pipeline.edges.values()]);
  const smaller = without(pipeline, gone, edges);
  return smaller.nodes.size < pipeline.nodes.size || smaller.edges.size < pipeline.edges.size ? smaller : null;
}

function behind(nodes: Iterable<string>, edges: readonly PipelineEdge[]): Set<string> {
  const found = new Set(nodes);
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const edge of edges) if (found.has(edge.from.node)) found.add(edge.to.node);
  }
  return found;
}

function without(pipeline: Pipeline, nodes: ReadonlySet<string>, edges: ReadonlySet<string>): Pipeline {
  const kept = new Map([...pipeline.nodes].filter(([id]) => !nodes.has(id)));
  const leads = (edge: PipelineEdge): boolean => kept.has(edge.from.node) && kept.has(edge.to.node);
  return {
    ...pipeline,
    nodes: kept,
    edges: new Map([...pipeline.edges].filter(([id, edge]) => !edges.has(id) && leads(edge))),
  };
}
