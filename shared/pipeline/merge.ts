/**
 * Three-way merge by meaning: nodes and edges by id, config by key. What both sides changed differently is a conflict; the result then has ours,
 * and the conflict names all three.
 */
import { equalJson } from "./json-equal.ts";
import { makePointer } from "./json-node.ts";
import type { Layout } from "./layout.ts";
import { isObject } from "./migrations.ts";
import type { Json, OnError, Pipeline, PipelineEdge, PipelineNode, PipelineSettings } from "./pipeline.ts";

export interface MergeConflict {
  /** Into the document. */
  readonly pointer: string;
  readonly message: string;
  readonly base: Json | undefined;
  readonly ours: Json | undefined;
  readonly theirs: Json | undefined;
}

export function mergePipelines(
  base: Pipeline,
  ours: Pipeline,
  theirs: Pipeline,
): { readonly pipeline: Pipeline; readonly conflicts: readonly MergeConflict[] } {
  const merge = new Merge();
  const nodes = new Map<string, PipelineNode>();
  for (const id of union(base.nodes, ours.nodes, theirs.nodes)) {
    const node = merge.node(id, base.nodes.get(id), ours.nodes.get(id), theirs.nodes.get(id));
    if (node !== undefined) nodes.set(id, node);
  }
  const edges = new Map<string, PipelineEdge>();
  for (const id of union(base.edges, ours.edges, theirs.edges)) {
    const edge = merge.edge(id, base.edges.get(id), ours.edges.get(id), theirs.edges.get(id), nodes);
    if (edge !== undefined) edges.set(id, edge);
  }
  const text = (field: "name" | "description"): string | null =>
    merge.value(`/${field}`, base[field], ours[field], theirs[field]) as string | null;
  const pipeline: Pipeline = {
    ...ours,
    name: text("name") ?? ours.name,
    description: text("description"),
    operators: mergeVersions(nodes, ours.operators, theirs.operators),
    nodes,
    edges,
    settings: merge.settings(base.settings, ours.settings, theirs.settings),
  };
  return { pipeline, conflicts: merge.conflicts };
}

/** Places carry no meaning: everything that anybody placed is kept, and where both moved the same thing, theirs counts. */
export function mergeLayouts(base: Layout, ours: Layout, theirs: Layout): Layout {
  const pick = <T>(b: ReadonlyMap<string, T>, o: ReadonlyMap<string, T>, t: ReadonlyMap<string, T>): Map<string, T> => {
    const out = new Map<string, T>();
    for (const id of union(b, o, t)) {
      const [was, our, their] = [b.get(id), o.get(id), t.get(id)];
      const same = (x: T | undefined, y: T | undefined): boolean => JSON.stringify(x) === JSON.stringify(y);
      const place = same(their, was) ? our : same(our, was) ? their : (their ?? our);
      if (place !== undefined) out.set(id, place);
    }
    return out;
  };
  return {
    nodes: pick(base.nodes, ours.nodes, theirs.nodes),
    notes: pick(base.notes, ours.notes, theirs.notes),
    groups: pick(base.groups, ours.groups, theirs.groups),
  };
}

class Merge {
  readonly conflicts: MergeConflict[] = [];

  node(
    id: string,
    base: PipelineNode | undefined,
    ours: PipelineNode | undefined,
    theirs: PipelineNode | undefined,
  ): PipelineNode | undefined {
    const pointer = makePointer("nodes", id);
    if (ours === undefined || theirs === undefined) {
      return this.#presence(pointer, "node", [base, ours, theirs], nodeJson);
    }
    const type = this.value(`${pointer}/type`, base?.type, ours.type, theirs.type) as string;
    const name = this.value(`${pointer}/name`, base?.name, ours.name, theirs.name) as string;
    const config = this.value(`${pointer}/config`, base?.config, ours.config, theirs.config);
    const onError = this.#whole(
      `${pointer}/onError`,
      onErrorJson(base?.onError),
      onErrorJson(ours.onError),
      onErrorJson(theirs.onError),
    );
    return { id, type, name, config, onError: onError === "theirs" ? theirs.onError : ours.onError };
  }

  edge(
    id: string,
    base: PipelineEdge | undefined,
    ours: PipelineEdge | undefined,
    theirs: PipelineEdge | undefined,
    nodes: ReadonlyMap<string, PipelineNode>,
  ): PipelineEdge | undefined {
    const pointer = makePointer("edges", id);
    let edge: PipelineEdge | undefined;
    if (ours === undefined || theirs === undefined)
      edge = this.#presence(pointer, "edge", [base, ours, theirs], edgeJson);
    else edge = this.#whole(pointer, edgeJson(base), edgeJson(ours), edgeJson(theirs)) === "theirs" ? theirs : ours;
    if (edge === undefined || (nodes.has(edge.from.node) && nodes.has(edge.to.node))) return edge;
    // An edge that was there before goes with its node; a new one says that its author wanted the node.
    if (base === undefined) {
      this.#conflict(
        pointer,
        "One side connects a node that the other side removed.",
        base,
        edgeJson(ours),
        edgeJson(theirs),
      );
    }
    return undefined;
  }

  settings(base: PipelineSettings, ours: PipelineSettings, theirs: PipelineSettings): PipelineSettings {
    const pick = (field: "guarantee" | "commitIntervalMs", name: string): "ours" | "theirs" =>
      this.#whole(`/settings/${name}`, base[field], ours[field], theirs[field]);
    return {
      guarantee: (pick("guarantee", "guarantee") === "ours" ? ours : theirs).guarantee,
      commitIntervalMs: (pick("commitIntervalMs", "commitInterval") === "ours" ? ours : theirs).commitIntervalMs,
    };
  }

  /** Both sides are present. Objects merge by key, everything else as a whole. */
  value(pointer: string, base: Json | undefined, ours: Json, theirs: Json): Json {
    if (isObject(ours) && isObject(theirs) && !equalJson(ours, theirs, true)) {
      return this.#object(pointer, isObject(base) ? base : undefined, ours, theirs);
    }
    return this.#whole(pointer, base, ours, theirs) === "ours" ? ours : theirs;
  }

  #object(pointer: string, base: JsonObject | undefined, ours: JsonObject, theirs: JsonObject): Json {
    // Whoever changed only the order gets it; keys that the other side added follow.
    const lead = base !== undefined && equalJson(ours, base, true) ? theirs : ours;
    const out: Record<string, Json> = Object.create(null);
    for (const key of new Set([...Object.keys(lead), ...Object.keys(ours), ...Object.keys(theirs)])) {
      const at = pointer + makePointer(key);
      const [b, o, t] = [own(base, key), own(ours, key), own(theirs, key)];
      const item =
        o !== undefined && t !== undefined ? this.value(at, b, o, t) : this.#presence(at, "value", [b, o, t], (x) => x);
      if (item !== undefined) out[key] = item;
    }
    return out;
  }

  /** At most one of ours and theirs is there. */
  #presence<T>(
    pointer: string,
    what: string,
    [base, ours, theirs]: readonly [T | undefined, T | undefined, T | undefined],
    json: (value: T | undefined) => Json | undefined,
  ): T | undefined {
    const there = ours === undefined ? theirs : ours;
    if (base === undefined || there === undefined) return there;
    if (equalJson(json(there), json(base), true)) return undefined;
    this.#conflict(
      pointer,
      `One side removed the ${what} that the other side changed.`,
      json(base),
      json(ours),
      json(theirs),
    );
    return there;
  }

  #whole(pointer: string, base: Json | undefined, ours: Json | undefined, theirs: Json | undefined): "ours" | "theirs" {
    if (equalJson(ours, theirs, true) || equalJson(theirs, base, true)) return "ours";
    if (equalJson(ours, base, true)) return "theirs";
    this.#conflict(pointer, "Both sides changed it.", base, ours, theirs);
    return "ours";
  }

  #conflict(
    pointer: string,
    message: string,
    base: Json | undefined,
    ours: Json | undefined,
    theirs: Json | undefined,
  ): void {
    this.conflicts.push({ pointer, message, base, ours, theirs });
  }
}

type JsonObject = { readonly [key: string]: Json };

function mergeVersions(
  nodes: ReadonlyMap<string, PipelineNode>,
  ours: ReadonlyMap<string, number>,
  theirs: ReadonlyMap<string, number>,
): Map<string, number> {
  const types = new Set([...nodes.values()].map((node) => node.type));
  return new Map([...types].map((type) => [type, Math.max(ours.get(type) ?? 1, theirs.get(type) ?? 1)]));
}

function nodeJson(node: PipelineNode | undefined): Json | undefined {
  return node && { type: node.type, name: node.name, config: node.config, onError: onErrorJson(node.onError) ?? null };
}

function edgeJson(edge: PipelineEdge | undefined): Json | undefined {
  return edge && { from: { ...edge.from }, to: { ...edge.to } };
}

function onErrorJson(onError: OnError | null | undefined): Json | undefined {
  return onError && { ...onError };
}

function own(value: JsonObject | undefined, key: string): Json | undefined {
  return value !== undefined && Object.hasOwn(value, key) ? value[key] : undefined;
}

function union(...maps: readonly ReadonlyMap<string, unknown>[]): Set<string> {
  return new Set(maps.flatMap((map) => [...map.keys()]));
}
