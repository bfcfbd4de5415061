/**
 * Older documents, and older config of operators, are brought to the current format step by step. A step is a pure function from the JSON of one version to that of the next;
 * it is never edited once released, and each has a fixture in test/pipeline/migrations.
 */
import type { Json } from "./pipeline.ts";

export type JsonObject = { readonly [key: string]: Json };

export interface Migration {
  /** It turns this version into the next one. */
  readonly from: number;
  readonly title: string;
  apply(value: Json): Json;
}

/** Applies the steps from `version` on in order; throws when one is missing, which is a bug in the list. */
export function migrate(value: Json, version: number, to: number, steps: readonly Migration[]): Json {
  let current = value;
  for (let at = version; at < to; at += 1) {
    const step = steps.find((candidate) => candidate.from === at);
    if (step === undefined) throw new Error(`Invariant broken: no migration from version ${at}`);
    current = step.apply(current);
  }
  return current;
}

/**
 * Format 0, the drafts: edges were a list without ids, each `["node.port", "node.port"]`, and a node's operator stood under `operator`.
 * The ids made here depend on the two ends alone, so that every reader of an old file makes the same ones.
 */
const edgesWithIds: Migration = {
  from: 0,
  title: "edges become a map with ids; a node's `operator` is called `type`",
  apply(value) {
    if (!isObject(value)) return value;
    const { edges, nodes, ...rest } = value;
    return makeObject({
      ...rest,
      format: 1,
      ...(nodes === undefined ? {} : { nodes: isObject(nodes) ? mapValues(nodes, renameOperator) : nodes }),
      ...(edges === undefined ? {} : { edges: Array.isArray(edges) ? nameEdges(edges) : edges }),
    });
  },
};

export const formatMigrations: readonly Migration[] = [edgesWithIds];

function renameOperator(node: Json): Json {
  if (!isObject(node) || node["operator"] === undefined) return node;
  const { operator, ...rest } = node;
  return makeObject({ type: operator, ...rest });
}

function nameEdges(edges: readonly Json[]): JsonObject {
  const named: Record<string, Json> = Object.create(null);
  for (const edge of edges) {
    const [from = null, to = null] = Array.isArray(edge) ? edge : [];
    let id = `e_${hash(`${JSON.stringify(from)}>${JSON.stringify(to)}`)}`;
    while (Object.hasOwn(named, id)) id = `e_${hash(id)}`;
    named[id] = Array.isArray(edge) ? makeObject({ from, to }) : edge;
  }
  return named;
}

/** FNV-1a over UTF-16 units, two lanes of it, in eight letters and digits. */
function hash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let index = 0; index < text.length; index += 1) {
    a = Math.imul(a ^ text.charCodeAt(index), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(index), 0x85ebca6b);
  }
  return (a >>> 0).toString(36).padStart(7, "0").slice(-4) + (b >>> 0).toString(36).padStart(7, "0").slice(-4);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object without a prototype. */
export function makeObject(entries: { readonly [key: string]: Json | undefined }): JsonObject {
  const out: Record<string, Json> = Object.create(null);
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) out[key] = value;
  return out;
}

function mapValues(value: JsonObject, change: (item: Json) => Json): JsonObject {
  const out: Record<string, Json> = Object.create(null);
  for (const [key, item] of Object.entries(value)) out[key] = change(item);
  return out;
}
