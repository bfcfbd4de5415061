/** Changes of a layout as data, beside edits.ts: where nodes stand, notes and groups. */
import * as z from "zod";
import { unreachable } from "../assert.ts";
import { idText } from "./document-schema.ts";
import type { Group, Layout, Note, Place } from "./layout.ts";

const coordinate = z.number().min(-1e6).max(1e6);
const size = z.number().min(1).max(1e5);
const color = z.string().max(40);
const note = z.strictObject({
  x: coordinate,
  y: coordinate,
  width: size.optional(),
  height: size.optional(),
  color: color.optional(),
  text: z.string().max(20_000),
});
const group = z.strictObject({
  title: z.string().max(200),
  color: color.optional(),
  collapsed: z.boolean().optional(),
  nodes: z.array(idText).max(10_000),
});

export const layoutEditSchema = z.discriminatedUnion("edit", [
  /** Nodes and notes, by id: where they stand from now on. One edit for a whole drag or a whole auto layout. */
  z.strictObject({ edit: z.literal("place"), places: z.record(idText, z.tuple([coordinate, coordinate])) }),
  /** Null removes it. */
  z.strictObject({ edit: z.literal("putNote"), id: idText, note: note.nullable() }),
  z.strictObject({ edit: z.literal("putGroup"), id: idText, group: group.nullable() }),
]);

export type LayoutEdit = z.infer<typeof layoutEditSchema>;

/** Shares what it does not touch; the same root where nothing changes. Never throws: a layout carries no meaning. */
export function applyLayoutEdit(layout: Layout, edit: LayoutEdit): Layout {
  switch (edit.edit) {
    case "place":
      return place(layout, edit.places);
    case "putNote":
      return { ...layout, notes: put(layout.notes, edit.id, edit.note === null ? null : makeNote(edit.note)) };
    case "putGroup":
      return {
        ...layout,
        groups: putGroup(layout.groups, edit.id, edit.group === null ? null : makeGroup(edit.group)),
      };
    default:
      return unreachable(edit);
  }
}

function place(layout: Layout, places: Readonly<Record<string, readonly [number, number]>>): Layout {
  const nodes = new Map(layout.nodes);
  const notes = new Map(layout.notes);
  for (const [id, [x, y]] of Object.entries(places)) {
    const old = notes.get(id);
    if (old !== undefined) notes.set(id, { ...old, x, y });
    else nodes.set(id, moved(nodes.get(id), x, y));
  }
  return { ...layout, nodes, notes };
}

function moved(old: Place | undefined, x: number, y: number): Place {
  return old === undefined ? { x, y } : { ...old, x, y };
}

/** A node is in one group at most: joining one leaves the others. */
function putGroup(groups: ReadonlyMap<string, Group>, id: string, added: Group | null): ReadonlyMap<string, Group> {
  const members = new Set(added?.nodes);
  const rest = [...groups].flatMap(([other, group]): [string, Group][] => {
    if (other === id) return [];
    const nodes = group.nodes.filter((node) => !members.has(node));
    return nodes.length === 0 ? [] : [[other, nodes.length === group.nodes.length ? group : { ...group, nodes }]];
  });
  return new Map(added === null ? rest : [...rest, [id, added]]);
}

function put<T>(map: ReadonlyMap<string, T>, id: string, item: T | null): ReadonlyMap<string, T> {
  const out = new Map(map);
  if (item === null) out.delete(id);
  else out.set(id, item);
  return out;
}

function makeNote({ x, y, width, height, color, text }: z.infer<typeof note>): Note {
  return {
    x,
    y,
    text,
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(color === undefined ? {} : { color }),
  };
}

function makeGroup({ title, color, collapsed, nodes }: z.infer<typeof group>): Group {
  return {
    title,
    nodes: [...new Set(nodes)].toSorted(),
    ...(color === undefined ? {} : { color }),
    ...(collapsed === true ? { collapsed } : {}),
  };
}
