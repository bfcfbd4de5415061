/** A canvas element in the size of its place and the density of the screen. */
import type { Size, Viewport } from "../model/viewport.ts";

/** Empty, in pixels of the screen; null where the element cannot be drawn on. */
export function beginFrame(canvas: HTMLCanvasElement, { width, height }: Size): CanvasRenderingContext2D | null {
  const density = window.devicePixelRatio;
  const [w, h] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, w, h);
  context.setTransform(density, 0, 0, density, 0, 0);
  return context;
}

/** From here on what is drawn is in world units. */
export function enterWorld(context: CanvasRenderingContext2D, { x, y, zoom }: Viewport): void {
  const density = window.devicePixelRatio;
  context.setTransform(density * zoom, 0, 0, density * zoom, density * x, density * y);
}
