/** Findings of a node, by the place in its configuration. */
import type { Diagnostic } from "../../../../shared/diagnostics.ts";
import { parseConfig } from "../../../../shared/operators/parse-config.ts";
import type { AnyOperator } from "../../../../shared/operators/operator.ts";
import { fieldsOf } from "./field-spec.ts";
import { makePointer } from "../../../../shared/pipeline/json-node.ts";
import type { PipelineNode } from "../../../../shared/pipeline/pipeline.ts";

export interface NodeFindings {
  readonly byPointer: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Of the node, not of one of its fields. */
  readonly other: readonly Diagnostic[];
  /** With defaults; undefined where the schema does not accept it. */
  readonly config: unknown;
}

/** What the schema says is said here, so that the analysis, which comes later, need not say it again. */
const schemaCodes: ReadonlySet<string> = new Set(["NODE_0102", "NODE_0103", "NODE_0104", "NODE_0105"]);

export function findingsOf(operator: AnyOperator, node: PipelineNode, analysed: readonly Diagnostic[]): NodeFindings {
  const { config, diagnostics } = parseConfig(operator, node);
  const base = makePointer("nodes", node.id, "config");
  const byPointer = new Map<string, Diagnostic[]>();
  const other: Diagnostic[] = [];
  const fields = new Set(fieldsOf(operator.config).map(({ name }) => makePointer(name)));
  for (const found of [...diagnostics, ...analysed.filter(({ code }) => !schemaCodes.has(code))]) {
    const at = found.pointer ?? "";
    const pointer = at.slice(base.length).replace(/\/src$/, "");
    // Also of a setting that is not known: no field shows it.
    if (!at.startsWith(base) || !fields.has(/^(?:\/[^/]*)?/.exec(pointer)?.[0] ?? "")) other.push(found);
    else {
      const list = byPointer.get(pointer);
      if (list === undefined) byPointer.set(pointer, [found]);
      else list.push(found);
    }
  }
  return { byPointer, other, config };
}
