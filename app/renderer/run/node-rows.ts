/** What a run did at each node, in the order of the flow. */
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import { reasonText } from "../preview/reasons.ts";
import { nodeFacts, type Kind } from "../operators/node-facts.ts";
import type { RunState } from "../stores/runs.ts";
import { count } from "./figures.ts";

export interface NodeRow {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly icon: string;
  /** Records a second; null where the node has no such side. */
  readonly inPerSecond: number | null;
  readonly outPerSecond: number | null;
  /** Records that it took or made, whichever is more. */
  readonly total: number;
  readonly failed: number;
  readonly deadLettered: number;
  readonly entries: number;
  readonly spark: readonly number[];
  /** `1.2 k filtered out, 3 late`. */
  readonly dropped: string;
}

export function nodeRows(pipeline: Pipeline, { snapshot, rates, spark }: RunState): NodeRow[] {
  return inFlowOrder(pipeline).flatMap((id): NodeRow[] => {
    const node = pipeline.nodes.get(id);
    if (node === undefined) return [];
    const figures = snapshot.nodes[id];
    const now = rates.get(id);
    const { kind, icon, ports } = nodeFacts(node);
    return [
      {
        id,
        name: node.name,
        kind,
        icon,
        inPerSecond: kind === "source" ? null : (now?.in ?? 0),
        outPerSecond: ports.outputs.length === 0 ? null : sum(now?.out ?? []),
        total: Math.max(figures?.recordsIn ?? 0, sum(figures?.recordsOut ?? [])),
        failed: figures?.failed ?? 0,
        deadLettered: figures?.deadLettered ?? 0,
        entries: figures?.stateEntries ?? 0,
        spark: spark.get(id) ?? [],
        dropped: Object.entries(figures?.dropped ?? {})
          .filter(([, rows]) => rows > 0)
          .map(([reason, rows]) => `${count(rows)} ${reasonText(reason)}`)
          .join(", "),
      },
    ];
  });
}

/** Every node after those that it reads from; what is on a cycle comes last. */
export function inFlowOrder(pipeline: Pipeline): string[] {
  const waits = new Map([...pipeline.nodes.keys()].map((id) => [id, 0]));
  const next = new Map<string, string[]>();
  for (const { from, to } of pipeline.edges.values()) {
    waits.set(to.node, (waits.get(to.node) ?? 0) + 1);
    const list = next.get(from.node);
    if (list === undefined) next.set(from.node, [to.node]);
    else list.push(to.node);
  }
  const ready = [...waits].filter(([, waiting]) => waiting === 0).map(([id]) => id);
  const order = new Set<string>();
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    order.add(id);
    for (const reader of next.get(id) ?? []) {
      const left = (waits.get(reader) ?? 1) - 1;
      waits.set(reader, left);
      if (left === 0) ready.push(reader);
    }
  }
  return [...order, ...[...pipeline.nodes.keys()].filter((id) => !order.has(id))];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
