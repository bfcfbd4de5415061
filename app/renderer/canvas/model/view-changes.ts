/** Changes of the layout as edits: what a gesture or a command commits when it ends. Pure. */
import type { StudioEdit } from "../../../../shared/pipeline/studio-document.ts";
import type { Point } from "./geometry.ts";
import type { Scene } from "./scene.ts";

/**
 * Places for what moved. A collapsed group takes its members along. Where nodes have no place in the layout yet, all of them get the one they are
 * shown at: a layout that names some nodes only would be laid out anew.
 */
export function placeEdits(
  scene: Scene,
  moved: ReadonlyMap<string, Point>,
  spare: ReadonlyMap<string, Point>,
): readonly StudioEdit[] {
  const { pipeline, layout } = scene.root;
  const places: Record<string, [number, number]> = {};
  for (const [id, place] of spare) if (pipeline.nodes.has(id) && !layout.nodes.has(id)) places[id] = [place.x, place.y];
  for (const [id, { x, y }] of moved) {
    const box = scene.boxes.get(id);
    if (box?.item === "group") continue;
    places[id] = [Math.round(x), Math.round(y)];
  }
  return Object.keys(places).length === 0 ? [] : [{ edit: "place", places }];
}

/** Everything that moves when these boxes move: members of groups with them. */
export function withMembers(scene: Scene, ids: Iterable<string>): ReadonlySet<string> {
  const all = new Set<string>();
  for (const id of ids) {
    all.add(id);
    const box = scene.boxes.get(id);
    if (box?.item === "group") for (const node of box.group.nodes) all.add(node);
  }
  return all;
}

/** Where a node or note stands now, also inside a collapsed group. */
export function placeOf(scene: Scene, spare: ReadonlyMap<string, Point>, id: string): Point | undefined {
  const { layout } = scene.root;
  return scene.boxes.get(id) ?? layout.nodes.get(id) ?? spare.get(id) ?? layout.notes.get(id);
}
