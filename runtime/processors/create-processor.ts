import { assert } from "../../shared/assert.ts";
import type { ProcessorType } from "../../shared/topology/processors.ts";
import type { TopologyNode } from "../../shared/topology/topology.ts";
import type { Processor, ProcessorContext, ProcessorFactory } from "../engine/processor.ts";
import { processors } from "./index.ts";

/** The processor of a node; sources and topic sinks are the engine's own. */
export function createProcessor<T extends ProcessorType>(node: TopologyNode<T>, context: ProcessorContext): Processor {
  const bound = (processors as { readonly [K in ProcessorType]?: ProcessorFactory<K> | "engine" })[node.type];
  assert(bound !== undefined && bound !== "engine", `no processor is bound to ${node.type}`);
  return (bound as ProcessorFactory<T>)(node.config, context, node);
}
