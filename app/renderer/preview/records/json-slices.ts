/**
 * Takes JSON text apart one level deep without reading numbers: every digit of a 64-bit integer or a decimal stays as it was written. The text must be
 * valid JSON (what the runtime writes, or what `parseJsonText` accepted).
 */

/** Members of an object by name, each as JSON text; the last of equal names wins. Null where the text is no object. */
export function objectSlices(text: string): ReadonlyMap<string, string> | null {
  let at = skipBlanks(text, 0);
  if (text[at] !== "{") return null;
  const members = new Map<string, string>();
  at = skipBlanks(text, at + 1);
  while (at < text.length && text[at] !== "}") {
    const nameEnd = endOfString(text, at);
    const name = stringOf(text.slice(at, nameEnd));
    const start = skipBlanks(text, skipBlanks(text, nameEnd) + 1);
    const end = endOfValue(text, start);
    members.set(name, text.slice(start, end));
    at = skipComma(text, end);
  }
  return members;
}

/** Elements of an array as JSON text; null where the text is no array. */
export function arraySlices(text: string): readonly string[] | null {
  let at = skipBlanks(text, 0);
  if (text[at] !== "[") return null;
  const elements: string[] = [];
  at = skipBlanks(text, at + 1);
  while (at < text.length && text[at] !== "]") {
    const end = endOfValue(text, at);
    elements.push(text.slice(at, end));
    at = skipComma(text, end);
  }
  return elements;
}

export type SliceKind = "string" | "number" | "boolean" | "null" | "object" | "array";

export function kindOfSlice(slice: string): SliceKind {
  switch (slice[0]) {
    case '"':
      return "string";
    case "{":
      return "object";
    case "[":
      return "array";
    case "t":
    case "f":
      return "boolean";
    case "n":
      return "null";
    default:
      return "number";
  }
}

/** What a person reads of a value: strings without quotes, everything else as it stands. */
export function sliceText(slice: string): string {
  return slice.startsWith('"') ? stringOf(slice) : slice;
}

/** Without blanks between its parts: one line. */
export function compactSlice(slice: string): string {
  if (!/\s/.test(slice)) return slice;
  let out = "";
  for (let at = 0; at < slice.length;) {
    if (slice[at] === '"') {
      const end = endOfString(slice, at);
      out += slice.slice(at, end);
      at = end;
    } else {
      const code = slice.charCodeAt(at);
      if (!isBlank(code)) out += slice.charAt(at);
      at += 1;
    }
  }
  return out;
}

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first !== "{" && first !== "[") {
    let at = start;
    while (at < text.length && !/[,\]}\s]/.test(text.charAt(at))) at += 1;
    return at;
  }
  let depth = 0;
  for (let at = start; at < text.length;) {
    const sign = text[at];
    if (sign === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function stringOf(slice: string): string {
  return slice.includes("\\") ? String(JSON.parse(slice)) : slice.slice(1, -1);
}

function skipComma(text: string, at: number): number {
  const next = skipBlanks(text, at);
  return text[next] === "," ? skipBlanks(text, next + 1) : next;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
