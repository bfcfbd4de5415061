/** The selection as boxes of the canvas: nodes, notes and groups by one list of ids. */
import type { CanvasModel } from "./canvas-model.ts";

export function selectionOf({ session }: CanvasModel): ReadonlySet<string> {
  const { nodes, notes, groups } = session.selection.getState();
  return new Set([...nodes, ...notes, ...groups]);
}

export function selectBoxes(
  { session, scene }: CanvasModel,
  ids: Iterable<string>,
  edges: Iterable<string> = [],
): void {
  const [nodes, notes, groups] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const id of ids) {
    const item = scene.boxes.get(id)?.item;
    if (item === "note") notes.add(id);
    else if (item === "group") groups.add(id);
    else if (scene.root.pipeline.nodes.has(id)) nodes.add(id);
  }
  session.selection.select(nodes, edges);
  if (notes.size + groups.size > 0) session.selection.selectAlso({ notes, groups });
}

export function isSelected({ session }: CanvasModel, id: string): boolean {
  const { nodes, notes, groups } = session.selection.getState();
  return nodes.has(id) || notes.has(id) || groups.has(id);
}

/** Everything that moves with the selection; ids of nodes, notes and collapsed groups. */
export function movable(model: CanvasModel, ids: Iterable<string> = selectionOf(model)): ReadonlySet<string> {
  const all = new Set<string>();
  for (const id of ids) {
    const box = model.scene.boxes.get(id);
    if (box?.item !== "group") all.add(id);
    else {
      if (box.collapsed) all.add(id);
      for (const node of box.group.nodes) all.add(node);
    }
  }
  return all;
}
