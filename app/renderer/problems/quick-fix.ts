/** What settles a finding with one press: the replacement that the expression checker proposes, as an edit of the document. */
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import type { ExpressionDiagnostic } from "../../../shared/expressions/diagnose.ts";
import type { Json, Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { Change } from "../stores/document.ts";

export interface QuickFix {
  /** "Replace totl by total" */
  readonly title: string;
  readonly change: Change;
}

export function quickFixOf(diagnostic: Diagnostic, pipeline: Pipeline): QuickFix | null {
  if (!hasFix(diagnostic)) return null;
  const { fix, pointer = "" } = diagnostic;
  const [, id = "", inner = ""] = /^\/nodes\/([^/]+)\/config(.*)$/s.exec(pointer) ?? [];
  const node = pipeline.nodes.get(id);
  const source = node === undefined ? undefined : valueAt(node.config, inner);
  if (node === undefined || typeof source !== "string" || fix.to > source.length) return null;
  const before = source.slice(fix.from, fix.to);
  return {
    title: before === "" ? `Insert ${fix.text}` : `Replace ${short(before)} by ${short(fix.text)}`,
    change: {
      label: `Correct ${node.name}`,
      edits: [
        { edit: "setConfig", id, pointer: inner, value: source.slice(0, fix.from) + fix.text + source.slice(fix.to) },
      ],
    },
  };
}

function hasFix(
  diagnostic: Diagnostic,
): diagnostic is ExpressionDiagnostic & Required<Pick<ExpressionDiagnostic, "fix">> {
  return "fix" in diagnostic && diagnostic.fix !== undefined;
}

export function nodeAtPointer(pointer: string | undefined): string | null {
  return /^\/nodes\/([^/]+)/.exec(pointer ?? "")?.[1] ?? null;
}

function valueAt(config: Json, pointer: string): Json | undefined {
  let value: Json | undefined = config;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(value)) value = value[Number(name)];
    else if (isObject(value)) value = Object.hasOwn(value, name) ? value[name] : undefined;
    else return undefined;
  }
  return value;
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function short(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
