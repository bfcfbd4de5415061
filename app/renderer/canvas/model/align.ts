/** Aligning and distributing: new places for boxes. Pure. */
import { unionOf, type Point, type Rect } from "./geometry.ts";

export type Alignment = "left" | "center" | "right" | "top" | "middle" | "bottom";
export type Placed = Rect & { readonly id: string };

export function align(boxes: readonly Placed[], how: Alignment): ReadonlyMap<string, Point> {
  const all = unionOf(boxes);
  if (all === null) return new Map();
  return new Map(boxes.map((box) => [box.id, aligned(box, all, how)]));
}

function aligned({ x, y, width, height }: Rect, all: Rect, how: Alignment): Point {
  switch (how) {
    case "left":
      return { x: all.x, y };
    case "center":
      return { x: Math.round(all.x + (all.width - width) / 2), y };
    case "right":
      return { x: all.x + all.width - width, y };
    case "top":
      return { x, y: all.y };
    case "middle":
      return { x, y: Math.round(all.y + (all.height - height) / 2) };
    default:
      return { x, y: all.y + all.height - height };
  }
}

/** Equal gaps from the first to the last, which stay; in order of their places. */
export function distribute(boxes: readonly Placed[], axis: "x" | "y"): ReadonlyMap<string, Point> {
  const size = axis === "x" ? "width" : "height";
  const sorted = boxes.toSorted((a, b) => a[axis] - b[axis] || (a.id < b.id ? -1 : 1));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined || sorted.length < 3) return new Map();
  const room = last[axis] + last[size] - first[axis] - sorted.reduce((sum, box) => sum + box[size], 0);
  const gap = room / (sorted.length - 1);
  let at = first[axis];
  return new Map(
    sorted.map((box) => {
      const place = axis === "x" ? { x: Math.round(at), y: box.y } : { x: box.x, y: Math.round(at) };
      at += box[size] + gap;
      return [box.id, place];
    }),
  );
}
