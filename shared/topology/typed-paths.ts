/** Typed trees with their paths exchanged. */
// oxlint-disable unicorn/no-thenable -- a conditional has a `then`, and nobody awaits it
import { unreachable } from "../assert.ts";
import type { Typed } from "../expressions/typed.ts";

type Path = Extract<Typed, { node: "path" }>;

/** The same tree with each path replaced by what `change` makes of it. */
export function mapPaths(typed: Typed, change: (path: Path) => Typed): Typed {
  const map = (child: Typed): Typed => mapPaths(child, change);
  switch (typed.node) {
    case "literal":
    case "local":
      return typed;
    case "path":
      return change(typed);
    case "member":
      return { ...typed, object: map(typed.object) };
    case "index":
      return { ...typed, object: map(typed.object), index: map(typed.index) };
    case "unary":
    case "convert":
      return { ...typed, operand: map(typed.operand) };
    case "binary":
    case "logical":
      return { ...typed, left: map(typed.left), right: map(typed.right) };
    case "conditional":
      return { ...typed, test: map(typed.test), then: map(typed.then), otherwise: map(typed.otherwise) };
    case "template":
      return { ...typed, parts: typed.parts.map(map) };
    case "array":
      return {
        ...typed,
        items: typed.items.map((part) => ("spread" in part ? { spread: map(part.spread) } : { item: map(part.item) })),
      };
    case "object":
      return {
        ...typed,
        entries: typed.entries.map((entry) =>
          "spread" in entry ? { spread: map(entry.spread) } : { name: entry.name, value: map(entry.value) },
        ),
      };
    case "iterate":
      return {
        ...typed,
        list: map(typed.list),
        body: map(typed.body),
        ...(typed.initial === undefined ? {} : { initial: map(typed.initial) }),
      };
    case "call":
      return { ...typed, arguments: typed.arguments.map(map) };
    default:
      return unreachable(typed);
  }
}
