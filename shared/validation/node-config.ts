/** Config of a node against the schema of its operator. */
import type { Diagnostic } from "../diagnostics.ts";
import { catalogue } from "../operators/catalogue.ts";
import type { AnyOperator } from "../operators/operator.ts";
import { makePointer } from "../pipeline/json-node.ts";
import type { PipelineNode } from "../pipeline/pipeline.ts";
import { schemaFindings } from "../pipeline/schema-findings.ts";
import { nearestName } from "../pipeline/nearest-name.ts";

export interface ReadConfig {
  readonly operator: AnyOperator | null;
  /** What the schema made of it, defaults included; undefined where it is in error. */
  readonly config: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

export function readNodeConfig(node: PipelineNode): ReadConfig {
  const operator = catalogue.get(node.type);
  if (operator === undefined) {
    const close = nearestName(node.type, [...catalogue.keys()]);
    const diagnostic: Diagnostic = {
      code: "DOC_0210",
      severity: "error",
      message: `There is no operator \`${node.type}\`.`,
      hint: close === undefined ? "Update Weir, or choose another operator." : `Did you mean \`${close}\`?`,
      node: node.id,
      pointer: makePointer("nodes", node.id, "type"),
    };
    return { operator: null, config: undefined, diagnostics: [diagnostic] };
  }
  const result = operator.config.safeParse(node.config);
  if (result.success) return { operator, config: result.data, diagnostics: [] };
  const diagnostics = schemaFindings(result.error, {
    schema: operator.config,
    value: node.config,
    codes: { unknownKey: "NODE_0001", missing: "NODE_0002", wrong: "NODE_0003" },
    base: makePointer("nodes", node.id, "config"),
    node: node.id,
  });
  return { operator, config: undefined, diagnostics };
}
