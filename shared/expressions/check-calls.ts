/** Calls of library functions, and advice on calls of what is not one. */
import { DECIMAL, withoutNull, type Type } from "../records/types.ts";
import { ValueError } from "../records/value-error.ts";
import { siteOf } from "./binding.ts";
import { sourceOf, unknown, type Context } from "./context.ts";
import { convertTo, isFraction } from "./converting.ts";
import { report, type Advice } from "./diagnose.ts";
import { familiarNames } from "./familiar-names.ts";
import type { LibraryFunction } from "./functions/library-function.ts";
import { library } from "./functions/library.ts";
import { bindCall, resolveCall, type Argument, type ResolvedCall } from "./functions/resolve-call.ts";
import { nearestName } from "./nearest-name.ts";
import { isIterateMethod, type Range, type Syntax } from "./syntax.ts";
import type { Typed } from "./typed.ts";

type Of<Kind extends Syntax["kind"]> = Extract<Syntax, { kind: Kind }>;

export function checkCall(syntax: Of<"call">, context: Context): Typed {
  const fn = library.get(syntax.name);
  const given = fn === undefined ? [] : syntax.arguments.map((argument) => context.check(argument, context));
  if (fn !== undefined) return checkKnown(fn, given, syntax, context);
  const point = syntax.name.lastIndexOf(".");
  const [owner = ""] = syntax.name.split(".", 1);
  if (point > 0 && (context.roots.has(owner) || context.locals.has(owner))) {
    const name = syntax.name.slice(point + 1);
    const nameRange = { from: syntax.nameRange.to - name.length, to: syntax.nameRange.to };
    reportMethod(name, nameRange, context.source.slice(syntax.nameRange.from, nameRange.from - 1), syntax, context);
  } else {
    reportUnknownFunction(syntax.name, syntax.nameRange, context);
    // Of a misspelt aggregate function the arguments are of another scope.
    if (context.moreFunctions === undefined) for (const argument of syntax.arguments) context.check(argument, context);
  }
  return unknown;
}

function checkKnown(fn: LibraryFunction, given: readonly Typed[], syntax: Of<"call">, context: Context): Typed {
  const resolved = resolve(fn, given);
  if (!resolved.ok) {
    const at = resolved.argument === undefined ? undefined : syntax.arguments[resolved.argument];
    report(context.findings, "EXPR_0110", at ?? syntax, resolved.message, { hint: fn.summary });
    return unknown;
  }
  const converted: Typed[] = [];
  for (const [i, argument] of given.entries()) {
    const target = resolved.targets[i];
    const result = target === undefined ? argument : convertTo(argument, target);
    if (result === undefined) {
      report(context.findings, "EXPR_0110", syntax.arguments[i] ?? syntax, `${fn.name} does not take this.`, {
        hint: fn.summary,
      });
      return unknown;
    }
    converted.push(result);
  }
  return isBindable(fn, converted, syntax, context)
    ? { node: "call", type: resolved.result, name: fn.name, arguments: converted }
    : { ...unknown, type: resolved.result };
}

/** A literal with a point is a number, unless that does not fit or a decimal is beside it. */
function resolve(fn: LibraryFunction, given: readonly Typed[]): ResolvedCall {
  const asNumbers = given.map((typed) => argumentOf(typed, typed.type));
  if (!given.some(isFraction)) return resolveCall(fn, asNumbers);
  const asDecimals = given.map((typed) => argumentOf(typed, isFraction(typed) ? DECIMAL : typed.type));
  const exact = given.some((typed) => withoutNull(typed.type).kind === "decimal");
  const [first, second] = exact ? [asDecimals, asNumbers] : [asNumbers, asDecimals];
  const resolved = resolveCall(fn, first);
  const other = resolved.ok ? resolved : resolveCall(fn, second);
  return other.ok ? other : resolved;
}

function argumentOf(typed: Typed, type: Type): Argument {
  return typed.node === "literal" ? { type, constant: typed.value } : { type };
}

/** Tries the call's constant arguments, such as patterns, before any record. */
function isBindable(fn: LibraryFunction, given: readonly Typed[], syntax: Of<"call">, context: Context): boolean {
  try {
    bindCall(fn, siteOf(given));
    return true;
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    const [position] = fn.constants;
    const at = position === undefined ? undefined : syntax.arguments[position];
    const hint = error.hint ?? fn.summary;
    report(context.findings, "EXPR_0114", at ?? syntax, error.message, { hint });
    return false;
  }
}

function reportUnknownFunction(name: string, range: Range, context: Context): void {
  const advice = adviceForFunction(name, range, context.moreFunctions ?? []);
  report(context.findings, "EXPR_0103", range, `There is no function ${name.slice(0, 60)}.`, advice);
}

function adviceForFunction(name: string, range: Range, more: readonly string[]): Advice {
  const last = name.slice(name.lastIndexOf(".") + 1);
  const near = nearestName(name, [...more, ...library.keys()]);
  const meant = library.has(last) ? last : (familiar(last) ?? near ?? namesake(last));
  if (meant === undefined) return { hint: "The library is listed in the help." };
  return { hint: `Did you mean ${meant}?`, fix: { from: range.from, to: range.to, text: meant } };
}

function familiar(name: string): string | undefined {
  const meant = familiarNames.get(name);
  return meant !== undefined && library.has(meant) ? meant : undefined;
}

function namesake(name: string): string | undefined {
  for (const candidate of library.keys()) if (candidate.endsWith(`.${name}`)) return candidate;
  return undefined;
}

export function checkMethod(syntax: Of<"method">, context: Context): Typed {
  const object = context.check(syntax.object, context);
  const text = context.source.slice(syntax.object.from, syntax.object.to);
  reportMethod(syntax.name, syntax.nameRange, text, syntax, context, withoutNull(object.type));
  return unknown;
}

function reportMethod(
  name: string,
  nameRange: Range,
  object: string,
  call: Of<"call" | "method">,
  context: Context,
  type?: Type,
): void {
  const message = `Values have no methods such as ${name.slice(0, 40)}.`;
  if (isIterateMethod(name)) return reportArrowMissing(name, nameRange, call, context);
  for (const argument of call.arguments) context.check(argument, context);
  const onList = type?.kind === "array" && library.has(`list.${name}`) ? `list.${name}` : undefined;
  const meant = onList ?? familiar(name) ?? namesake(name);
  if (meant === undefined)
    return report(context.findings, "EXPR_0103", nameRange, message, { hint: "Use the functions of the library." });
  const parameters = call.arguments.map((argument) => context.source.slice(argument.from, argument.to));
  const text = `${meant}(${[object, ...parameters].join(", ")})`;
  const shown = text.length > 100 ? `${meant}(…)` : text;
  report(context.findings, "EXPR_0103", nameRange, message, {
    hint: `Write ${shown}.`,
    fix: { from: call.from, to: call.to, text },
  });
}

/** `list.map(text.upper)` names a function where a function has to be written. */
function reportArrowMissing(name: string, nameRange: Range, call: Of<"call" | "method">, context: Context): void {
  const [argument, more] = call.arguments;
  const given = argument === undefined ? "" : context.source.slice(argument.from, argument.to);
  const message = `${name} needs an arrow function.`;
  if (argument !== undefined && more === undefined && library.has(given)) {
    const text = `(item) => ${given}(item)`;
    const fix = { from: argument.from, to: argument.to, text };
    return report(context.findings, "EXPR_0004", argument, message, { hint: `Write ${name}(${text}).`, fix });
  }
  const hint = `Write ${sourceOf(context, { from: call.from, to: nameRange.to })}((item) => …).`;
  return report(context.findings, "EXPR_0004", call, message, { hint });
}
