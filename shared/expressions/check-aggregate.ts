/**
 * Expressions over many records: `sum(value.total) / count()`. Calls of aggregate functions are taken out, wherever they stand; what remains is an
 * ordinary expression in which each of them is the path `$aggregate.<index>`.
 */
import { ANY, type Type } from "../records/types.ts";
import { checkWith, type Checked, type Scope } from "./check.ts";
import { unknown, type Context } from "./context.ts";
import { report } from "./diagnose.ts";
import { fieldUses } from "./field-uses.ts";
import { library } from "./functions/library.ts";
import type { Parsed } from "./parse.ts";
import type { Range, Syntax } from "./syntax.ts";
import type { Typed } from "./typed.ts";

export const AGGREGATE_ROOT = "$aggregate";

/** What the checker has to know of an aggregate function. */
export interface AggregateSignature {
  readonly name: string;
  readonly arity: { readonly least: number; readonly most: number };
  /**
   * The type of the result for arguments of these types, or what is wrong with them (`argument` is the position at fault). `constants[i]` is the value of
   * argument i if that is a literal, else undefined.
   */
  result(
    types: readonly Type[],
    constants: readonly unknown[],
  ): Type | { readonly error: string; readonly hint?: string; readonly argument?: number };
}

/** `roots` are those of one record, for the arguments of aggregate functions; `resultRoots` are what an aggregate itself has (`key`, `window`). */
export interface AggregateScope extends Scope {
  readonly resultRoots?: ReadonlyMap<string, Type>;
}

export interface AggregateCall {
  readonly name: string;
  readonly arguments: readonly Typed[];
  readonly type: Type;
  readonly range: Range;
}

/** `uses` are the paths of records, in the arguments; `typed` has the roots `$aggregate` and `resultRoots`. */
export interface CheckedAggregate extends Checked {
  /** Call i is the path `$aggregate.<i>`. Calls written alike share one. */
  readonly calls: readonly AggregateCall[];
}

type CallSyntax = Extract<Syntax, { kind: "call" }>;

export function checkAggregate(
  parsed: Parsed,
  scope: AggregateScope,
  functions: readonly AggregateSignature[],
  observe?: Context["observe"],
): CheckedAggregate {
  const collected = new Map<string, AggregateCall>();
  const byName = new Map(functions.map((fn) => [fn.name, fn]));
  const names = functions.map((fn) => fn.name);

  const intercept = (syntax: CallSyntax, context: Context): Typed | undefined => {
    const fn = byName.get(syntax.name);
    if (fn === undefined || !isMeant(fn, syntax)) return undefined;
    const text = parsed.source.slice(syntax.from, syntax.to);
    const index = [...collected.keys()].indexOf(text);
    const known = collected.get(text);
    if (known !== undefined) return pathOf(index, known.type);
    const call = checkArguments(fn, syntax, { ...context, ...inside(scope, byName) });
    if (call === undefined) return unknown;
    collected.set(text, call);
    return pathOf(collected.size - 1, call.type);
  };

  const explainRoot = (name: string): string | undefined =>
    scope.roots.has(name)
      ? `${name} is of one record, and this is of many: put it into an aggregate function, as last(${name}). There are ${names.join(", ")}.`
      : undefined;
  const hooks = {
    roots: scope.resultRoots ?? new Map<string, Type>(),
    intercept,
    moreFunctions: names,
    explainRoot,
    ...(observe === undefined ? {} : { observe }),
  };
  const checked = checkWith(parsed, scope, hooks);
  const calls = [...collected.values()];
  return { ...checked, calls, uses: fieldUses(...calls.flatMap((call) => call.arguments)) };
}

/** `max(a, b)` is the library's, `max(a)` the aggregate. */
function isMeant({ arity, name }: AggregateSignature, syntax: CallSyntax): boolean {
  const count = syntax.arguments.length;
  return (count >= arity.least && count <= arity.most) || !library.has(name);
}

function inside(
  scope: AggregateScope,
  byName: ReadonlyMap<string, AggregateSignature>,
): Pick<Context, "roots" | "present" | "locals" | "intercept" | "explainRoot"> {
  const intercept = (syntax: CallSyntax, context: Context): Typed | undefined => {
    const fn = byName.get(syntax.name);
    if (fn === undefined || !isMeant(fn, syntax)) return undefined;
    report(context.findings, "EXPR_0115", syntax, `${syntax.name} stands within another aggregate function.`, {
      hint: "Aggregate the results in a second aggregate node.",
    });
    return unknown;
  };
  return { roots: scope.roots, present: new Set(), locals: new Map(), intercept, explainRoot: () => undefined };
}

function checkArguments(fn: AggregateSignature, syntax: CallSyntax, context: Context): AggregateCall | undefined {
  const given = syntax.arguments.map((argument) => context.check(argument, context));
  const { least, most } = fn.arity;
  if (given.length < least || given.length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    const message = `${fn.name} takes ${wanted} argument${wanted === "1" ? "" : "s"}, not ${given.length}.`;
    report(context.findings, "EXPR_0110", syntax, message);
    return undefined;
  }
  const constants = given.map((typed) => (typed.node === "literal" ? typed.value : undefined));
  const type = fn.result(
    given.map((typed) => typed.type),
    constants,
  );
  if (!("error" in type)) return { name: fn.name, arguments: given, type, range: { from: syntax.from, to: syntax.to } };
  const at = type.argument === undefined ? undefined : syntax.arguments[type.argument];
  report(context.findings, "EXPR_0110", at ?? syntax, type.error, type.hint === undefined ? {} : { hint: type.hint });
  return { name: fn.name, arguments: given, type: ANY, range: { from: syntax.from, to: syntax.to } };
}

function pathOf(index: number, type: Type): Typed {
  return { node: "path", type, root: AGGREGATE_ROOT, steps: [String(index)] };
}
