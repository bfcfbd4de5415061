/** Times as they stand in grids and on the scrubber: as short as what is shown beside them allows. UTC. */

export interface TimeForm {
  readonly date: boolean;
  readonly ms: boolean;
}

/** A form that tells all of them apart: with the date where they span days, with milliseconds where any has some. */
export function timeForm(times: Iterable<number>): TimeForm {
  let first: string | undefined;
  let date = false;
  let ms = false;
  for (const time of times) {
    const day = dayOf(time);
    first ??= day;
    if (day !== first) date = true;
    if (time % 1000 !== 0) ms = true;
    if (date && ms) break;
  }
  return { date, ms };
}

export function showTime(timeMs: number, { date, ms }: TimeForm): string {
  const iso = isoOf(timeMs);
  const time = iso.slice(11, ms ? 23 : 19);
  return date ? `${iso.slice(5, 10)} ${time}` : time;
}

/** In full, for tooltips and copies. */
export function isoOf(timeMs: number): string {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? String(timeMs).padEnd(24) : date.toISOString();
}

function dayOf(timeMs: number): string {
  return isoOf(timeMs).slice(0, 10);
}

/** "just now", "3 min ago": how old what is on the screen is. */
export function showAge(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
}
