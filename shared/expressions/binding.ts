/** From a call in the typed tree to the function that computes it. */
import { must } from "../assert.ts";
import type { Type } from "../records/types.ts";
import type { CallSite, Implementation } from "./functions/library-function.ts";
import { library } from "./functions/library.ts";
import { bindCall } from "./functions/resolve-call.ts";
import type { Typed } from "./typed.ts";

export type Call = Extract<Typed, { node: "call" }>;

/** The function of a call on its converted arguments, nulls handled. Throws a ValueError when a constant argument is not valid. */
export function bindTyped(typed: Call): Implementation {
  const fn = must(library.get(typed.name), `the function ${typed.name}`);
  const call = bindCall(fn, siteOf(typed.arguments));
  return fn.nulls === "propagate" && typed.arguments.some(({ type }) => admitsNull(type))
    ? propagating(call, typed.arguments.length)
    : call;
}

export function siteOf(given: readonly Typed[]): CallSite {
  return {
    types: given.map((typed) => typed.type),
    constants: given.map((typed) => (typed.node === "literal" ? typed.value : undefined)),
  };
}

export function admitsNull(type: Type): boolean {
  return type.kind === "nullable" || type.kind === "any" || type.kind === "null";
}

/** Most calls have few arguments, and these must not make an array for each record. */
function propagating(call: Implementation, count: number): Implementation {
  if (count === 1) return (a) => (a === null ? null : call(a));
  if (count === 2) return (a, b) => (a === null || b === null ? null : call(a, b));
  if (count === 3) return (a, b, c) => (a === null || b === null || c === null ? null : call(a, b, c));
  return (...values) => (values.some((value) => value === null) ? null : call(...values));
}
