import { assert } from "../../shared/assert.ts";
import type { ProcessorType } from "../../shared/topology/processors.ts";
import type { TopologyNode } from "../../shared/topology/topology.ts";
import type { Processor, ProcessorContext, ProcessorFactory } from "../engine/processor.ts";
import { processors } from "./index.ts";

/** The processor of a node; sources and topic sinks are the engine's own. */
export function createProcessor<T extends ProcessorType>(node: TopologyNode<T>, context: ProcessorContext): Processor {
  const bound: { readonly [K in ProcessorType]: ProcessorFactory<K> | "engine" } = processors;
  const factory = bound[node.type];
  assert(factory !== "engine", `${node.type} is the engine's own`);
  return factory(node.config, context, node);
}
