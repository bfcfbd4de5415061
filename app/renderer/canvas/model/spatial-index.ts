/** Which rectangles lie where: a grid of buckets, built once for a scene. */
import { intersects, type Rect } from "./geometry.ts";

const cell = 512;
/** Rectangles over more cells than that are kept in a list of their own. */
const most = 64;

export class SpatialIndex<T extends Rect> {
  readonly #cells = new Map<number, T[]>();
  readonly #large: T[] = [];

  constructor(items: Iterable<T>) {
    for (const item of items) this.#add(item);
  }

  /** Everything that meets `area`, each once, in no order. */
  find(area: Rect): Set<T> {
    const found = new Set<T>();
    for (const item of this.#large) if (intersects(item, area)) found.add(item);
    const { left, top, right, bottom } = cellsOf(area);
    if ((right - left + 1) * (bottom - top + 1) > this.#cells.size) {
      for (const items of this.#cells.values()) collect(items, area, found);
      return found;
    }
    for (let x = left; x <= right; x += 1)
      for (let y = top; y <= bottom; y += 1) collect(this.#cells.get(keyOf(x, y)) ?? [], area, found);
    return found;
  }

  #add(item: T): void {
    const { left, top, right, bottom } = cellsOf(item);
    if ((right - left + 1) * (bottom - top + 1) > most) {
      this.#large.push(item);
      return;
    }
    for (let x = left; x <= right; x += 1) {
      for (let y = top; y <= bottom; y += 1) {
        const items = this.#cells.get(keyOf(x, y));
        if (items === undefined) this.#cells.set(keyOf(x, y), [item]);
        else items.push(item);
      }
    }
  }
}

function collect<T extends Rect>(items: readonly T[], area: Rect, into: Set<T>): void {
  for (const item of items) if (intersects(item, area)) into.add(item);
}

function cellsOf({ x, y, width, height }: Rect) {
  return {
    left: Math.floor(x / cell),
    top: Math.floor(y / cell),
    right: Math.floor((x + width) / cell),
    bottom: Math.floor((y + height) / cell),
  };
}

/** Coordinates reach a million pixels: 4,000 cells to each side. */
function keyOf(x: number, y: number): number {
  return (x + 8192) * 32_768 + (y + 8192);
}
