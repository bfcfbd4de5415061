import { dirname, resolve } from "node:path";
import { must } from "../../shared/assert.ts";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import type { Topology } from "../../shared/topology/topology.ts";
import { loadTopology } from "../engine/load-topology.ts";
import type { CommandContext } from "./command.ts";
import { readInput } from "./files.ts";
import { loadPipeline } from "./load.ts";

/** The topology of a pipeline file that has no errors; findings are reported as `loadPipeline` does. */
export async function loadTopologyOf(context: CommandContext, path: string): Promise<Topology> {
  return (await loadRunnable(context, path)).topology;
}

export interface Runnable {
  readonly pipeline: Pipeline;
  readonly topology: Topology;
  readonly text: string;
  readonly directory: string;
}

/** The same with the text of the document, which is what workers are given. */
export async function loadRunnable(context: CommandContext, path: string): Promise<Runnable> {
  const pipeline = await loadPipeline(context, path);
  const text = new TextDecoder().decode(await readInput(context, path));
  const directory = dirname(resolve(context.directory, path));
  const { topology } = loadTopology(text, directory);
  return { pipeline, topology: must(topology, `a topology of ${pipeline.id}, which has no errors`), text, directory };
}
