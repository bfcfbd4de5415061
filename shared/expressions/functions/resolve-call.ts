/** Chooses the overload of a library function for given argument types, and makes its implementation for one call. */
import { ANY, NULL, makeNullable, withoutNull, type Type } from "../../records/types.ts";
import { admitsNull, isConvertible, unify } from "../../records/assignable.ts";
import { printType } from "../../records/type-text.ts";
import { ExpressionError } from "./expression-error.ts";
import type {
  CallSite,
  Implementation,
  LibraryFunction,
  Parameter,
  Signature,
  TypePattern,
} from "./library-function.ts";

export interface Argument {
  readonly type: Type;
  /** The value, if the argument is a literal; leave it out otherwise (a literal null is `constant: null`). */
  readonly constant?: unknown;
}

export type ResolvedCall =
  /** `targets[i]` is the type that argument i has to be converted to. */
  | { readonly ok: true; readonly signature: Signature; readonly targets: readonly Type[]; readonly result: Type }
  | { readonly ok: false; readonly message: string; readonly argument?: number };

export function resolveCall(fn: LibraryFunction, given: readonly Argument[]): ResolvedCall {
  for (const position of fn.constants)
    if (position < given.length && given[position]?.constant === undefined)
      return {
        ok: false,
        message: `${parameterName(fn, position)} of ${fn.name} must be a literal, so that it is checked before the run.`,
        argument: position,
      };
  let failure: ResolvedCall | undefined;
  let best: Resolved | undefined;
  let bestGuesses = Infinity;
  for (const signature of fn.signatures) {
    const resolved = matchSignature(fn, signature, given);
    if (!resolved.ok) {
      failure = closer(failure, resolved);
      continue;
    }
    const guesses = given.reduce(
      (sum, argument, i) => sum + countGuesses(argument.type, resolved.targets[i] ?? ANY),
      0,
    );
    if (guesses < bestGuesses) {
      best = resolved;
      bestGuesses = guesses;
    }
  }
  if (best !== undefined) return refined(fn, best, given);
  return failure ?? { ok: false, message: `${fn.name} cannot be called.` };
}

/** An overload over `any` decides at run time; it still refuses what none of its siblings takes. */
function isForUnknown(fn: LibraryFunction, parameter: Parameter, type: Type, position: number): boolean {
  if (fn.signatures.length === 1 || !isUnknown(parameter.type)) return true;
  return fn.signatures.some((signature) => {
    const sibling = parameterAt(signature, position);
    return (
      sibling !== undefined &&
      !isUnknown(sibling.type) &&
      isConvertible(withoutNull(type), makeNullable(substitute(sibling.type, new Map())))
    );
  });
}

function isUnknown(pattern: TypePattern): boolean {
  switch (pattern.kind) {
    case "any":
      return true;
    case "array":
      return isUnknown(pattern.element);
    case "map":
      return isUnknown(pattern.value);
    case "nullable":
      return isUnknown(pattern.of);
    default:
      return false;
  }
}

/** How much an overload assumes about what is only known as `any`: of those that fit, the one that assumes least is taken. */
function countGuesses(type: Type, target: Type): number {
  const from = withoutNull(type);
  const to = withoutNull(target);
  if (to.kind === "any") return 0;
  if (to.kind === "array")
    return from.kind === "any"
      ? 1 + countGuesses(ANY, to.element)
      : from.kind === "array"
        ? countGuesses(from.element, to.element)
        : 0;
  if (to.kind === "map")
    return from.kind === "any"
      ? 1 + countGuesses(ANY, to.value)
      : from.kind === "map"
        ? countGuesses(from.value, to.value)
        : 0;
  return from.kind === "any" ? 2 : 0;
}

/**
 * The implementation for one call; `types` are the targets, `constants` as in `Argument.constant`. Throws an ExpressionError where a constant is
 * malformed (a pattern, format, zone or unit), so the checker calls it too, before any record.
 */
export function bindCall(fn: LibraryFunction, site: CallSite): Implementation {
  return fn.bind(site);
}

type Resolved = Extract<ResolvedCall, { ok: true }>;

function refined(fn: LibraryFunction, resolved: Resolved, given: readonly Argument[]): ResolvedCall {
  const maybeNull = fn.nulls === "propagate" && given.some((argument) => admitsNull(argument.type));
  const site = { types: resolved.targets, constants: given.map((argument) => argument.constant) };
  let result = resolved.result;
  if (fn.refine !== undefined) {
    const types = given.map((argument) => argument.type);
    const refinement = tryRefine(() => fn.refine?.(site, result, types)) ?? result;
    if ("error" in refinement)
      return refinement.argument === undefined
        ? { ok: false, message: refinement.error }
        : { ok: false, message: refinement.error, argument: refinement.argument };
    result = refinement;
  }
  const invalid = invalidConstant(fn, site);
  if (invalid !== undefined) return invalid;
  return { ...resolved, result: maybeNull ? makeNullable(result) : result };
}

/** A malformed pattern, format, zone or unit is found here, before any record. */
function invalidConstant(fn: LibraryFunction, site: CallSite): ResolvedCall | undefined {
  if (site.constants.every((constant) => constant === undefined)) return undefined;
  const error = bindError(fn, site);
  if (error === undefined) return undefined;
  // The argument at fault is the one without which it would be valid; else the one that must be a literal.
  const culprit = site.constants.findLastIndex((constant, i) => {
    const constants = site.constants.with(i, undefined);
    return constant !== undefined && bindError(fn, { types: site.types, constants }) === undefined;
  });
  const message = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  return { ok: false, message, argument: culprit < 0 ? (fn.constants[0] ?? 0) : culprit };
}

function bindError(fn: LibraryFunction, site: CallSite): ExpressionError | undefined {
  try {
    fn.bind(site);
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

/** A malformed constant leaves the type as declared; binding then says what is wrong with it. */
function tryRefine<T>(refine: () => T): T | undefined {
  try {
    return refine();
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** Of two failures the one whose argument is further right: that overload fitted better. */
function closer(a: ResolvedCall | undefined, b: ResolvedCall): ResolvedCall {
  if (a === undefined || a.ok || b.ok) return b;
  return (b.argument ?? -1) > (a.argument ?? -1) ? b : a;
}

function matchSignature(fn: LibraryFunction, signature: Signature, given: readonly Argument[]): ResolvedCall {
  const wrongCount = checkCount(fn, signature, given.length);
  if (wrongCount !== undefined) return { ok: false, message: wrongCount };
  const bindings = new Map<string, Type>();
  for (const [i, argument] of given.entries()) {
    const parameter = parameterAt(signature, i);
    if (parameter === undefined) continue;
    const type = fn.nulls === "propagate" ? withoutNull(argument.type) : argument.type;
    // An argument that is always null says nothing of the others.
    if (type.kind === "null" && fn.nulls === "propagate") continue;
    if (!bindVariables(parameter.type, type, bindings)) return mismatch(fn, parameter, argument, i);
  }
  const targets: Type[] = [];
  for (const [i, argument] of given.entries()) {
    const parameter = parameterAt(signature, i);
    if (parameter === undefined) continue;
    let target = substitute(parameter.type, bindings);
    if (fn.nulls === "propagate" && admitsNull(argument.type)) target = makeNullable(target);
    if (!isConvertible(argument.type, target) || !isForUnknown(fn, parameter, argument.type, i))
      return mismatch(fn, parameter, argument, i);
    targets.push(target);
  }
  return { ok: true, signature, targets, result: substitute(signature.result, bindings) };
}

function checkCount(fn: LibraryFunction, signature: Signature, count: number): string | undefined {
  const { parameters } = signature;
  const least = parameters.filter((parameter) => parameter.optional !== true && parameter.rest !== true).length;
  const most = parameters.at(-1)?.rest === true ? Infinity : parameters.length;
  if (count >= least && count <= most) return undefined;
  const wanted = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  return `${fn.name} takes ${wanted} argument${wanted === "1" ? "" : "s"}, not ${count}: ${fn.name}${signature.text}.`;
}

function mismatch(fn: LibraryFunction, parameter: Parameter, argument: Argument, position: number): ResolvedCall {
  const accepted = fn.signatures.map((signature) => fn.name + signature.text).join(" or ");
  return {
    ok: false,
    argument: position,
    message: `${fn.name} does not take ${printType(argument.type)} for "${parameter.name}"; it is ${accepted}.`,
  };
}

function parameterAt(signature: Signature, position: number): Parameter | undefined {
  const last = signature.parameters.at(-1);
  return signature.parameters[position] ?? (last?.rest === true ? last : undefined);
}

function parameterName(fn: LibraryFunction, position: number): string {
  const parameter = fn.signatures[0] && parameterAt(fn.signatures[0], position);
  return parameter === undefined ? `Argument ${position + 1}` : `"${parameter.name}"`;
}

/** Learns what the variables stand for; false where a type cannot be what the pattern says. */
function bindVariables(pattern: TypePattern, type: Type, bindings: Map<string, Type>): boolean {
  const inner = withoutNull(type);
  switch (pattern.kind) {
    case "variable": {
      const bound = bindings.get(pattern.name);
      const joined = bound === undefined ? type : unify(bound, type);
      if (joined === undefined) return false;
      bindings.set(pattern.name, joined);
      return true;
    }
    case "nullable":
      return inner.kind === "null" || bindVariables(pattern.of, inner, bindings);
    case "array":
      if (inner.kind === "any") return bindVariables(pattern.element, ANY, bindings);
      return inner.kind === "array" ? bindVariables(pattern.element, inner.element, bindings) : inner.kind === "null";
    case "map":
      return bindMap(pattern.value, inner, bindings);
    default:
      return true;
  }
}

/** A map's variable also binds from a struct, whose fields' types are then unified (to `any` if nothing narrower holds them all). */
function bindMap(pattern: TypePattern, type: Type, bindings: Map<string, Type>): boolean {
  if (type.kind === "map") return bindVariables(pattern, type.value, bindings);
  if (type.kind === "any") return bindVariables(pattern, ANY, bindings);
  if (type.kind !== "struct") return type.kind === "null";
  if (type.open === true) return bindVariables(pattern, ANY, bindings);
  let joined: Type | undefined;
  for (const field of type.fields) {
    const fieldType = field.optional === true ? makeNullable(field.type) : field.type;
    joined = joined === undefined ? fieldType : (unify(joined, fieldType) ?? ANY);
  }
  return bindVariables(pattern, joined ?? ANY, bindings);
}

function substitute(pattern: TypePattern, bindings: ReadonlyMap<string, Type>): Type {
  switch (pattern.kind) {
    case "variable":
      return bindings.get(pattern.name) ?? NULL;
    case "array":
      return { kind: "array", element: substitute(pattern.element, bindings) };
    case "map":
      return { kind: "map", value: substitute(pattern.value, bindings) };
    case "nullable":
      return makeNullable(substitute(pattern.of, bindings));
    default:
      return pattern;
  }
}
