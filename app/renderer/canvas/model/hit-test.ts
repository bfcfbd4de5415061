/** What lies under a point: the same at every level of detail, so that everything can be done zoomed out too. */
import type { PortRef } from "../../../../shared/pipeline/pipeline.ts";
import type { Side } from "../can-connect.ts";
import type { CanvasModel } from "./canvas-model.ts";
import { distanceTo } from "./edge-curve.ts";
import { contains, inflate, intersects, type Point, type Rect } from "./geometry.ts";
import type { Box, NodeBox } from "./scene.ts";
import { groupTitle, portY } from "./sizes.ts";

export type Hit =
  | { readonly on: "port"; readonly port: PortRef; readonly side: Side }
  | { readonly on: "box"; readonly id: string }
  /** The corner that a note is resized by. */
  | { readonly on: "corner"; readonly id: string }
  /** `end`: near the end that can be taken off. */
  | { readonly on: "edge"; readonly id: string; readonly end: Side | null };

/** Pixels of the screen. */
const portReach = 11;
const edgeReach = 7;
const endReach = 16;
/** In world units, from the middle of the port to the end of its plus sign. */
const plusEnd = 28;
const cornerReach = 12;
/** Below it ports cannot be told apart. */
const portZoom = 0.3;

export function hitTest(model: CanvasModel, world: Point): Hit | null {
  const { zoom } = model.viewport;
  const near = boxesNear(
    model,
    inflate({ ...world, width: 0, height: 0 }, Math.max(portReach / zoom, edgeReach / zoom, plusEnd)),
  );
  if (zoom >= portZoom) {
    for (const box of near) {
      const hit = box.item === "node" ? portAt(model, box, world, portReach / zoom) : null;
      if (hit !== null) return hit;
    }
  }
  for (const box of near) {
    const rect = model.boxOf(box.id) ?? box;
    if (box.item === "note" && isCorner(rect, world, cornerReach / zoom)) return { on: "corner", id: box.id };
    if (box.item !== "group" || box.collapsed ? contains(rect, world) : isTitle(rect, world))
      return { on: "box", id: box.id };
  }
  return edgeAt(model, world);
}

/** What is drawn last comes first; selected nodes before others. */
function boxesNear(model: CanvasModel, area: Rect): readonly Box[] {
  const { nodes } = model.session.selection.getState();
  const found = model.scene.index.find(area);
  for (const id of model.moving.keys()) {
    const box = model.scene.boxes.get(id);
    const now = model.boxOf(id);
    if (box !== undefined && now !== undefined && intersects(now, area)) found.add(box);
  }
  const rank = ({ item, id }: Box): number => (item === "node" ? (nodes.has(id) ? 3 : 2) : item === "note" ? 1 : 0);
  return [...found].toSorted((a, b) => rank(b) - rank(a) || (a.id < b.id ? 1 : -1));
}

function portAt(model: CanvasModel, box: NodeBox, world: Point, reach: number): (Hit & { on: "port" }) | null {
  const { x, y } = model.boxOf(box.id) ?? box;
  for (const side of ["outputs", "inputs"] as const) {
    const dx = world.x - (side === "outputs" ? x + box.width : x);
    if (dx < -reach || dx > Math.max(reach, plusEnd)) continue;
    for (const [index, { name }] of box.facts.ports[side].entries()) {
      const dy = world.y - (y + portY(index));
      if (Math.abs(dy) > 11) continue;
      const port = { node: box.id, port: name };
      if (Math.hypot(dx, dy) <= reach || (side === "outputs" && dx > 0 && showsPlus(model, port)))
        return { on: "port", port, side };
    }
  }
  return null;
}

/** The sign beside an output that nothing is connected to, while its node is selected or under the pointer: as node-view.css shows it. */
function showsPlus({ hover, session, scene, view }: CanvasModel, { node, port }: PortRef): boolean {
  const over = hover?.on === "port" ? hover.port.node : hover?.on === "box" ? hover.id : null;
  if (view.getState().detail !== "full" || (over !== node && !session.selection.getState().nodes.has(node)))
    return false;
  return !(scene.linksOf.get(node) ?? []).some(({ edge: { from } }) => from.node === node && from.port === port);
}

/** Where a port is; undefined where it is not shown. */
export function portPoint(model: CanvasModel, { node, port }: PortRef, side: Side): Point | undefined {
  const box = model.scene.boxes.get(node);
  const rect = model.boxOf(node);
  if (box?.item !== "node" || rect === undefined) return undefined;
  const index = box.facts.ports[side].findIndex(({ name }) => name === port);
  return index < 0 ? undefined : { x: rect.x + (side === "outputs" ? rect.width : 0), y: rect.y + portY(index) };
}

export function edgeAt(model: CanvasModel, world: Point, reachPx: number = edgeReach): (Hit & { on: "edge" }) | null {
  const reach = reachPx / model.viewport.zoom;
  let best: { readonly id: string; readonly far: number } | null = null;
  for (const link of model.scene.links.values()) {
    const [a, b] = [model.scene.boxes.get(link.from.box), model.scene.boxes.get(link.to.box)];
    if (a === undefined || b === undefined || !mayPass(model, a, b, world, reach)) continue;
    const far = distanceTo(model.curveOf(link), world);
    if (far <= reach && (best === null || far < best.far)) best = { id: link.id, far };
  }
  if (best === null) return null;
  const link = model.scene.links.get(best.id);
  if (link === undefined) return null;
  const curve = model.curveOf(link);
  const [start, end] = curve.kind === "curve" ? [curve.from, curve.to] : [curve.points[0], curve.points.at(-1)];
  const at = endReach / model.viewport.zoom;
  const closeTo = (point: Point | undefined): boolean =>
    point !== undefined && Math.hypot(point.x - world.x, point.y - world.y) <= at;
  return { on: "edge", id: best.id, end: closeTo(end) ? "inputs" : closeTo(start) ? "outputs" : null };
}

/** Cheap: the line stays in the box around both nodes, with what bends take. */
function mayPass(model: CanvasModel, a: Box, b: Box, { x, y }: Point, reach: number): boolean {
  const [one, two] = model.moving.size === 0 ? [a, b] : [model.boxOf(a.id) ?? a, model.boxOf(b.id) ?? b];
  const pad = reach + 90;
  return (
    x >= Math.min(one.x, two.x) - pad &&
    x <= Math.max(one.x + one.width, two.x + two.width) + pad &&
    y >= Math.min(one.y, two.y) - pad &&
    y <= Math.max(one.y + one.height, two.y + two.height) + pad
  );
}

function isTitle({ x, y, width }: Rect, at: Point): boolean {
  return contains({ x, y, width, height: groupTitle }, at);
}

function isCorner({ x, y, width, height }: Rect, at: Point, reach: number): boolean {
  return contains({ x: x + width - reach, y: y + height - reach, width: reach + 2, height: reach + 2 }, at);
}
