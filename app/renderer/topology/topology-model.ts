/**
 * The topology as boxes and lines to draw: lanes are sub-topologies, boxes the pipeline nodes in them with the processors that the planner made of each,
 * topics stand between lanes, stores below what owns them.
 */
import { printDuration } from "../../../shared/records/durations.ts";
import { describeProcessor } from "../../../shared/topology/describe-processor.ts";
import { inFlowOrder } from "../../../shared/topology/flow-order.ts";
import type { ProcessorType } from "../../../shared/topology/processors.ts";
import type { StorePlan, SubTopology, TopicPlan, Topology, TopologyNode } from "../../../shared/topology/topology.ts";

export interface TopologyModel {
  readonly lanes: readonly Lane[];
  readonly topics: readonly TopicBox[];
  /** Between lanes and topics. */
  readonly links: readonly TopologyLink[];
}

export interface Lane {
  readonly id: string;
  readonly title: string;
  /** "4 tasks", "one task for each partition". */
  readonly tasks: string;
  readonly boxes: readonly NodeBox[];
  /** Between boxes of the lane. */
  readonly links: readonly TopologyLink[];
  readonly copartitioned: readonly (readonly string[])[];
}

/** What a pipeline node does in one sub-topology. */
export interface NodeBox {
  readonly id: string;
  readonly node: string;
  readonly processors: readonly ProcessorRow[];
  readonly stores: readonly StoreBox[];
}

export interface ProcessorRow {
  readonly id: string;
  readonly kind: ProcessorType;
  /** "repartition to …", "select-key", as short as it is still told apart. */
  readonly title: string;
  /** What `weir plan` prints. */
  readonly text: string;
}

export interface StoreBox {
  readonly name: string;
  readonly kind: StorePlan["kind"];
  /** "kept 1 h", or nothing for a table. */
  readonly kept: string;
  readonly changelog: string | null;
}

export interface TopicBox {
  readonly id: string;
  readonly name: string;
  readonly role: TopicPlan["role"];
  readonly detail: string;
  /** Pipeline nodes that need it. */
  readonly nodes: readonly string[];
}

export interface TopologyLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export function topologyModel(topology: Topology): TopologyModel {
  const topics = new Map(topology.topics.map((topic) => [topic.name, topic]));
  const links = new Map<string, TopologyLink>();
  for (const part of topology.subTopologies)
    for (const node of part.nodes) {
      const topic = topicOf(node);
      if (topic !== null && node.type === "source") addLink(links, topicId(topic), laneId(part.id));
      if (topic !== null && node.type === "sink") addLink(links, laneId(part.id), topicId(topic));
    }
  return {
    lanes: inFlowOrder(topology.subTopologies).map((part) => laneOf(part, topics, topology.pipeline)),
    topics: topology.topics.flatMap((topic) => (isDrawn(topic) ? [topicBox(topic)] : [])),
    links: [...links.values()],
  };
}

export function laneId(id: string): string {
  return `lane:${id}`;
}

/** Changelogs are told at their stores; dead letters have no place in the flow. */
function isDrawn({ role }: TopicPlan): boolean {
  return role === "source" || role === "sink" || role === "repartition";
}

function laneOf(part: SubTopology, topics: ReadonlyMap<string, TopicPlan>, pipeline: string): Lane {
  const owners = storeOwners(part);
  const boxOf = new Map(part.nodes.map(({ id, node }) => [id, boxId(part.id, node)]));
  const links = new Map<string, TopologyLink>();
  for (const { id, inputs } of part.nodes)
    for (const { from } of inputs) {
      const [source, target] = [boxOf.get(from), boxOf.get(id)];
      if (source !== undefined && target !== undefined && source !== target) addLink(links, source, target);
    }
  return {
    id: part.id,
    title: `Sub-topology ${part.id}`,
    tasks: tasksText(part, topics),
    boxes: [...Map.groupBy(part.nodes, ({ node }) => node)].map(([node, own]) => ({
      id: boxId(part.id, node),
      node,
      processors: own.map(processorRow),
      stores: part.stores.filter(({ name }) => owners.get(name) === node).map(storeBox),
    })),
    links: [...links.values()],
    copartitioned: part.copartitionGroups.map((group) => group.map((name) => shortTopic(name, pipeline))),
  };
}

function processorRow(node: TopologyNode): ProcessorRow {
  return { id: node.id, kind: node.type, title: processorTitle(node), text: describeProcessor(node) };
}

function processorTitle(node: TopologyNode): string {
  const { id, type, config } = node;
  const internal = "internal" in config && config.internal;
  const part = id.split(":")[1]?.replace(/-?(?:source|sink)$/, "") ?? "";
  const side = part === "" ? "" : `${part}: `;
  if (type === "source") return internal ? `${side}reads the repartition topic` : "reads the topic";
  if (type === "sink") return internal ? `${side}writes a repartition topic` : "writes the topic";
  if (id.endsWith("-fields")) return "keeps the fields that are read";
  return type.replaceAll("-", " ");
}

/** Store to the pipeline node whose processor names it. */
function storeOwners(part: SubTopology): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { node, config } of part.nodes)
    for (const name of ["store", "leftStore", "rightStore"]) {
      const store: unknown = name in config ? Reflect.get(config, name) : undefined;
      if (typeof store === "string") owners.set(store, node);
    }
  return owners;
}

function storeBox({ name, kind, retentionMs, changelog }: StorePlan): StoreBox {
  return { name, kind, kept: retentionMs === null ? "" : `kept ${printDuration(retentionMs)}`, changelog };
}

export function tasksText(part: SubTopology, topics: ReadonlyMap<string, TopicPlan>): string {
  const counts = [...part.sourceTopics, ...part.repartitionSources].map((name) => topics.get(name)?.partitions ?? null);
  const known = counts.filter((count) => count !== null);
  if (known.length < counts.length || known.length === 0) return "one task for each partition";
  const most = Math.max(...known);
  return `${most} ${most === 1 ? "task" : "tasks"}`;
}

function topicBox({ name, role, partitions, create, nodes }: TopicPlan): TopicBox {
  const parts = [partitions === null ? "" : `${partitions} ${partitions === 1 ? "partition" : "partitions"}`];
  if (role !== "repartition") parts.push(create ? "made when missing" : "must exist");
  return { id: topicId(name), name, role, detail: parts.filter((part) => part !== "").join(" · "), nodes };
}

/** Internal topics begin with the id of the pipeline, which says nothing inside it. */
function shortTopic(name: string, pipeline: string): string {
  return name.startsWith(`${pipeline}-`) ? name.slice(pipeline.length + 1) : name;
}

function topicOf(node: TopologyNode): string | null {
  return "topic" in node.config ? node.config.topic : null;
}

function topicId(name: string): string {
  return `topic:${name}`;
}

function boxId(lane: string, node: string): string {
  return `${lane}/${node}`;
}

function addLink(links: Map<string, TopologyLink>, from: string, to: string): void {
  const id = `${from}>${to}`;
  links.set(id, { id, from, to });
}
