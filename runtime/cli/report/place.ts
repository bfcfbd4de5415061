/** Where in a file a diagnostic is: from its pointer and range to a line, a column and the text there. */
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import { nodeAt, pointerSteps, makePointer, type JsonNode, type Span } from "../../../shared/pipeline/json-node.ts";

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** How many units of the line are meant; at least 1. */
  readonly length: number;
  readonly lineText: string;
}

/** Null where the diagnostic is about the whole document or the document has no text. */
export function placeOf(diagnostic: Diagnostic, text: string | null, root: JsonNode | null): Place | null {
  if (text === null) return null;
  const span = spanOf(diagnostic, text, root);
  if (span === null) return null;
  const lineStart = text.lastIndexOf("\n", span.from - 1) + 1;
  const nextLine = text.indexOf("\n", span.from);
  const lineEnd = nextLine === -1 ? text.length : nextLine;
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < lineStart; at = text.indexOf("\n", at + 1)) line += 1;
  return {
    line,
    column: span.from - lineStart + 1,
    length: Math.max(1, Math.min(span.to, lineEnd) - span.from),
    lineText: text.slice(lineStart, lineEnd).replace(/\r$/, ""),
  };
}

function spanOf({ code, pointer, range }: Diagnostic, text: string, root: JsonNode | null): Span | null {
  // Findings about the text itself count from the start of the file, all others from the start of the string that they point to.
  if (range !== undefined && code.startsWith("DOC_00")) return range;
  if (root === null || pointer === undefined || pointer === "") return null;
  const node = nodeAt(root, pointer);
  if (node === null) return nearest(root, pointer);
  const source = node.kind === "object" ? node.members.get("src")?.value : node;
  if (range !== undefined && source?.kind === "string") return insideString(text, source, range);
  return node.kind === "object" || node.kind === "array" || code === "DOC_0104" || code === "NODE_0102"
    ? (keyOf(root, pointer) ?? firstChar(node))
    : node;
}

/** Something is missing: the key of the nearest thing around it that is there. */
function nearest(root: JsonNode, pointer: string): Span | null {
  const steps = pointerSteps(pointer);
  for (let length = steps.length - 1; length > 0; length -= 1) {
    const outer = makePointer(...steps.slice(0, length));
    const node = nodeAt(root, outer);
    if (node !== null) return keyOf(root, outer) ?? firstChar(node);
  }
  return firstChar(root);
}

function keyOf(root: JsonNode, pointer: string): Span | null {
  const steps = pointerSteps(pointer);
  const parent = nodeAt(root, makePointer(...steps.slice(0, -1)));
  return parent?.kind === "object" ? (parent.members.get(steps.at(-1) ?? "")?.key ?? null) : null;
}

function firstChar({ from }: Span): Span {
  return { from, to: from + 1 };
}

/** Units of a string's value to units of the file, past the quote and over escapes. */
function insideString(text: string, string: Span, range: { readonly from: number; readonly to: number }): Span {
  let at = string.from + 1;
  let [from, to] = [string.to - 1, string.to - 1];
  for (let unit = 0; at < string.to - 1; unit += 1) {
    if (unit === range.from) from = at;
    if (unit === range.to) {
      to = at;
      break;
    }
    at += text[at] !== "\\" ? 1 : text[at + 1] === "u" ? 6 : 2;
  }
  return { from, to: Math.max(to, from + 1) };
}
