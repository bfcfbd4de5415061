/** Strings as JSON writes them: reading escapes. */

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** The text of a string between its quotes; its escapes are known to be well formed. Lone surrogates stay as they are. */
export function unescapeText(raw: string): string {
  let text = "";
  let from = 0;
  for (;;) {
    const at = raw.indexOf("\\", from);
    if (at < 0) return from === 0 ? raw : text + raw.slice(from);
    text += raw.slice(from, at);
    const kind = raw[at + 1]!;
    if (kind === "u") {
      text += String.fromCharCode(Number.parseInt(raw.slice(at + 2, at + 6), 16));
      from = at + 6;
    } else {
      text += escapes[kind]!;
      from = at + 2;
    }
  }
}
