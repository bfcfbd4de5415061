/** Which paths a part of an expression's result comes from, and how: the unit of column lineage. */
import { unreachable } from "../assert.ts";
import { childrenOf } from "../expressions/field-uses.ts";
import type { Typed } from "../expressions/typed.ts";
import { withoutNull } from "../records/types.ts";

export interface ExpressionOrigin {
  readonly root: string;
  readonly steps: readonly string[];
  /** `same`: the value as it is; `computed`: something is made of it; `decides`: it only says which value is taken. */
  readonly how: "same" | "computed" | "decides";
}

/** `path` leads into the result; `[]` is all of it. The same origin may come more than once. */
export function expressionOrigins(typed: Typed, path: readonly string[]): ExpressionOrigin[] {
  const [first, ...rest] = path;
  switch (typed.node) {
    case "literal":
    case "local":
      return [];
    case "path":
      return [{ root: typed.root, steps: [...typed.steps, ...path], how: "same" }];
    case "member":
      return expressionOrigins(typed.object, [typed.name, ...path]);
    case "convert": {
      const kept = withoutNull(typed.from).kind === withoutNull(typed.type).kind;
      const origins = expressionOrigins(typed.operand, path);
      return kept ? origins : origins.map(made);
    }
    case "conditional":
      return [
        ...decidedBy(typed.test),
        ...expressionOrigins(typed.then, path),
        ...expressionOrigins(typed.otherwise, path),
      ];
    case "logical":
      if (typed.operator !== "??") return computedFrom(typed);
      return [...expressionOrigins(typed.left, path), ...expressionOrigins(typed.right, path)];
    case "object":
      return first === undefined ? computedFrom(typed) : entryOrigins(typed, first, rest);
    case "index":
    case "unary":
    case "binary":
    case "template":
    case "array":
    case "iterate":
    case "call":
      return computedFrom(typed);
    default:
      return unreachable(typed);
  }
}

/** Of equal names the last wins; what is spread after it may hide it too. */
function entryOrigins(
  { entries }: Extract<Typed, { node: "object" }>,
  name: string,
  rest: readonly string[],
): ExpressionOrigin[] {
  const found: ExpressionOrigin[] = [];
  for (const entry of entries.toReversed()) {
    if ("spread" in entry) found.push(...expressionOrigins(entry.spread, [name, ...rest]));
    else if (entry.name === name) return [...found, ...expressionOrigins(entry.value, rest)];
  }
  return found;
}

export function computedFrom(...expressions: readonly Typed[]): ExpressionOrigin[] {
  return expressions.flatMap((typed) =>
    typed.node === "path"
      ? [{ root: typed.root, steps: typed.steps, how: "computed" as const }]
      : computedFrom(...childrenOf(typed)),
  );
}

export function decidedBy(...expressions: readonly Typed[]): ExpressionOrigin[] {
  return computedFrom(...expressions).map((origin) => ({ ...origin, how: "decides" }));
}

function made(origin: ExpressionOrigin): ExpressionOrigin {
  return origin.how === "same" ? { ...origin, how: "computed" } : origin;
}
