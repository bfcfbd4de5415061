/** Reading and writing pipelines with what the catalogue knows: config is brought to the current versions, defaults are left out. */
import { operatorLookup } from "../operators/operator-lookup.ts";
import { parsePipeline, type ParsedPipeline } from "../pipeline/document.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { writePipeline } from "../pipeline/write.ts";

export function openPipeline(source: string | Uint8Array): ParsedPipeline {
  return parsePipeline(source, { operators: operatorLookup });
}

export function formatPipeline(pipeline: Pipeline): string {
  return writePipeline(pipeline, { operators: operatorLookup });
}
