/** Reading and writing pipelines with what the catalogue knows: config is brought to the current versions, defaults are left out. */
import { catalogue } from "../operators/catalogue.ts";
import { parsePipeline, type ParsedPipeline } from "../pipeline/document.ts";
import type { OperatorLookup } from "../pipeline/operator-lookup.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { writePipeline } from "../pipeline/write.ts";
import { canonicalConfig } from "./canonical-config.ts";

export const knownOperators: OperatorLookup = (type) => {
  const operator = catalogue.get(type);
  if (operator === undefined) return undefined;
  const { version, migrations, config } = operator;
  return { version, migrations, canonicalConfig: (value) => canonicalConfig(config, value) };
};

export function openPipeline(source: string | Uint8Array): ParsedPipeline {
  return parsePipeline(source, { operators: knownOperators });
}

export function formatPipeline(pipeline: Pipeline): string {
  return writePipeline(pipeline, { operators: knownOperators });
}
