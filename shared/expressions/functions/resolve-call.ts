/** Chooses the overload of a library function for given argument types, and makes its implementation for one call. */
import { ANY, NULL, makeNullable, withoutNull, type Type } from "../../records/types.ts";
import { isConvertible, unify } from "../../records/assignable.ts";
import { printType } from "../../records/type-text.ts";
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
  for (const signature of fn.signatures) {
    const resolved = matchSignature(fn, signature, given);
    if (resolved.ok) return refined(fn, resolved, given);
    failure = closer(failure, resolved);
  }
  return failure ?? { ok: false, message: `${fn.name} cannot be called.` };
}

/** The implementation for one call; `types` are the targets, `constants` as in `Argument.constant`. */
export function bindCall(fn: LibraryFunction, site: CallSite): Implementation {
  return fn.bind(site);
}

type Resolved = Extract<ResolvedCall, { ok: true }>;

function refined(fn: LibraryFunction, resolved: Resolved, given: readonly Argument[]): ResolvedCall {
  const maybeNull = fn.nulls === "propagate" && given.some((argument) => admitsNull(argument.type));
  let result = resolved.result;
  if (fn.refine !== undefined) {
    const site = { types: resolved.targets, constants: given.map((argument) => argument.constant) };
    const refinement = fn.refine(site, result);
    if ("error" in refinement)
      return refinement.argument === undefined
        ? { ok: false, message: refinement.error }
        : { ok: false, message: refinement.error, argument: refinement.argument };
    result = refinement;
  }
  return { ...resolved, result: maybeNull ? makeNullable(result) : result };
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
    if (parameter !== undefined && !bindVariables(parameter.type, argument.type, bindings))
      return mismatch(fn, parameter, argument, i);
  }
  const targets: Type[] = [];
  for (const [i, argument] of given.entries()) {
    const parameter = parameterAt(signature, i);
    if (parameter === undefined) continue;
    let target = substitute(parameter.type, bindings);
    if (fn.nulls === "propagate" && admitsNull(argument.type)) target = makeNullable(target);
    if (!isConvertible(argument.type, target)) return mismatch(fn, parameter, argument, i);
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

export function admitsNull(type: Type): boolean {
  return type.kind === "nullable" || type.kind === "null" || type.kind === "any";
}

/** Learns what the variables stand for; false where a type cannot be what the pattern says. A null or an `any` teaches nothing by itself. */
function bindVariables(pattern: TypePattern, type: Type, bindings: Map<string, Type>): boolean {
  const inner = withoutNull(type);
  switch (pattern.kind) {
    case "variable": {
      if (inner.kind === "null") return true;
      const bound = bindings.get(pattern.name);
      const joined = bound === undefined ? inner : unify(bound, inner);
      if (joined === undefined) return false;
      bindings.set(pattern.name, joined);
      return true;
    }
    case "nullable":
      return bindVariables(pattern.of, inner, bindings);
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
