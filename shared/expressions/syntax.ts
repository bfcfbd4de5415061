/** The syntax tree of an expression: what the parser lets through and all that the checker sees. Positions are `[from, to)` in UTF-16 units of the source. */
import type { BinaryOperator, IterateMethod } from "./typed.ts";

export interface Range {
  readonly from: number;
  readonly to: number;
}

export type Syntax =
  | (Range & { readonly kind: "literal"; readonly value: string | boolean | null })
  /** `text` is plain digits with optional point and exponent, or digits with a `0x`, `0o`, `0b` prefix; no separators. */
  | (Range & { readonly kind: "number"; readonly text: string })
  | (Range & { readonly kind: "name"; readonly name: string })
  | (Range & { readonly kind: "member"; readonly object: Syntax; readonly name: string; readonly nameRange: Range })
  | (Range & { readonly kind: "index"; readonly object: Syntax; readonly index: Syntax })
  | (Range & { readonly kind: "unary"; readonly operator: "!" | "-"; readonly operand: Syntax })
  | (Range & {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Syntax;
      readonly right: Syntax;
    })
  | (Range & {
      readonly kind: "logical";
      readonly operator: "&&" | "||" | "??";
      readonly left: Syntax;
      readonly right: Syntax;
    })
  | (Range & {
      readonly kind: "conditional";
      readonly test: Syntax;
      readonly whenTrue: Syntax;
      readonly whenFalse: Syntax;
    })
  | (Range & { readonly kind: "template"; readonly texts: readonly string[]; readonly parts: readonly Syntax[] })
  | (Range & { readonly kind: "array"; readonly items: readonly SyntaxItem[] })
  | (Range & { readonly kind: "object"; readonly entries: readonly SyntaxEntry[] })
  /** `round(x)`, `text.upper(x)`; `name` is the whole dotted name. */
  | (Range & {
      readonly kind: "call";
      readonly name: string;
      readonly nameRange: Range;
      readonly arguments: readonly Syntax[];
    })
  /** Something that looks like a method: `value.name.trim()`. The language has none; the checker says what to write instead. */
  | (Range & {
      readonly kind: "method";
      readonly object: Syntax;
      readonly name: string;
      readonly nameRange: Range;
      readonly arguments: readonly Syntax[];
    })
  | (Range & {
      readonly kind: "iterate";
      readonly method: IterateMethod;
      readonly methodRange: Range;
      readonly list: Syntax;
      readonly parameters: readonly SyntaxParameter[];
      readonly body: Syntax;
      readonly initial: Syntax | null;
    })
  /** Stands where the source had something that is not in the language; a diagnostic has been given. */
  | (Range & { readonly kind: "invalid" });

export type SyntaxItem = { readonly item: Syntax } | { readonly spread: Syntax };
export type SyntaxEntry =
  | { readonly name: string; readonly nameRange: Range; readonly value: Syntax }
  | { readonly spread: Syntax };
export type SyntaxParameter = Range & { readonly name: string };

export const ITERATE_METHODS: ReadonlySet<string> = new Set<IterateMethod>([
  "map",
  "filter",
  "some",
  "every",
  "find",
  "reduce",
]);

export function isIterateMethod(name: string): name is IterateMethod {
  return ITERATE_METHODS.has(name);
}
