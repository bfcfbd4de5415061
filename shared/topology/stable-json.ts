/** JSON of plain data with sorted keys: the same text for the same data, also for what JSON does not know (integers beyond doubles, bytes). */
export function stableJson(value: unknown): string {
  switch (typeof value) {
    case "bigint":
      return `${value}n`;
    case "object":
      break;
    case "undefined":
      return "null";
    default:
      return JSON.stringify(value);
  }
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${value.map(stableJson).join(",")}]`;
  if (value instanceof Uint8Array) return `bytes[${value.join(",")}]`;
  if (value instanceof Map) return stableJson([...value].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${stableJson(item)}`)
    .join(",")}}`;
}

/** 31 bits of FNV-1a, never 0. */
export function hash31(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // FNV's last step leaves the low bits of neighbours alike; one more round of mixing spreads them.
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) & 0x7fffffff || 1;
}
