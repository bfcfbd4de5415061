/** Durations in words: `90m` is "1 hour 30 minutes". */
import { parseDuration } from "../../../../shared/records/durations.ts";

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
  ["millisecond", 1],
] as const;

export function durationWords(ms: number): string {
  if (ms === 0) return "no time";
  const parts: string[] = [];
  let rest = Math.abs(ms);
  for (const [unit, unitMs] of units) {
    const count = Math.floor(rest / unitMs);
    if (count === 0) continue;
    rest -= count * unitMs;
    parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
  }
  return parts.join(" ");
}

/** `15 m`, as figures on a drawing are written. */
export function durationShort(text: string): string {
  return text.replaceAll(/(\d)([a-z]+)/g, "$1 $2 ").trim();
}

/** What a person may have meant: `15 min`, `1.5h`, `30 seconds`. The canonical text, or undefined. */
export function readDuration(text: string): string | undefined {
  const tidy = text.trim().toLowerCase();
  if (parseDuration(tidy) !== undefined) return tidy;
  const short = tidy
    .replaceAll(/\s+/g, "")
    .replaceAll(/(?:milliseconds?|millis)/g, "ms")
    .replaceAll(/(?:seconds?|secs?)/g, "s")
    .replaceAll(/(?:minutes?|mins?)/g, "m")
    .replaceAll(/(?:hours?|hrs?)/g, "h")
    .replaceAll(/days?/g, "d");
  return parseDuration(short) === undefined ? undefined : short;
}
