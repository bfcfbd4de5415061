/** Cycles in the graph of a pipeline, for whoever has to explain why it cannot be planned. */
import { compareIds } from "./ids.ts";
import type { Pipeline } from "./pipeline.ts";

/** Cycles as lists of node ids, at least one where there is any and at most `most`. Each starts at its smallest id. */
export function findCycles(pipeline: Pipeline, most = 20): string[][] {
  const { next, incoming } = adjacency(pipeline);
  // What nothing (left) leads to cannot be on a cycle; only the rest has to be walked.
  const queue = [...pipeline.nodes.keys()].filter((id) => incoming.get(id) === 0);
  const gone = new Set(queue);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const to of next.get(id) ?? []) {
      const left = (incoming.get(to) ?? 0) - 1;
      incoming.set(to, left);
      if (left === 0) {
        gone.add(to);
        queue.push(to);
      }
    }
  }
  const cycles: string[][] = [];
  const done = new Set<string>(gone);
  for (const start of [...pipeline.nodes.keys()].toSorted(compareIds)) {
    if (!done.has(start) && cycles.length < most)
      cycles.push(...cyclesFrom(start, { next, done, most: most - cycles.length }));
  }
  return cycles;
}

/** Depth first without recursion; a node that is met again while it is on the path closes a cycle. */
function cyclesFrom(
  start: string,
  { next, done, most }: { next: ReadonlyMap<string, readonly string[]>; done: Set<string>; most: number },
): string[][] {
  const cycles: string[][] = [];
  const path: { readonly id: string; at: number }[] = [{ id: start, at: 0 }];
  const place = new Map([[start, 0]]);
  for (let top = path.at(-1); top !== undefined && cycles.length < most; top = path.at(-1)) {
    const to = next.get(top.id)?.[top.at];
    top.at += 1;
    if (to === undefined) {
      path.pop();
      place.delete(top.id);
      done.add(top.id);
      continue;
    }
    const from = place.get(to);
    if (from !== undefined) cycles.push(rotate(path.slice(from).map((step) => step.id)));
    else if (!done.has(to)) {
      place.set(to, path.length);
      path.push({ id: to, at: 0 });
    }
  }
  return cycles;
}

function rotate(cycle: readonly string[]): string[] {
  let least = 0;
  cycle.forEach((id, index) => {
    if (compareIds(id, cycle[least] ?? id) < 0) least = index;
  });
  return [...cycle.slice(least), ...cycle.slice(0, least)];
}

function adjacency(pipeline: Pipeline): { next: Map<string, string[]>; incoming: Map<string, number> } {
  const next = new Map<string, string[]>();
  const incoming = new Map([...pipeline.nodes.keys()].map((id) => [id, 0]));
  for (const { from, to } of [...pipeline.edges.values()].toSorted((a, b) => compareIds(a.id, b.id))) {
    if (!incoming.has(from.node) || !incoming.has(to.node)) continue;
    const list = next.get(from.node);
    if (list === undefined) next.set(from.node, [to.node]);
    else list.push(to.node);
    incoming.set(to.node, (incoming.get(to.node) ?? 0) + 1);
  }
  return { next, incoming };
}
