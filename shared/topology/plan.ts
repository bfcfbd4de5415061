/**
 * The planner: from the pipeline that a person drew to the topology that runs. Pure: the studio, the command line, the deployer and the
 * runtime all see the same plan before anything runs.
 */
import { hasErrors, type Diagnostic } from "../diagnostics.ts";
import { catalogue } from "../operators/catalogue.ts";
import type { AnyOperator } from "../operators/operator.ts";
import { compareIds } from "../pipeline/ids.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { checkPartitions, checkState, checkTopics, connectionOf, type PartitionCounts } from "./check-topics.ts";
import { addTopic, makeDraft, nameUsers, type Draft } from "./draft.ts";
import { deadLetterTopic, resolvePolicy } from "./error-policy.ts";
import { analyseFieldUses } from "./field-uses.ts";
import { flowTypes, type NodeFlow } from "./flow.ts";
import { makeGraph, type GraphNode } from "./graph.ts";
import { deadLetterName } from "./internal-topics.ts";
import { createPlanBuilder, type Outputs } from "./plan-builder.ts";
import { hash31, stableJson } from "./stable-json.ts";
import { makeSubTopologies } from "./sub-topologies.ts";
import type { RecordType, SubTopology, Topology } from "./topology.ts";

export interface PlanOptions {
  /** Partitions of topics that exist, by name: co-partitioning is then checked here and not only by the broker. */
  readonly topicPartitions?: PartitionCounts;
  /** Operators to plan with; the catalogue by default. */
  readonly operators?: ReadonlyMap<string, AnyOperator>;
}

export interface Plan {
  /** Null where there are errors. */
  readonly topology: Topology | null;
  /** Types at the ports of every node whose configuration could be read, by node id. */
  readonly types: ReadonlyMap<string, NodeTypes>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface NodeTypes {
  readonly inputs: ReadonlyMap<string, RecordType>;
  readonly outputs: ReadonlyMap<string, RecordType>;
}

/** Never throws on what a document can hold: whatever is wrong is a diagnostic. */
export function plan(pipeline: Pipeline, options: PlanOptions = {}): Plan {
  const { structure, types, diagnostics } = analyse(pipeline, options);
  if (structure === null) return { topology: null, types, diagnostics };
  const topology = { pipeline: pipeline.id, epoch: hash31(stableJson(structure)), ...structure };
  return { topology, types, diagnostics };
}

export interface Analysis {
  /** The topology but for its epoch, which takes as long to compute as everything else; null where there are errors. */
  readonly structure: Omit<Topology, "pipeline" | "epoch"> | null;
  readonly types: ReadonlyMap<string, NodeTypes>;
  readonly diagnostics: readonly Diagnostic[];
  /** Without nodes on cycles. */
  readonly nodes: readonly GraphNode[];
}

/** `plan` for whoever wants to know what is wrong, and not what runs. */
export function analyse(pipeline: Pipeline, options: PlanOptions = {}): Analysis {
  const { nodes, diagnostics: graph } = makeGraph(pipeline, options.operators ?? catalogue);
  const { flows, diagnostics: flow } = flowTypes(nodes);
  const diagnostics = [...graph, ...flow];
  const found = { types: flows, nodes };
  if (hasErrors(diagnostics)) return { ...found, structure: null, diagnostics };

  const draft = lowerAll(pipeline, nodes, flows);
  nameUsers(draft);
  analyseFieldUses(draft);
  const subTopologies = makeSubTopologies(draft);
  fixPartitions(draft, subTopologies);
  const known = options.topicPartitions ?? new Map();
  const all = [
    ...diagnostics,
    ...checkTopics(draft, nodes),
    ...checkState(draft),
    ...checkPartitions(subTopologies, draft.topics, known),
  ];
  if (hasErrors(all)) return { ...found, structure: null, diagnostics: all };

  const connection = nodes.map(connectionOf).find((name) => name !== null) ?? null;
  const topics = [...draft.topics.values()].toSorted((a, b) => compareIds(a.name, b.name));
  return { ...found, structure: { settings: pipeline.settings, connection, subTopologies, topics }, diagnostics: all };
}

/** Where a repartition topic meets one whose number of partitions is fixed, it takes that number. */
function fixPartitions(draft: Draft, subTopologies: readonly SubTopology[]): void {
  for (const group of subTopologies.flatMap((part) => part.copartitionGroups)) {
    const topics = group.flatMap((name) => draft.topics.get(name) ?? []);
    const count = topics.find((topic) => topic.partitions !== null)?.partitions;
    if (count === undefined) continue;
    for (const topic of topics)
      if (topic.role === "repartition" && topic.partitions === null)
        draft.topics.set(topic.name, { ...topic, partitions: count });
  }
}

function lowerAll(pipeline: Pipeline, nodes: readonly GraphNode[], flows: ReadonlyMap<string, NodeFlow>): Draft {
  const draft = makeDraft(pipeline.id);
  const outputs: Outputs = new Map();
  for (const node of nodes) {
    const flow = flows.get(node.id);
    if (flow === undefined) continue;
    const onError = resolvePolicy(node.pipelineNode.onError, deadLetterName(pipeline.id));
    const deadLetters = deadLetterTopic(onError);
    if (deadLetters !== null)
      addTopic(draft, { name: deadLetters, role: "dead-letter", partitions: null, config: {}, create: true }, node.id);
    node.operator.lower(node.config, flow.checked, createPlanBuilder(draft, node, flow.inputs, outputs, onError));
  }
  return draft;
}
