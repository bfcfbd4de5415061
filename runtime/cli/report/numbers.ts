/** Figures as people read them. A unit stands after a blank, as in the SI. */

/** 950, 12.3 k, 1.2 M, 4.0 G. */
export function formatCount(count: number): string {
  return scaled(count, 1000, ["", "k", "M", "G", "T"]);
}

/** 1.2 M/s. */
export function formatRate(perSecond: number): string {
  const text = formatCount(perSecond < 10 ? Math.round(perSecond * 10) / 10 : perSecond);
  return text.includes(" ") ? `${text}/s` : `${text} /s`;
}

/** 512 B, 1.5 KiB, 32.0 MiB. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);
}

/** 0.4 ms, 12 ms, 1.5 s, 2 m 03 s, 1 h 00 m, 2 d 04 h. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "–";
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < 9.95) return `${trimmed(ms)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return pair(seconds, 60, "m", "s");
  if (seconds < 86_400) return pair(Math.floor(seconds / 60), 60, "h", "m");
  return pair(Math.floor(seconds / 3600), 24, "d", "h");
}

/** 0.25 as 25 %. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

/** 1 record, 2 records. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function scaled(value: number, base: number, units: readonly string[]): string {
  if (!Number.isFinite(value)) return "–";
  let size = Math.abs(value);
  let unit = 0;
  // 999.95 would print as 1000.0: it belongs to the next unit.
  while (size >= (unit === 0 ? base : base - 0.05) && unit < units.length - 1) {
    size /= base;
    unit += 1;
  }
  const number = unit === 0 ? trimmed(size) : size.toFixed(1);
  return `${value < 0 ? "-" : ""}${number}${units[unit] === "" ? "" : ` ${units[unit]}`}`;
}

function trimmed(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1).replace(/\.0$/, "");
}

function pair(value: number, base: number, large: string, small: string): string {
  return `${Math.floor(value / base)} ${large} ${String(value % base).padStart(2, "0")} ${small}`;
}
