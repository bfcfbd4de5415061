/**
 * The checker: from the syntax of an expression to a typed tree, or to findings that point at the character and say what to write. The rules are
 * in README.md beside this file.
 */
import { unreachable } from "../assert.ts";
import { explainConvertible } from "../records/assignable.ts";
import { describeType } from "../records/type-text.ts";
import { ANY, withoutNull, type Type } from "../records/types.ts";
import { hasErrors } from "../diagnostics.ts";
import { checkIndex, checkMember, checkName } from "./check-access.ts";
import { checkCall, checkMethod } from "./check-calls.ts";
import { checkBinary, checkNegation } from "./check-operators.ts";
import { checkIterate } from "./check-iterate.ts";
import { checkConditional, checkLogical, checkNot } from "./check-logic.ts";
import { checkArray, checkObject, checkTemplate, numberLiteral } from "./check-literals.ts";
import { defaultText, mayBeNull, operandText, sourceOf, unknown, type Context } from "./context.ts";
import { convertTo } from "./converting.ts";
import { report, type ExpressionDiagnostic } from "./diagnose.ts";
import { fieldUses } from "./field-uses.ts";
import { fold } from "./fold.ts";
import { LIMITS } from "./limits.ts";
import { parse, type Parsed } from "./parse.ts";
import type { Syntax } from "./syntax.ts";
import type { FieldUse, Typed } from "./typed.ts";

export interface Scope {
  /** Types by root: `value`, `key`, … */
  readonly roots: ReadonlyMap<string, Type>;
  /** The type that the result must have; it is converted where that is implicit. */
  readonly expected?: Type;
}

export interface Checked {
  /** Null where there are errors. */
  readonly typed: Typed | null;
  /** Type of the result; `any` where it could not be found out. */
  readonly type: Type;
  /** Every path that is read, none of which is the beginning of another. */
  readonly uses: readonly FieldUse[];
  /** Findings of the parser and of the checker, in the order of the source. */
  readonly diagnostics: readonly ExpressionDiagnostic[];
}

export function check(parsed: Parsed, scope: Scope): Checked {
  return checkWith(parsed, scope, { roots: scope.roots });
}

/** Parses and checks. */
export function checkSource(source: string, scope: Scope): Checked {
  return check(parse(source), scope);
}

/** As `check`, with hooks into the way names and calls are understood. */
export function checkWith(
  { source, syntax, diagnostics }: Parsed,
  scope: Pick<Scope, "expected">,
  hooks: Pick<Context, "roots" | "intercept" | "moreFunctions" | "explainRoot" | "observe">,
): Checked {
  if (syntax === null) return { typed: null, type: scope.expected ?? ANY, uses: [], diagnostics };
  const findings = { list: [...diagnostics] };
  const budget = { checks: LIMITS.checks };
  const locals = new Map<string, never>();
  const context: Context = {
    ...hooks,
    source,
    locals,
    present: new Set(),
    findings,
    taken: new Set(),
    budget,
    check: checkNode,
  };
  let typed = checkNode(syntax, context);
  if (budget.checks <= 0)
    report(findings, "EXPR_0002", syntax, "The expression is too complex to check.", {
      hint: "Put fewer calls of reduce into each other.",
    });
  if (scope.expected !== undefined) typed = expectType(typed, syntax, scope.expected, context);
  const ordered = findings.list.toSorted((a, b) => a.range.from - b.range.from || a.range.to - b.range.to);
  return { typed: hasErrors(ordered) ? null : typed, type: typed.type, uses: fieldUses(typed), diagnostics: ordered };
}

function checkNode(syntax: Syntax, context: Context): Typed {
  context.budget.checks -= 1;
  if (context.budget.checks < 0) return unknown;
  const typed = fold(checkKind(syntax, context), syntax, context);
  context.observe?.(syntax, typed, context);
  return typed;
}

function checkKind(syntax: Syntax, context: Context): Typed {
  switch (syntax.kind) {
    case "literal":
      return { node: "literal", type: literalType(syntax.value), value: syntax.value };
    case "number":
      return numberLiteral(syntax.text, syntax, context);
    case "name":
      return checkName(syntax, context);
    case "member":
      return checkMember(syntax, context);
    case "index":
      return checkIndex(syntax, context);
    case "unary":
      return syntax.operator === "!" ? checkNot(syntax, context) : checkNegation(syntax, context);
    case "binary":
      return checkBinary(syntax, context);
    case "logical":
      return checkLogical(syntax, context);
    case "conditional":
      return checkConditional(syntax, context);
    case "template":
      return checkTemplate(syntax, context);
    case "array":
      return checkArray(syntax, context);
    case "object":
      return checkObject(syntax, context);
    case "call":
      return context.intercept?.(syntax, context) ?? checkCall(syntax, context);
    case "method":
      return checkMethod(syntax, context);
    case "iterate":
      return checkIterate(syntax, context);
    case "invalid":
      return unknown;
    default:
      return unreachable(syntax);
  }
}

function literalType(value: string | boolean | null): Type {
  return { kind: value === null ? "null" : typeof value === "string" ? "string" : "boolean" };
}

function expectType(typed: Typed, syntax: Syntax, expected: Type, context: Context): Typed {
  const converted = convertTo(typed, expected);
  if (converted !== undefined) return converted;
  const reason = explainConvertible(typed.type, expected);
  const within = reason === undefined || reason.path === "" ? "" : ` (${reason.message})`;
  const message = `The expression is ${describeType(typed.type)}; ${describeType(expected)} is needed${within}.`;
  report(context.findings, "EXPR_0111", syntax, message, adviceFor(typed.type, expected, syntax, context));
  return { ...unknown, type: expected };
}

const conversions: ReadonlySet<string> = new Set([
  "string",
  "int",
  "number",
  "decimal",
  "instant",
  "duration",
  "boolean",
]);

function adviceFor(type: Type, expected: Type, syntax: Syntax, context: Context) {
  const text = sourceOf(context, syntax);
  const { from, to } = syntax;
  const operand = operandText(context, syntax);
  if (mayBeNull(type) && withoutNull(type).kind === expected.kind) {
    const fallback = defaultText(type);
    if (fallback === undefined) return { hint: `Say what to do without it: ${text} != null ? … : ….` };
    return { hint: `Give a default: ${text} ?? ${fallback}.`, fix: { from, to, text: `${operand} ?? ${fallback}` } };
  }
  const { kind } = withoutNull(expected);
  if (kind === "boolean") return { hint: "Write a condition, for example a comparison." };
  if (!conversions.has(kind)) return {};
  const source = context.source.slice(from, to);
  return { hint: `Convert it: ${kind}(${text}).`, fix: { from, to, text: `${kind}(${source})` } };
}
