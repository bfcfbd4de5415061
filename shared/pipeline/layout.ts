/** `orders.layout.json`: where things stand on the canvas. It carries no meaning; the runtime never reads it. */
import * as z from "zod";
import { hasErrors, type Diagnostic } from "../diagnostics.ts";
import { documentCodes } from "./document.ts";
import { currentFormat, idText } from "./document-schema.ts";
import { toJson } from "./json-node.ts";
import { printJson, Expanded } from "./print-json.ts";
import { idPattern } from "./ids.ts";
import { isObject, makeObject } from "./migrations.ts";
import type { Json } from "./pipeline.ts";
import { readDocument } from "./read-document.ts";
import { findReservedNames } from "./reserved-names.ts";
import { schemaFindings } from "./schema-findings.ts";
import { present, section } from "./write.ts";

const coordinate = z.number().min(-1e6).max(1e6);
const size = z.number().min(1).max(1e5);
const placeSchema = z.strictObject({
  x: coordinate,
  y: coordinate,
  width: size.optional(),
  height: size.optional(),
  color: z.string().max(40).optional(),
});
const noteSchema = placeSchema.extend({ text: z.string().max(20_000) });
const groupSchema = z.strictObject({
  title: z.string().max(200),
  color: z.string().max(40).optional(),
  collapsed: z.boolean().optional(),
  nodes: z.array(idText).max(10_000),
});

export const layoutSchema = z.strictObject({
  $schema: z.string().max(2000).optional(),
  format: z.literal(currentFormat),
  nodes: z.record(idText, placeSchema).optional(),
  notes: z.record(idText, noteSchema).optional(),
  groups: z.record(idText, groupSchema).optional(),
});

export interface Layout {
  readonly nodes: ReadonlyMap<string, Place>;
  readonly notes: ReadonlyMap<string, Note>;
  readonly groups: ReadonlyMap<string, Group>;
}

export const emptyLayout: Layout = { nodes: new Map(), notes: new Map(), groups: new Map() };

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width?: number;
  readonly height?: number;
  readonly color?: string;
}

/** Markdown on the canvas. */
export interface Note extends Place {
  readonly text: string;
}

/** A frame around nodes; its bounds follow from theirs, so moving a node never changes the group. */
export interface Group {
  readonly title: string;
  readonly color?: string;
  readonly collapsed?: boolean;
  /** Sorted. A node is in one group at most. */
  readonly nodes: readonly string[];
}

/** Null where the document is not a layout; the studio then lays the graph out anew. */
export function parseLayout(source: string | Uint8Array): {
  layout: Layout | null;
  diagnostics: readonly Diagnostic[];
} {
  const { root, diagnostics } = readDocument(source);
  if (root === null || hasErrors(diagnostics)) return { layout: null, diagnostics };
  const value = toJson(root);
  const reserved = findReservedNames(value);
  if (reserved.length > 0) return { layout: null, diagnostics: [...diagnostics, ...reserved] };
  const { plain, rest } = takePlainPlaces(value);
  const result = layoutSchema.safeParse(rest);
  if (!result.success) {
    const findings = schemaFindings(result.error, { schema: layoutSchema, value: rest, codes: documentCodes });
    return { layout: null, diagnostics: [...diagnostics, ...findings] };
  }
  const { nodes = {}, notes = {}, groups = {} } = result.data;
  const layout: Layout = {
    nodes: new Map([...plain, ...Object.entries(nodes).map(([id, place]): [string, Place] => [id, makePlace(place)])]),
    notes: new Map(Object.entries(notes).map(([id, note]) => [id, { ...makePlace(note), text: note.text }])),
    groups: new Map(Object.entries(groups).map(([id, group]) => [id, makeGroup(group)])),
  };
  return { layout, diagnostics };
}

/** Nearly all places are two numbers. There are thousands of them, and the schema takes fifty times as long for one. */
function takePlainPlaces(value: Json): { readonly plain: readonly [string, Place][]; readonly rest: Json } {
  if (!isObject(value) || !isObject(value["nodes"])) return { plain: [], rest: value };
  const plain: [string, Place][] = [];
  const others: Record<string, Json> = Object.create(null);
  for (const [id, place] of Object.entries(value["nodes"])) {
    if (idPattern.test(id) && isPlain(place)) plain.push([id, { x: place.x, y: place.y }]);
    else others[id] = place;
  }
  return { plain, rest: makeObject({ ...value, nodes: others }) };
}

function isPlain(place: Json): place is { readonly x: number; readonly y: number } {
  if (!isObject(place) || Object.keys(place).length !== 2) return false;
  return [place["x"], place["y"]].every((one) => typeof one === "number" && Math.abs(one) <= 1e6);
}

export function writeLayout(layout: Layout): string {
  const place = ({ x, y, width, height, color }: Place) =>
    present([
      ["x", x],
      ["y", y],
      ["width", width],
      ["height", height],
      ["color", color],
    ]);
  return printJson(
    new Expanded(
      present([
        ["format", currentFormat],
        ["nodes", section([...layout.nodes].map(([id, node]) => [id, new Map(place(node))]))],
        ["notes", section([...layout.notes].map(([id, note]) => [id, new Map([...place(note), ["text", note.text]])]))],
        ["groups", section([...layout.groups].map(([id, group]) => [id, new Map(printGroup(group))]))],
      ]),
    ),
    140,
  );
}

/** Brings a layout in step with the ids that exist; what has no place stays without one. */
export function pruneLayout(layout: Layout, nodes: ReadonlyMap<string, unknown>): Layout {
  const groups = [...layout.groups].flatMap(([id, group]): [string, Group][] => {
    const kept = group.nodes.filter((node) => nodes.has(node));
    return kept.length === 0 ? [] : [[id, kept.length === group.nodes.length ? group : { ...group, nodes: kept }]];
  });
  return {
    ...layout,
    nodes: new Map([...layout.nodes].filter(([id]) => nodes.has(id))),
    groups: new Map(groups),
  };
}

function printGroup({ title, color, collapsed, nodes }: Group) {
  return present([
    ["title", title],
    ["color", color],
    ["collapsed", collapsed === true ? true : undefined],
    ["nodes", nodes.toSorted()],
  ]);
}

function makeGroup({ title, color, collapsed, nodes }: z.infer<typeof groupSchema>): Group {
  return {
    title,
    nodes: [...new Set(nodes)].toSorted(),
    ...(color === undefined ? {} : { color }),
    ...(collapsed === true ? { collapsed } : {}),
  };
}

function makePlace({ x, y, width, height, color }: z.infer<typeof placeSchema>): Place {
  return {
    x,
    y,
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(color === undefined ? {} : { color }),
  };
}
