/** Adding an operator: the edits of one step of undo, whether it stands alone, hangs on a port, or goes between two nodes. Pure. */
import type { AnyOperator } from "../../../../shared/operators/operator.ts";
import { makeId } from "../../../../shared/pipeline/ids.ts";
import type { Pipeline, PipelineEdge, PipelineNode, PortRef } from "../../../../shared/pipeline/pipeline.ts";
import type { StudioEdit } from "../../../../shared/pipeline/studio-document.ts";
import { nodeFacts } from "../../operators/node-facts.ts";
import { canConnect, type PortTypes, type Side } from "../can-connect.ts";
import { freePlace, newNode } from "./new-node.ts";
import type { Point, Rect } from "./geometry.ts";
import { columnGap, heightFor, nodeWidth, portY } from "./sizes.ts";

export type InsertTarget =
  | { readonly kind: "free"; readonly at: Point }
  /** Beside the node of an existing port; `at` where a drop said so. */
  | { readonly kind: "port"; readonly port: PortRef; readonly side: Side; readonly at: Point | null }
  | { readonly kind: "edge"; readonly edge: string; readonly at: Point };

export interface InsertScene {
  readonly pipeline: Pipeline;
  readonly types: PortTypes;
  boxOf(node: string): Rect | undefined;
  isTaken(area: Rect): boolean;
}

export interface Insertion {
  readonly node: PipelineNode;
  readonly edits: readonly StudioEdit[];
}

/** A sentence where it does not fit there. */
export function planInsertion(
  scene: InsertScene,
  operator: AnyOperator,
  target: InsertTarget,
  random: () => number = Math.random,
): Insertion | string {
  const { version, ...node } = newNode(operator, scene.pipeline, random);
  const nodes = new Map(scene.pipeline.nodes).set(node.id, node);
  const within = { ...scene, pipeline: { ...scene.pipeline, nodes } };
  const links = linksFor(within, node, target, random);
  if (typeof links === "string") return links;
  const place = placeFor(scene, node, target);
  return {
    node,
    edits: [
      { edit: "addNode", id: node.id, type: node.type, name: node.name, version, config: node.config },
      { edit: "place", places: { [node.id]: [place.x, place.y] } },
      ...links,
    ],
  };
}

/** Whether an operator can stand there at all: for the quick-add menu. */
export function fits(scene: InsertScene, operator: AnyOperator, target: InsertTarget): boolean {
  return typeof planInsertion(scene, operator, target) !== "string";
}

function linksFor(
  scene: InsertScene,
  node: PipelineNode,
  target: InsertTarget,
  random: () => number,
): readonly StudioEdit[] | string {
  if (target.kind === "free") return [];
  if (target.kind === "edge") return splitEdge(scene, node, target.edge, random);
  const { port, side } = target;
  const mine = openPort(scene, node, side === "outputs" ? "inputs" : "outputs", port, side);
  if (typeof mine === "string") return mine;
  const [from, to] = side === "outputs" ? [port, mine] : [mine, port];
  return [{ edit: "connect", id: edgeId(scene.pipeline, random), from, to }];
}

/** The edge is kept up to the node, a new one leads on: counts and tests that name the edge keep their meaning. */
export function splitEdge(
  scene: InsertScene,
  node: PipelineNode,
  edgeName: string,
  random: () => number = Math.random,
): readonly StudioEdit[] | string {
  const { pipeline } = scene;
  const edge = pipeline.edges.get(edgeName);
  if (edge === undefined) return "The edge is gone.";
  if (edge.from.node === node.id || edge.to.node === node.id) return "The edge ends at this node.";
  const without = { ...scene, pipeline: { ...pipeline, edges: mapWithout(pipeline.edges, edgeName) } };
  const input = openPort(without, node, "inputs", edge.from, "outputs");
  if (typeof input === "string") return input;
  const output = openPort(without, node, "outputs", edge.to, "inputs");
  if (typeof output === "string") return output;
  return [
    { edit: "reconnect", id: edgeName, to: input },
    { edit: "connect", id: edgeId(pipeline, random), from: output, to: edge.to },
  ];
}

/** The first port of a node on `side` that can be connected to `other`; why not, where none can. */
function openPort(
  { pipeline, types }: InsertScene,
  node: PipelineNode,
  side: Side,
  other: PortRef,
  otherSide: Side,
): PortRef | string {
  let reason: string | null = null;
  for (const { name } of nodeFacts(node).ports[side]) {
    const mine = { node: node.id, port: name };
    const [from, to] = otherSide === "outputs" ? [other, mine] : [mine, other];
    const answer = canConnect(pipeline, types, from, to);
    if (answer === true) return mine;
    reason ??= answer;
  }
  return reason ?? `${node.name} has no ${side === "inputs" ? "input" : "output"}.`;
}

function placeFor(scene: InsertScene, node: PipelineNode, target: InsertTarget): Point {
  const { inputs, outputs } = nodeFacts(node).ports;
  const size = { width: nodeWidth, height: heightFor(Math.max(inputs.length, outputs.length)) };
  const taken = (area: Rect): boolean => scene.isTaken(area);
  if (target.kind === "free") return freePlace(target.at, size, taken);
  if (target.kind === "edge")
    return freePlace({ x: target.at.x - size.width / 2, y: target.at.y - portY(0) }, size, taken);
  const { port, side, at } = target;
  if (at !== null)
    return freePlace({ x: side === "outputs" ? at.x : at.x - size.width, y: at.y - portY(0) }, size, taken);
  const box = scene.boxOf(port.node);
  if (box === undefined) return freePlace({ x: 0, y: 0 }, size, taken);
  const x = side === "outputs" ? box.x + box.width + columnGap : box.x - columnGap - size.width;
  return freePlace({ x, y: box.y }, size, taken);
}

/** The port that "+" and Enter in the palette start from: the first output that nothing is connected to, else the first. */
export function nextPort(pipeline: Pipeline, node: PipelineNode, side: Side): PortRef | null {
  const ports = nodeFacts(node).ports[side];
  const end = side === "outputs" ? "from" : "to";
  const used = new Set(
    [...pipeline.edges.values()].flatMap((edge) => (edge[end].node === node.id ? [edge[end].port] : [])),
  );
  const port = ports.find(({ name }) => !used.has(name)) ?? ports[0];
  return port === undefined ? null : { node: node.id, port: port.name };
}

export function edgeId(pipeline: Pipeline, random: () => number = Math.random): string {
  return makeId("e", random, (id) => pipeline.edges.has(id));
}

function mapWithout(edges: ReadonlyMap<string, PipelineEdge>, id: string): ReadonlyMap<string, PipelineEdge> {
  const out = new Map(edges);
  out.delete(id);
  return out;
}
