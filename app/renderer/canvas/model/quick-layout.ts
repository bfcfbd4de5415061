/**
 * Places for a graph at once: columns by the longest way from a source, rows by what stands before. Shown until the worker's better layout is there, and
 * instead of it where the graph is too large for it. Cycles are cut where they are met.
 */
import type { Pipeline } from "../../../../shared/pipeline/pipeline.ts";
import type { Point } from "./geometry.ts";
import { columnGap, nodeHeight, nodeWidth, rowGap } from "./sizes.ts";

const pitchX = nodeWidth + columnGap;
const pitchY = nodeHeight + rowGap;
/** Independent parts are put side by side into rows of about the shape of a screen. */
const sweeps = 4;

export function quickLayout(pipeline: Pipeline): ReadonlyMap<string, Point> {
  const { next, previous } = adjacency(pipeline);
  const places = new Map<string, Point>();
  const parts = components(pipeline, next, previous).map((part) => layoutPart(part, next, previous));
  const area = parts.reduce((sum, { width, height }) => sum + width * height, 0);
  const rowWidth = Math.max(Math.sqrt(area * 1.8), ...parts.map(({ width }) => width));
  let [x, y, tallest] = [0, 0, 0];
  for (const part of parts) {
    if (x > 0 && x + part.width > rowWidth) [x, y, tallest] = [0, y + tallest + pitchY, 0];
    for (const [id, place] of part.places) places.set(id, { x: snap(x + place.x), y: snap(y + place.y) });
    x += part.width + pitchX;
    tallest = Math.max(tallest, part.height);
  }
  return places;
}

type Lists = ReadonlyMap<string, readonly string[]>;
interface Part {
  readonly places: ReadonlyMap<string, Point>;
  readonly width: number;
  readonly height: number;
}

function layoutPart(ids: readonly string[], next: Lists, previous: Lists): Part {
  const columns = intoColumns(ids, next, previous);
  const order = new Map<string, number>();
  for (const column of columns) column.forEach((id, index) => order.set(id, index));
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const forward = sweep % 2 === 0;
    for (const column of forward ? columns : columns.toReversed()) sortColumn(column, order, forward ? previous : next);
  }
  const tallest = Math.max(...columns.map((column) => column.length));
  const places = new Map<string, Point>();
  columns.forEach((column, x) => {
    const top = ((tallest - column.length) * pitchY) / 2;
    column.forEach((id, y) => places.set(id, { x: x * pitchX, y: top + y * pitchY }));
  });
  return { places, width: columns.length * pitchX - columnGap, height: tallest * pitchY - rowGap };
}

function sortColumn(column: string[], order: Map<string, number>, beside: Lists): void {
  const mean = (id: string): number => {
    const near = (beside.get(id) ?? []).flatMap((other) => order.get(other) ?? []);
    return near.length === 0 ? (order.get(id) ?? 0) : near.reduce((sum, at) => sum + at, 0) / near.length;
  };
  const means = new Map(column.map((id) => [id, mean(id)]));
  column.sort((a, b) => (means.get(a) ?? 0) - (means.get(b) ?? 0));
  column.forEach((id, index) => order.set(id, index));
}

/** Each node one column after the last of its sources. */
function intoColumns(ids: readonly string[], next: Lists, previous: Lists): string[][] {
  const depth = new Map<string, number>();
  const waiting = new Map(ids.map((id) => [id, previous.get(id)?.length ?? 0]));
  const ready = ids.filter((id) => waiting.get(id) === 0);
  const settle = (id: string): void => {
    if (depth.has(id)) return;
    depth.set(id, Math.max(0, ...(previous.get(id) ?? []).map((from) => (depth.get(from) ?? -1) + 1)));
    for (const to of next.get(id) ?? []) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  };
  let rest = 0;
  while (depth.size < ids.length) {
    const id = ready.shift() ?? ids[rest++];
    if (id !== undefined) settle(id);
  }
  const columns: string[][] = [];
  for (const id of ids) (columns[depth.get(id) ?? 0] ??= []).push(id);
  return columns.filter((column) => column !== undefined);
}

function components({ nodes }: Pipeline, next: Lists, previous: Lists): string[][] {
  const seen = new Set<string>();
  const parts: string[][] = [];
  for (const start of nodes.keys()) {
    if (seen.has(start)) continue;
    const part: string[] = [];
    const queue = [start];
    seen.add(start);
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      part.push(id);
      for (const other of [...(next.get(id) ?? []), ...(previous.get(id) ?? [])]) {
        if (!seen.has(other)) {
          seen.add(other);
          queue.push(other);
        }
      }
    }
    parts.push(part.toSorted());
  }
  return parts.toSorted((a, b) => b.length - a.length);
}

function adjacency({ nodes, edges }: Pipeline): { readonly next: Lists; readonly previous: Lists } {
  const next = new Map<string, string[]>([...nodes.keys()].map((id) => [id, []]));
  const previous = new Map<string, string[]>([...nodes.keys()].map((id) => [id, []]));
  for (const { from, to } of edges.values()) {
    if (from.node === to.node || !nodes.has(from.node) || !nodes.has(to.node)) continue;
    next.get(from.node)?.push(to.node);
    previous.get(to.node)?.push(from.node);
  }
  return { next, previous };
}

function snap(value: number): number {
  return Math.round(value / 20) * 20;
}
