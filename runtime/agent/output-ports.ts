import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { portsOf } from "../../shared/validation/graph.ts";
import type { NodeTotals } from "../observability/node-totals.ts";

/** What left a node by output port, in the order of its operator's ports. */
export function recordsByPort(pipeline: Pipeline, node: string, totals: NodeTotals): number[] {
  const pipelineNode = pipeline.nodes.get(node);
  const ports = pipelineNode === undefined ? undefined : portsOf(pipelineNode);
  if (ports === undefined) return [...totals.recordsOut.values()];
  return ports.outputs.map((port) => totals.recordsOut.get(port.name) ?? 0);
}
