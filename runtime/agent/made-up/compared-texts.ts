/** Texts that a pipeline compares fields with: made-up records should go both ways at a filter or branch. */
import type { Typed } from "../../../shared/expressions/typed.ts";
import type { Topology } from "../../../shared/topology/topology.ts";

/** By name of the field, whatever it is a field of. */
export type ComparedTexts = ReadonlyMap<string, readonly string[]>;

export function comparedTexts(topology: Topology): ComparedTexts {
  const found = new Map<string, string[]>();
  const queue: unknown[] = topology.subTopologies.flatMap((part) => part.nodes.map((node) => node.config));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const comparison = comparisonOf(next);
    if (comparison !== null) {
      const texts = found.get(comparison.field) ?? [];
      found.set(comparison.field, texts);
      if (!texts.includes(comparison.text)) texts.push(comparison.text);
    }
    for (const inner of Object.values(next)) if (typeof inner === "object" && inner !== null) queue.push(inner);
  }
  for (const texts of found.values()) texts.sort();
  return found;
}

function comparisonOf(value: object): { field: string; text: string } | null {
  if (!isComparison(value)) return null;
  const sides = [bare(value.left), bare(value.right)];
  const field = sides.map((side) => fieldOf(side)).find((name) => name !== null);
  const literal = sides.find((side) => side.node === "literal");
  if (field === undefined || field === null || literal?.node !== "literal" || typeof literal.value !== "string")
    return null;
  return { field, text: literal.value };
}

function isComparison(value: object): value is Extract<Typed, { node: "binary" }> {
  return (
    "node" in value &&
    value.node === "binary" &&
    "operator" in value &&
    (value.operator === "==" || value.operator === "!=")
  );
}

function bare(expression: Typed): Typed {
  return expression.node === "convert" ? bare(expression.operand) : expression;
}

function fieldOf(expression: Typed): string | null {
  if (expression.node === "path") return expression.steps.at(-1) ?? null;
  return expression.node === "member" ? expression.name : null;
}
