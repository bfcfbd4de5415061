/** How long things take to move. */
const placeMs = 200;

/** 0 where a person asked for less motion. */
export function animationMs(): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : placeMs;
}

/** From 0 to 1, slowing down. */
export function easeOut(part: number): number {
  return part >= 1 ? 1 : 1 - (1 - Math.max(0, part)) ** 3;
}
