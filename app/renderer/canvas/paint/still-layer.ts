/** What does not move while something else is dragged: drawn once for a view, then copied with each frame. */
import type { CanvasModel } from "../model/canvas-model.ts";
import type { Scene } from "../model/scene.ts";
import type { Viewport } from "../model/viewport.ts";
import { beginFrame, enterWorld } from "./surface.ts";

export class StillLayer {
  readonly #model: CanvasModel;
  readonly #canvas = document.createElement("canvas");
  #of: { readonly scene: Scene; readonly viewport: Viewport; readonly moving: number; readonly key: unknown } | null =
    null;

  constructor(model: CanvasModel) {
    this.#model = model;
  }

  /** Drawn anew only where the view, the scene or what moves is another. */
  picture(paint: (context: CanvasRenderingContext2D) => void): HTMLCanvasElement | null {
    const { scene, viewport, size, moving, dropEdge } = this.#model;
    const key = `${size.width} ${size.height} ${dropEdge ?? ""}`;
    const of = this.#of;
    if (of?.scene === scene && of.viewport === viewport && of.moving === moving.size && of.key === key)
      return this.#canvas;
    const context = beginFrame(this.#canvas, size);
    if (context === null) return null;
    enterWorld(context, viewport);
    paint(context);
    this.#of = { scene, viewport, moving: moving.size, key };
    return this.#canvas;
  }

  forget(): void {
    this.#of = null;
  }
}
