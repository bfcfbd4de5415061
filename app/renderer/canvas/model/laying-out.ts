/** Auto layout of a canvas: in the worker, as one step of undo, with what moves seen moving. */
import { notify } from "../../stores/workspace.ts";
import { runLayout } from "../../workers/layout.ts";
import type { CanvasModel } from "./canvas-model.ts";
import { fromElk, moveNotes, toElk } from "./elk-graph.ts";
import { unionOf, type Point } from "./geometry.ts";
import { animationMs, easeOut } from "./motion.ts";
import { quickLayout } from "./quick-layout.ts";
import type { Scene } from "./scene.ts";
import { placeEdits } from "./view-changes.ts";

/** Beyond it the worker does not come to an end in time; columns and rows do. */
const mostNodes = 1500;
const running = new WeakMap<CanvasModel, AbortController>();
/** Canvases whose document came without places: once each, not with every look at their tab. */
const laidOut = new WeakSet<CanvasModel>();

export function cancelLayout(model: CanvasModel): void {
  running.get(model)?.abort();
}

/** The selected nodes where at least two are, else everything. Undone at once; what was edited meanwhile is kept. */
export async function tidy(model: CanvasModel, only: ReadonlySet<string> | null): Promise<void> {
  const { scene } = model;
  const found = await compute(model, scene, only);
  if (found === null) return;
  if (scene.root.pipeline !== model.scene.root.pipeline) {
    notify("info", "The pipeline was changed while it was laid out.", "Tidy up again.");
    return;
  }
  const places = new Map([...found, ...(only === null ? moveNotes(scene, found) : [])]);
  const before = new Map([...places.keys()].flatMap((id) => pairs(id, model.boxOf(id))));
  const count = only === null ? "everything" : `${only.size} nodes`;
  model.session.document.commit({
    label: `Tidy up ${count}`,
    edits: placeEdits(model.scene, places, model.spare),
    touched: [],
  });
  glide(model, before, () => {
    if (only === null) model.fit();
  });
  model.say(`Laid out ${count}`);
}

/** A document without places gets good ones when it is opened; the document itself does not change. */
export async function layOutUnplaced(model: CanvasModel): Promise<void> {
  const { scene } = model;
  if (!model.unplaced || scene.nodes.length > mostNodes || laidOut.has(model)) return;
  laidOut.add(model);
  const found = await compute(model, scene, null);
  if (found === null || scene.root.pipeline !== model.scene.root.pipeline || !model.unplaced) return;
  model.setSpare(found);
  model.fitAtOnce();
}

async function compute(
  model: CanvasModel,
  scene: Scene,
  only: ReadonlySet<string> | null,
): Promise<ReadonlyMap<string, Point> | null> {
  const nodes = scene.nodes.filter(({ id }) => only?.has(id) ?? true);
  const keep = only === null ? null : unionOf(nodes);
  if (nodes.length > mostNodes) return quick(scene, only);
  running.get(model)?.abort();
  const control = new AbortController();
  running.set(model, control);
  model.view.setState({ layingOut: true });
  const result = await runLayout(toElk(scene, only), control.signal);
  if (running.get(model) === control) {
    running.delete(model);
    model.view.setState({ layingOut: false });
  }
  if (result.outcome === "done") return fromElk(scene, result.graph, keep);
  if (result.outcome === "cancelled") return null;
  notify("info", result.message, "Columns and rows were used instead.");
  return quick(scene, only);
}

function quick({ root: { pipeline }, nodes }: Scene, only: ReadonlySet<string> | null): ReadonlyMap<string, Point> {
  if (only === null) return quickLayout(pipeline);
  const kept = new Map([...pipeline.nodes].filter(([id]) => only.has(id)));
  const edges = new Map([...pipeline.edges].filter(([, { from, to }]) => only.has(from.node) && only.has(to.node)));
  const at = unionOf(nodes.filter(({ id }) => only.has(id))) ?? { x: 0, y: 0 };
  return new Map(
    [...quickLayout({ ...pipeline, nodes: kept, edges })].map(([id, { x, y }]) => [id, { x: x + at.x, y: y + at.y }]),
  );
}

/** Shows boxes on their way from where they were; at once where motion is reduced or there are too many. */
function glide(model: CanvasModel, from: ReadonlyMap<string, Point>, then: () => void): void {
  const lengthMs = animationMs();
  if (lengthMs === 0 || from.size > mostNodes) {
    then();
    return;
  }
  const { scene } = model;
  const startMs = performance.now();
  const step = (nowMs: number): boolean => {
    const part = easeOut((nowMs - startMs) / lengthMs);
    if (part >= 1 || model.scene !== scene) {
      model.moving.clear();
      then();
      return false;
    }
    for (const [id, start] of from) {
      const end = scene.boxes.get(id);
      if (end !== undefined)
        model.moving.set(id, { x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part });
    }
    return true;
  };
  step(startMs);
  model.animate(step);
}

function pairs(id: string, place: Point | undefined): [string, Point][] {
  return place === undefined ? [] : [[id, { x: place.x, y: place.y }]];
}
