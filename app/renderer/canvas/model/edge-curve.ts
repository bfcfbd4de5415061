/** The line of an edge: one curve to the right, or bends around the nodes where it leads back. */
import type { Point, Rect } from "./geometry.ts";

export type EdgeCurve =
  | { readonly kind: "curve"; readonly from: Point; readonly to: Point; readonly pull: number }
  | { readonly kind: "bends"; readonly points: readonly Point[] };

const stub = 18;
const radius = 14;
const samples = 12;

export function edgeCurve(from: Point, to: Point): EdgeCurve {
  const across = to.x - from.x;
  if (across >= 24) return { kind: "curve", from, to, pull: Math.max(28, Math.min(across / 2, 160)) };
  if (across > -40 && Math.abs(to.y - from.y) > 70) return { kind: "curve", from, to, pull: 60 };
  const apart = Math.abs(to.y - from.y);
  // Between the two rows where there is room, else below both.
  const middle = apart > 110 ? (from.y + to.y) / 2 : Math.max(from.y, to.y) + 76;
  return {
    kind: "bends",
    points: [
      from,
      { x: from.x + stub, y: from.y },
      { x: from.x + stub, y: middle },
      { x: to.x - stub, y: middle },
      { x: to.x - stub, y: to.y },
      to,
    ],
  };
}

/** Adds the line to the current path. */
export function traceCurve(path: CanvasPath, curve: EdgeCurve): void {
  if (curve.kind === "curve") {
    const { from, to, pull } = curve;
    path.moveTo(from.x, from.y);
    path.bezierCurveTo(from.x + pull, from.y, to.x - pull, to.y, to.x, to.y);
    return;
  }
  const { points } = curve;
  points.forEach((point, index) => {
    const next = points[index + 1];
    if (index === 0) path.moveTo(point.x, point.y);
    else if (next === undefined) path.lineTo(point.x, point.y);
    else path.arcTo(point.x, point.y, next.x, next.y, radius);
  });
}

export function middleOf(curve: EdgeCurve): Point {
  return pointAt(curve, 0.5);
}

/** `at` from 0 (start) to 1 (end). */
export function pointAt(curve: EdgeCurve, at: number): Point {
  if (curve.kind === "curve") {
    const { from, to, pull } = curve;
    const rest = 1 - at;
    const [a, b, c, d] = [rest ** 3, 3 * rest * rest * at, 3 * rest * at * at, at ** 3];
    return {
      x: a * from.x + b * (from.x + pull) + c * (to.x - pull) + d * to.x,
      y: (a + b) * from.y + (c + d) * to.y,
    };
  }
  const lengths = curve.points.map((point, index) => lengthTo(point, curve.points[index + 1]));
  let left = at * lengths.reduce((sum, length) => sum + length, 0);
  for (const [index, point] of curve.points.entries()) {
    const next = curve.points[index + 1];
    const length = lengths[index] ?? 0;
    if (next === undefined || (left <= length && length > 0)) {
      const part = length === 0 ? 0 : left / length;
      return {
        x: point.x + ((next?.x ?? point.x) - point.x) * part,
        y: point.y + ((next?.y ?? point.y) - point.y) * part,
      };
    }
    left -= length;
  }
  return curve.points[0] ?? { x: 0, y: 0 };
}

export function boundsOf(curve: EdgeCurve): Rect {
  const points = curve.kind === "bends" ? curve.points : hull(curve);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** From a point to the line. */
export function distanceTo(curve: EdgeCurve, point: Point): number {
  const points =
    curve.kind === "bends"
      ? curve.points
      : Array.from({ length: samples + 1 }, (_, index) => pointAt(curve, index / samples));
  let least = Infinity;
  for (const [index, a] of points.entries()) {
    const b = points[index + 1];
    if (b !== undefined) least = Math.min(least, toSegment(point, a, b));
  }
  return least;
}

function hull({ from, to, pull }: EdgeCurve & { kind: "curve" }): readonly Point[] {
  return [from, { x: from.x + pull, y: from.y }, { x: to.x - pull, y: to.y }, to];
}

function lengthTo(a: Point, b: Point | undefined): number {
  return b === undefined ? 0 : Math.hypot(b.x - a.x, b.y - a.y);
}

function toSegment({ x, y }: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const at = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / square));
  return Math.hypot(x - a.x - at * dx, y - a.y - at * dy);
}
