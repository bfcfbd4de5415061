/** A picture of what stands still while something else is dragged, or while all of it moves together: drawn once, then copied with each frame. */
import type { Size, Viewport } from "../model/viewport.ts";
import { beginFrame, enterWorld } from "./surface.ts";

export interface StillView {
  readonly viewport: Viewport;
  readonly size: Size;
  /** What is drawn around the window, in pixels: as far as the picture can be moved. */
  readonly margin: number;
  /** The picture is drawn anew where one of these is another. */
  readonly of: readonly unknown[];
}

export class StillLayer {
  readonly #canvas = document.createElement("canvas");
  #drawn: StillView | null = null;

  /** `paint` draws in world units. */
  copyTo(onto: CanvasRenderingContext2D, view: StillView, paint: (context: CanvasRenderingContext2D) => void): void {
    const drawn = this.#drawn !== null && covers(this.#drawn, view) ? this.#drawn : this.#draw(view, paint);
    if (drawn === null) return;
    const density = window.devicePixelRatio;
    onto.save();
    onto.setTransform(1, 0, 0, 1, 0, 0);
    onto.drawImage(
      this.#canvas,
      Math.round((view.viewport.x - drawn.viewport.x - drawn.margin) * density),
      Math.round((view.viewport.y - drawn.viewport.y - drawn.margin) * density),
    );
    onto.restore();
  }

  #draw(view: StillView, paint: (context: CanvasRenderingContext2D) => void): StillView | null {
    const { size, margin, viewport } = view;
    const context = beginFrame(this.#canvas, { width: size.width + 2 * margin, height: size.height + 2 * margin });
    if (context === null) return null;
    enterWorld(context, { ...viewport, x: viewport.x + margin, y: viewport.y + margin });
    paint(context);
    this.#drawn = view;
    return view;
  }

  forget(): void {
    this.#drawn = null;
  }
}

function covers(drawn: StillView, { viewport, size, margin, of }: StillView): boolean {
  return (
    drawn.viewport.zoom === viewport.zoom &&
    drawn.margin === margin &&
    drawn.size === size &&
    Math.abs(viewport.x - drawn.viewport.x) <= margin &&
    Math.abs(viewport.y - drawn.viewport.y) <= margin &&
    of.length === drawn.of.length &&
    of.every((part, index) => part === drawn.of[index])
  );
}
