/** Places of the boxes, by elk in its worker: lanes and topics from top to bottom, what is in a lane from left to right. */
import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import { laneId, type NodeBox, type TopologyLink, type TopologyModel } from "./topology-model.ts";

export interface Placed {
  readonly width: number;
  readonly height: number;
  /** Lanes, boxes and topics by id, in the picture's own pixels. */
  readonly boxes: ReadonlyMap<string, Box>;
  readonly lines: ReadonlyMap<string, readonly Point[]>;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const BOX_PX = 220;
const TOPIC_PX = 236;
const TOPIC_HEIGHT_PX = 46;
const NAME_PX = 38;
const ROW_PX = 20;
const STORE_PX = 28;
const LANE_HEAD_PX = 36;
const LANE_FOOT_PX = 30;

export function boxHeight({ processors, stores }: NodeBox): number {
  return NAME_PX + processors.length * ROW_PX + 8 + stores.length * STORE_PX;
}

export function layoutGraph({ lanes, topics, links }: TopologyModel): ElkNode {
  return {
    id: "topology",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "DOWN",
      "elk.edgeRouting": "ORTHOGONAL",
      "elk.layered.spacing.nodeNodeBetweenLayers": "30",
      "elk.spacing.nodeNode": "28",
      "elk.padding": "[top=20,left=20,bottom=20,right=20]",
    },
    children: [
      ...lanes.map((lane) => ({
        id: laneId(lane.id),
        layoutOptions: {
          "elk.algorithm": "layered",
          "elk.direction": "RIGHT",
          "elk.edgeRouting": "ORTHOGONAL",
          "elk.padding": `[top=${LANE_HEAD_PX},left=14,bottom=${lane.copartitioned.length > 0 ? LANE_FOOT_PX : 14},right=14]`,
          "elk.layered.spacing.nodeNodeBetweenLayers": "40",
          "elk.spacing.nodeNode": "16",
        },
        children: lane.boxes.map((box) => ({ id: box.id, width: BOX_PX, height: boxHeight(box) })),
        edges: lane.links.map(elkEdge),
      })),
      ...topics.map(({ id }) => ({ id, width: TOPIC_PX, height: TOPIC_HEIGHT_PX })),
    ],
    edges: links.map(elkEdge),
  };
}

function elkEdge({ id, from, to }: TopologyLink): ElkExtendedEdge {
  return { id, sources: [from], targets: [to] };
}

export function placesOf(graph: ElkNode): Placed {
  const boxes = new Map<string, Box>();
  const lines = new Map<string, readonly Point[]>();
  for (const child of graph.children ?? []) {
    const box = boxOf(child, 0, 0);
    boxes.set(child.id, box);
    for (const inner of child.children ?? []) boxes.set(inner.id, boxOf(inner, box.x, box.y));
    for (const edge of child.edges ?? []) lines.set(edge.id, pointsOf(edge, box.x, box.y));
  }
  for (const edge of graph.edges ?? []) lines.set(edge.id, pointsOf(edge, 0, 0));
  return { width: graph.width ?? 0, height: graph.height ?? 0, boxes, lines };
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: ElkNode, left: number, top: number): Box {
  return { x: left + x, y: top + y, width, height };
}

/** Points of an edge are relative to the node that contains it. */
function pointsOf({ sections = [] }: ElkExtendedEdge, left: number, top: number): Point[] {
  return sections
    .flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint])
    .map(({ x, y }) => ({ x: left + x, y: top + y }));
}
