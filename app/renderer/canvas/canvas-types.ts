import type { Edge, Node } from "@xyflow/react";
import type { PipelineEdge, PipelineNode } from "../../../shared/pipeline/pipeline.ts";
import type { Note } from "../../../shared/pipeline/layout.ts";
import type { NodeFacts } from "../operators/node-facts.ts";

export type OperatorNode = Node<{ readonly node: PipelineNode; readonly facts: NodeFacts }, "operator">;
export type NoteNode = Node<{ readonly note: Note }, "note">;
export type CanvasNode = OperatorNode | NoteNode;
export type CanvasEdge = Edge<{ readonly edge: PipelineEdge }, "stream">;

/** Explicit sizes: nothing is measured, which is what makes thousands of nodes open at once. */
export const nodeWidth = 196;
export const nodeHeight = 78;
const portTop = 28;
const portGap = 22;

/** Height of a node with so many ports on its busier side. */
export function heightFor(ports: number): number {
  return Math.max(nodeHeight, portTop + Math.max(0, ports - 1) * portGap + 22);
}

/** Middle of the port, from the top of the node. */
export function portY(index: number): number {
  return portTop + index * portGap;
}
