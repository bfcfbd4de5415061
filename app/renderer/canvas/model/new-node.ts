/** What a new node starts with: a name that is free, a configuration that stands, a place beside what it is connected to. Pure. */
import type { AnyOperator } from "../../../../shared/operators/operator.ts";
import { catalogue } from "../../../../shared/operators/catalogue.ts";
import { makeId } from "../../../../shared/pipeline/ids.ts";
import type { Json, Pipeline, PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import { intersects, inflate, snapTo, type Point, type Rect } from "./geometry.ts";
import { gridStep } from "./sizes.ts";

/**
 * Where an operator has a setting without a default that one value suits everybody at first. What only a person can know (a topic, a path) is left
 * out: the node then says that it is missing. Each must pass its operator's schema.
 */
export const starters: Readonly<Record<string, Json>> = {
  filter: { where: "true" },
  branch: { cases: [{ port: "matches", when: "true" }], otherwise: "rest" },
  "select-key": { key: "key" },
  aggregate: { fields: { count: "count()" } },
  "stream-stream-join": { after: "5m", result: { left: "left", right: "right" } },
  "stream-table-join": { result: { left: "left", right: "right" } },
  generator: { fields: { id: { kind: "sequence" } } },
};

export function startConfig({ type }: AnyOperator): Json {
  return starters[type] ?? {};
}

/** "Filter", "Filter 2", … */
export function freeName(title: string, taken: ReadonlySet<string>): string {
  if (!taken.has(title)) return title;
  // What is copied is counted on from its own number.
  const [, stem = title, number] = /^(.*?)(?: (\d{1,6}))?$/.exec(title) ?? [];
  for (let next = Number(number ?? 1) + 1; ; next += 1) {
    const name = `${stem} ${next}`;
    if (!taken.has(name)) return name;
  }
}

export function namesOf({ nodes }: Pipeline): Set<string> {
  return new Set([...nodes.values()].map(({ name }) => name));
}

export function newNode(
  operator: AnyOperator,
  pipeline: Pipeline,
  random: () => number = Math.random,
): PipelineNode & { readonly version: number } {
  return {
    id: makeId(operator.type, random, (id) => pipeline.nodes.has(id)),
    type: operator.type,
    name: freeName(operator.title, namesOf(pipeline)),
    config: startConfig(operator),
    onError: null,
    version: operator.version,
  };
}

export function operatorOf(type: string): AnyOperator | undefined {
  return catalogue.get(type);
}

/** The free place nearest to `wanted` (its top left), on the grid; looks downwards and upwards first, then to the right. */
export function freePlace(
  wanted: Point,
  size: { readonly width: number; readonly height: number },
  isTaken: (area: Rect) => boolean,
): Point {
  const start = { x: snapTo(wanted.x, gridStep), y: snapTo(wanted.y, gridStep) };
  for (let column = 0; column < 12; column += 1) {
    for (let row = 0; row < 24; row += 1) {
      const steps = row % 2 === 0 ? row / 2 : -(row + 1) / 2;
      const place = { x: start.x + column * 3 * gridStep, y: start.y + steps * 3 * gridStep };
      if (!isTaken(inflate({ ...place, ...size }, 12))) return place;
    }
  }
  return start;
}

export function meetsAny(area: Rect, boxes: Iterable<Rect>): boolean {
  for (const box of boxes) if (intersects(area, box)) return true;
  return false;
}
