/** Source text to syntax tree. Never throws: whatever the text, the answer is a tree, or findings that say why there is none. */
import { parseExpressionAt, tokenizer, tokTypes, type Expression, type Options, type Token } from "acorn";
import { report, type ExpressionDiagnostic, type Findings } from "./diagnose.ts";
import { reportSyntaxError, reportTrailing } from "./syntax-error.ts";
import { LIMITS } from "./limits.ts";
import type { Syntax } from "./syntax.ts";
import { whitelist } from "./whitelist.ts";

export interface Parsed {
  readonly source: string;
  /** Null when nothing could be made of the text. Parts that are not in the language are `invalid` nodes. */
  readonly syntax: Syntax | null;
  readonly diagnostics: readonly ExpressionDiagnostic[];
}

/** Modules are strict and have no HTML comments; with its parentheses an expression ends where it is seen to end. */
const options: Options = { ecmaVersion: "latest", sourceType: "module", preserveParens: true };

export function parse(source: string): Parsed {
  const findings: Findings = { list: [] };
  const tree = isWithinLimits(source, findings) ? parseTree(source, findings) : null;
  const syntax = tree === null ? null : whitelist(tree, source, findings);
  return { source, syntax, diagnostics: findings.list };
}

function isWithinLimits(source: string, findings: Findings): boolean {
  if (source.length > LIMITS.source) {
    const message = `The expression has ${source.length} characters; the limit is ${LIMITS.source}.`;
    report(findings, "EXPR_0002", { from: 0, to: source.length }, message, {
      hint: "Split the work over several nodes.",
    });
    return false;
  }
  if (source.trim() === "") {
    const advice = { hint: "Write what to compute, for example value.amount > 100." };
    report(findings, "EXPR_0001", { from: 0, to: source.length }, "The expression is empty.", advice);
    return false;
  }
  return isShallow(source, findings);
}

/** Counts brackets before the parser, which is recursive, sees them. What the tokenizer refuses the parser will report. */
function isShallow(source: string, findings: Findings): boolean {
  // Most have fewer brackets than may be nested, wherever they stand.
  if (countOpening(source) <= LIMITS.brackets) return true;
  let depth = 0;
  try {
    for (const token of tokenizer(source, options)) {
      if (opens(token)) depth += 1;
      else if (closes(token)) depth -= 1;
      if (depth > LIMITS.brackets) {
        const message = `Brackets are nested deeper than ${LIMITS.brackets} levels.`;
        report(findings, "EXPR_0002", { from: token.start, to: token.end }, message, {
          hint: "Split the work over several nodes.",
        });
        return false;
      }
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return true;
}

function countOpening(source: string): number {
  let count = 0;
  for (let i = 0; i < source.length; i += 1) {
    const unit = source.charCodeAt(i);
    if (unit === 0x28 || unit === 0x5b || unit === 0x7b) count += 1;
  }
  return count;
}

function opens({ type }: Token): boolean {
  return (
    type === tokTypes.parenL || type === tokTypes.bracketL || type === tokTypes.braceL || type === tokTypes.dollarBraceL
  );
}

function closes({ type }: Token): boolean {
  return type === tokTypes.parenR || type === tokTypes.bracketR || type === tokTypes.braceR;
}

function parseTree(source: string, findings: Findings): Expression | null {
  try {
    const tree = parseExpressionAt(source, 0, options);
    if (source.slice(tree.end).trim() === "") return tree;
    const rest = tokenizer(" ".repeat(tree.end) + source.slice(tree.end), options).getToken();
    if (rest.type === tokTypes.eof) return tree;
    reportTrailing(source, { from: rest.start, to: rest.end }, findings);
  } catch (error) {
    reportSyntaxError(source, error, findings);
  }
  return null;
}
