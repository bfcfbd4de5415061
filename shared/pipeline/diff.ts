/** What differs between two pipelines, by meaning: ids pair nodes and edges, so moving or renaming is not removing and adding. */
import { compareIds } from "./ids.ts";
import { equalJson } from "./json-equal.ts";
import { makePointer } from "./json-node.ts";
import { isObject } from "./migrations.ts";
import type { Json, OnError, Pipeline, PipelineEdge, PipelineNode, PortRef } from "./pipeline.ts";

export type Change =
  | {
      readonly change: "pipeline";
      readonly field: "id" | "name" | "description";
      readonly before: string | null;
      readonly after: string | null;
    }
  | {
      readonly change: "setting";
      readonly field: "guarantee" | "commitIntervalMs";
      readonly before: string | number;
      readonly after: string | number;
    }
  | { readonly change: "operator"; readonly type: string; readonly before: number; readonly after: number }
  | { readonly change: "node-added" | "node-removed"; readonly node: PipelineNode }
  | {
      readonly change: "node-renamed" | "node-retyped";
      readonly id: string;
      readonly before: string;
      readonly after: string;
    }
  /** `pointer` leads into the config; undefined stands for nothing there. */
  | {
      readonly change: "config";
      readonly id: string;
      readonly pointer: string;
      readonly before: Json | undefined;
      readonly after: Json | undefined;
    }
  | {
      readonly change: "on-error";
      readonly id: string;
      readonly before: OnError | null;
      readonly after: OnError | null;
    }
  | { readonly change: "edge-added" | "edge-removed"; readonly edge: PipelineEdge }
  | { readonly change: "edge-moved"; readonly before: PipelineEdge; readonly after: PipelineEdge };

/** In the order: pipeline, settings, operators, nodes by id, edges by id. */
export function diffPipelines(before: Pipeline, after: Pipeline): Change[] {
  const changes: Change[] = [];
  for (const field of ["id", "name", "description"] as const) {
    if (before[field] !== after[field])
      changes.push({ change: "pipeline", field, before: before[field], after: after[field] });
  }
  for (const field of ["guarantee", "commitIntervalMs"] as const) {
    const [old, now] = [before.settings[field], after.settings[field]];
    if (old !== now) changes.push({ change: "setting", field, before: old, after: now });
  }
  for (const [type, version] of sorted(after.operators)) {
    const old = before.operators.get(type);
    if (old !== undefined && old !== version) changes.push({ change: "operator", type, before: old, after: version });
  }
  for (const id of allIds(before.nodes, after.nodes)) {
    const [old, now] = [before.nodes.get(id), after.nodes.get(id)];
    if (old === undefined && now !== undefined) changes.push({ change: "node-added", node: now });
    else if (old !== undefined && now === undefined) changes.push({ change: "node-removed", node: old });
    else if (old !== undefined && now !== undefined && old !== now) changes.push(...diffNodes(old, now));
  }
  return [...changes, ...diffEdges(before.edges, after.edges)];
}

function diffNodes(before: PipelineNode, after: PipelineNode): Change[] {
  const { id } = before;
  const changes: Change[] = [];
  if (before.name !== after.name) changes.push({ change: "node-renamed", id, before: before.name, after: after.name });
  if (before.type !== after.type) changes.push({ change: "node-retyped", id, before: before.type, after: after.type });
  diffJson(before.config, after.config, "", (pointer, old, now) =>
    changes.push({ change: "config", id, pointer, before: old, after: now }),
  );
  if (!equalJson(onErrorJson(before.onError), onErrorJson(after.onError))) {
    changes.push({ change: "on-error", id, before: before.onError, after: after.onError });
  }
  return changes;
}

function diffJson(
  before: Json | undefined,
  after: Json | undefined,
  pointer: string,
  found: (pointer: string, before: Json | undefined, after: Json | undefined) => void,
): void {
  if (isObject(before) && isObject(after)) {
    // The order of fields is the order in which they are written; that of the config's own keys means nothing.
    if (pointer !== "" && equalJson(before, after) && !equalJson(before, after, true))
      return found(pointer, before, after);
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      diffJson(own(before, key), own(after, key), pointer + makePointer(key), found);
    }
  } else if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    before.forEach((item: Json, index) => diffJson(item, after[index] as Json, pointer + makePointer(index), found));
  } else if (!equalJson(before, after)) found(pointer, before, after);
}

/** An edge that only got another id (it was drawn anew) is no change. */
function diffEdges(before: ReadonlyMap<string, PipelineEdge>, after: ReadonlyMap<string, PipelineEdge>): Change[] {
  const removed = new Map<string, PipelineEdge>();
  for (const [id, edge] of before) if (!after.has(id)) removed.set(endsOf(edge), edge);
  const redrawn = new Set<string>();
  for (const [id, edge] of after) if (!before.has(id) && removed.has(endsOf(edge))) redrawn.add(endsOf(edge));
  const changes: Change[] = [];
  for (const id of allIds(before, after)) {
    const [old, now] = [before.get(id), after.get(id)];
    if (old !== undefined && now !== undefined) {
      if (endsOf(old) !== endsOf(now)) changes.push({ change: "edge-moved", before: old, after: now });
    } else if (now !== undefined) {
      if (!redrawn.has(endsOf(now))) changes.push({ change: "edge-added", edge: now });
    } else if (old !== undefined && !redrawn.has(endsOf(old))) changes.push({ change: "edge-removed", edge: old });
  }
  return changes;
}

export function endsOf(edge: PipelineEdge): string {
  return `${portText(edge.from)} ${portText(edge.to)}`;
}

export function portText(ref: PortRef): string {
  return `${ref.node}.${ref.port}`;
}

function onErrorJson(onError: OnError | null): Json {
  return onError === null ? null : { ...onError };
}

function own(value: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function allIds(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].toSorted(compareIds);
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].toSorted(([a], [b]) => compareIds(a, b));
}
