/** Whose records are looked at: the selected edges, else those around the selected nodes. */
import type { Pipeline, PipelineEdge } from "../../../shared/pipeline/pipeline.ts";

/** Side by side there is no room for more. */
export const liveEdgesMost = 4;

export function liveEdges(
  pipeline: Pipeline,
  nodes: ReadonlySet<string>,
  edges: ReadonlySet<string>,
): readonly PipelineEdge[] {
  const all = [...pipeline.edges.values()];
  if (edges.size > 0) return all.filter(({ id }) => edges.has(id)).slice(0, liveEdgesMost);
  // What goes in stands left of what comes out.
  const into = all.filter(({ to }) => nodes.has(to.node));
  const out = all.filter(({ from, to }) => nodes.has(from.node) && !nodes.has(to.node));
  return [...into, ...out].slice(0, liveEdgesMost);
}

export function edgeText(pipeline: Pipeline, { from, to }: PipelineEdge): string {
  const name = (id: string): string => pipeline.nodes.get(id)?.name ?? id;
  const port = from.port === "out" ? "" : ` · ${from.port}`;
  return `${name(from.node)}${port} → ${name(to.node)}`;
}
