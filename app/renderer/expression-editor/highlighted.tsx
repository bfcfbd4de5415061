/** An expression as coloured text, with findings underlined where they are. */
import type { ExpressionDiagnostic } from "../../../shared/expressions/diagnose.ts";
import { classNames } from "../ui/class-names.ts";
import { tokenize } from "./language/tokens.ts";
import "./highlighted.css";

export interface HighlightedProps {
  readonly source: string;
  readonly diagnostics?: readonly ExpressionDiagnostic[] | undefined;
}

export function Highlighted({ source, diagnostics = [] }: HighlightedProps) {
  const marked = (from: number, to: number): boolean =>
    diagnostics.some(({ range }) => range.from < to && Math.max(range.to, range.from + 1) > from);
  const parts: React.ReactNode[] = [];
  let at = 0;
  for (const { from, to, kind } of tokenize(source)) {
    if (from > at) parts.push(source.slice(at, from));
    at = to;
    parts.push(
      <span
        key={from}
        className={classNames(`expression-token-${kind}`, kind !== "blank" && marked(from, to) && "expression-marked")}
      >
        {source.slice(from, to)}
      </span>,
    );
  }
  return <>{parts}</>;
}
