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

/** Beginnings of the parser's messages: our words for them, and what to do. */
const known: readonly (readonly [start: string, message: string, hint: string])[] = [
  ["Unterminated string", "A string does not end", "Close it with the quote that it begins with."],
  ["Unterminated template", "A template string does not end", "Close it with a backtick."],
  ["Unterminated comment", "A comment does not end", "Close it with */."],
  ["Unterminated regular", "There is a / where a value should be", "Remove it; patterns are written as strings."],
  ["Logical expressions and coalesce", "?? stands beside && or ||", "Put one of them in parentheses: (a ?? b) || c."],
  ["Bad character escape", "A string has an escape that does not exist", "Write two backslashes for one."],
  [
    "Identifier directly after number",
    "A name begins directly after a number",
    "Put an operator or a space between them.",
  ],
  ["Unexpected character", "There is a character that means nothing here", "Remove it, or put it into a string."],
  ["Private field", "A field has # before its name", 'Fields have plain names; write value["#name"] for others.'],
  ["Invalid number", "A number is not written correctly", "Numbers have no leading zeros: 8, not 08."],
  ["Optional chaining cannot", "?. stands where it cannot", "Use a plain point."],
];

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
    const text = error.message.replace(/ \(\d+:\d+\)$/, "");
    const [, message = text, hint = "Correct it there."] = known.find(([start]) => text.startsWith(start)) ?? [];
    report(findings, "EXPR_0001", at, `${message}.`, { hint });
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
