/** JSON of plain data with sorted keys: the same text for the same data, also for what JSON does not know (integers beyond doubles, bytes). */
export function stableJson(value: unknown): string {
  return write(value, new Map());
}

/** `known`: texts of types that have been met, as a topology holds the same ones again and again. */
function write(value: unknown, known: Map<object, string>): string {
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
  if (!("kind" in value)) return writeObject(value, known);
  let text = known.get(value);
  if (text === undefined) {
    text = writeObject(value, known);
    known.set(value, text);
  }
  return text;
}

function writeObject(value: object, known: Map<object, string>): string {
  if (Array.isArray(value)) {
    let text = "[";
    for (let i = 0; i < value.length; i += 1) text += (i === 0 ? "" : ",") + write(value[i], known);
    return `${text}]`;
  }
  if (value instanceof Uint8Array) return `bytes[${value.join(",")}]`;
  if (value instanceof Map)
    return write(
      [...value].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      known,
    );
  let text = "{";
  for (const name of Object.keys(value).toSorted()) {
    const item: unknown = Reflect.get(value, name);
    if (item !== undefined) text += `${text.length === 1 ? "" : ","}${quote(name)}:${write(item, known)}`;
  }
  return `${text}}`;
}

/** Most names are words. */
function quote(name: string): string {
  return /^\w+$/.test(name) ? `"${name}"` : JSON.stringify(name);
}

/** 31 bits of FNV-1a, never 0. */
export function hash31(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // FNV's last step leaves the low bits of neighbours alike; one more round of mixing spreads them.
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) & 0x7fffffff || 1;
}
