/** What a pipeline's expressions tell about the data: which fields they read, and with which texts they compare them. */
import type { Typed } from "../../../shared/expressions/typed.ts";
import type { Topology } from "../../../shared/topology/topology.ts";

export interface ReadFields {
  /** Texts by name of the field, whatever it is a field of: made-up records should go both ways at a filter or branch. */
  readonly compared: ReadonlyMap<string, readonly string[]>;
  /** Below the value of a record. */
  readonly paths: readonly (readonly string[])[];
}

const VALUES: ReadonlySet<string> = new Set(["value", "left", "right"]);

export function readFields(topology: Topology): ReadFields {
  const compared = new Map<string, string[]>();
  const paths = new Map<string, readonly string[]>();
  const queue: unknown[] = topology.subTopologies.flatMap((part) => part.nodes.map((node) => node.config));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const comparison = comparisonOf(next);
    if (comparison !== null) {
      const texts = compared.get(comparison.field) ?? [];
      compared.set(comparison.field, texts);
      if (!texts.includes(comparison.text)) texts.push(comparison.text);
    }
    const steps = stepsOf(next) ?? [];
    if (steps.length > 0) paths.set(steps.join("."), steps);
    for (const inner of Object.values(next)) if (typeof inner === "object" && inner !== null) queue.push(inner);
  }
  for (const texts of compared.values()) texts.sort();
  return { compared, paths: [...paths].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, steps]) => steps) };
}

/** The way from a record's value to what an expression reads; null for other expressions. */
function stepsOf(value: object): readonly string[] | null {
  if (isPath(value)) return VALUES.has(value.root) ? value.steps : null;
  if (!isMember(value)) return null;
  const above = stepsOf(value.object);
  return above === null ? null : [...above, value.name];
}

function isPath(value: object): value is Extract<Typed, { node: "path" }> {
  return "node" in value && value.node === "path";
}

function isMember(value: object): value is Extract<Typed, { node: "member" }> {
  return "node" in value && value.node === "member";
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
