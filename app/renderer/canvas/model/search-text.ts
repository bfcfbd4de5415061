/** Which nodes a text is found in. Pure. */
import type { Json, Pipeline, PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import { nodeFacts } from "../../operators/node-facts.ts";
import { flowOrder, type BoxOf } from "./graph-walk.ts";

/** Names first, then types, then fields; in each from the left to the right. Every word must be found. */
export function walkText(pipeline: Pipeline, boxOf: BoxOf, text: string): readonly string[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const ranked: [string, number][] = [];
  for (const id of flowOrder(pipeline, boxOf)) {
    const node = pipeline.nodes.get(id);
    const rank = node === undefined ? null : rankOf(node, words);
    if (rank !== null) ranked.push([id, rank]);
  }
  return ranked.toSorted((a, b) => a[1] - b[1]).map(([id]) => id);
}

function rankOf(node: PipelineNode, words: readonly string[]): number | null {
  const name = node.name.toLowerCase();
  if (name.startsWith(words.join(" "))) return -1;
  if (words.every((word) => name.includes(word))) return 0;
  const type = `${name} ${node.type} ${nodeFacts(node).operator?.title ?? ""}`.toLowerCase();
  if (words.every((word) => type.includes(word))) return 1;
  const all = `${type} ${node.id.toLowerCase()} ${[...texts(node.config)].join(" ").toLowerCase()}`;
  return words.every((word) => all.includes(word)) ? 2 : null;
}

function* texts(value: Json): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "number" || typeof value === "boolean") yield String(value);
  else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!Array.isArray(value)) yield key;
      yield* texts(item);
    }
  }
}
