/** Conditions, alternatives, defaults. */
import { describeType } from "../records/type-text.ts";
import { BOOLEAN, makeNullable, withoutNull, type Type } from "../records/types.ts";
import { mayBeNull, needValue, operandText, sourceOf, unknown, type Context } from "./context.ts";
import { convertTo, join, makeConditional } from "./converting.ts";
import { report, type Advice } from "./diagnose.ts";
import { assume } from "./narrowing.ts";
import type { Syntax } from "./syntax.ts";
import type { Typed } from "./typed.ts";

type Of<Kind extends Syntax["kind"]> = Extract<Syntax, { kind: Kind }>;

/** The expression as a condition: a boolean, or untyped and then checked at run time. */
export function checkCondition(syntax: Syntax, context: Context, negated = false): Typed {
  const typed = context.check(syntax, context);
  const type = withoutNull(typed.type);
  if (type.kind === "boolean") needValue(typed, syntax, "a condition", context);
  const condition = mayBeNull(typed.type) ? undefined : convertTo(typed, BOOLEAN);
  if (condition !== undefined) return condition;
  if (type.kind !== "boolean") {
    const message = `${sourceOf(context, syntax)} is ${describeType(typed.type)}, not true or false.`;
    report(context.findings, "EXPR_0108", syntax, message, adviceForCondition(typed.type, syntax, context, negated));
  }
  return { ...unknown, type: BOOLEAN };
}

function adviceForCondition(type: Type, syntax: Syntax, context: Context, negated: boolean): Advice {
  const test = testFor(type);
  if (test === undefined) return { hint: "Write a condition, for example a comparison." };
  const { from, to } = syntax;
  const text = `${operandText(context, syntax)}${test}`;
  const hint = `Say what is meant: ${sourceOf(context, syntax)}${test}.`;
  return { hint, fix: { from, to, text: negated ? `(${text})` : text } };
}

function testFor(type: Type): string | undefined {
  switch (type.kind) {
    case "nullable":
      return " != null";
    case "string":
      return ' != ""';
    case "int":
    case "number":
    case "decimal":
      return " != 0";
    case "array":
      return ".length > 0";
    default:
      return undefined;
  }
}

export function checkNot(syntax: Of<"unary">, context: Context): Typed {
  return { node: "unary", type: BOOLEAN, operator: "!", operand: checkCondition(syntax.operand, context, true) };
}

export function checkLogical(syntax: Of<"logical">, context: Context): Typed {
  if (syntax.operator === "??") return checkDefault(syntax, context);
  const left = checkCondition(syntax.left, context);
  const present = assume(context.present, left, syntax.operator === "&&");
  const right = checkCondition(syntax.right, { ...context, present });
  return { node: "logical", type: BOOLEAN, operator: syntax.operator, left, right };
}

function checkDefault(syntax: Of<"logical">, context: Context): Typed {
  const left = context.check(syntax.left, context);
  const right = context.check(syntax.right, context);
  if (!mayBeNull(left.type) && left.type.kind !== "any") {
    report(context.findings, "EXPR_0113", syntax.left, `${sourceOf(context, syntax.left)} is never null.`, {
      hint: "Leave ?? and what follows out.",
      severity: "warning",
    });
    return left;
  }
  if (left.type.kind === "null") return right;
  const given: Typed = { node: "local", name: "", type: withoutNull(left.type) };
  const type = join(given, right)?.type;
  const value = type && convertTo(left, makeNullable(type));
  const fallback = type && convertTo(right, type);
  if (type !== undefined && value !== undefined && fallback !== undefined)
    return { node: "logical", type, operator: "??", left: value, right: fallback };
  reportAlternatives(syntax, given.type, right.type, syntax.right, context);
  return unknown;
}

export function checkConditional(syntax: Of<"conditional">, context: Context): Typed {
  const test = checkCondition(syntax.test, context);
  const yes = context.check(syntax.whenTrue, { ...context, present: assume(context.present, test, true) });
  const no = context.check(syntax.whenFalse, { ...context, present: assume(context.present, test, false) });
  const joined = join(yes, no);
  if (joined !== undefined) return makeConditional(test, joined.a, joined.b, joined.type);
  reportAlternatives(syntax, yes.type, no.type, syntax.whenFalse, context);
  return unknown;
}

function reportAlternatives(syntax: Syntax, a: Type, b: Type, at: Syntax, context: Context): void {
  const kinds = [withoutNull(a).kind, withoutNull(b).kind];
  const mixed = kinds.includes("number") && kinds.includes("decimal");
  const message = `The alternatives are ${describeType(a)} and ${describeType(b)}, which have no type in common.`;
  const hint = mixed
    ? "Convert one with decimal(…) or number(…)."
    : "Give both the same type, for example with string(…).";
  report(context.findings, mixed ? "EXPR_0106" : "EXPR_0109", { from: syntax.from, to: at.to }, message, { hint });
}
