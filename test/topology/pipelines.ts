/** Pipelines written short, for tests: nodes by id with type and configuration, edges as `a.port > b.port` (`out` and `in` may be left out). */
import type { Diagnostic } from "../../shared/diagnostics.ts";
import type { Json, OnError, Pipeline } from "../../shared/pipeline/pipeline.ts";

export interface ShortNode {
  readonly type: string;
  readonly config?: Json;
  readonly onError?: OnError;
}

export function makePipeline(nodes: Readonly<Record<string, ShortNode>>, edges: readonly string[], id = "p"): Pipeline {
  return {
    id,
    name: id,
    description: null,
    operators: new Map(Object.values(nodes).map((node) => [node.type, 1])),
    nodes: new Map(
      Object.entries(nodes).map(([id, { type, config = {}, onError = null }]) => [
        id,
        { id, type, name: id, config, onError },
      ]),
    ),
    edges: new Map(edges.map((text, i) => [`e${i}`, makeEdge(`e${i}`, text)])),
    settings: { guarantee: "at-least-once", commitIntervalMs: 1000 },
  };
}

function makeEdge(id: string, text: string) {
  const [from = "", to = ""] = text.split(" > ");
  return { id, from: makePort(from, "out"), to: makePort(to, "in") };
}

function makePort(text: string, port: string) {
  const [node = "", named = port] = text.split(".");
  return { node, port: named };
}

/** `PLAN_0101 /nodes/join/config/on`, sorted. */
export function shortFindings(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, pointer }) => `${code} ${pointer ?? ""}`).toSorted();
}

/** A topic of orders, keyed by text. */
export function source(
  topic: string,
  type = "{ id: string; country: string; total: int }",
  more: object = {},
): ShortNode {
  return {
    type: "kafka-source",
    config: { topic, key: { format: "string" }, value: { format: "json", type }, ...more },
  };
}

export function table(topic: string, type = "{ name: string }", more: object = {}): ShortNode {
  return { type: "table-source", config: { topic, value: { format: "json", type }, ...more } };
}

export function sink(topic: string, more: object = {}): ShortNode {
  return { type: "kafka-sink", config: { topic, ...more } };
}

export function node(type: string, config: Json = {}): ShortNode {
  return { type, config };
}
