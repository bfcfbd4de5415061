/** Where the window onto the canvas stands: screen = world × zoom + (x, y). */
import type { Point, Rect } from "./geometry.ts";

export interface Viewport extends Point {
  readonly zoom: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

export const minZoom = 0.02;
export const maxZoom = 2.5;

export function toWorld({ x, y, zoom }: Viewport, screen: Point): Point {
  return { x: (screen.x - x) / zoom, y: (screen.y - y) / zoom };
}

export function toScreen({ x, y, zoom }: Viewport, world: Point): Point {
  return { x: world.x * zoom + x, y: world.y * zoom + y };
}

/** What of the world can be seen. */
export function worldRect(viewport: Viewport, { width, height }: Size): Rect {
  const { x, y } = toWorld(viewport, { x: 0, y: 0 });
  return { x, y, width: width / viewport.zoom, height: height / viewport.zoom };
}

/** The point under `at` (on the screen) stays where it is. */
export function zoomAt(viewport: Viewport, at: Point, zoom: number): Viewport {
  const next = clampZoom(zoom);
  const world = toWorld(viewport, at);
  return { zoom: next, x: at.x - world.x * next, y: at.y - world.y * next };
}

export function clampZoom(zoom: number): number {
  return Math.min(maxZoom, Math.max(minZoom, zoom));
}

/** All of `rect` in the middle, never larger than `most`. `pad` in pixels of the screen. */
export function fitRect(rect: Rect, { width, height }: Size, pad = 36, most = 1): Viewport {
  const room = { width: Math.max(40, width - 2 * pad), height: Math.max(40, height - 2 * pad) };
  const zoom = clampZoom(Math.min(most, room.width / Math.max(1, rect.width), room.height / Math.max(1, rect.height)));
  return {
    zoom,
    x: Math.round(width / 2 - (rect.x + rect.width / 2) * zoom),
    y: Math.round(height / 2 - (rect.y + rect.height / 2) * zoom),
  };
}

/** Moves as little as it takes to have `rect` on the screen; zooms out where it is too large. */
export function bringInto(viewport: Viewport, rect: Rect, size: Size, pad = 40): Viewport {
  const view = worldRect(viewport, size);
  const margin = pad / viewport.zoom;
  if (rect.width + 2 * margin > view.width || rect.height + 2 * margin > view.height)
    return fitRect(rect, size, pad, viewport.zoom);
  const shift = (from: number, length: number, low: number, high: number): number =>
    low < from + margin ? from + margin - low : high > from + length - margin ? from + length - margin - high : 0;
  const dx = shift(view.x, view.width, rect.x, rect.x + rect.width);
  const dy = shift(view.y, view.height, rect.y, rect.y + rect.height);
  return dx === 0 && dy === 0
    ? viewport
    : { ...viewport, x: viewport.x + dx * viewport.zoom, y: viewport.y + dy * viewport.zoom };
}
