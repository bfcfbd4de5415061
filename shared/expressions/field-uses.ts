import { unreachable } from "../assert.ts";
import type { FieldUse, Typed } from "./typed.ts";

/** Every path that the expression reads; what lies under a path that is read as a whole is left out. Sorted. */
export function fieldUses(...expressions: readonly Typed[]): FieldUse[] {
  const found = new Map<string, FieldUse>();
  for (const expression of expressions)
    visit(expression, ({ root, steps }) => found.set(JSON.stringify([root, ...steps]), { root, steps }));
  if (found.size < 2) return [...found.values()];
  const keys = [...found.keys()].toSorted();
  return keys.map((key) => found.get(key)!).filter((use) => !hasPrefix(use, found));
}

function hasPrefix({ root, steps }: FieldUse, found: ReadonlyMap<string, FieldUse>): boolean {
  return steps.some((_, i) => found.has(JSON.stringify([root, ...steps.slice(0, i)])));
}

function visit(typed: Typed, onPath: (path: Extract<Typed, { node: "path" }>) => void): void {
  if (typed.node === "path") onPath(typed);
  for (const child of childrenOf(typed)) visit(child, onPath);
}

export function childrenOf(typed: Typed): readonly Typed[] {
  switch (typed.node) {
    case "literal":
    case "path":
    case "local":
      return [];
    case "member":
      return [typed.object];
    case "index":
      return [typed.object, typed.index];
    case "unary":
    case "convert":
      return [typed.operand];
    case "binary":
    case "logical":
      return [typed.left, typed.right];
    case "conditional":
      return [typed.test, typed.then, typed.otherwise];
    case "template":
      return typed.parts;
    case "array":
      return typed.items.map((part) => ("spread" in part ? part.spread : part.item));
    case "object":
      return typed.entries.map((entry) => ("spread" in entry ? entry.spread : entry.value));
    case "iterate":
      return typed.initial === undefined ? [typed.list, typed.body] : [typed.list, typed.body, typed.initial];
    case "call":
      return typed.arguments;
    default:
      return unreachable(typed);
  }
}
