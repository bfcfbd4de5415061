/** Durations as text: `500ms`, `10s`, `1m`, `1h30m`, `7d`, `-2h`. */
const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

/** A hundred years; longer ones are refused as mistakes. */
export const DURATION_MAX = 36_525 * 86_400_000;

/** Milliseconds; undefined unless the text is numbers with units, largest unit first, each unit at most once. */
export function parseDuration(text: string): number | undefined {
  if (text.length > 64) return undefined;
  const match = /^(-)?(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  if (match === null) return undefined;
  let ms = 0;
  for (const [i, [, unitMs]] of units.entries()) ms += Number(match[i + 2] ?? 0) * unitMs;
  if (ms > DURATION_MAX) return undefined;
  return match[1] === undefined || ms === 0 ? ms : -ms;
}

/** The canonical text, `0s` for nothing; fractions of a millisecond stay fractions. */
export function printDuration(ms: number): string {
  if (ms === 0) return "0s";
  let rest = Math.abs(ms);
  let text = ms < 0 ? "-" : "";
  for (const [unit, unitMs] of units) {
    const count = unit === "ms" ? rest : Math.floor(rest / unitMs);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * unitMs;
  }
  return text;
}
