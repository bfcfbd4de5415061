/** Topics, connections and state of the whole: what no node can see alone. */
import type { Diagnostic } from "../diagnostics.ts";
import { makePointer } from "../pipeline/json-node.ts";
import { isNodeType, type Draft } from "./draft.ts";
import type { GraphNode } from "./graph.ts";
import { verticesOnCycles } from "./on-cycles.ts";
import type { SubTopology, TopicPlan } from "./topology.ts";

/** Partition counts of topics, as far as they are known. */
export type PartitionCounts = ReadonlyMap<string, number>;

const INTERNAL_SUFFIX = /-(repartition|changelog|positions)$/;

export function checkTopics(draft: Draft, nodes: readonly GraphNode[]): Diagnostic[] {
  return [
    ...draft.conflicts.map(({ topic, nodes, what }) => ({
      ...atNode(nodes.at(-1), "topic"),
      code: "PLAN_0203",
      message: `The topic ${topic} is used ${what} (${[...new Set(nodes)].join(", ")}).`,
      hint:
        what === "by two sources"
          ? "Let one source read it, and connect both branches to that."
          : "Take another topic, or make the settings equal.",
    })),
    ...[...draft.topics.values()].flatMap((topic) => checkName(topic, draft.pipeline)),
    ...checkConnections(nodes),
    ...checkLoops(nodes),
  ];
}

function checkName(topic: TopicPlan, pipeline: string): Diagnostic[] {
  const finding = (message: string, hint: string): Diagnostic[] => [
    { ...atNode(topic.nodes[0], "topic"), code: "PLAN_0202", message, hint },
  ];
  const own = topic.role === "source" || topic.role === "sink" || topic.role === "dead-letter";
  if (topic.name.length > 249)
    return finding(
      `The topic ${topic.name} would have a name of ${topic.name.length} characters; Kafka takes 249.`,
      own ? "Take a shorter name." : "Take shorter ids for the pipeline and the node.",
    );
  if (own && topic.name.startsWith("__"))
    return finding(`${topic.name} is a topic of Kafka's own.`, "Read or write a topic of yours.");
  if (own && topic.name.startsWith(`${pipeline}-`) && INTERNAL_SUFFIX.test(topic.name))
    return finding(
      `${topic.name} is an internal topic of this pipeline.`,
      "Connect the nodes directly, or take another topic.",
    );
  return [];
}

function checkConnections(nodes: readonly GraphNode[]): Diagnostic[] {
  const first = nodes.find((node) => connectionOf(node) !== null);
  const expected = first === undefined ? null : connectionOf(first);
  return nodes.flatMap((node) => {
    const connection = connectionOf(node);
    if (connection === null || connection === expected) return [];
    return [
      {
        ...atNode(node.id, "connection"),
        code: "PLAN_0201",
        message: `The node uses the Kafka connection ${connection}, another one ${expected ?? ""}.`,
        hint: "A pipeline runs on one Kafka cluster: split it, with a topic mirrored in between.",
      },
    ];
  });
}

/** The connection that a node's configuration names. */
export function connectionOf({ config }: GraphNode): string | null {
  if (typeof config !== "object" || config === null || !("connection" in config)) return null;
  return typeof config.connection === "string" ? config.connection : null;
}

/** A sink whose topic is read by a source above it. It may be meant (a retry), so it is a warning. */
function checkLoops(nodes: readonly GraphNode[]): Diagnostic[] {
  const inLoops = verticesOnCycles(withTopics(nodes));
  return nodes.flatMap((node) => {
    const topic = topicOf(node);
    if (topic === null || node.operator.group !== "sinks" || !inLoops.has(node.id)) return [];
    return [
      {
        ...atNode(node.id, "topic"),
        severity: "warning" as const,
        code: "PLAN_0204",
        message: `What is written to ${topic} is read by this pipeline again, and comes here again.`,
        hint: "Make sure that something ends the loop, such as a filter on a counter.",
      },
    ];
  });
}

/** Where records go next: along edges, from a sink to its topic, and from a topic to its sources. No id of a node has a space. */
function withTopics(nodes: readonly GraphNode[]): Map<string, string[]> {
  const next = new Map<string, string[]>();
  const lead = (from: string, to: string): void => {
    const known = next.get(from);
    if (known === undefined) next.set(from, [to]);
    else known.push(to);
  };
  for (const node of nodes) {
    for (const edge of [...node.inputs.values()].flat()) lead(edge.from.node, node.id);
    const topic = topicOf(node);
    if (topic === null) continue;
    if (node.operator.group === "sources") lead(`topic ${topic}`, node.id);
    if (node.operator.group === "sinks") lead(node.id, `topic ${topic}`);
  }
  return next;
}

function topicOf({ config }: GraphNode): string | null {
  if (typeof config !== "object" || config === null || !("topic" in config)) return null;
  return typeof config.topic === "string" ? config.topic : null;
}

/** Topics that meet and are known to have different numbers of partitions. */
export function checkPartitions(
  subTopologies: readonly SubTopology[],
  topics: ReadonlyMap<string, TopicPlan>,
  counts: PartitionCounts,
): Diagnostic[] {
  return subTopologies.flatMap(({ copartitionGroups }) =>
    copartitionGroups.flatMap((group) => {
      const known = group.flatMap((topic) => {
        const count = topics.get(topic)?.partitions ?? counts.get(topic) ?? null;
        return count === null ? [] : [{ topic, count }];
      });
      if (new Set(known.map(({ count }) => count)).size < 2) return [];
      const last = known.at(-1)?.topic ?? "";
      return [
        {
          ...atNode(topics.get(last)?.nodes[0], "topic"),
          code: "PLAN_0102",
          message: `Topics that meet must have equally many partitions: ${known.map(({ topic, count }) => `${topic} has ${count}`).join(", ")}.`,
          hint: "Put a repartition node with the right number before the join, or change the topic.",
        },
      ];
    }),
  );
}

/** State that nothing ever removes. */
export function checkState(draft: Draft): Diagnostic[] {
  return draft.nodes.flatMap((node) => {
    if (!isNodeType(node, "aggregate") || node.config.window !== null) return [];
    const growing = node.config.aggregates.filter(
      ({ name, options }) => name === "countDistinct" || (name === "collect" && options.length === 0),
    );
    if (growing.length === 0) return [];
    return [
      {
        ...atNode(node.node, "fields"),
        severity: "warning" as const,
        code: "PLAN_0301",
        message: `Without a window, ${growing.map(({ name }) => name).join(" and ")} keeps every value it has ever seen.`,
        hint: "Give the aggregate a window, or collect a limit.",
      },
    ];
  });
}

function atNode(node: string | undefined, field: string): Pick<Diagnostic, "severity" | "node" | "pointer"> {
  if (node === undefined) return { severity: "error", pointer: "" };
  return { severity: "error", node, pointer: makePointer("nodes", node, "config", field) };
}
