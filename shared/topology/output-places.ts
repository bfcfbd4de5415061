/** Where in the topology the records of an output port of the pipeline come from. A node that adds nothing has the places of what it reads. */
import type { Pipeline, PipelineEdge } from "../pipeline/pipeline.ts";
import type { TopologyNode } from "./topology.ts";

/** An output of a processor. */
export interface Place {
  readonly id: string;
  readonly port: number;
}

export class OutputPlaces {
  /** By `node.port`. */
  readonly #places = new Map<string, Place[]>();
  readonly #ports = new Map<string, Set<string>>();

  constructor(
    pipeline: Pipeline,
    processors: readonly TopologyNode[],
    edgesTo: ReadonlyMap<string, readonly PipelineEdge[]>,
  ) {
    for (const { inputs } of processors)
      for (const { edge, from, fromPort } of inputs) {
        const drawn = edge === null ? undefined : pipeline.edges.get(edge);
        if (drawn !== undefined) this.#add(drawn.from.node, drawn.from.port, { id: from, port: fromPort });
      }
    const byNode = Map.groupBy(processors, (processor) => processor.node);
    for (const [node, own] of byNode) this.#addUnread(node, own);
    // Ports that are read through a topic of another reader, or by nodes that add nothing: in an order in which sources come first.
    for (const edge of downwards(pipeline, edgesTo)) {
      if (this.#places.has(`${edge.from.node}.${edge.from.port}`)) continue;
      for (const above of edgesTo.get(edge.from.node) ?? [])
        for (const place of this.of(above.from.node, above.from.port)) this.#add(edge.from.node, edge.from.port, place);
    }
  }

  of(node: string, port: string): readonly Place[] {
    return this.#places.get(`${node}.${port}`) ?? [];
  }

  portsOf(node: string): readonly string[] {
    return [...(this.#ports.get(node) ?? [])];
  }

  /** Ports that nothing is connected to: what leaves the last processor of the node. */
  #addUnread(node: string, own: readonly TopologyNode[]): void {
    const last = own.findLast((processor) => processor.outputs.length > 0 && !isInternal(processor));
    if (last === undefined || own.some((processor) => isWritten(processor))) return;
    for (const [port, name] of last.outputs.entries())
      if (!this.#places.has(`${node}.${name}`)) this.#add(node, name, { id: last.id, port });
  }

  #add(node: string, port: string, place: Place): void {
    const key = `${node}.${port}`;
    const known = this.#places.get(key) ?? [];
    if (known.some((other) => placeKey(other) === placeKey(place))) return;
    this.#places.set(key, [...known, place]);
    this.#ports.set(node, (this.#ports.get(node) ?? new Set()).add(port));
  }
}

export function placeKey({ id, port }: Place): string {
  return `${id}#${port}`;
}

function isInternal({ type, config }: TopologyNode): boolean {
  return type === "source" && "internal" in config && config.internal;
}

/** A node that writes to the outside has no output, whatever else it consists of. */
function isWritten({ type, config }: TopologyNode): boolean {
  return (
    (type === "sink" && "internal" in config && !config.internal) || type === "file-sink" || type === "console-sink"
  );
}

function downwards(pipeline: Pipeline, edgesTo: ReadonlyMap<string, readonly PipelineEdge[]>): PipelineEdge[] {
  const waiting = new Map<string, number>();
  for (const id of pipeline.nodes.keys()) waiting.set(id, edgesTo.get(id)?.length ?? 0);
  const from = Map.groupBy(pipeline.edges.values(), (edge) => edge.from.node);
  const open = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  const edges: PipelineEdge[] = [];
  for (const id of open)
    for (const edge of from.get(id) ?? []) {
      edges.push(edge);
      const left = (waiting.get(edge.to.node) ?? 1) - 1;
      waiting.set(edge.to.node, left);
      if (left === 0) open.push(edge.to.node);
    }
  return edges;
}
