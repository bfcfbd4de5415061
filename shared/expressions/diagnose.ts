import { hasErrors, type Diagnostic } from "../diagnostics.ts";
import type { ErrorCode } from "../errors.ts";
import type { Range } from "./syntax.ts";

/** A finding in an expression. `fix` is an edit of the source that would settle it, where there is an obvious one. */
export interface ExpressionDiagnostic extends Diagnostic {
  readonly range: Range;
  readonly fix?: Range & { readonly text: string };
}

export interface Findings {
  readonly list: ExpressionDiagnostic[];
}

export interface Advice {
  readonly hint?: string;
  readonly fix?: Range & { readonly text: string };
  readonly severity?: "warning" | "info";
}

/** More findings than this help nobody. */
const MAX_FINDINGS = 50;

export function report(findings: Findings, code: ErrorCode, range: Range, message: string, advice: Advice = {}): void {
  const isFull = findings.list.length >= MAX_FINDINGS;
  // Warnings must not hide that there is an error.
  if (isFull && (advice.severity !== undefined || hasErrors(findings.list))) return;
  findings.list.push({
    code,
    severity: advice.severity ?? "error",
    message,
    ...(advice.hint === undefined ? {} : { hint: advice.hint }),
    range: { from: range.from, to: range.to },
    ...(advice.fix === undefined ? {} : { fix: advice.fix }),
  });
}
