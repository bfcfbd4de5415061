import type { Point } from "./topology-layout.ts";

const CORNER_PX = 6;

/** Straight parts with rounded corners, as the `d` of an svg path. */
export function pathOf(points: readonly Point[]): string {
  const [start] = points;
  if (start === undefined) return "";
  let path = `M${start.x} ${start.y}`;
  for (let index = 1; index < points.length; index++) {
    const [before, at, after] = [points[index - 1], points[index], points[index + 1]];
    if (at === undefined || before === undefined) continue;
    if (after === undefined) path += `L${at.x} ${at.y}`;
    else {
      const into = towards(at, before);
      const out = towards(at, after);
      path += `L${into.x} ${into.y}Q${at.x} ${at.y} ${out.x} ${out.y}`;
    }
  }
  return path;
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(CORNER_PX, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
