/** Settings of topics with their unit: `retention.ms` 604800000 is 7 days. Empty where the value says it all by itself. */
const longest = "9223372036854775807";

export function settingText(name: string, value: string): string {
  const isTime = name.endsWith(".ms");
  const isSize = name.endsWith(".bytes");
  if (!isTime && !isSize && !name.endsWith(".messages")) return "";
  if (value === longest || value === "-1") return "no limit";
  // Of tiered storage: what holds without it.
  if (value === "-2") return "as the topic";
  if (!/^\d+$/.test(value)) return "";
  return isTime ? timeText(Number(value)) : isSize ? sizeText(Number(value)) : "";
}

function timeText(ms: number): string {
  for (const [unit, unitMs] of [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
  ] as const)
    if (ms >= unitMs && ms % unitMs === 0) return `${ms / unitMs} ${unit}`;
  return `${ms} ms`;
}

function sizeText(bytes: number): string {
  for (const [unit, size] of [
    ["GiB", 1_073_741_824],
    ["MiB", 1_048_576],
    ["KiB", 1024],
  ] as const)
    if (bytes >= size) return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
  return `${bytes} bytes`;
}
