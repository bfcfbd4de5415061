/** Words for text that is not an expression at all. */
import { report, type Findings } from "./diagnose.ts";
import type { Range } from "./syntax.ts";

const keywords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    return: "Leave out return: an expression is its own result.",
    if: "Use condition ? a : b.",
    for: "Use list.map((item) => …) and its siblings.",
    while: "Use list.map((item) => …) and its siblings.",
    const: "There are no variables; repeat the expression, or compute the field in a node before this one.",
    let: "There are no variables; repeat the expression, or compute the field in a node before this one.",
    var: "There are no variables; repeat the expression, or compute the field in a node before this one.",
    and: "Use && for a logical and.",
    or: "Use || for a logical or.",
    not: "Use ! for a logical not.",
    is: "Use == to compare.",
    as: "Types are not converted by as; use string(…), int(…), number(…) and the like.",
    "=": "Use == to compare.",
    ";": "Leave out the semicolon; there is one expression and no statements.",
    "<>": "Use != to compare.",
  }),
);

/** After a complete expression there is more. */
export function reportTrailing(source: string, at: Range, findings: Findings): void {
  const text = source.slice(at.from, at.to);
  const hint = keywords.get(text.toLowerCase()) ?? "Put an operator or a comma before it, or remove it.";
  report(findings, "EXPR_0001", at, `The expression should end before ${quote(text)}.`, { hint });
}

export function reportSyntaxError(source: string, error: unknown, findings: Findings): void {
  if (!(error instanceof SyntaxError)) throw error;
  const at = positionOf(error, source);
  const text = source.slice(at.from, at.to);
  if (error.message.startsWith("Not enough stack")) {
    const hint = "Split the work over several nodes.";
    report(findings, "EXPR_0002", at, "The expression is nested too deeply.", { hint });
  } else if (error.message.startsWith("Assigning to")) {
    const hint = "Nothing can be changed. Use == to compare; put a space between two signs.";
    report(findings, "EXPR_0001", at, "Nothing can be assigned to.", { hint });
  } else if (!error.message.startsWith("Unexpected token")) {
    report(findings, "EXPR_0001", at, `${error.message.replace(/ \(\d+:\d+\)$/, "")}.`);
  } else if (at.from >= source.length) {
    const hint = "Complete it: an operand, a closing bracket or a colon is missing at the end.";
    report(
      findings,
      "EXPR_0001",
      { from: Math.max(0, source.length - 1), to: source.length },
      "The expression ends too early.",
      { hint },
    );
  } else {
    const power = text.startsWith("**") ? "Put what stands before ** in parentheses." : undefined;
    const hint = keywords.get(text.toLowerCase()) ?? power ?? "An operand may be missing before it, or a bracket.";
    report(findings, "EXPR_0001", at, `${quote(text)} is not expected here.`, { hint });
  }
}

/** acorn says where the token starts (`pos`) and where it was when it gave up (`raisedAt`). */
function positionOf(error: SyntaxError, source: string): Range {
  const { pos, raisedAt } = error as { pos?: number; raisedAt?: number };
  const from = Math.min(pos ?? 0, source.length);
  return { from, to: Math.min(Math.max(raisedAt ?? from, from + 1), source.length) };
}

function quote(text: string): string {
  return `"${text.length > 20 ? `${text.slice(0, 20)}…` : text}"`;
}
