/** The edges, at every zoom: under the nodes. */
import { lineageStore } from "../../lineage/lineage-store.ts";
import type { CanvasModel } from "../model/canvas-model.ts";
import { traceCurve } from "../model/edge-curve.ts";
import { inflate, type Rect } from "../model/geometry.ts";
import type { Link } from "../model/scene.ts";
import { worldRect } from "../model/viewport.ts";
import type { Colors } from "./colors.ts";

/** Below it a bend cannot be told from a straight line. */
const curveZoom = 0.12;

export interface EdgeStates {
  /** Edges that findings name. */
  readonly wrong: ReadonlySet<string>;
  /** Drawn around the window as well, in pixels. */
  readonly margin?: number;
}

/** In world units. `left`: edges that are drawn elsewhere. */
export function paintEdges(
  context: CanvasRenderingContext2D,
  model: CanvasModel,
  colors: Colors,
  { wrong, margin = 0 }: EdgeStates,
  pick: (link: Link) => boolean = all,
): void {
  const { zoom } = model.viewport;
  const { edges, nodes } = model.session.selection.getState();
  const { trace: column, edges: carrying } = lineageStore.getState();
  const area = inflate(worldRect(model.viewport, model.size), 20 + margin / model.viewport.zoom);
  const plain = new Path2D();
  const special: Link[] = [];
  const hovered = model.hover?.on === "edge" ? model.hover.id : null;
  const dragged = model.draft?.edge ?? null;
  for (const link of model.scene.links.values()) {
    if (!pick(link) || !mayShow(model, link, area) || link.id === dragged) continue;
    const lit =
      edges.has(link.id) ||
      link.id === hovered ||
      link.id === model.dropEdge ||
      wrong.has(link.id) ||
      carrying.has(link.id);
    if (lit || nodes.has(link.edge.from.node) || nodes.has(link.edge.to.node)) special.push(link);
    else trace(plain, model, link, zoom);
  }
  context.lineWidth = widthAt(zoom, 1.5);
  context.strokeStyle = colors.edge;
  context.globalAlpha = column !== null ? 0.3 : zoom < curveZoom ? 0.45 : 0.75;
  context.stroke(plain);
  context.globalAlpha = 1;
  for (const link of special) {
    const path = new Path2D();
    trace(path, model, link, zoom);
    const chosen = edges.has(link.id) || link.id === model.dropEdge || carrying.has(link.id);
    context.lineWidth = widthAt(zoom, chosen ? 2.25 : 1.75);
    context.strokeStyle = chosen
      ? colors.accent
      : wrong.has(link.id)
        ? colors.bad
        : link.id === hovered
          ? colors.text
          : colors.textQuiet;
    if (wrong.has(link.id) && !chosen) context.setLineDash([5, 4]);
    context.stroke(path);
    context.setLineDash([]);
  }
}

function all(): boolean {
  return true;
}

function trace(path: Path2D, model: CanvasModel, link: Link, zoom: number): void {
  if (zoom >= curveZoom) {
    traceCurve(path, model.curveOf(link));
    return;
  }
  const curve = model.curveOf(link);
  const points = curve.kind === "curve" ? [curve.from, curve.to] : curve.points;
  points.forEach(({ x, y }, index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
}

/** A line stays near the box around its two ends. */
function mayShow({ scene, moving }: CanvasModel, { from, to }: Link, area: Rect): boolean {
  const a = moving.get(from.box) ?? scene.boxes.get(from.box);
  const b = moving.get(to.box) ?? scene.boxes.get(to.box);
  if (a === undefined || b === undefined) return false;
  return (
    Math.max(a.x, b.x) + 420 >= area.x &&
    Math.min(a.x, b.x) - 220 <= area.x + area.width &&
    Math.max(a.y, b.y) + 320 >= area.y &&
    Math.min(a.y, b.y) - 120 <= area.y + area.height
  );
}

/** Lines get thinner as one zooms out, but never vanish. */
function widthAt(zoom: number, width: number): number {
  return Math.max(width, (zoom < curveZoom ? 0.6 : 0.9) / zoom);
}
