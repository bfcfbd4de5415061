/** A topology as text for people: `weir plan` prints it, and goldens of it show what a change of the planner changes. */
import { unreachable } from "../assert.ts";
import { printDuration } from "../records/durations.ts";
import { printType } from "../records/type-text.ts";
import { describeProcessor } from "./describe-processor.ts";
import type { ErrorPolicy, RecordType, SubTopology, TopicPlan, Topology, TopologyNode } from "./topology.ts";

export function describeTopology(topology: Topology): string {
  const { settings, connection } = topology;
  const topics = new Map(topology.topics.map((topic) => [topic.name, topic]));
  const head = [
    `Topology of ${topology.pipeline}`,
    `  ${settings.guarantee}, commits every ${printDuration(settings.commitIntervalMs)}${connection === null ? "" : `, connection ${connection}`}`,
  ];
  const parts = topology.subTopologies.map((part) => describeSubTopology(part, topics));
  return `${[head.join("\n"), ...parts, describeTopics(topology.topics)].filter((part) => part !== "").join("\n\n")}\n`;
}

function describeSubTopology(part: SubTopology, topics: ReadonlyMap<string, TopicPlan>): string {
  const sources = [...part.sourceTopics, ...part.repartitionSources].map(
    (name) => topics.get(name)?.partitions ?? null,
  );
  const known = sources.every((count) => count !== null);
  const tasks = known
    ? `${Math.max(...sources.map(Number))} task${Math.max(...sources.map(Number)) === 1 ? "" : "s"}`
    : "one task for each partition";
  const lines = [`Sub-topology ${part.id}: ${tasks}`];
  const byId = new Map(part.nodes.map((node) => [node.id, node]));
  for (const node of part.nodes) lines.push(...describeNode(node, byId).map((line) => `  ${line}`));
  for (const store of part.stores) {
    const kept = store.retentionMs === null ? "" : `, kept ${printDuration(store.retentionMs)}`;
    lines.push(`  store ${store.name} (${store.kind}${kept}) of ${store.node} ⇒ ${store.changelog ?? "not logged"}`);
  }
  for (const group of part.copartitionGroups) lines.push(`  equally partitioned: ${group.join(", ")}`);
  return lines.join("\n");
}

function describeNode(node: TopologyNode, all: ReadonlyMap<string, TopologyNode>): string[] {
  const lines = [`${node.id}: ${describeProcessor(node)}${describePolicy(node.onError)}`];
  const inputs = node.inputs.map((link) => describeFrom(link.from, link.fromPort, all));
  const ports = new Set(node.inputs.map((link) => link.port));
  if (ports.size > 1)
    for (const port of ports)
      lines.push(`  ← ${port}: ${inputs.filter((_, i) => node.inputs[i]?.port === port).join(", ")}`);
  else if (inputs.length > 0) lines.push(`  ← ${inputs.join(", ")}`);
  for (const [i, name] of node.outputs.entries()) {
    const type = node.types[i];
    if (type !== undefined)
      lines.push(`  → ${node.outputs.length > 1 || name !== "out" ? `${name}: ` : ""}${describeRecord(type)}`);
  }
  return lines;
}

function describeFrom(id: string, port: number, all: ReadonlyMap<string, TopologyNode>): string {
  const name = all.get(id)?.outputs[port] ?? "out";
  return name === "out" ? id : `${id}.${name}`;
}

function describeRecord({ kind, key, value }: RecordType): string {
  return `${kind === "table" ? "table " : ""}${printType(key, Infinity)} ⇒ ${printType(value, Infinity)}`;
}

function describePolicy(policy: ErrorPolicy): string {
  return policy.policy === "fail" ? "" : `; on error ${policyText(policy)}`;
}

function policyText(policy: ErrorPolicy): string {
  switch (policy.policy) {
    case "fail":
    case "skip":
      return policy.policy;
    case "dead-letter":
      return `to ${policy.topic}`;
    case "retry":
      return `retry ${policy.attempts} times from ${printDuration(policy.backoffMs)} on, then ${policyText(policy.then)}`;
    default:
      return unreachable(policy);
  }
}

function describeTopics(topics: readonly TopicPlan[]): string {
  if (topics.length === 0) return "";
  const lines = topics.map((topic) => {
    const partitions =
      topic.partitions === null ? "" : `, ${topic.partitions} partition${topic.partitions === 1 ? "" : "s"}`;
    const made = topic.create ? "" : ", must exist";
    const config = Object.entries(topic.config).map(([name, value]) => `\n      ${name}=${value}`);
    return `  ${topic.name} (${topic.role}${partitions}${made})${config.join("")}`;
  });
  return `Topics\n${lines.join("\n")}`;
}
