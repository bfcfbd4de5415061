/** Durations that people choose, for handles that are dragged or moved with keys. */
import { printDuration } from "../../../../shared/records/durations.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const nice: readonly number[] = [
  ...[0, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 20, 30, 45].map((n) => n * second),
  ...[1, 2, 3, 5, 10, 15, 20, 30, 45].map((n) => n * minute),
  ...[1, 2, 3, 4, 6, 8, 12].map((n) => n * hour),
  ...[1, 2, 3, 5, 7, 14, 30, 90, 365].map((n) => n * day),
];

/** The next choice in a direction. */
export function stepDuration(ms: number, direction: 1 | -1): number {
  const next = direction === 1 ? nice.find((choice) => choice > ms) : nice.findLast((choice) => choice < ms);
  return next ?? ms;
}

/** To a grid that suits what is seen: about a hundred places over `spanMs`. */
export function snapDuration(ms: number, spanMs: number): number {
  const grid = nice.find((choice) => choice > 0 && choice >= spanMs / 120) ?? day;
  return Math.max(0, Math.round(ms / grid) * grid);
}

export function durationText(ms: number): string {
  return printDuration(Math.round(ms));
}
