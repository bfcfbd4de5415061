/** A node's configuration read by its operator's schema. */
import type { Diagnostic } from "../diagnostics.ts";
import { makePointer } from "../pipeline/json-node.ts";
import type { Json, PipelineNode } from "../pipeline/pipeline.ts";
import { schemaFindings } from "../pipeline/schema-findings.ts";
import type { AnyOperator } from "./operator.ts";

export interface ParsedConfig {
  /** With defaults; undefined where there are errors. */
  readonly config: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

const codes = { unknownKey: "NODE_0102", missing: "NODE_0103", wrong: "NODE_0104" } as const;

export function parseConfig(operator: AnyOperator, node: PipelineNode): ParsedConfig {
  const base = () => makePointer("nodes", node.id, "config");
  const reserved = findReserved(node.config);
  if (reserved !== undefined) return { config: undefined, diagnostics: [reservedName(node.id, base() + reserved)] };
  const result = operator.config.safeParse(node.config);
  if (result.success) return { config: result.data, diagnostics: [] };
  return {
    config: undefined,
    diagnostics: schemaFindings(result.error, {
      schema: operator.config,
      value: node.config,
      codes,
      base: base(),
      node: node.id,
    }),
  };
}

/** The schema library leaves `__proto__` out of maps without a word; such a name is refused instead. */
function findReserved(value: Json): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    if (name === "__proto__") return makePointer(name);
    const found = findReserved(item);
    if (found !== undefined) return makePointer(name) + found;
  }
  return undefined;
}

function reservedName(node: string, pointer: string): Diagnostic {
  return {
    code: "NODE_0105",
    severity: "error",
    message: "`__proto__` cannot be a name in a configuration.",
    hint: "Choose another name. Data may have fields of that name; they pass through.",
    node,
    pointer,
  };
}
