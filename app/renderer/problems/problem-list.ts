/** Every finding about a document in one list: of reading the file and of the analysis; grouped by severity, each with where it is. */
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import { nodeAtPointer, quickFixOf, type QuickFix } from "./quick-fix.ts";

export interface Problem {
  readonly id: string;
  readonly diagnostic: Diagnostic;
  /** The node that it is about; null for the document itself. */
  readonly node: { readonly id: string; readonly name: string } | null;
  /** The field in words, "fields · total"; empty for the node as a whole. */
  readonly place: string;
  readonly fix: QuickFix | null;
}

export interface ProblemGroup {
  readonly severity: Diagnostic["severity"];
  readonly title: string;
  readonly problems: readonly Problem[];
}

export interface ProblemCounts {
  readonly errors: number;
  readonly warnings: number;
}

const titles: Readonly<Record<Diagnostic["severity"], string>> = {
  error: "Errors",
  warning: "Warnings",
  info: "Worth knowing",
};
const order = ["error", "warning", "info"] as const;

export function countProblems(...lists: readonly (readonly Diagnostic[])[]): ProblemCounts {
  const all = distinct(lists.flat());
  const count = (severity: Diagnostic["severity"]): number => all.filter((one) => one.severity === severity).length;
  return { errors: count("error"), warnings: count("warning") };
}

export function listProblems(
  pipeline: Pipeline | null,
  diagnostics: readonly Diagnostic[],
  search: string,
): ProblemGroup[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const problems = distinct(diagnostics)
    .map((diagnostic, index) => makeProblem(diagnostic, pipeline, index))
    .filter((problem) => words.every((word) => textOf(problem).includes(word)));
  return order.flatMap((severity) => {
    const own = problems.filter(({ diagnostic }) => diagnostic.severity === severity);
    return own.length === 0 ? [] : [{ severity, title: titles[severity], problems: own }];
  });
}

function makeProblem(diagnostic: Diagnostic, pipeline: Pipeline | null, index: number): Problem {
  const id = diagnostic.node ?? nodeAtPointer(diagnostic.pointer);
  const node = id === null ? undefined : pipeline?.nodes.get(id);
  return {
    id: `${index}:${keyOf(diagnostic)}`,
    diagnostic,
    node: node === undefined ? null : { id: node.id, name: node.name },
    place: placeText(diagnostic.pointer ?? ""),
    fix: pipeline === null ? null : quickFixOf(diagnostic, pipeline),
  };
}

/** The validator and the planner may both have seen the same. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [keyOf(diagnostic), diagnostic])).values()];
}

function keyOf({ code, node, pointer, message, range }: Diagnostic): string {
  return JSON.stringify([code, node ?? null, pointer ?? null, message, range?.from ?? null]);
}

function placeText(pointer: string): string {
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const [part, , ...rest] = steps;
  if (part === "nodes")
    return rest.filter((step, at) => !(at === 0 && step === "config") && step !== "src").join(" · ");
  return part === "edges" ? "edge" : steps.join(" · ");
}

function textOf({ diagnostic, node, place }: Problem): string {
  return `${diagnostic.message} ${diagnostic.hint ?? ""} ${diagnostic.code} ${node?.name ?? ""} ${place}`.toLowerCase();
}
