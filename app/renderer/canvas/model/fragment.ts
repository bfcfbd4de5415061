/** What is copied and pasted: a part of a document as JSON text, which any window, editor or chat can carry. Pure. */
import * as z from "zod";
import { catalogue } from "../../../../shared/operators/catalogue.ts";
import { currentFormat, edgeSchema, idText, nodeSchema } from "../../../../shared/pipeline/document-schema.ts";
import { makeId } from "../../../../shared/pipeline/ids.ts";
import type { Json, PipelineNode, PortRef } from "../../../../shared/pipeline/pipeline.ts";
import { isJson } from "../../../../shared/pipeline/json-equal.ts";
import type { StudioDocument, StudioEdit } from "../../../../shared/pipeline/studio-document.ts";
import { freeName, namesOf } from "./new-node.ts";
import { unionOf, type Point } from "./geometry.ts";
import { nodeHeight, nodeWidth, noteHeight, noteWidth } from "./sizes.ts";

const coordinate = z.number().min(-1e6).max(1e6);
const length = z.number().min(1).max(1e5);
const fragmentSchema = z.strictObject({
  weir: z.literal("fragment"),
  format: z.literal(currentFormat),
  nodes: z.record(idText, nodeSchema),
  edges: z.record(idText, edgeSchema).default({}),
  layout: z.record(idText, z.tuple([coordinate, coordinate])).default({}),
  notes: z
    .record(
      idText,
      z.strictObject({
        x: coordinate,
        y: coordinate,
        width: length.optional(),
        height: length.optional(),
        color: z.string().max(40).optional(),
        text: z.string().max(20_000),
      }),
    )
    .default({}),
});

/** Larger texts are not looked at. */
const mostCharacters = 16_777_216;
const mostNodes = 10_000;

/** Nodes, the edges between them, notes. Null where nothing of that is selected. */
export function copyFragment(
  { pipeline, layout }: StudioDocument,
  nodes: ReadonlySet<string>,
  notes: ReadonlySet<string>,
  placeOf: (node: string) => Point | undefined,
): string | null {
  const taken = [...nodes].flatMap((id) => pipeline.nodes.get(id) ?? []);
  const kept = [...notes].flatMap((id) => {
    const note = layout.notes.get(id);
    return note === undefined ? [] : ([[id, note]] as const);
  });
  if (taken.length + kept.length === 0) return null;
  const edges = [...pipeline.edges.values()].filter(({ from, to }) => nodes.has(from.node) && nodes.has(to.node));
  const fragment = {
    weir: "fragment",
    format: currentFormat,
    nodes: Object.fromEntries(taken.map((node) => [node.id, writeNode(node)])),
    edges: Object.fromEntries(edges.map(({ id, from, to }) => [id, { from: text(from), to: text(to) }])),
    layout: Object.fromEntries(taken.map(({ id }) => [id, at(placeOf(id))])),
    notes: Object.fromEntries(kept),
  };
  return `${JSON.stringify(fragment, null, 2)}\n`;
}

export interface Pasted {
  readonly edits: readonly StudioEdit[];
  readonly nodes: readonly string[];
  readonly notes: readonly string[];
}

/** Edits that add the fragment with new ids and free names, its middle at `middle` (null: beside where it was). A sentence where the text is no fragment. */
export function pasteFragment(
  document: StudioDocument,
  source: string,
  middle: Point | null,
  random: () => number = Math.random,
): Pasted | string {
  const fragment = readFragment(source);
  if (typeof fragment === "string") return fragment;
  const { pipeline, layout } = document;
  const ids = new Map<string, string>();
  const fresh = (old: string, hint: string, taken: (id: string) => boolean): string => {
    const used = new Set(ids.values());
    const id = makeId(hint, random, (candidate) => taken(candidate) || used.has(candidate));
    ids.set(old, id);
    return id;
  };
  const names = namesOf(pipeline);
  const shift = shiftOf(fragment, middle);
  const nodes = Object.entries(fragment.nodes).map(([old, { type, name, config, onError }]) => {
    const id = fresh(`n:${old}`, type, (candidate) => pipeline.nodes.has(candidate));
    const free = freeName(name, names);
    names.add(free);
    const version = catalogue.get(type)?.version ?? 1;
    const values = isObject(config) ? config : {};
    return {
      id,
      old,
      edit: {
        edit: "addNode",
        id,
        type,
        name: free,
        version,
        config: values,
        ...(onError === undefined ? {} : { onError }),
      } as const,
    };
  });
  const notes = Object.entries(fragment.notes).map(([old, note]) => {
    const id = fresh(`t:${old}`, "note", (candidate) => layout.notes.has(candidate) || pipeline.nodes.has(candidate));
    return { id, edit: { edit: "putNote", id, note: { ...note, x: note.x + shift.x, y: note.y + shift.y } } as const };
  });
  const edges = Object.entries(fragment.edges).flatMap(([old, { from, to }]): StudioEdit[] => {
    const [source, target] = [remap(from, ids), remap(to, ids)];
    if (source === null || target === null) return [];
    return [{ edit: "connect", id: fresh(`e:${old}`, "e", (id) => pipeline.edges.has(id)), from: source, to: target }];
  });
  const places = nodes.map(({ id, old }): [string, [number, number]] => {
    const [x, y] = fragment.layout[old] ?? [0, 0];
    return [id, [x + shift.x, y + shift.y]];
  });
  return {
    nodes: nodes.map(({ id }) => id),
    notes: notes.map(({ id }) => id),
    edits: [
      ...nodes.map(({ edit }) => edit),
      ...(places.length === 0 ? [] : [{ edit: "place", places: Object.fromEntries(places) } as const]),
      ...notes.map(({ edit }) => edit),
      ...edges,
    ],
  };
}

type Fragment = z.output<typeof fragmentSchema>;

function readFragment(source: string): Fragment | string {
  if (source.trim() === "") return "The clipboard holds no text.";
  if (source.length > mostCharacters) return "The clipboard holds more than 16 MiB of text.";
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return "The clipboard holds text that is no part of a pipeline.";
  }
  if (!isObject(value) || value["weir"] !== "fragment")
    return "The clipboard holds JSON that is no part of a pipeline.";
  if (typeof value["format"] === "number" && value["format"] > currentFormat)
    return "The clipboard holds a part of a pipeline that a newer version of Weir wrote.";
  const result = fragmentSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    return `The copied part of a pipeline is damaged at /${issue?.path.join("/") ?? ""}: ${issue?.message ?? "it cannot be read"}.`;
  }
  if (Object.keys(result.data.nodes).length > mostNodes) return "The clipboard holds more than 10,000 nodes.";
  if (Object.keys(result.data.nodes).length + Object.keys(result.data.notes).length === 0)
    return "The copied part of a pipeline is empty.";
  return result.data;
}

function shiftOf({ layout, notes, nodes }: Fragment, middle: Point | null): Point {
  if (middle === null) return { x: 40, y: 40 };
  const all = unionOf([
    ...Object.keys(nodes).map((id) => {
      const [x, y] = layout[id] ?? [0, 0];
      return { x, y, width: nodeWidth, height: nodeHeight };
    }),
    ...Object.values(notes).map(({ x, y, width = noteWidth, height = noteHeight }) => ({ x, y, width, height })),
  ]);
  if (all === null) return { x: 0, y: 0 };
  const grid = (value: number): number => Math.round(value / 20) * 20;
  return { x: grid(middle.x - all.x - all.width / 2), y: grid(middle.y - all.y - all.height / 2) };
}

function writeNode({ type, name, config, onError }: PipelineNode) {
  return { type, name, ...(isEmpty(config) ? {} : { config }), ...(onError === null ? {} : { onError }) };
}

function isEmpty(config: Json): boolean {
  return isObject(config) && Object.keys(config).length === 0;
}

function at(place: Point | undefined): [number, number] {
  return place === undefined ? [0, 0] : [Math.round(place.x), Math.round(place.y)];
}

function text({ node, port }: PortRef): string {
  return `${node}.${port}`;
}

function remap(port: string, ids: ReadonlyMap<string, string>): PortRef | null {
  const dot = port.indexOf(".");
  const node = ids.get(`n:${port.slice(0, dot)}`);
  return node === undefined ? null : { node, port: port.slice(dot + 1) };
}

function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && isJson(value, 0);
}
