/** The type, and the help, of what stands at an offset. */
import { makeFinder } from "../../../../shared/expressions/type-at.ts";
import { printType } from "../../../../shared/records/type-text.ts";
import { checkExpression, type ExpressionScope } from "./check-expression.ts";
import { helpOfName, rootHelp } from "./function-help.ts";

export interface Hover {
  readonly from: number;
  readonly to: number;
  /** Shown as code. */
  readonly code: string;
  readonly text: string;
}

export function hoverAt(source: string, offset: number, scope: ExpressionScope): Hover | undefined {
  const finder = makeFinder(offset);
  checkExpression(source, scope, finder.observe);
  const found = finder.found();
  if (found === undefined) return undefined;
  const { from, to, syntax, type } = found;
  const range = syntax.kind === "member" ? syntax.nameRange : { from, to };
  if (syntax.kind === "call") {
    const help = helpOfName(syntax.name);
    if (help !== undefined && offset <= syntax.nameRange.to)
      return {
        ...syntax.nameRange,
        code: help.signatures.join("\n"),
        text: `${help.text}\n\nHere: \`${printType(type)}\``,
      };
  }
  const source1 = source.slice(from, to);
  const name = source1.length <= 60 ? source1 : `${source1.slice(0, 59)}…`;
  return {
    ...range,
    code: `${name}: ${printType(type, 60)}`,
    text: syntax.kind === "name" ? rootHelp(syntax.name) : "",
  };
}
