/** Which nodes must see their inputs in reading order: stateful ones below sources that advance independently of each other. */
import type { ProcessorType } from "../../shared/topology/processors.ts";
import type { SubTopology } from "../../shared/topology/topology.ts";

const STATEFUL: ReadonlySet<ProcessorType> = new Set([
  "aggregate",
  "stream-table-join",
  "stream-stream-join",
  "table-source",
]);
const JOINS: ReadonlySet<ProcessorType> = new Set(["stream-table-join", "stream-stream-join"]);

export function nodesThatNeedOrder(subTopology: SubTopology): ReadonlySet<string> {
  const need = new Set<string>();
  /** Per node, the streams that its rows come from: each ordered in itself, in no order among each other. */
  const strands = new Map<string, ReadonlySet<string>>();
  for (const node of subTopology.nodes) {
    const above = new Set(node.inputs.flatMap((link) => [...(strands.get(link.from) ?? [])]));
    // A join takes its two inputs through one call even where both are the same stream.
    const ordered = JOINS.has(node.type) || (STATEFUL.has(node.type) && above.size > 1);
    if (ordered) need.add(node.id);
    strands.set(node.id, ordered || above.size === 0 ? new Set([node.id]) : above);
  }
  return need;
}
