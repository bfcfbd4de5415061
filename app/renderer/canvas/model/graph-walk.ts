/** Walking the graph with the keyboard: along edges, between siblings, in the order of the flow. Pure. */
import type { Pipeline } from "../../../../shared/pipeline/pipeline.ts";
import { centreOf, type Rect } from "./geometry.ts";

export type Step = "downstream" | "upstream" | "next" | "previous";
export type BoxOf = (id: string) => Rect | undefined;

/** The node that a step leads to; null where there is none. */
export function walk(pipeline: Pipeline, boxOf: BoxOf, at: string, step: Step): string | null {
  if (step === "downstream" || step === "upstream") return neighbours(pipeline, boxOf, at, step)[0] ?? null;
  const siblings = siblingsOf(pipeline, boxOf, at);
  const index = siblings.indexOf(at) + (step === "next" ? 1 : -1);
  return siblings[index] ?? nearest(pipeline, boxOf, at, step);
}

/** From the top down. */
function neighbours(pipeline: Pipeline, boxOf: BoxOf, at: string, way: "downstream" | "upstream"): string[] {
  const ids = new Set<string>();
  for (const { from, to } of pipeline.edges.values()) {
    if (way === "downstream" && from.node === at) ids.add(to.node);
    if (way === "upstream" && to.node === at) ids.add(from.node);
  }
  return fromTop([...ids], boxOf);
}

/** What shares a source with the node, or a target where it has no source. */
function siblingsOf(pipeline: Pipeline, boxOf: BoxOf, at: string): string[] {
  const before = neighbours(pipeline, boxOf, at, "upstream");
  const after = neighbours(pipeline, boxOf, at, "downstream");
  const near =
    before.length > 0
      ? before.flatMap((node) => neighbours(pipeline, boxOf, node, "downstream"))
      : after.flatMap((node) => neighbours(pipeline, boxOf, node, "upstream"));
  return fromTop([...new Set([...near, at])], boxOf);
}

/** The nearest box above or below, columns first. */
function nearest(pipeline: Pipeline, boxOf: BoxOf, at: string, step: "next" | "previous"): string | null {
  const here = boxOf(at);
  if (here === undefined) return null;
  const from = centreOf(here);
  let best: { readonly id: string; readonly far: number } | null = null;
  for (const id of pipeline.nodes.keys()) {
    const box = boxOf(id);
    if (box === undefined || id === at) continue;
    const { x, y } = centreOf(box);
    const down = step === "next" ? y - from.y : from.y - y;
    const far = down + Math.abs(x - from.x) * 2;
    if (down > 8 && (best === null || far < best.far)) best = { id, far };
  }
  return best?.id ?? null;
}

/** Every node, sources first, each after what feeds it where that is possible; rows from the top down. For Tab. */
export function flowOrder(pipeline: Pipeline, boxOf: BoxOf): readonly string[] {
  return [...pipeline.nodes.keys()]
    .flatMap((id) => (boxOf(id) === undefined ? [] : [id]))
    .toSorted((a, b) => {
      const [one, two] = [boxOf(a), boxOf(b)];
      if (one === undefined || two === undefined) return 0;
      const column = Math.round(one.x / 120) - Math.round(two.x / 120);
      return column !== 0 ? column : one.y - two.y || (a < b ? -1 : 1);
    });
}

function fromTop(ids: readonly string[], boxOf: BoxOf): string[] {
  return ids.toSorted((a, b) => (boxOf(a)?.y ?? 0) - (boxOf(b)?.y ?? 0) || (a < b ? -1 : 1));
}
