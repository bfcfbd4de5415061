/** Operators between two values, and the sign. */
import { unify } from "../records/assignable.ts";
import { parseInstant } from "../records/instants.ts";
import { parseDuration } from "../records/durations.ts";
import { describeType } from "../records/type-text.ts";
import { ANY, BOOLEAN, DURATION, INSTANT, NUMBER, withoutNull, type Type } from "../records/types.ts";
import { numberLiteral } from "./check-literals.ts";
import { mayBeNull, needValue, sourceOf, unknown, type Context } from "./context.ts";
import { convertTo, exactLiteral, isFraction } from "./converting.ts";
import { report, type Advice } from "./diagnose.ts";
import type { Syntax } from "./syntax.ts";
import type { BinaryOperator, Domain, Typed } from "./typed.ts";

type Of<Kind extends Syntax["kind"]> = Extract<Syntax, { kind: Kind }>;

/** One side of an operator; `type` is without null. */
interface Side {
  readonly typed: Typed;
  readonly type: Type;
  readonly syntax: Syntax;
}

interface Operation {
  readonly domain: Domain;
  readonly type: Type;
  /** What to convert the sides to, where they are not that already. */
  readonly left?: Type;
  readonly right?: Type;
}

export function checkNegation(syntax: Of<"unary">, context: Context): Typed {
  const { operand } = syntax;
  if (operand.kind === "number") return numberLiteral(`-${operand.text}`, syntax, context);
  const typed = context.check(operand, context);
  const type = needValue(typed, operand, "-", context);
  if (["int", "number", "decimal", "duration", "any"].includes(type.kind))
    return { node: "unary", type, operator: "-", operand: typed };
  const message = `- does not take ${describeType(type)}.`;
  report(context.findings, "EXPR_0105", syntax, message, { hint: "It changes the sign of numbers and durations." });
  return unknown;
}

export function checkBinary(syntax: Of<"binary">, context: Context): Typed {
  const left = context.check(syntax.left, context);
  const right = context.check(syntax.right, context);
  const { operator } = syntax;
  if (operator === "==" || operator === "!=") return checkEquality(syntax, operator, left, right, context);
  const a: Side = { typed: left, type: needValue(left, syntax.left, operator, context), syntax: syntax.left };
  const b: Side = { typed: right, type: needValue(right, syntax.right, operator, context), syntax: syntax.right };
  const operation = isOrder(operator) ? order(a, b) : arithmetic(operator, a, b);
  if (operation !== undefined) return build(operator, operation, a, b) ?? unknown;
  if (!reportMixture(a, b, context)) reportOperator(syntax, a, b, context);
  return isOrder(operator) ? { ...unknown, type: BOOLEAN } : unknown;
}

function build(operator: BinaryOperator, operation: Operation, a: Side, b: Side): Typed | undefined {
  const [x, y] = operation.domain === "any" ? [exactLiteral(a.typed), exactLiteral(b.typed)] : [a.typed, b.typed];
  const left = operation.left === undefined ? x : convertTo(x, operation.left);
  const right = operation.right === undefined ? y : convertTo(y, operation.right);
  if (left === undefined || right === undefined) return undefined;
  return { node: "binary", type: operation.type, operator, domain: operation.domain, left, right };
}

function isOrder(operator: BinaryOperator): boolean {
  return operator === "<" || operator === "<=" || operator === ">" || operator === ">=";
}

/** Ints and numbers are compared as they are: the comparison is exact without a conversion. */
function order(a: Side, b: Side): Operation | undefined {
  const type = BOOLEAN;
  const [x, y] = [a.type.kind, b.type.kind];
  if (x === "any" || y === "any") {
    const other = x === "any" ? y : x;
    if (other === "instant" || other === "duration") {
      const domain: Type = { kind: other };
      return { domain: other, type, left: domain, right: domain };
    }
    return ["any", "int", "number", "decimal", "string"].includes(other) ? { domain: "any", type } : undefined;
  }
  const numbers = numeric(a, b);
  if (numbers === "decimal") return { domain: numbers, type, left: { kind: numbers }, right: { kind: numbers } };
  if (numbers !== undefined) return { domain: numbers, type };
  return x === y && (x === "string" || x === "instant" || x === "duration") ? { domain: x, type } : undefined;
}

/** The common type of two numbers; undefined where there is none. A literal with a point is a decimal beside a decimal. */
function numeric(a: Side, b: Side): "int" | "number" | "decimal" | undefined {
  const x = a.type.kind;
  const y = b.type.kind;
  if (x === "decimal" || y === "decimal") {
    const [other, side] = x === "decimal" ? [y, b] : [x, a];
    return other === "decimal" || other === "int" || isFraction(side.typed) ? "decimal" : undefined;
  }
  if ((x !== "int" && x !== "number") || (y !== "int" && y !== "number")) return undefined;
  return x === "int" && y === "int" ? "int" : "number";
}

function arithmetic(operator: BinaryOperator, a: Side, b: Side): Operation | undefined {
  const [x, y] = [a.type.kind, b.type.kind];
  const temporal = onTimes(operator, x, y);
  if (temporal !== undefined) return temporal;
  if (operator === "+" && x === "string" && y === "string") return { domain: "string", type: a.type };
  if (x === "any" || y === "any") {
    const other = x === "any" ? y : x;
    const fits = ["any", "int", "number", "decimal"].includes(other) || (operator === "+" && other === "string");
    return fits ? { domain: "any", type: other === "string" ? { kind: "string" } : ANY } : undefined;
  }
  const numbers = numeric(a, b);
  if (numbers === undefined) return undefined;
  const kind = numbers === "int" && operator === "/" ? "number" : numbers;
  const type: Type = { kind };
  return { domain: kind, type, left: type, right: type };
}

/** Points in time and durations; undefined where neither side is one, or it makes no sense. */
function onTimes(operator: BinaryOperator, x: Type["kind"], y: Type["kind"]): Operation | undefined {
  const times = { left: INSTANT, right: DURATION };
  const spans = { left: DURATION, right: DURATION };
  if (operator === "+") {
    if (x === "instant" && (y === "duration" || y === "any")) return { domain: "instant", type: INSTANT, ...times };
    if (x === "duration" && y === "instant") return { domain: "instant", type: INSTANT };
    if (x === "any" && y === "instant") return { domain: "instant", type: INSTANT, left: DURATION };
    if (x === "duration" && y === "duration") return { domain: "duration", type: DURATION };
  }
  if (operator === "-") {
    if (x === "instant" && y === "duration") return { domain: "instant", type: INSTANT };
    if (x === "instant" && y === "instant") return { domain: "instant", type: DURATION };
    if (x === "any" && y === "instant") return { domain: "instant", type: DURATION, left: INSTANT };
    if (x === "duration" && y === "duration") return { domain: "duration", type: DURATION };
  }
  if (operator === "%" && x === "duration" && y === "duration") return { domain: "duration", type: DURATION };
  if (operator === "/" && x === "duration" && y === "duration") return { domain: "duration", type: NUMBER, ...spans };
  const factor = { int: true, number: true, any: true };
  if ((operator === "*" || operator === "/") && x === "duration" && y in factor)
    return { domain: "duration", type: DURATION, right: NUMBER };
  if (operator === "*" && y === "duration" && x in factor) return { domain: "duration", type: DURATION, left: NUMBER };
  return undefined;
}

function checkEquality(
  syntax: Of<"binary">,
  operator: "==" | "!=",
  left: Typed,
  right: Typed,
  context: Context,
): Typed {
  warnNeverNull(syntax, left, right, context);
  const a: Side = { typed: left, type: withoutNull(left.type), syntax: syntax.left };
  const b: Side = { typed: right, type: withoutNull(right.type), syntax: syntax.right };
  const domain = equalityDomain(a, b);
  const failed: Typed = { ...unknown, type: BOOLEAN };
  if (domain === undefined) {
    if (!reportMixture(a, b, context)) reportNeverEqual(syntax, a, b, context);
    return failed;
  }
  if (domain === "any")
    return { node: "binary", type: BOOLEAN, operator, domain, left: exactLiteral(left), right: exactLiteral(right) };
  if (domain !== "decimal" && domain !== "instant" && domain !== "duration")
    return { node: "binary", type: BOOLEAN, operator, domain, left, right };
  const [x, y] = [comparand(left, domain), comparand(right, domain)];
  return x && y ? { node: "binary", type: BOOLEAN, operator, domain, left: x, right: y } : failed;
}

function comparand(typed: Typed, kind: "decimal" | "instant" | "duration"): Typed | undefined {
  const maybe = mayBeNull(typed.type) || typed.type.kind === "any";
  return convertTo(typed, maybe ? { kind: "nullable", of: { kind } } : { kind });
}

const comparable: ReadonlySet<string> = new Set(["boolean", "string", "instant", "duration"]);

function equalityDomain(a: Side, b: Side): Domain | undefined {
  const [x, y] = [a.type.kind, b.type.kind];
  if (x === "any" || y === "any" || x === "null" || y === "null") {
    // Untyped data have times as text or milliseconds: they have to be read before they can be compared.
    const other = x === "any" ? y : x;
    return other === "instant" || other === "duration" ? other : "any";
  }
  const numbers = numeric(a, b);
  if (numbers !== undefined) return numbers;
  if (x === y && comparable.has(x)) return x as Domain;
  return unify(a.type, b.type) === undefined ? undefined : "any";
}

function warnNeverNull(syntax: Of<"binary">, left: Typed, right: Typed, context: Context): void {
  for (const [typed, other, part] of [
    [left, right, syntax.left],
    [right, left, syntax.right],
  ] as const) {
    if (other.node !== "literal" || other.type.kind !== "null") continue;
    if (mayBeNull(typed.type) || typed.type.kind === "any") continue;
    const message = `${sourceOf(context, part)} is never null.`;
    report(context.findings, "EXPR_0113", syntax, message, { hint: "Leave the test out.", severity: "warning" });
  }
}

/** A number beside a decimal: which of the two should give way is for the user to say. */
function reportMixture(a: Side, b: Side, context: Context): boolean {
  const number = a.type.kind === "number" ? a : b.type.kind === "number" ? b : undefined;
  const decimal = a.type.kind === "decimal" ? a : b.type.kind === "decimal" ? b : undefined;
  if (number === undefined || decimal === undefined) return false;
  const { from, to } = number.syntax;
  const [inexact, exact] = [sourceOf(context, number.syntax), sourceOf(context, decimal.syntax)];
  report(context.findings, "EXPR_0106", number.syntax, `${inexact} is a number and ${exact} a decimal.`, {
    hint: `Write decimal(${inexact}) to calculate exactly, or number(${exact}).`,
    fix: { from, to, text: `decimal(${context.source.slice(from, to)})` },
  });
  return true;
}

function reportOperator(syntax: Of<"binary">, a: Side, b: Side, context: Context): void {
  const message = `${syntax.operator} does not take ${describeType(a.type)} and ${describeType(b.type)}.`;
  report(context.findings, "EXPR_0105", syntax, message, adviceForOperator(syntax, a, b, context));
}

function adviceForOperator(syntax: Of<"binary">, a: Side, b: Side, context: Context): Advice {
  const time = adviceForText(a, b, context);
  if (time !== undefined) return time;
  if (syntax.operator === "+" && (a.type.kind === "string" || b.type.kind === "string")) {
    const parts = [a, b].map((side) =>
      side.typed.node === "literal" && typeof side.typed.value === "string"
        ? side.typed.value.replaceAll(/[`\\]|\$\{/g, "\\$&")
        : `\${${context.source.slice(side.syntax.from, side.syntax.to)}}`,
    );
    const text = `\`${parts.join("")}\``;
    return { hint: `Use a template string: ${text}.`, fix: { from: syntax.from, to: syntax.to, text } };
  }
  const text = [a, b].find((side) => side.type.kind === "string");
  if (text === undefined) return { hint: "Convert one of them." };
  const { from, to } = text.syntax;
  const source = context.source.slice(from, to);
  return { hint: `Convert it: number(${source}).`, fix: { from, to, text: `number(${source})` } };
}

/** A string literal that is meant as a point in time or a duration. */
function adviceForText(a: Side, b: Side, context: Context): Advice | undefined {
  const [text, other] = a.type.kind === "string" ? [a, b] : [b, a];
  const { typed } = text;
  if (typed.node !== "literal" || typeof typed.value !== "string") return undefined;
  const { kind } = other.type;
  const fits =
    (kind === "instant" && parseInstant(typed.value) !== undefined) ||
    (kind === "duration" && parseDuration(typed.value) !== undefined);
  if (!fits) return undefined;
  const { from, to } = text.syntax;
  const fix = { from, to, text: `${kind}(${context.source.slice(from, to)})` };
  return { hint: `Write ${fix.text}.`, fix };
}

function reportNeverEqual(syntax: Of<"binary">, a: Side, b: Side, context: Context): void {
  const message = `${describeType(a.type)} and ${describeType(b.type)} are never equal.`;
  const time = adviceForText(a, b, context);
  const text = [a, b].find((side) => side.type.kind === "string");
  const other = text === a ? b : a;
  const general: Advice =
    text === undefined
      ? { hint: "Compare values of one type." }
      : { hint: `Compare strings: string(${sourceOf(context, other.syntax)}).` };
  report(context.findings, "EXPR_0107", syntax, message, time ?? general);
}
