/** Errors and diagnostics as people read them: what and where, the line with a caret, what to do. */
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import type { WeirError } from "../../../shared/errors.ts";
import { nodeAt, type JsonNode } from "../../../shared/pipeline/json-node.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { Colours } from "./colours.ts";
import { placeOf, type Place } from "./place.ts";
import { plain, textWidth, wrapText } from "./text.ts";

/** The document that diagnostics are about. */
export interface ReportedFile {
  readonly file: string;
  readonly text: string | null;
  readonly root: JsonNode | null;
  /** For the names of nodes. */
  readonly pipeline: Pipeline | null;
}

export interface ReportOptions {
  readonly colours: Colours;
  readonly columns: number;
}

/** A failure of the command itself: code, what happened, what to do. */
export function errorReport(error: WeirError, colours: Colours): string {
  const where = [error.node, error.pointer].filter((part) => part !== undefined && part !== "");
  const lines = [`${colours.red(colours.bold("error"))} ${colours.dim(error.code)} ${plain(error.message)}`];
  if (where.length > 0) lines.push(`  ${colours.dim("at")} ${where.map((part) => plain(part ?? "")).join(" ")}`);
  if (error.hint !== undefined) lines.push(`  ${plain(error.hint)}`);
  return `${lines.join("\n")}\n`;
}

export function diagnosticsReport(
  file: ReportedFile,
  diagnostics: readonly Diagnostic[],
  options: ReportOptions,
): string {
  const shown = { ...file, text: withoutSecrets(file, diagnostics) };
  return inOrder(file, diagnostics)
    .map((diagnostic) => `${diagnosticReport(shown, diagnostic, options)}\n`)
    .join("");
}

/** By their place in the file; what has none comes first. */
export function inOrder(file: ReportedFile, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics
    .map((diagnostic) => ({ diagnostic, place: placeOf(diagnostic, file.text, file.root) }))
    .toSorted((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0))
    .map(({ diagnostic }) => diagnostic);
}

/** A secret that stands in a file must not go on into a log; lengths stay, so that positions do. */
function withoutSecrets({ text, root }: ReportedFile, diagnostics: readonly Diagnostic[]): string | null {
  if (text === null || root === null) return text;
  let out = text;
  for (const { code, pointer } of diagnostics) {
    const node = code === "DOC_0111" && pointer !== undefined ? nodeAt(root, pointer) : null;
    if (node !== null)
      out = `${out.slice(0, node.from + 1)}${"•".repeat(Math.max(0, node.to - node.from - 2))}${out.slice(node.to - 1)}`;
  }
  return out;
}

function diagnosticReport(file: ReportedFile, diagnostic: Diagnostic, { colours, columns }: ReportOptions): string {
  const place = placeOf(diagnostic, file.text, file.root);
  const paint = { error: colours.red, warning: colours.yellow, info: colours.blue }[diagnostic.severity];
  const position = place === null ? "" : `:${place.line}:${place.column}`;
  const lines = [
    `${paint(colours.bold(diagnostic.severity))} ${colours.dim(diagnostic.code)} ${plain(diagnostic.message)}`,
    `  ${colours.cyan(plain(file.file) + position)}${aboutNode(file, diagnostic, colours)}`,
  ];
  if (place !== null) lines.push(...excerpt(place, { colours, columns }, paint));
  else if (diagnostic.pointer) lines.push(`  ${colours.dim("at")} ${plain(diagnostic.pointer)}`);
  if (diagnostic.hint !== undefined)
    lines.push(...wrapText(plain(diagnostic.hint), columns - 4).map((line) => `  ${line}`));
  return `${lines.join("\n")}\n`;
}

function aboutNode(file: ReportedFile, { node }: Diagnostic, colours: Colours): string {
  if (node === undefined) return "";
  const name = file.pipeline?.nodes.get(node)?.name;
  return name === undefined
    ? `  node ${plain(node)}`
    : `  node ${colours.bold(plain(name))} ${colours.dim(`(${plain(node)})`)}`;
}

/** The line and a caret below; of a long line the part around the place. */
function excerpt(place: Place, { colours, columns }: ReportOptions, paint: (text: string) => string): string[] {
  const gutter = String(place.line);
  const room = Math.max(20, columns - gutter.length - 8);
  const at = place.column - 1;
  const start = at + place.length + 10 <= room ? 0 : Math.max(0, Math.min(at - 20, place.lineText.length - room));
  const shown = printable(place.lineText.slice(start, start + room));
  const before = textWidth(printable(place.lineText.slice(start, at)));
  const marked = textWidth(printable(place.lineText.slice(at, Math.min(at + place.length, start + room))));
  const blank = " ".repeat(gutter.length);
  return [
    `  ${colours.dim(`${gutter} │`)} ${shown.trimEnd()}`,
    `  ${colours.dim(`${blank} │`)} ${" ".repeat(before)}${paint("^".repeat(Math.max(1, marked)))}`,
  ];
}

/** One column for every unit that would not print, so that the caret stays under its place. */
function printable(text: string): string {
  return text.replace(/\t/g, " ").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "·");
}
