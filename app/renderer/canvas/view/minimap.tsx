/** The whole graph in a corner: blocks of their kinds' colours, and the window onto it, which can be dragged. */
import { useEffect, useRef, type PointerEvent } from "react";
import { useStore } from "zustand";
import { preferencesStore } from "../../stores/preferences.ts";
import type { CanvasModel } from "../model/canvas-model.ts";
import { inflate, type Rect } from "../model/geometry.ts";
import type { Scene } from "../model/scene.ts";
import { worldRect } from "../model/viewport.ts";
import { onThemeChange, themeColors } from "../paint/colors.ts";
import { beginFrame } from "../paint/surface.ts";
import { useCanvas } from "./canvas-context.tsx";
import "./minimap.css";

const size = { width: 148, height: 94 };
const pad = 8;

export function Minimap() {
  const shown = useStore(preferencesStore, (state) => state.minimap);
  return shown ? <Map /> : null;
}

function Map() {
  const model = useCanvas();
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const grabbed = useRef<{ readonly x: number; readonly y: number } | null>(null);
  useEffect(() => {
    const painter = new MinimapPainter(model);
    const paint = (): void => painter.paint(canvas.current, frame.current);
    const stop = [model.onPaint(paint), onThemeChange(() => painter.forget())];
    return () => stop.forEach((end) => end());
  }, [model]);

  const centreAt = (event: PointerEvent): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined) return;
    const { scale, x, y } = scaleOf(model);
    const world = { x: (event.clientX - box.left - x) / scale, y: (event.clientY - box.top - y) / scale };
    const offset = grabbed.current ?? { x: 0, y: 0 };
    const { zoom } = model.viewport;
    model.setViewport({
      zoom,
      x: model.size.width / 2 - (world.x - offset.x) * zoom,
      y: model.size.height / 2 - (world.y - offset.y) * zoom,
    });
  };
  return (
    <div
      className="canvas-minimap"
      aria-hidden="true"
      data-own-pointer=""
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grabbed.current = { x: 0, y: 0 };
        centreAt(event);
      }}
      onPointerMove={(event) => {
        if (grabbed.current !== null) centreAt(event);
      }}
      onPointerUp={() => {
        grabbed.current = null;
      }}
    >
      <canvas ref={canvas} style={size} />
      <div ref={frame} className="canvas-minimap-window" />
    </div>
  );
}

interface Scale {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The graph fills the map; the window is cut off where it lies far outside. */
function scaleOf(model: CanvasModel): Scale {
  const bounds: Rect = model.scene.bounds ?? worldRect(model.viewport, model.size);
  const { x, y, width, height } = inflate(bounds, 60);
  const scale = Math.min((size.width - 2 * pad) / width, (size.height - 2 * pad) / height, 0.12);
  return { scale, x: size.width / 2 - (x + width / 2) * scale, y: size.height / 2 - (y + height / 2) * scale };
}

class MinimapPainter {
  readonly #model: CanvasModel;
  #of: Scene | null = null;

  constructor(model: CanvasModel) {
    this.#model = model;
  }

  forget(): void {
    this.#of = null;
    this.#model.invalidate();
  }

  paint(canvas: HTMLCanvasElement | null, frame: HTMLDivElement | null): void {
    const model = this.#model;
    const { scale, x, y } = scaleOf(model);
    if (canvas !== null && this.#of !== model.scene) {
      this.#of = model.scene;
      this.#paintScene(canvas, { scale, x, y });
    }
    if (frame === null) return;
    const view = worldRect(model.viewport, model.size);
    const left = clamp(view.x * scale + x, size.width);
    const top = clamp(view.y * scale + y, size.height);
    frame.style.transform = `translate(${left}px, ${top}px)`;
    frame.style.width = `${clamp((view.x + view.width) * scale + x, size.width) - left}px`;
    frame.style.height = `${clamp((view.y + view.height) * scale + y, size.height) - top}px`;
  }

  #paintScene(canvas: HTMLCanvasElement, { scale, x, y }: Scale): void {
    const context = beginFrame(canvas, size);
    if (context === null) return;
    const colors = themeColors();
    for (const { facts, ...box } of this.#model.scene.nodes) {
      context.fillStyle = colors.kinds[facts.kind];
      context.fillRect(
        box.x * scale + x,
        box.y * scale + y,
        Math.max(1.5, box.width * scale),
        Math.max(1.5, box.height * scale),
      );
    }
    context.fillStyle = colors.warn;
    context.globalAlpha = 0.4;
    for (const note of this.#model.scene.notes)
      context.fillRect(note.x * scale + x, note.y * scale + y, note.width * scale, note.height * scale);
    context.globalAlpha = 1;
  }
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
