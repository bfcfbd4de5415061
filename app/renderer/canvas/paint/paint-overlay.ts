/** What is under way, over everything else: the edge being drawn, the marquee, guides, what lights up, search hits. */
import type { CanvasModel } from "../model/canvas-model.ts";
import { traceCurve } from "../model/edge-curve.ts";
import { inflate, type Rect } from "../model/geometry.ts";
import { portPoint } from "../model/hit-test.ts";
import type { Guide } from "../model/snap.ts";
import { toScreen } from "../model/viewport.ts";
import type { Colors } from "./colors.ts";

const flashMs = 900;

export function hasOverlay({ marquee, guides, draft, flash, view }: CanvasModel): boolean {
  const { marked, search } = view.getState();
  return (
    marquee !== null || guides.length > 0 || draft !== null || flash !== null || marked !== null || search !== null
  );
}

/** In pixels of the screen. */
export function paintOverlay(context: CanvasRenderingContext2D, model: CanvasModel, colors: Colors): void {
  paintSearch(context, model, colors);
  paintFlash(context, model, colors);
  for (const guide of model.guides) paintGuide(context, model, colors, guide);
  paintDraft(context, model, colors);
  paintMarked(context, model, colors);
  if (model.marquee !== null) {
    const { x, y, width, height } = onScreen(model, model.marquee);
    context.fillStyle = colors.accentSoft;
    context.fillRect(x, y, width, height);
    context.lineWidth = 1;
    context.strokeStyle = colors.accent;
    context.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(width), Math.round(height));
  }
}

function paintDraft(context: CanvasRenderingContext2D, model: CanvasModel, colors: Colors): void {
  if (model.draft === null) return;
  const { x, y, zoom } = model.viewport;
  const path = new Path2D();
  traceCurve(path, model.draft.curve);
  context.save();
  context.translate(x, y);
  context.scale(zoom, zoom);
  context.lineWidth = 2 / zoom;
  context.strokeStyle = model.draft.ok ? colors.accent : colors.textQuiet;
  if (!model.draft.ok) context.setLineDash([6 / zoom, 5 / zoom]);
  context.stroke(path);
  context.restore();
}

/** A port that was marked with the keyboard. */
function paintMarked(context: CanvasRenderingContext2D, model: CanvasModel, colors: Colors): void {
  const { marked } = model.view.getState();
  const world = marked === null ? undefined : portPoint(model, marked, "outputs");
  if (world === undefined) return;
  const { x, y } = toScreen(model.viewport, world);
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = colors.accent;
  context.stroke();
}

function paintSearch(context: CanvasRenderingContext2D, model: CanvasModel, colors: Colors): void {
  const { search } = model.view.getState();
  if (search === null || search.text.trim() === "") return;
  search.matches.forEach((id, index) => {
    const current = index === search.at;
    ring(context, model, model.shownBy(id), {
      color: current ? colors.accent : colors.warn,
      width: current ? 3 : 2,
      pad: 5,
    });
  });
}

function paintFlash(context: CanvasRenderingContext2D, model: CanvasModel, colors: Colors): void {
  if (model.flash === null) return;
  const part = Math.min(1, Math.max(0, (performance.now() - model.flash.sinceMs) / flashMs));
  context.globalAlpha = 1 - part;
  for (const id of model.flash.ids) ring(context, model, id, { color: colors.accent, width: 3, pad: 4 + part * 6 });
  context.globalAlpha = 1;
}

interface Ring {
  readonly color: string;
  readonly width: number;
  readonly pad: number;
}

function ring(context: CanvasRenderingContext2D, model: CanvasModel, id: string, { color, width, pad }: Ring): void {
  const rect = model.boxOf(id);
  if (rect === undefined) return;
  const { x, y, width: w, height: h } = inflate(onScreen(model, rect), pad);
  if (x > model.size.width || y > model.size.height || x + w < 0 || y + h < 0) return;
  context.beginPath();
  context.roundRect(x, y, w, h, 10 * Math.min(1, model.viewport.zoom) + pad / 2);
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke();
}

function paintGuide(context: CanvasRenderingContext2D, model: CanvasModel, colors: Colors, guide: Guide): void {
  const { axis, kind, at, from, to } = guide;
  const vertical = (axis === "x") === (kind === "align");
  const [a, b] = vertical
    ? [
        { x: at, y: from },
        { x: at, y: to },
      ]
    : [
        { x: from, y: at },
        { x: to, y: at },
      ];
  const [start, end] = [toScreen(model.viewport, a), toScreen(model.viewport, b)];
  const half = (value: number): number => Math.round(value) + 0.5;
  context.lineWidth = 1;
  context.strokeStyle = colors.accent;
  context.beginPath();
  context.moveTo(half(start.x), half(start.y));
  context.lineTo(half(end.x), half(end.y));
  if (kind === "gap") {
    // Bars at both ends tell a gap from a line.
    for (const { x, y } of [start, end]) {
      context.moveTo(half(x - (vertical ? 4 : 0)), half(y - (vertical ? 0 : 4)));
      context.lineTo(half(x + (vertical ? 4 : 0)), half(y + (vertical ? 0 : 4)));
    }
  }
  context.stroke();
}

function onScreen(model: CanvasModel, { x, y, width, height }: Rect): Rect {
  const { zoom } = model.viewport;
  return { ...toScreen(model.viewport, { x, y }), width: width * zoom, height: height * zoom };
}
