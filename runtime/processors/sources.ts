import type { ProcessorContext } from "../engine/processor.ts";
import type { ActiveSource, ActiveSourceFactory, ActiveSourceType } from "../engine/active-source.ts";
import type { TopologyNode } from "../../shared/topology/topology.ts";
import { fileSource } from "./file-source.ts";
import { generator } from "./generator.ts";

/** The sources that a task reads by itself. */
const activeSources: { readonly [T in ActiveSourceType]: ActiveSourceFactory<T> } = {
  "file-source": fileSource,
  generator,
};

export function createActiveSource<T extends ActiveSourceType>(
  node: TopologyNode<T>,
  context: ProcessorContext,
): ActiveSource {
  return (activeSources[node.type] as ActiveSourceFactory<T>)(node, context);
}
