/**
 * The typed expression tree: what the checker makes of a parsed expression, and all that the interpreter (evaluate.ts) and the
 * compiler (emit.ts) know. Plain data. Names are resolved, implicit conversions are explicit `convert` nodes, and every node has its type.
 */
import type { Type } from "../records/types.ts";

export type Typed =
  | { readonly node: "literal"; readonly type: Type; readonly value: unknown }
  /** A root of the scope (`value`, `key`, `left`, …) followed by statically known field names; null-safe. The unit of field-use analysis. */
  | { readonly node: "path"; readonly type: Type; readonly root: string; readonly steps: readonly string[] }
  /** A parameter of an enclosing arrow function. */
  | { readonly node: "local"; readonly type: Type; readonly name: string }
  | { readonly node: "member"; readonly type: Type; readonly object: Typed; readonly name: string }
  | { readonly node: "index"; readonly type: Type; readonly object: Typed; readonly index: Typed }
  | { readonly node: "unary"; readonly type: Type; readonly operator: "!" | "-"; readonly operand: Typed }
  | {
      readonly node: "binary";
      readonly type: Type;
      readonly operator: BinaryOperator;
      readonly domain: Domain;
      readonly left: Typed;
      readonly right: Typed;
    }
  | {
      readonly node: "logical";
      readonly type: Type;
      readonly operator: "&&" | "||" | "??";
      readonly left: Typed;
      readonly right: Typed;
    }
  | {
      readonly node: "conditional";
      readonly type: Type;
      readonly test: Typed;
      readonly then: Typed;
      readonly otherwise: Typed;
    }
  | {
      readonly node: "template";
      readonly type: Type;
      readonly texts: readonly string[];
      readonly parts: readonly Typed[];
    }
  | {
      readonly node: "array";
      readonly type: Type;
      readonly items: readonly ({ readonly item: Typed } | { readonly spread: Typed })[];
    }
  | {
      readonly node: "object";
      readonly type: Type;
      readonly entries: readonly ({ readonly name: string; readonly value: Typed } | { readonly spread: Typed })[];
    }
  /** `list.map((item, index) => body)` and its siblings. */
  | {
      readonly node: "iterate";
      readonly type: Type;
      readonly method: IterateMethod;
      readonly list: Typed;
      readonly parameters: readonly string[];
      readonly body: Typed;
      readonly initial?: Typed;
    }
  /** A function of the library by its full name, e.g. `round`, `text.upper`. */
  | { readonly node: "call"; readonly type: Type; readonly name: string; readonly arguments: readonly Typed[] }
  | { readonly node: "convert"; readonly type: Type; readonly from: Type; readonly operand: Typed };

export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "**" | "==" | "!=" | "<" | "<=" | ">" | ">=";
export type IterateMethod = "map" | "filter" | "some" | "every" | "find" | "reduce";
/** In which representation a binary operator works; both operands have been converted to it. `any` decides at run time. */
export type Domain = "int" | "number" | "decimal" | "string" | "boolean" | "instant" | "duration" | "any";

/** One field that an expression reads: `value.customer.country` is `{ root: "value", steps: ["customer", "country"] }`; the whole value has no steps. */
export interface FieldUse {
  readonly root: string;
  readonly steps: readonly string[];
}
