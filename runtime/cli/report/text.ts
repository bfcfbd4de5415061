/** Text that came from files and records, made safe and measurable for a terminal. */

/** Control characters (also ANSI escapes and bidirectional overrides) made visible, so that a name cannot move the cursor. */
export function plain(text: string): string {
  return text.replace(unprintable, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

// oxlint-disable-next-line no-control-regex -- these are what it is about
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** How many columns a text takes; our own colour sequences take none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of segments.segment(text.replace(sequence, ""))) {
    width += wide.test(segment) ? 2 : 1;
  }
  return width;
}

// oxlint-disable-next-line no-control-regex -- the escape that starts a colour
const sequence = /\u001b\[[0-9;]*m/g;
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;
const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function padText(text: string, width: number, align: "left" | "right" = "left"): string {
  const blank = " ".repeat(Math.max(0, width - textWidth(text)));
  return align === "left" ? text + blank : blank + text;
}

/** Shortens a text without colours to so many columns, with an ellipsis. */
export function clipText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let out = "";
  let used = 0;
  for (const { segment } of segments.segment(text)) {
    const next = textWidth(segment);
    if (used + next > width - 1) break;
    out += segment;
    used += next;
  }
  return width < 1 ? "" : `${out}…`;
}

/** Breaks at blanks so that no line is longer than `width`; a longer word stands alone. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && textWidth(line) + 1 + textWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines;
}
