/** Nodes, notes and groups as blocks, for when they are too many or too small for elements. Names and icons where they can be read. */
import type { CanvasModel } from "../model/canvas-model.ts";
import { inflate, type Rect } from "../model/geometry.ts";
import type { Box, NodeBox, NoteBox } from "../model/scene.ts";
import { worldRect } from "../model/viewport.ts";
import type { Kind } from "../../operators/node-facts.ts";
import type { Colors } from "./colors.ts";
import { cut } from "./cut-text.ts";
import { nodeWidth } from "../model/sizes.ts";
import { iconPath } from "./icon-paths.ts";

/** Pixels of the screen: narrower blocks are filled with their kind's colour, narrower ones yet show no name. */
const iconWidth = 30;
const nameWidth = 54;
/** Texts cost most: more blocks than that show none. */
const mostNames = 900;

export interface BlockStates {
  /** Severity by node. */
  readonly problems: ReadonlyMap<string, "error" | "warning">;
  /** Drawn around the window as well, in pixels. */
  readonly margin?: number;
}

/** In world units. */
export function paintBlocks(
  context: CanvasRenderingContext2D,
  model: CanvasModel,
  colors: Colors,
  states: BlockStates,
  pick: (box: Box) => boolean = () => true,
): void {
  const area = inflate(worldRect(model.viewport, model.size), 40 + (states.margin ?? 0) / model.viewport.zoom);
  const found = shownBoxes(model, area, pick);
  const width = nodeWidth * model.viewport.zoom;
  for (const box of found.notes) paintNote(context, model, colors, box);
  if (width < iconWidth || found.nodes.length > mostNames * 2) paintPlain(context, model, colors, found.nodes);
  else
    for (const box of found.nodes)
      paintNamed(context, model, colors, box, width >= nameWidth && found.nodes.length <= mostNames);
  paintMarks(context, model, colors, found.nodes, states);
}

interface Shown {
  readonly nodes: NodeBox[];
  readonly notes: NoteBox[];
}

function shownBoxes(model: CanvasModel, area: Rect, pick: (box: Box) => boolean): Shown {
  const shown: Shown = { nodes: [], notes: [] };
  const found = model.scene.index.find(area);
  for (const id of model.moving.keys()) {
    const box = model.scene.boxes.get(id);
    if (box !== undefined) found.add(box);
  }
  for (const box of found) {
    if (!pick(box)) continue;
    if (box.item === "node") shown.nodes.push(box);
    else if (box.item === "note") shown.notes.push(box);
  }
  return shown;
}

function paintPlain(
  context: CanvasRenderingContext2D,
  model: CanvasModel,
  colors: Colors,
  nodes: readonly NodeBox[],
): void {
  const paths = new Map<Kind, Path2D>();
  const rounded = model.viewport.zoom > 0.1;
  for (const box of nodes) {
    const { x, y } = model.moving.get(box.id) ?? box;
    let path = paths.get(box.facts.kind);
    if (path === undefined) paths.set(box.facts.kind, (path = new Path2D()));
    if (rounded) path.roundRect(x, y, box.width, box.height, 14);
    else path.rect(x, y, box.width, box.height);
  }
  for (const [kind, path] of paths) {
    context.fillStyle = colors.kinds[kind];
    context.fill(path);
  }
}

function paintNamed(
  context: CanvasRenderingContext2D,
  model: CanvasModel,
  colors: Colors,
  box: NodeBox,
  named: boolean,
): void {
  const { zoom } = model.viewport;
  const { x, y } = model.moving.get(box.id) ?? box;
  const { width, height, facts, node } = box;
  const color = colors.kinds[facts.kind];
  context.beginPath();
  context.roundRect(x, y, width, height, 12);
  context.fillStyle = colors.raised;
  context.fill();
  context.globalAlpha = 0.14;
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1 / zoom;
  context.strokeStyle = color;
  context.stroke();
  // Larger than in proportion, so that they can be read longer.
  const icon = Math.min(height * 0.5, 15 / zoom);
  const left = named ? x + 7 / zoom : x + (width - icon) / 2;
  paintIcon(context, facts.icon, { x: left, y: y + (height - icon) / 2, width: icon, height: icon }, color, zoom);
  if (!named) return;
  const size = Math.min(11, Math.max(8.5, 24 * zoom)) / zoom;
  context.font = `600 ${size}px ${colors.font}`;
  context.textBaseline = "middle";
  context.fillStyle = colors.text;
  const start = left + icon + 5 / zoom;
  context.fillText(
    cut(context, node.name, x + width - start - 4 / zoom, `${zoom > 0.3 ? "l" : "s"}${Math.round(zoom * 50)}`),
    start,
    y + height / 2,
  );
}

function paintIcon(context: CanvasRenderingContext2D, name: string, at: Rect, color: string, zoom: number): void {
  const path = iconPath(name);
  if (path === undefined) return;
  const scale = at.width / 24;
  context.save();
  context.translate(at.x, at.y);
  context.scale(scale, scale);
  context.lineWidth = 1.5 / (zoom * scale);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = color;
  context.stroke(path);
  context.restore();
}

function paintNote(context: CanvasRenderingContext2D, model: CanvasModel, colors: Colors, box: NoteBox): void {
  const { x, y } = model.moving.get(box.id) ?? box;
  const { zoom } = model.viewport;
  const chosen = model.session.selection.getState().notes.has(box.id);
  context.globalAlpha = chosen ? 0.3 : 0.14;
  context.fillStyle = colors.warn;
  context.fillRect(x, y, box.width, box.height);
  context.globalAlpha = 1;
  context.fillRect(x, y, 2 / zoom, box.height);
}

/** Selection, hover and problems over the blocks. */
function paintMarks(
  context: CanvasRenderingContext2D,
  model: CanvasModel,
  colors: Colors,
  nodes: readonly NodeBox[],
  { problems }: BlockStates,
): void {
  const { zoom } = model.viewport;
  const selected = model.session.selection.getState().nodes;
  const hovered = model.hover?.on === "box" ? model.hover.id : null;
  const refusals = model.view.getState().connecting?.refusals;
  const ring = new Path2D();
  for (const box of nodes) {
    const { x, y } = model.moving.get(box.id) ?? box;
    const pad = 1.5 / zoom;
    if (refusals?.has(box.id) === true) {
      context.globalAlpha = 0.6;
      context.fillStyle = colors.background;
      context.fillRect(x, y, box.width, box.height);
      context.globalAlpha = 1;
    }
    if (selected.has(box.id)) ring.roundRect(x - pad, y - pad, box.width + 2 * pad, box.height + 2 * pad, 14);
    else if (box.id === hovered) {
      context.lineWidth = 1.5 / zoom;
      context.strokeStyle = colors.text;
      context.strokeRect(x - pad, y - pad, box.width + 2 * pad, box.height + 2 * pad);
    }
    const severity = problems.get(box.id);
    if (severity === undefined) continue;
    const dot = Math.min(5, Math.max(0.8, 18 * zoom)) / zoom;
    context.beginPath();
    context.arc(x + box.width - dot * 0.4, y + dot * 0.4, dot, 0, 2 * Math.PI);
    context.fillStyle = severity === "error" ? colors.bad : colors.warn;
    context.fill();
  }
  context.lineWidth = 2 / zoom;
  context.strokeStyle = colors.accent;
  context.stroke(ring);
}
