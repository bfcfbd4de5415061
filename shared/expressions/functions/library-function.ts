/**
 * The contract of a function of the expression library. The checker, the interpreter, the compiler, the help pages and the completion
 * all read it; a new function is one entry in a family file. How each part uses it:
 *
 * - checker: `library.get(name)`, then `resolveCall(fn, arguments)` (resolve-call.ts) with the type of each argument, and the value of those
 *   that are literals. It answers with the type each argument must be converted to (insert a `convert` node where that differs) and with the
 *   type of the call; or with a message and the argument at fault. Overloads, generics, optional and repeated parameters, implicit
 *   widening (int to number or decimal, any to anything by a check at run time) and nulls are all decided there.
 * - interpreter and compiler: `bindCall(fn, site)` once per call in the source, before any record; it gives a plain function of the
 *   converted argument values (representations as in shared/records/types.ts). With `nulls: "propagate"` they skip it and answer null as soon
 *   as any argument is null; the function never sees a null then. Omitted optional arguments are not passed at all.
 * - help and completion: `signatures` as text in TypeScript's notation, `summary`, `parameters`, `examples` (all executed as tests).
 *
 * Every function is pure, deterministic and terminates; output is bounded (limits.ts), beyond which it throws an `ExpressionError`.
 */
import type { Type } from "../../records/types.ts";

export type Family =
  | "text"
  | "number"
  | "decimal"
  | "time"
  | "list"
  | "object"
  | "hash"
  | "mask"
  | "json"
  | "url"
  | "geo"
  | "convert"
  | "bytes"
  | "null";

export interface LibraryFunction {
  /** The full name as written in an expression: `round`, `text.upper`, `time.format`. */
  readonly name: string;
  readonly family: Family;
  /** One sentence. */
  readonly summary: string;
  /** Overloads, tried in order; the first that all arguments fit is taken. */
  readonly signatures: readonly Signature[];
  /** `propagate`: null for any argument gives null, and the function is not called. `accept`: nulls are passed on where the parameter's type admits them. */
  readonly nulls: "propagate" | "accept";
  /** Positions of arguments that must be literals, such as patterns and formats. */
  readonly constants: readonly number[];
  /** Says about the parameters what their names do not. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The type of the call, where it follows from more than the signature; else the signature's own result is the type. `given` are the types before conversion. */
  readonly refine?: (
    site: CallSite,
    declared: Type,
    given: readonly Type[],
  ) => Type | { readonly error: string; readonly argument?: number };
  /** Makes the implementation for one call. Throws an `ExpressionError` when a constant argument is not valid, e.g. a malformed pattern. */
  readonly bind: (site: CallSite) => Implementation;
  readonly examples: readonly Example[];
}

/** The values of the arguments as converted; typed loosely because signatures are checked by data, not by TypeScript. */
export type Implementation = (...values: never[]) => unknown;

/** What is known of one call before any record: `types` after conversion; `constants[i]` is undefined unless argument i is a literal. */
export interface CallSite {
  readonly types: readonly Type[];
  readonly constants: readonly unknown[];
}

/** A type with variables in it: `T`, `T[]`, `{ [key: string]: T }`, `T | null`. */
export type TypePattern =
  | Type
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "array"; readonly element: TypePattern }
  | { readonly kind: "map"; readonly value: TypePattern }
  | { readonly kind: "nullable"; readonly of: TypePattern };

export interface Parameter {
  readonly name: string;
  readonly type: TypePattern;
  readonly optional?: boolean;
  /** The last parameter may take any number of arguments, each of `type`. */
  readonly rest?: boolean;
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly result: TypePattern;
  /** In TypeScript's notation, e.g. `(text: string, length?: int) => string`. */
  readonly text: string;
}

/** `src` evaluates to `value` (both are checked by the tests); values that JSON cannot say are written as the library's own representation. */
export interface Example {
  readonly src: string;
  readonly value: unknown;
}
