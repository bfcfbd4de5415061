import type { Pipeline, PipelineNode } from "../../../shared/pipeline/pipeline.ts";

/** Nodes so that each stands after those that it reads from; nodes on a cycle come last, in the order of the document. */
export function inFlowOrder({ nodes, edges }: Pick<Pipeline, "nodes" | "edges">): PipelineNode[] {
  const waiting = new Map<string, number>();
  const readers = new Map<string, string[]>();
  for (const id of nodes.keys()) waiting.set(id, 0);
  for (const { from, to } of edges.values()) {
    if (!nodes.has(from.node) || !nodes.has(to.node)) continue;
    waiting.set(to.node, (waiting.get(to.node) ?? 0) + 1);
    const known = readers.get(from.node);
    if (known === undefined) readers.set(from.node, [to.node]);
    else known.push(to.node);
  }
  const ordered: PipelineNode[] = [];
  const met = new Set<string>();
  // Depth first, so that a branch is told to its end before the next begins.
  const open = [...nodes.keys()].filter((id) => waiting.get(id) === 0).toReversed();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes.get(id);
    if (node === undefined || met.has(id)) continue;
    met.add(id);
    ordered.push(node);
    for (const reader of (readers.get(id) ?? []).toReversed()) {
      const left = (waiting.get(reader) ?? 1) - 1;
      waiting.set(reader, left);
      if (left === 0) open.push(reader);
    }
  }
  for (const node of nodes.values()) if (!met.has(node.id)) ordered.push(node);
  return ordered;
}
