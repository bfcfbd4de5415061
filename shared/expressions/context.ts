/** What the parts of the checker share while they go through one expression. */
import { withoutNull, type Type } from "../records/types.ts";
import { report, type Findings } from "./diagnose.ts";
import type { Range, Syntax } from "./syntax.ts";
import type { Typed } from "./typed.ts";

export interface Context {
  readonly source: string;
  readonly roots: ReadonlyMap<string, Type>;
  /** Parameters of the arrow functions around, by the name in the source. */
  readonly locals: ReadonlyMap<string, Local>;
  /** References (narrowing.ts) that conditions around have shown not to be null. */
  readonly present: ReadonlySet<string>;
  readonly findings: Findings;
  /** Names of locals that are taken: each parameter has a name of its own in the typed tree. */
  readonly taken: Set<string>;
  readonly budget: { checks: number };
  readonly check: (syntax: Syntax, context: Context) => Typed;
  /** Gives calls another meaning (aggregate functions) before the library is asked; undefined where it has none. */
  readonly intercept?: (call: Extract<Syntax, { kind: "call" }>, context: Context) => Typed | undefined;
  /** Names of the functions that `intercept` knows, for advice. */
  readonly moreFunctions?: readonly string[];
  /** Says what an unknown root means, where more is known than the roots. */
  readonly explainRoot?: (name: string) => string | undefined;
  /** Told of every part once it is typed, the inner ones first (type-at.ts). A part may come more than once. */
  readonly observe?: (syntax: Syntax, typed: Typed, context: Context) => void;
}

export interface Local {
  readonly name: string;
  readonly type: Type;
}

/** Stands for what could not be typed: `any`, so that nothing more is said about it. Never in a tree without errors. */
export const unknown: Typed = { node: "local", type: { kind: "any" }, name: "" };

/** The text of a part of the source, short enough for a message. */
export function sourceOf(context: Context, { from, to }: Range): string {
  const text = context.source.slice(from, to).replaceAll(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

const tight: ReadonlySet<Syntax["kind"]> = new Set([
  "literal",
  "number",
  "name",
  "member",
  "index",
  "call",
  "method",
  "iterate",
  "array",
  "template",
]);

/** The whole text of a part, in parentheses where an operator beside it could take it apart. */
export function operandText(context: Context, syntax: Syntax): string {
  const text = context.source.slice(syntax.from, syntax.to);
  return tight.has(syntax.kind) ? text : `(${text})`;
}

/** What to write for a value of the type that is not there. */
export function defaultText(type: Type): string | undefined {
  switch (withoutNull(type).kind) {
    case "int":
    case "number":
    case "decimal":
      return "0";
    case "string":
      return '""';
    case "boolean":
      return "false";
    case "array":
      return "[]";
    default:
      return undefined;
  }
}

export function mayBeNull(type: Type): boolean {
  return type.kind === "nullable" || type.kind === "null";
}

/** Reports an operand that may be null, and answers its type as if it were not. `any` passes: it is checked at run time. */
export function needValue(typed: Typed, syntax: Syntax, what: string, context: Context): Type {
  if (!mayBeNull(typed.type)) return typed.type;
  const text = sourceOf(context, syntax);
  const fallback = defaultText(typed.type);
  const operand = operandText(context, syntax);
  if (fallback === undefined)
    report(context.findings, "EXPR_0104", syntax, `${text} may be null; ${what} does not take null.`, {
      hint: `Test it before: ${text} != null ? … : ….`,
    });
  else
    report(context.findings, "EXPR_0104", syntax, `${text} may be null; ${what} does not take null.`, {
      hint: `Give a default, ${text} ?? ${fallback}, or test ${text} != null before.`,
      fix: { from: syntax.from, to: syntax.to, text: `(${operand} ?? ${fallback})` },
    });
  return typed.type.kind === "null" ? { kind: "any" } : withoutNull(typed.type);
}
