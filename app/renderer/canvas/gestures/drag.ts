/** Moving what is selected: along the grid or along its neighbours, onto an edge to split it. The document changes when it ends. */
import { notifyError } from "../../stores/workspace.ts";
import { preferencesStore } from "../../stores/preferences.ts";
import type { CanvasModel } from "../model/canvas-model.ts";
import { distance, inflate, intersects, snapTo, unionOf, type Point, type Rect } from "../model/geometry.ts";
import { edgeAt } from "../model/hit-test.ts";
import { splitEdge } from "../model/insert.ts";
import { insertScene } from "../model/inserting.ts";
import { isSelected, movable, selectBoxes, selectionOf } from "../model/selecting.ts";
import { gridStep } from "../model/sizes.ts";
import { snapToNeighbours } from "../model/snap.ts";
import { placeEdits, placeOf } from "../model/view-changes.ts";
import { threshold, type Gesture, type Pointer } from "./gesture.ts";

const guideReach = 6;
/** Neighbours farther than that are not lined up with. */
const guideRange = 900;
const mostNeighbours = 300;

export function startDrag(model: CanvasModel, from: Pointer, id: string): Gesture {
  const wasSelected = isSelected(model, id);
  const toggles = from.shift || from.mod;
  if (toggles) {
    const ids = new Set(selectionOf(model));
    if (wasSelected) ids.delete(id);
    else ids.add(id);
    selectBoxes(model, ids);
  } else if (!wasSelected) selectBoxes(model, [id]);
  const drag = new Drag(model, from);
  let begun = false;
  return {
    cursor: "default",
    pansAtBorder: true,
    move(to) {
      begun ||= distance(from.screen, to.screen) > threshold && drag.count > 0;
      if (begun) drag.move(to);
    },
    end() {
      if (begun) drag.drop();
      // A click on one of several selects that one; it could not be said when the pointer went down.
      else if (wasSelected && !toggles && selectionOf(model).size > 1) selectBoxes(model, [id]);
    },
    cancel: () => drag.cancel(),
  };
}

class Drag {
  readonly #model: CanvasModel;
  readonly #from: Pointer;
  readonly #starts: ReadonlyMap<string, Point>;
  readonly #bounds: Rect;
  #neighbours: { readonly area: Rect; readonly boxes: readonly Rect[] } | null = null;
  readonly #editable: boolean;

  constructor(model: CanvasModel, from: Pointer) {
    this.#model = model;
    this.#from = from;
    const ids = movable(model);
    this.#starts = new Map(
      [...ids].flatMap((id) => {
        const place = placeOf(model.scene, model.spare, id);
        return place === undefined ? [] : [[id, { x: place.x, y: place.y }]];
      }),
    );
    this.#bounds = unionOf([...ids].flatMap((id) => model.scene.boxes.get(id) ?? [])) ?? {
      x: 0,
      y: 0,
      width: 0,
      height: 0,
    };
    this.#editable = !model.session.document.getState().readOnly;
  }

  get count(): number {
    return this.#editable ? this.#starts.size : 0;
  }

  move(to: Pointer): void {
    const model = this.#model;
    const by = { x: to.world.x - this.#from.world.x, y: to.world.y - this.#from.world.y };
    const wanted = { ...this.#bounds, x: this.#bounds.x + by.x, y: this.#bounds.y + by.y };
    const { x, y } = to.alt ? wanted : this.#snapped(wanted);
    const [dx, dy] = [x - this.#bounds.x, y - this.#bounds.y];
    for (const [id, start] of this.#starts) model.moving.set(id, { x: start.x + dx, y: start.y + dy });
    if (to.alt) model.guides = [];
    model.dropEdge = this.#edgeBelow(to.world);
    model.invalidate();
  }

  #snapped(wanted: Rect): Point {
    const model = this.#model;
    const { snap } = preferencesStore.getState();
    const reach = guideReach / model.viewport.zoom;
    const found = snapToNeighbours(wanted, this.#near(wanted), reach);
    model.guides = found.guides;
    const onGrid = (value: number): number => (snap ? snapTo(value, gridStep) : Math.round(value));
    return {
      x: found.dx !== 0 || hasGuide(found.guides, "x") ? wanted.x + found.dx : onGrid(wanted.x),
      y: found.dy !== 0 || hasGuide(found.guides, "y") ? wanted.y + found.dy : onGrid(wanted.y),
    };
  }

  /** Looked up again only after a longer way. */
  #near(wanted: Rect): readonly Rect[] {
    const model = this.#model;
    const known = this.#neighbours;
    if (known !== null && intersects(known.area, wanted)) return known.boxes;
    const area = inflate(wanted, guideRange);
    const boxes: Rect[] = [];
    if (this.#starts.size <= mostNeighbours) {
      for (const box of model.scene.index.find(area))
        if (!this.#starts.has(box.id) && box.item !== "group" && boxes.length < mostNeighbours) boxes.push(box);
    }
    this.#neighbours = { area: inflate(wanted, guideRange / 3), boxes };
    return boxes;
  }

  /** Of a single node that could stand on it. */
  #edgeBelow(world: Point): string | null {
    const model = this.#model;
    const [id, ...more] = this.#starts.keys();
    const node = id === undefined ? undefined : model.scene.root.pipeline.nodes.get(id);
    if (more.length > 0 || node === undefined || (model.scene.linksOf.get(node.id)?.length ?? 0) > 0) return null;
    const rect = model.boxOf(node.id);
    const at = rect === undefined ? world : { x: rect.x + rect.width / 2, y: rect.y + 28 };
    const hit = edgeAt(model, at, 30) ?? edgeAt(model, world, 14);
    return hit !== null && typeof splitEdge(insertScene(model), node, hit.id) !== "string" ? hit.id : null;
  }

  drop(): void {
    const model = this.#model;
    const moved = new Map(model.moving);
    const edits = [...placeEdits(model.scene, moved, model.spare)];
    const [id] = this.#starts.keys();
    const { nodes, notes } = model.scene.root.pipeline.nodes.size === 0 ? { nodes: 0, notes: 0 } : this.#counts();
    let label =
      nodes === 0
        ? notes === 1
          ? "Move note"
          : `Move ${notes} notes`
        : nodes === 1
          ? `Move ${this.#name(id)}`
          : `Move ${nodes} nodes`;
    const node = id === undefined ? undefined : model.scene.root.pipeline.nodes.get(id);
    if (model.dropEdge !== null && node !== undefined) {
      const split = splitEdge(insertScene(model), node, model.dropEdge);
      if (typeof split !== "string") {
        edits.push(...split);
        label = `Put ${node.name} on the edge`;
        model.say(`${node.name} put between two nodes`);
      }
    }
    this.#end();
    try {
      model.session.document.commit({ label, edits });
    } catch (error) {
      notifyError(error);
    }
    model.sync();
  }

  #counts(): { readonly nodes: number; readonly notes: number } {
    let [nodes, notes] = [0, 0];
    for (const id of this.#starts.keys()) {
      if (this.#model.scene.root.pipeline.nodes.has(id)) nodes += 1;
      else if (this.#model.scene.root.layout.notes.has(id)) notes += 1;
    }
    return { nodes, notes };
  }

  #name(id: string | undefined): string {
    for (const key of this.#starts.keys()) {
      const name = this.#model.scene.root.pipeline.nodes.get(key)?.name;
      if (name !== undefined) return name;
    }
    return id ?? "node";
  }

  cancel(): void {
    this.#model.moving.clear();
    this.#end();
    this.#model.invalidate();
  }

  #end(): void {
    this.#model.guides = [];
    this.#model.dropEdge = null;
  }
}

function hasGuide(guides: readonly { readonly axis: string; readonly kind: string }[], axis: "x" | "y"): boolean {
  return guides.some((guide) => guide.axis === axis && guide.kind === "align");
}
