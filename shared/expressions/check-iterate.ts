/** `list.map((item, index) => …)` and its siblings. */
import { unreachable } from "../assert.ts";
import { describeType } from "../records/type-text.ts";
import { isSameType } from "../records/assignable.ts";
import { ANY, BOOLEAN, INT, makeNullable, withoutNull, type Type } from "../records/types.ts";
import { checkCondition } from "./check-logic.ts";
import { sourceOf, unknown, type Context, type Local } from "./context.ts";
import { convertTo, join } from "./converting.ts";
import { report } from "./diagnose.ts";
import { assume, referenceKey } from "./narrowing.ts";
import type { Syntax, SyntaxParameter } from "./syntax.ts";
import type { Typed } from "./typed.ts";

type Iterate = Extract<Syntax, { kind: "iterate" }>;

export function checkIterate(syntax: Iterate, context: Context): Typed {
  const list = context.check(syntax.list, context);
  const element = elementOf(list, syntax, context);
  const typed =
    syntax.method === "reduce"
      ? checkReduce(syntax, list, element, context)
      : checkLoop(syntax, list, element, context);
  const maybe = list.type.kind === "nullable" || list.type.kind === "any" || list.type.kind === "null";
  return maybe ? { ...typed, type: makeNullable(typed.type) } : typed;
}

function elementOf(list: Typed, syntax: Iterate, context: Context): Type {
  const type = withoutNull(list.type);
  if (type.kind === "array") return type.element;
  if (type.kind !== "any" && type.kind !== "null") {
    const text = sourceOf(context, syntax.list);
    const message = `${syntax.method} works on lists; ${text} is ${describeType(type)}.`;
    report(context.findings, "EXPR_0112", syntax.list, message, { hint: "Name the list that is meant." });
  }
  return ANY;
}

function checkLoop(syntax: Iterate, list: Typed, element: Type, context: Context): Typed {
  const method = syntax.method as Exclude<Iterate["method"], "reduce">;
  const { inner, names } = withLocals(syntax.parameters, [element, INT], context);
  const body = method === "map" ? inner.check(syntax.body, inner) : checkCondition(syntax.body, inner);
  const result = { node: "iterate", method, list, parameters: names, body } as const;
  switch (method) {
    case "map":
      return { ...result, type: { kind: "array", element: body.type } };
    case "filter":
      return { ...result, type: { kind: "array", element: keptType(element, names[0], body) } };
    case "find":
      return { ...result, type: makeNullable(keptType(element, names[0], body)) };
    case "some":
    case "every":
      return { ...result, type: BOOLEAN };
    default:
      return unreachable(method);
  }
}

/** What `filter` lets through is not null where its condition says so. */
function keptType(element: Type, name: string | undefined, body: Typed): Type {
  if (name === undefined) return element;
  const key = referenceKey({ node: "local", type: element, name });
  return key !== undefined && assume(new Set(), body, true).has(key) ? withoutNull(element) : element;
}

/** The accumulator has the type of the initial value, widened once to hold what the body gives. */
function checkReduce(syntax: Iterate, list: Typed, element: Type, context: Context): Typed {
  const initialSyntax = syntax.initial ?? syntax.body;
  const initial = context.check(initialSyntax, context);
  let start = initial;
  for (let attempt = 0; attempt < 3 && context.budget.checks > 0; attempt++) {
    // Findings count only once the type of the accumulator is settled.
    const trial: Context = { ...context, findings: { list: [] } };
    const { inner, names } = withLocals(syntax.parameters, [start.type, element, INT], trial);
    const checked = inner.check(syntax.body, inner);
    const body = isSameType(checked.type, start.type) ? checked : convertTo(checked, start.type);
    const failed = trial.findings.list.some((finding) => finding.severity === "error");
    const joined = body !== undefined && !failed ? undefined : join(start, checked);
    if (joined !== undefined && !isSameType(joined.type, start.type) && checked.type.kind !== "any") {
      start = joined.a;
      continue;
    }
    context.findings.list.push(...trial.findings.list);
    if (body !== undefined)
      return { node: "iterate", method: "reduce", type: start.type, list, parameters: names, body, initial: start };
    if (!failed) reportAccumulator(syntax, start.type, checked.type, context);
    return unknown;
  }
  if (context.budget.checks > 0) reportAccumulator(syntax, initial.type, ANY, context);
  return unknown;
}

function reportAccumulator(syntax: Iterate, start: Type, body: Type, context: Context): void {
  const message = `reduce begins with ${describeType(start)}, but its function gives ${describeType(body)}.`;
  report(context.findings, "EXPR_0109", syntax.body, message, {
    hint: "Begin with a value of the type of the result.",
  });
}

/** Each parameter gets a name of its own in the typed tree, so that a shadowed one is never meant. */
function withLocals(parameters: readonly SyntaxParameter[], types: readonly Type[], context: Context) {
  const locals = new Map<string, Local>(context.locals);
  const names: string[] = [];
  for (const [i, { name }] of parameters.entries()) {
    let unique = name;
    while (context.taken.has(unique)) unique = `${unique}_${context.taken.size}`;
    context.taken.add(unique);
    names.push(unique);
    locals.set(name, { name: unique, type: types[i] ?? ANY });
  }
  return { inner: { ...context, locals }, names };
}
