/** Pipelines of a given size that look like what people draw: chains from sources to sinks, some joined, some split. With their layout. */
import { emptyLayout, writeLayout, type Place } from "../../shared/pipeline/layout.ts";
import type { Pipeline, PipelineEdge, PipelineNode } from "../../shared/pipeline/pipeline.ts";
import { formatPipeline } from "../../shared/validation/open.ts";

const columns = 10;
const pitchX = 260;
const pitchY = 120;
const typed = "{ id: string; country: string; total: decimal }";

const stages: readonly ((row: number) => Pick<PipelineNode, "type" | "config">)[] = [
  (row) => ({
    type: "kafka-source",
    config: { topic: `orders-${row}`, key: { format: "string" }, value: { format: "json", type: typed } },
  }),
  () => ({ type: "filter", config: { where: "value.total > 10" } }),
  () => ({ type: "map", config: { fields: { gross: "value.total * 2" }, keep: "all" } }),
  () => ({ type: "mask", config: { fields: { id: "hash" } } }),
  () => ({ type: "filter", config: { where: 'value.country != ""' } }),
  () => ({ type: "peek", config: {} }),
  () => ({ type: "select-key", config: { key: "value.country" } }),
  () => ({ type: "aggregate", config: { fields: { orders: "count()", total: "sum(value.total)" } } }),
  () => ({ type: "filter", config: { where: "value.orders > 1" } }),
  (row) => ({ type: "kafka-sink", config: { topic: `totals-${row}` } }),
];

export interface DrawnPipeline {
  readonly pipeline: string;
  readonly layout: string;
  readonly nodes: number;
  readonly edges: number;
}

/** `count` nodes in rows of ten; every seventh filter is fed by the row above as well. */
export function drawPipeline(count: number): DrawnPipeline {
  const nodes = new Map<string, PipelineNode>();
  const edges = new Map<string, PipelineEdge>();
  const places = new Map<string, Place>();
  const rowsASide = Math.ceil(Math.sqrt(count / columns / 3));
  const put = (from: string, to: string): void => {
    const id = `e_${String(edges.size).padStart(6, "0")}`;
    edges.set(id, { id, from: { node: from, port: "out" }, to: { node: to, port: "in" } });
  };
  for (let index = 0; index < count; index += 1) {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const stage = stages[column];
    if (stage === undefined) continue;
    const id = `n_${String(index).padStart(6, "0")}`;
    const { type, config } = stage(row);
    nodes.set(id, { id, type, name: `${type} ${row}`, config, onError: null });
    const block = Math.floor(row / (rowsASide * 3));
    places.set(id, { x: (block * (columns + 1) + column) * pitchX, y: (row % (rowsASide * 3)) * pitchY });
    if (column > 0) put(`n_${String(index - 1).padStart(6, "0")}`, id);
    if (column === 4 && row > 0 && row % 7 === 0) put(`n_${String(index - columns - 1).padStart(6, "0")}`, id);
  }
  const operators = new Map([...nodes.values()].map(({ type }) => [type, 1]));
  const pipeline: Pipeline = {
    id: `drawn-${count}`,
    name: `Drawn ${count}`,
    description: null,
    operators,
    nodes,
    edges,
    settings: { guarantee: "at-least-once", commitIntervalMs: 1000 },
  };
  return {
    pipeline: formatPipeline(pipeline),
    layout: writeLayout({ ...emptyLayout, nodes: places }),
    nodes: nodes.size,
    edges: edges.size,
  };
}
