/** The view of a document: React Flow's nodes and edges, the same objects for what did not change. */
import { Position } from "@xyflow/react";
import type { Layout, Note, Place } from "../../../shared/pipeline/layout.ts";
import type { PipelineEdge, PipelineNode } from "../../../shared/pipeline/pipeline.ts";
import type { StudioDocument } from "../../../shared/pipeline/studio-document.ts";
import { nodeFacts } from "../operators/node-facts.ts";
import {
  heightFor,
  nodeWidth,
  portY,
  type CanvasEdge,
  type CanvasNode,
  type NoteNode,
  type OperatorNode,
} from "./canvas-types.ts";

const operatorNodes = new WeakMap<
  PipelineNode,
  { readonly x: number; readonly y: number; readonly view: OperatorNode }
>();
const noteNodes = new WeakMap<Note, NoteNode>();
const edges = new WeakMap<PipelineEdge, CanvasEdge>();

export function deriveNodes({ pipeline, layout }: StudioDocument): CanvasNode[] {
  const out: CanvasNode[] = [];
  for (const [id, note] of layout.notes) out.push(noteNode(id, note));
  let missing = 0;
  for (const node of pipeline.nodes.values()) {
    const place = layout.nodes.get(node.id) ?? spot((missing += 1));
    out.push(operatorNode(node, place));
  }
  return out;
}

export function deriveEdges({ pipeline }: StudioDocument): CanvasEdge[] {
  return [...pipeline.edges.values()].map(edgeOf);
}

/** For nodes that nobody placed, until the graph is laid out. */
function spot(index: number): Place {
  return { x: (index % 8) * 260, y: Math.floor(index / 8) * 120 };
}

function operatorNode(node: PipelineNode, { x, y }: Place): OperatorNode {
  const before = operatorNodes.get(node);
  if (before !== undefined && before.x === x && before.y === y) return before.view;
  const facts = nodeFacts(node);
  const { inputs, outputs } = facts.ports;
  const height = heightFor(Math.max(inputs.length, outputs.length));
  const handle = (id: string, type: "source" | "target", index: number) => ({
    id,
    type,
    position: type === "source" ? Position.Right : Position.Left,
    x: type === "source" ? nodeWidth - 6 : -6,
    y: portY(index) - 6,
    width: 12,
    height: 12,
  });
  const view: OperatorNode = {
    id: node.id,
    type: "operator",
    position: { x, y },
    width: nodeWidth,
    height,
    data: { node, facts },
    handles: [
      ...inputs.map((port, index) => handle(port.name, "target", index)),
      ...outputs.map((port, index) => handle(port.name, "source", index)),
    ],
    ariaLabel: `${node.name}, ${facts.operator?.title ?? node.type}`,
  };
  operatorNodes.set(node, { x, y, view });
  return view;
}

function noteNode(id: string, note: Note): NoteNode {
  const before = noteNodes.get(note);
  if (before !== undefined) return before;
  const view: NoteNode = {
    id,
    type: "note",
    position: { x: note.x, y: note.y },
    width: note.width ?? 220,
    height: note.height ?? 64,
    data: { note },
    zIndex: -1,
  };
  noteNodes.set(note, view);
  return view;
}

function edgeOf(edge: PipelineEdge): CanvasEdge {
  const before = edges.get(edge);
  if (before !== undefined) return before;
  const view: CanvasEdge = {
    id: edge.id,
    type: "stream",
    source: edge.from.node,
    sourceHandle: edge.from.port,
    target: edge.to.node,
    targetHandle: edge.to.port,
    data: { edge },
  };
  edges.set(edge, view);
  return view;
}

export function hasPlaces(layout: Layout, nodes: ReadonlyMap<string, unknown>): boolean {
  for (const id of nodes.keys()) if (!layout.nodes.has(id)) return false;
  return true;
}
