/** The pipeline around an operator's example: a source for each input port, a sink for each output port. */
import type { Json, Pipeline, PipelineEdge, PipelineNode } from "../pipeline/pipeline.ts";
import type { AnyOperator, InputPort, OperatorExample } from "./operator.ts";

export interface ExamplePipeline {
  readonly pipeline: Pipeline;
  /** Node that the records of `given` are fed to, by port: of a source it is the operator itself. */
  readonly sources: ReadonlyMap<string, string>;
  /** Node whose records are compared with `expect`, by port: of a sink it is the operator itself. */
  readonly sinks: ReadonlyMap<string, string>;
}

const NODE = "node";

export function makeExamplePipeline(operator: AnyOperator, example: OperatorExample): ExamplePipeline {
  const config: unknown = operator.config.parse(example.config);
  const { inputs, outputs } = operator.ports(config);
  const nodes: PipelineNode[] = [makeNode(NODE, operator.type, example.config)];
  const edges: PipelineEdge[] = [];
  const sources = new Map<string, string>();
  const sinks = new Map<string, string>();
  for (const port of inputs) {
    const id = `in_${port.name}`;
    sources.set(port.name, id);
    nodes.push(makeSource(id, port, example));
    edges.push({ id: `e_${id}`, from: { node: id, port: "out" }, to: { node: NODE, port: port.name } });
  }
  for (const port of outputs) {
    const id = `out_${port.name}`;
    sinks.set(port.name, id);
    nodes.push(makeNode(id, "kafka-sink", { topic: `out-${port.name}` }));
    edges.push({ id: `e_${id}`, from: { node: NODE, port: port.name }, to: { node: id, port: "in" } });
  }
  if (inputs.length === 0) for (const port of Object.keys(example.given)) sources.set(port, NODE);
  if (outputs.length === 0) for (const port of Object.keys(example.expect)) sinks.set(port, NODE);
  const pipeline: Pipeline = {
    id: "example",
    name: `${operator.title}: ${example.title}`,
    description: null,
    operators: new Map(nodes.map((node) => [node.type, node.type === operator.type ? operator.version : 1])),
    nodes: new Map(nodes.map((node) => [node.id, node])),
    edges: new Map(edges.map((edge) => [edge.id, edge])),
    settings: { guarantee: "at-least-once", commitIntervalMs: 1000 },
  };
  return { pipeline, sources, sinks };
}

function makeSource(id: string, port: InputPort, example: OperatorExample): PipelineNode {
  const types = example.types?.[port.name];
  const format = (type: string | undefined): Json =>
    type === undefined ? { format: "json" } : { format: "json", type };
  return makeNode(id, port.kind === "table" ? "table-source" : "kafka-source", {
    topic: `in-${port.name}`,
    key: format(types?.key),
    value: format(types?.value),
  });
}

function makeNode(id: string, type: string, config: Json): PipelineNode {
  return { id, type, name: id, config, onError: null };
}
