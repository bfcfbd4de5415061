/** Smart guides: where what is dragged lines up with its neighbours, and the lines that say so. Pure. */
import type { Rect } from "./geometry.ts";

export interface Guide {
  readonly axis: "x" | "y";
  /** Of an alignment: the line stands at `at`, from one end to the other. Of a gap: it lies at `at` across the gap. */
  readonly kind: "align" | "gap";
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snapped {
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/** `reach` in world units: how near counts. A correction to what the pointer says, by axis. */
export function snapToNeighbours(moving: Rect, others: readonly Rect[], reach: number): Snapped {
  const x = bestOffset(spanX(moving), others.map(spanX), reach) ?? gapOffset(moving, others, reach, "x");
  const y = bestOffset(spanY(moving), others.map(spanY), reach) ?? gapOffset(moving, others, reach, "y");
  const settled = { ...moving, x: moving.x + (x ?? 0), y: moving.y + (y ?? 0) };
  return {
    dx: x ?? 0,
    dy: y ?? 0,
    guides: [
      ...(x === undefined ? [] : alignGuides(settled, others, "x")),
      ...(y === undefined ? [] : alignGuides(settled, others, "y")),
      ...gapGuides(settled, others, "x"),
      ...gapGuides(settled, others, "y"),
    ],
  };
}

interface Span {
  readonly low: number;
  readonly high: number;
}
const spanX = ({ x, width }: Rect): Span => ({ low: x, high: x + width });
const spanY = ({ y, height }: Rect): Span => ({ low: y, high: y + height });
const near = 0.01;

function anchors({ low, high }: Span): readonly number[] {
  return [low, (low + high) / 2, high];
}

/** Left to left, centre to centre, right to right; and edge to edge across. */
function bestOffset(moving: Span, others: readonly Span[], reach: number): number | undefined {
  let best: number | undefined;
  const [low = 0, middle = 0, high = 0] = anchors(moving);
  for (const other of others) {
    const [a = 0, b = 0, c = 0] = anchors(other);
    for (const offset of [a - low, b - middle, c - high, c - low, a - high])
      if (Math.abs(offset) <= reach && Math.abs(offset) < Math.abs(best ?? Infinity)) best = offset;
  }
  return best;
}

/** Neighbours in the same row (or column) on both sides, or two in a row on one side: the gap that makes them equal. */
function gapOffset(moving: Rect, others: readonly Rect[], reach: number, axis: "x" | "y"): number | undefined {
  const { before, after, beforeThat, afterThat } = row(moving, others, axis);
  const span = axis === "x" ? spanX(moving) : spanY(moving);
  const wanted: number[] = [];
  if (before !== undefined && after !== undefined)
    wanted.push((before.high + after.low) / 2 - (span.low + span.high) / 2);
  if (before !== undefined && beforeThat !== undefined)
    wanted.push(before.high + (before.low - beforeThat.high) - span.low);
  if (after !== undefined && afterThat !== undefined) wanted.push(after.low - (afterThat.low - after.high) - span.high);
  return wanted.filter((offset) => Math.abs(offset) <= reach).toSorted((a, b) => Math.abs(a) - Math.abs(b))[0];
}

interface Row {
  readonly before: Span | undefined;
  readonly beforeThat: Span | undefined;
  readonly after: Span | undefined;
  readonly afterThat: Span | undefined;
}

function row(moving: Rect, others: readonly Rect[], axis: "x" | "y"): Row {
  const [along, across] = axis === "x" ? [spanX, spanY] : [spanY, spanX];
  const mine = across(moving);
  const own = along(moving);
  const inRow = others
    .filter((other) => across(other).low < mine.high && mine.low < across(other).high)
    .map(along)
    .toSorted((a, b) => a.low - b.low);
  const before = inRow.filter(({ high }) => high <= own.low + 1);
  const after = inRow.filter(({ low }) => low >= own.high - 1);
  return { before: before.at(-1), beforeThat: before.at(-2), after: after[0], afterThat: after[1] };
}

function alignGuides(moving: Rect, others: readonly Rect[], axis: "x" | "y"): Guide[] {
  const [along, across] = axis === "x" ? [spanX, spanY] : [spanY, spanX];
  const lines = new Map<number, Span>();
  for (const at of anchors(along(moving))) {
    for (const other of others) {
      if (!anchors(along(other)).some((anchor) => Math.abs(anchor - at) < near)) continue;
      const [a, b, known] = [across(moving), across(other), lines.get(at)];
      lines.set(at, {
        low: Math.min(a.low, b.low, known?.low ?? Infinity),
        high: Math.max(a.high, b.high, known?.high ?? -Infinity),
      });
    }
  }
  return [...lines].map(([at, { low, high }]) => ({ axis, kind: "align", at, from: low, to: high }));
}

function gapGuides(moving: Rect, others: readonly Rect[], axis: "x" | "y"): Guide[] {
  const span = axis === "x" ? spanX(moving) : spanY(moving);
  const { before, beforeThat, after, afterThat } = row(moving, others, axis);
  const at = axis === "x" ? moving.y + moving.height / 2 : moving.x + moving.width / 2;
  const left = before === undefined ? null : { from: before.high, to: span.low };
  const right = after === undefined ? null : { from: span.high, to: after.low };
  const leftThat = before === undefined || beforeThat === undefined ? null : { from: beforeThat.high, to: before.low };
  const rightThat = after === undefined || afterThat === undefined ? null : { from: after.high, to: afterThat.low };
  const same = new Set<Gap>();
  for (const [one, two] of [
    [left, right],
    [left, leftThat],
    [right, rightThat],
  ] as const) {
    if (one === null || two === null || !equal(one, two)) continue;
    same.add(one);
    same.add(two);
  }
  return [...same].map(({ from, to }) => ({ axis, kind: "gap", at, from, to }));
}

interface Gap {
  readonly from: number;
  readonly to: number;
}

function equal(a: Gap, b: Gap): boolean {
  return a.to - a.from > 1 && Math.abs(a.to - a.from - (b.to - b.from)) < near;
}
