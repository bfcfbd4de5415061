/** What each source of a preview reads: what is given for it, what its generator makes, or records made up from its types. */
import type { PreviewInput, PreviewRequest } from "../../../shared/protocol/preview.ts";
import type { SampleRecord } from "../../../shared/protocol/sample-record.ts";
import type { ProcessorType } from "../../../shared/topology/processors.ts";
import type { Topology, TopologyNode } from "../../../shared/topology/topology.ts";
import { readFields } from "../made-up/expressions.ts";
import { IdPools } from "../made-up/id-pools.ts";
import { stemOfSource } from "../made-up/names.ts";
import { madeUpRecords, type MadeUpSource, type Surroundings } from "../made-up/records.ts";
import { withKeysAndTimes } from "./file-records.ts";
import { generatedRecords } from "./generated-records.ts";

const DEFAULT_SEED = 1;

type SourceNode = TopologyNode<"source"> | TopologyNode<"file-source"> | TopologyNode<"generator">;

/** By pipeline node, in the order of the topology. */
export function readInputs(
  topology: Topology,
  { inputs, defaultCount }: Pick<PreviewRequest, "inputs" | "defaultCount">,
): Map<string, readonly SampleRecord[]> {
  const nodes = topology.subTopologies.flatMap((part) => part.nodes);
  const sources = nodes.filter((node) => isSource(node));
  const madeUp = new Map(sources.flatMap((node) => describe(node, nodes)));
  const around = { pools: new IdPools([...madeUp.values()]), read: readFields(topology) };
  return new Map(
    sources.map((node) => {
      const input = Object.hasOwn(inputs, node.node) ? inputs[node.node] : undefined;
      return [
        node.node,
        recordsOf(node, input ?? { kind: "generated", count: defaultCount }, madeUp.get(node.node), around),
      ];
    }),
  );
}

function recordsOf(
  node: SourceNode,
  input: PreviewInput,
  source: MadeUpSource | undefined,
  around: Surroundings,
): readonly SampleRecord[] {
  if (isType(node, "generator"))
    return input.kind === "records" ? input.records : generatedRecords(node, input.count, input.seed);
  const made =
    input.kind === "records" || source === undefined
      ? input.kind === "records"
        ? input.records
        : []
      : madeUpRecords(source, input.count, input.seed ?? DEFAULT_SEED, around);
  return isType(node, "file-source") ? withKeysAndTimes(node, made) : made;
}

function describe(node: SourceNode, nodes: readonly TopologyNode[]): [string, MadeUpSource][] {
  if (isType(node, "generator")) return [];
  if (isType(node, "file-source")) {
    const { path, valueType } = node.config;
    const stem = stemOfSource(path.split(/[/\\]/).at(-1) ?? path);
    return [[node.node, { stem, isTable: false, keyType: { kind: "null" }, valueType }]];
  }
  const { topic, keyType, valueType } = node.config;
  const isTable = nodes.some((other) => other.node === node.node && other.type === "table-source");
  return [[node.node, { stem: stemOfSource(topic), isTable, keyType, valueType }]];
}

function isSource(node: TopologyNode): node is SourceNode {
  return (isType(node, "source") && !node.config.internal) || isType(node, "file-source") || isType(node, "generator");
}

function isType<T extends ProcessorType>(node: TopologyNode, type: T): node is TopologyNode<T> {
  return node.type === type;
}
