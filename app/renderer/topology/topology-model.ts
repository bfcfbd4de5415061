/** The topology as boxes and lines to draw: processors in the lane of their sub-topology, topics between the lanes, stores below what owns them. */
import { printDuration } from "../../../shared/records/durations.ts";
import { describeProcessor } from "../../../shared/topology/describe-processor.ts";
import { inFlowOrder } from "../../../shared/topology/flow-order.ts";
import type { ProcessorType } from "../../../shared/topology/processors.ts";
import type { StorePlan, SubTopology, TopicPlan, Topology, TopologyNode } from "../../../shared/topology/topology.ts";

export interface TopologyModel {
  readonly lanes: readonly Lane[];
  readonly topics: readonly TopicBox[];
  readonly links: readonly TopologyLink[];
  /** Nothing is drawn of them but in the list: what runs needs them all the same. */
  readonly changelogs: number;
}

export interface Lane {
  readonly id: string;
  readonly title: string;
  /** "4 tasks", "one task for each partition". */
  readonly tasks: string;
  readonly processors: readonly ProcessorBox[];
  readonly copartitioned: readonly (readonly string[])[];
}

export interface ProcessorBox {
  readonly id: string;
  /** Pipeline node that it belongs to. */
  readonly node: string;
  readonly kind: ProcessorType;
  /** In a line; what `weir plan` prints. */
  readonly text: string;
  readonly stores: readonly StoreBox[];
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
  const drawn = topology.topics.filter(({ role }) => role === "source" || role === "sink" || role === "repartition");
  const links: TopologyLink[] = [];
  const link = (from: string, to: string): void => {
    links.push({ id: `${from}>${to}#${links.length}`, from, to });
  };
  for (const part of topology.subTopologies)
    for (const node of part.nodes) {
      for (const input of node.inputs) link(input.from, node.id);
      const topic = topicOf(node);
      if (topic !== null && node.type === "source") link(topicId(topic), node.id);
      if (topic !== null && node.type === "sink") link(node.id, topicId(topic));
    }
  return {
    lanes: inFlowOrder(topology.subTopologies).map((part) => laneOf(part, topics)),
    topics: drawn.map((topic) => ({
      id: topicId(topic.name),
      name: topic.name,
      role: topic.role,
      detail: topicDetail(topic),
      nodes: topic.nodes,
    })),
    links,
    changelogs: topology.topics.filter(({ role }) => role === "changelog").length,
  };
}

function laneOf(part: SubTopology, topics: ReadonlyMap<string, TopicPlan>): Lane {
  const owner = storeOwners(part);
  return {
    id: part.id,
    title: `Sub-topology ${part.id}`,
    tasks: tasksText(part, topics),
    processors: part.nodes.map((node) => ({
      id: node.id,
      node: node.node,
      kind: node.type,
      text: describeProcessor(node),
      stores: part.stores.filter((store) => owner.get(store.name) === node.id).map(storeBox),
    })),
    copartitioned: part.copartitionGroups,
  };
}

/** Store to the processor that names it. */
function storeOwners(part: SubTopology): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { id, config } of part.nodes)
    for (const name of ["store", "leftStore", "rightStore"])
      if (name in config) {
        const store: unknown = Reflect.get(config, name);
        if (typeof store === "string") owners.set(store, id);
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

function topicDetail({ partitions, create, role }: TopicPlan): string {
  const parts = [partitions === null ? "" : `${partitions} ${partitions === 1 ? "partition" : "partitions"}`];
  if (role !== "repartition") parts.push(create ? "made when missing" : "must exist");
  return parts.filter((part) => part !== "").join(" · ");
}

function topicOf(node: TopologyNode): string | null {
  return "topic" in node.config ? node.config.topic : null;
}

function topicId(name: string): string {
  return `topic:${name}`;
}
