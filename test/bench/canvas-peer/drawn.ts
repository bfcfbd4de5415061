/** The drawn pipeline as React Flow takes it: sizes and handles said beforehand, so that nothing has to be measured. */
import { Position, type Edge, type Node } from "@xyflow/react";

export interface DrawnNode extends Node {
  readonly data: { readonly name: string; readonly line: string; readonly kind: string };
}
interface Texts {
  readonly pipeline: string;
  readonly layout: string;
}
interface PipelineText {
  readonly nodes: Readonly<Record<string, { readonly type: string; readonly name: string; readonly config?: unknown }>>;
  readonly edges: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
}
interface LayoutText {
  readonly nodes: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
}

export const width = 188;
export const height = 80;
const portY = 28;
const portSize = 10;

const port = (type: "source" | "target", id: string) => ({
  id,
  type,
  position: type === "source" ? Position.Right : Position.Left,
  x: type === "source" ? width - portSize / 2 : -portSize / 2,
  y: portY - portSize / 2,
  width: portSize,
  height: portSize,
});
const measured = { width, height };
const handles = [port("target", "in"), port("source", "out")];

export function readDrawn(texts: Texts): { readonly nodes: DrawnNode[]; readonly edges: Edge[] } {
  const pipeline: PipelineText = JSON.parse(texts.pipeline);
  const layout: LayoutText = JSON.parse(texts.layout);
  const nodes = Object.entries(pipeline.nodes).map(([id, { type, name, config }]): DrawnNode => {
    const { x, y } = layout.nodes[id] ?? { x: 0, y: 0 };
    const data = { name, line: JSON.stringify(config ?? {}).slice(0, 60), kind: type };
    return { id, type: "operator", position: { x, y }, width, height, measured, handles, data };
  });
  const edges = Object.entries(pipeline.edges).map(([id, { from, to }]): Edge => {
    const [source = "", sourceHandle = "out"] = from.split(".");
    const [target = "", targetHandle = "in"] = to.split(".");
    return { id, source, sourceHandle, target, targetHandle };
  });
  return { nodes, edges };
}
