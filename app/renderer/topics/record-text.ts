/** Bytes of a record the way they are looked at. */
export type Form = "auto" | "json" | "text" | "hex";

/** `base64` null: a tombstone or no key. What is not UTF-8 is hex in every form; JSON is laid out, its numbers digit by digit as they came. */
export function recordText(base64: string | null, form: Form): string {
  if (base64 === null) return "null";
  const bytes = bytesOf(base64);
  if (form === "hex") return hex(bytes);
  const text = decode(bytes);
  if (text === null) return hex(bytes);
  if (form !== "json") return text;
  try {
    JSON.parse(text);
    return indent(text);
  } catch {
    return text;
  }
}

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** Lays valid JSON out without touching its numbers: parsing would round 64-bit integers and decimals. */
export function indent(json: string): string {
  let out = "";
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const letter = json[at] ?? "";
    if (inText) {
      out += letter;
      if (letter === "\\") out += json[(at += 1)] ?? "";
      else if (letter === '"') inText = false;
    } else if (letter === '"') {
      inText = true;
      out += letter;
    } else if (letter === "{" || letter === "[") {
      const empty = /^\s*[}\]]/.exec(json.slice(at + 1));
      if (empty !== null) {
        out += letter + empty[0].trim();
        at += empty[0].length;
      } else out += `${letter}\n${"  ".repeat((depth += 1))}`;
    } else if (letter === "}" || letter === "]") out += `\n${"  ".repeat((depth -= 1))}${letter}`;
    else if (letter === ",") out += `,\n${"  ".repeat(depth)}`;
    else if (letter === ":") out += ": ";
    else if (!/\s/.test(letter)) out += letter;
  }
  return out;
}
