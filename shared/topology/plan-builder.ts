/** What operators build their part of the topology with. */
import { must } from "../assert.ts";
import type { Typed } from "../expressions/typed.ts";
import type { PlanBuilder, PlannedProcessor, PlannedStream } from "../operators/operator.ts";
import { naturalFormat } from "../operators/formats.ts";
import { addNode, addTopic, type Draft, type DraftStream } from "./draft.ts";
import type { GraphNode } from "./graph.ts";
import { changelogConfig, changelogName, positionsConfig, positionsName } from "./internal-topics.ts";
import { mergeOrigins, originOf, type Origins } from "./origins.ts";
import { copartition, partitionByKey, repartition, type Owner } from "./partitioning.ts";
import type { ProcessorConfigs, ProcessorType } from "./processors.ts";
import type { ErrorPolicy, RecordType, StorePlan, TopicPlan } from "./topology.ts";

/** What leaves the output ports of nodes lowered so far, as `node.port`. */
export type Outputs = Map<string, DraftStream>;

export function createPlanBuilder(
  draft: Draft,
  graphNode: GraphNode,
  inputTypes: ReadonlyMap<string, RecordType>,
  outputs: Outputs,
  onError: ErrorPolicy,
): PlanBuilder {
  return new Builder(draft, graphNode, inputTypes, outputs, onError);
}

class Builder implements PlanBuilder {
  readonly pipeline: string;
  readonly node: string;
  readonly #draft: Draft;
  readonly #graphNode: GraphNode;
  readonly #inputTypes: ReadonlyMap<string, RecordType>;
  readonly #outputs: Outputs;
  readonly #owner: Owner;

  constructor(
    draft: Draft,
    graphNode: GraphNode,
    inputTypes: ReadonlyMap<string, RecordType>,
    outputs: Outputs,
    onError: ErrorPolicy,
  ) {
    this.pipeline = draft.pipeline;
    this.node = graphNode.id;
    this.#draft = draft;
    this.#graphNode = graphNode;
    this.#inputTypes = inputTypes;
    this.#outputs = outputs;
    this.#owner = { node: graphNode.id, onError };
  }

  input(port: string): DraftStream | undefined {
    const type = this.#inputTypes.get(port);
    if (type === undefined) return undefined;
    const streams = (this.#graphNode.inputs.get(port) ?? []).map((edge) => {
      const stream = must(this.#outputs.get(`${edge.from.node}.${edge.from.port}`), "what leaves a node above");
      return { ...stream, links: stream.links.map((link) => ({ ...link, edge: edge.id })) };
    });
    return join(type, streams);
  }

  mustInput(port: string): DraftStream {
    return must(this.input(port), `something at the input ${port}`);
  }

  isConnected(port: string): boolean {
    return this.#graphNode.connectedOutputs.has(port);
  }

  add<T extends ProcessorType>(processor: PlannedProcessor<T> & { readonly output: RecordType }): DraftStream {
    const [stream] = this.#add(processor, [{ name: "out", type: processor.output }]);
    return must(stream, "the output of a processor");
  }

  addPorts<T extends ProcessorType>(
    processor: PlannedProcessor<T> & {
      readonly outputs: readonly { readonly name: string; readonly type: RecordType }[];
    },
  ): ReadonlyMap<string, DraftStream> {
    const streams = this.#add(processor, processor.outputs);
    return new Map(processor.outputs.map(({ name }, i) => [name, must(streams[i], `the output ${name}`)]));
  }

  #add<T extends ProcessorType>(
    { part, type, config, inputs, key }: PlannedProcessor<T>,
    outputs: readonly { readonly name: string; readonly type: RecordType }[],
  ): DraftStream[] {
    const id = part === null ? this.node : `${this.node}:${part}`;
    const arriving = inputs.map((input) => this.#own(input));
    addNode(this.#draft, {
      id,
      node: this.node,
      type,
      config,
      inputs: arriving.flatMap((input, port) => input.links.map((link) => ({ port, ...link }))),
      outputs: outputs.map(({ name }) => name),
      types: outputs.map((output) => output.type),
      onError: this.#owner.onError,
    });
    const origins = arriving.length === 0 ? originsOf(config) : mergeOrigins(arriving.map((input) => input.origins));
    const moved = key === "changed" || arriving.some((input) => input.moved);
    return outputs.map((output, fromPort) => ({
      type: output.type,
      links: [{ from: id, fromPort, edge: null }],
      origins,
      moved,
    }));
  }

  output(port: string, stream: PlannedStream): void {
    this.#outputs.set(`${this.node}.${port}`, this.#own(stream));
  }

  rekey(part: string | null, stream: PlannedStream, key: Typed): DraftStream {
    const same = key.node === "path" && key.root === "key" && key.steps.length === 0;
    if (same && part !== null) return this.#own(stream);
    return this.add({
      part,
      type: "select-key",
      config: { key },
      inputs: [stream],
      output: { ...stream.type, key: key.type },
      key: same ? "same" : "changed",
    });
  }

  partitionByKey(part: string | null, stream: PlannedStream): DraftStream {
    return partitionByKey(this.#draft, this.#owner, part, this.#own(stream));
  }

  repartition(part: string | null, stream: PlannedStream, partitions: number | null): DraftStream {
    return repartition(this.#draft, this.#owner, part, this.#own(stream), partitions);
  }

  copartition(streams: readonly { readonly part: string; readonly stream: PlannedStream }[]): readonly DraftStream[] {
    const own = streams.map(({ part, stream }) => ({ part, stream: this.#own(stream) }));
    return copartition(this.#draft, this.#owner, own);
  }

  store(part: string | null, kind: StorePlan["kind"], retentionMs: number | null): string {
    const name = part === null ? this.node : `${this.node}-${part}`;
    const changelog = changelogName(this.pipeline, name);
    this.#draft.stores.push({ name, node: this.node, kind, changelog, retentionMs });
    this.topic({
      name: changelog,
      role: "changelog",
      partitions: null,
      config: changelogConfig,
      create: true,
    });
    return name;
  }

  topic(topic: Omit<TopicPlan, "nodes">): void {
    addTopic(this.#draft, topic, this.node);
  }

  positions(): string {
    const name = positionsName(this.pipeline, this.node);
    this.topic({ name, role: "positions", partitions: 1, config: positionsConfig, create: true });
    return name;
  }

  /** Streams come only from this planner. */
  #own(stream: PlannedStream): DraftStream {
    return stream as DraftStream;
  }
}

function join(type: RecordType, streams: readonly DraftStream[]): DraftStream | undefined {
  if (streams.length === 0) return undefined;
  return {
    type,
    links: streams.flatMap((stream) => stream.links),
    origins: mergeOrigins(streams.map((stream) => stream.origins)),
    moved: streams.some((stream) => stream.moved),
  };
}

function originsOf(config: ProcessorConfigs[ProcessorType]): Origins {
  if ("positions" in config) {
    const keyFormat = config.key === null ? { format: "bytes" as const } : naturalFormat(config.key.type);
    return originOf(config.positions, { single: true, keyFormat });
  }
  return "topic" in config ? originOf(config.topic, { single: false, keyFormat: config.key }) : mergeOrigins([]);
}
