/** What stands on the canvas, derived from the document: boxes and links, the same objects for what did not change. */
import type { Group, Note, Place } from "../../../../shared/pipeline/layout.ts";
import type { PipelineEdge, PipelineNode, PortRef } from "../../../../shared/pipeline/pipeline.ts";
import type { StudioDocument } from "../../../../shared/pipeline/studio-document.ts";
import { nodeFacts, type NodeFacts } from "../../operators/node-facts.ts";
import { inflate, unionOf, type Point, type Rect } from "./geometry.ts";
import { collapsedHeight, groupPad, groupTitle, heightFor, nodeWidth, noteHeight, noteWidth, portY } from "./sizes.ts";
import { SpatialIndex } from "./spatial-index.ts";

export interface NodeBox extends Rect {
  readonly item: "node";
  readonly id: string;
  readonly node: PipelineNode;
  readonly facts: NodeFacts;
}
export interface NoteBox extends Rect {
  readonly item: "note";
  readonly id: string;
  readonly note: Note;
}
export interface GroupBox extends Rect {
  readonly item: "group";
  readonly id: string;
  readonly group: Group;
  readonly collapsed: boolean;
}
export type Box = NodeBox | NoteBox | GroupBox;

/** An end of a link: where on which box. A member of a collapsed group is shown by the group. */
export interface LinkEnd {
  readonly box: string;
  readonly dx: number;
  readonly dy: number;
}
export interface Link {
  readonly id: string;
  readonly edge: PipelineEdge;
  readonly from: LinkEnd;
  readonly to: LinkEnd;
}

export interface Scene {
  readonly root: StudioDocument;
  readonly boxes: ReadonlyMap<string, Box>;
  /** Of what is not hidden in a collapsed group. */
  readonly nodes: readonly NodeBox[];
  readonly notes: readonly NoteBox[];
  readonly groups: readonly GroupBox[];
  readonly links: ReadonlyMap<string, Link>;
  readonly linksOf: ReadonlyMap<string, readonly Link[]>;
  /** Collapsed group that hides a node. */
  readonly hiddenIn: ReadonlyMap<string, string>;
  readonly groupOf: ReadonlyMap<string, string>;
  readonly index: SpatialIndex<Box>;
  readonly bounds: Rect | null;
}

const nodeBoxes = new WeakMap<PipelineNode, NodeBox>();
const noteBoxes = new WeakMap<Note, NoteBox>();

/** `spare`: places of nodes that the layout does not name. */
export function buildScene(root: StudioDocument, spare: ReadonlyMap<string, Point>): Scene {
  const { pipeline, layout } = root;
  const hiddenIn = new Map<string, string>();
  const groupOf = new Map<string, string>();
  for (const [id, group] of layout.groups) {
    for (const node of group.nodes) {
      groupOf.set(node, id);
      if (group.collapsed === true) hiddenIn.set(node, id);
    }
  }
  const all = new Map<string, NodeBox>();
  for (const node of pipeline.nodes.values())
    all.set(node.id, nodeBox(node, layout.nodes.get(node.id) ?? spare.get(node.id) ?? { x: 0, y: 0 }));
  const groups = [...layout.groups].flatMap(([id, group]) => groupBox(id, group, all) ?? []);
  const notes = [...layout.notes].map(([id, note]) => noteBox(id, note));
  const nodes = hiddenIn.size === 0 ? [...all.values()] : [...all.values()].filter(({ id }) => !hiddenIn.has(id));
  const boxes = new Map<string, Box>();
  for (const box of [...groups, ...notes, ...nodes]) boxes.set(box.id, box);
  const { links, linksOf } = makeLinks(root, all, boxes, hiddenIn);
  return {
    root,
    boxes,
    nodes,
    notes,
    groups,
    links,
    linksOf,
    hiddenIn,
    groupOf,
    index: new SpatialIndex(boxes.values()),
    bounds: unionOf(boxes.values()),
  };
}

function makeLinks(
  { pipeline }: StudioDocument,
  all: ReadonlyMap<string, NodeBox>,
  boxes: ReadonlyMap<string, Box>,
  hiddenIn: ReadonlyMap<string, string>,
): Pick<Scene, "links" | "linksOf"> {
  const links = new Map<string, Link>();
  const linksOf = new Map<string, Link[]>();
  const endOf = (port: PortRef, side: "inputs" | "outputs"): LinkEnd | null => {
    const group = hiddenIn.get(port.node);
    const box = group === undefined ? all.get(port.node) : boxes.get(group);
    if (box === undefined) return null;
    const dx = side === "inputs" ? 0 : box.width;
    if (box.item !== "node") return { box: box.id, dx, dy: box.height / 2 };
    return { box: box.id, dx, dy: portY(portIndex(box.facts, side, port.port)) };
  };
  const put = (box: string, link: Link): void => {
    const list = linksOf.get(box);
    if (list === undefined) linksOf.set(box, [link]);
    else list.push(link);
  };
  for (const edge of pipeline.edges.values()) {
    const from = endOf(edge.from, "outputs");
    const to = endOf(edge.to, "inputs");
    if (from === null || to === null || (from.box === to.box && hiddenIn.has(edge.from.node))) continue;
    const link = { id: edge.id, edge, from, to };
    links.set(edge.id, link);
    put(from.box, link);
    if (to.box !== from.box) put(to.box, link);
  }
  return { links, linksOf };
}

/** A port that the operator does not have (any more) is drawn where the first one is. */
export function portIndex(facts: NodeFacts, side: "inputs" | "outputs", port: string): number {
  return Math.max(
    0,
    facts.ports[side].findIndex(({ name }) => name === port),
  );
}

function nodeBox(node: PipelineNode, { x, y }: Point): NodeBox {
  const before = nodeBoxes.get(node);
  if (before !== undefined && before.x === x && before.y === y) return before;
  const facts = nodeFacts(node);
  const height = heightFor(Math.max(facts.ports.inputs.length, facts.ports.outputs.length));
  const box: NodeBox = { item: "node", id: node.id, x, y, width: nodeWidth, height, node, facts };
  nodeBoxes.set(node, box);
  return box;
}

function noteBox(id: string, note: Note): NoteBox {
  const before = noteBoxes.get(note);
  if (before?.id === id) return before;
  const { x, y, width = noteWidth, height = noteHeight } = note satisfies Place;
  const box: NoteBox = { item: "note", id, x, y, width, height, note };
  noteBoxes.set(note, box);
  return box;
}

function groupBox(id: string, group: Group, nodes: ReadonlyMap<string, NodeBox>): GroupBox | null {
  const members = unionOf(group.nodes.flatMap((node) => nodes.get(node) ?? []));
  if (members === null) return null;
  const collapsed = group.collapsed === true;
  return { item: "group", id, group, collapsed, ...groupRect(members, collapsed) };
}

/** The frame around members, or the block that stands for them. */
export function groupRect(members: Rect, collapsed: boolean): Rect {
  if (collapsed) return { x: members.x, y: members.y, width: nodeWidth, height: collapsedHeight };
  const { x, y, width, height } = inflate(members, groupPad);
  return { x, y: y - groupTitle, width, height: height + groupTitle };
}
