/** Places of the boxes, by elk in its worker: lanes as containers, layers from left to right. */
import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import type { ProcessorBox, TopologyModel } from "./topology-model.ts";

export interface Placed {
  readonly width: number;
  readonly height: number;
  readonly lanes: ReadonlyMap<string, Box>;
  /** Processors and topics, in the picture's own pixels. */
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

export const PROCESSOR_PX = 216;
export const TOPIC_PX = 200;
export const LANE_HEAD_PX = 34;
const STORE_PX = 34;
const ROW_PX = 48;
const root = "topology";

export function processorHeight({ stores }: ProcessorBox): number {
  return ROW_PX + stores.length * STORE_PX;
}

export function layoutGraph({ lanes, topics, links }: TopologyModel): ElkNode {
  return {
    id: root,
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      "elk.hierarchyHandling": "INCLUDE_CHILDREN",
      "elk.edgeRouting": "ORTHOGONAL",
      "elk.layered.spacing.nodeNodeBetweenLayers": "44",
      "elk.spacing.nodeNode": "20",
      "elk.spacing.edgeNode": "14",
      "elk.spacing.edgeEdge": "10",
      "elk.json.edgeCoords": "ROOT",
      "elk.padding": "[top=24,left=24,bottom=24,right=24]",
    },
    children: [
      ...lanes.map(({ id, processors, copartitioned }) => ({
        id: laneId(id),
        layoutOptions: {
          "elk.padding": `[top=${LANE_HEAD_PX + 12},left=16,bottom=${copartitioned.length > 0 ? 34 : 16},right=16]`,
          "elk.layered.spacing.nodeNodeBetweenLayers": "36",
        },
        children: processors.map((processor) => ({
          id: processor.id,
          width: PROCESSOR_PX,
          height: processorHeight(processor),
        })),
      })),
      ...topics.map(({ id }) => ({ id, width: TOPIC_PX, height: ROW_PX })),
    ],
    edges: links.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
  };
}

export function placesOf(graph: ElkNode): Placed {
  const lanes = new Map<string, Box>();
  const boxes = new Map<string, Box>();
  const lines = new Map<string, readonly Point[]>();
  for (const child of graph.children ?? []) {
    const box = boxOf(child, 0, 0);
    if (child.id.startsWith(lanePrefix)) {
      lanes.set(child.id.slice(lanePrefix.length), box);
      for (const inner of child.children ?? []) boxes.set(inner.id, boxOf(inner, box.x, box.y));
      for (const edge of child.edges ?? []) lines.set(edge.id, pointsOf(edge));
    } else boxes.set(child.id, box);
  }
  for (const edge of graph.edges ?? []) lines.set(edge.id, pointsOf(edge));
  return { width: graph.width ?? 0, height: graph.height ?? 0, lanes, boxes, lines };
}

const lanePrefix = "lane:";

function laneId(id: string): string {
  return lanePrefix + id;
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: ElkNode, left: number, top: number): Box {
  return { x: left + x, y: top + y, width, height };
}

function pointsOf({ sections = [] }: ElkExtendedEdge): Point[] {
  return sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
}
