/** Figures the way people read them, with their unit. */
export { countText as count, rateText as rate } from "../canvas/view/figures.ts";

export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** "1 record", "1.2 k records". */
export function counted(text: string, one: string): string {
  return `${text} ${text === "1" ? one : `${one}s`}`;
}
