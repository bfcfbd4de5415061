/** Records in NDJSON: `{"node" | "topic", "timestamp", "key", "value", "headers", "partition"}`, one a line. */
import { WeirError } from "../../shared/errors.ts";
import { parseInstant } from "../../shared/records/instants.ts";
import { parseJsonText, writeJsonText } from "../../shared/records/json-text.ts";
import type { Topology } from "../../shared/topology/topology.ts";
import type { FeedRecord } from "../engine/feed.ts";

export function readRecords(text: string, topology: Topology): FeedRecord[] {
  const byTopic = sourcesByTopic(topology);
  return text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [readRecord(line, index + 1, byTopic)]));
}

function readRecord(line: string, number: number, byTopic: ReadonlyMap<string, string>): FeedRecord {
  const record = parse(line, number);
  const topic = record["topic"];
  const node = record["node"] ?? (typeof topic === "string" ? byTopic.get(topic) : undefined) ?? onlySource(byTopic);
  if (typeof node !== "string")
    throw wrong(
      number,
      "names no source of the pipeline",
      'Add "node" with the id of a source, or "topic" with its topic.',
    );
  return {
    node,
    partition: typeof record["partition"] === "number" ? record["partition"] : null,
    timestampMs: timeOf(record["timestamp"], number),
    key: jsonOf(record["key"]),
    value: jsonOf(record["value"]),
    headers: headersOf(record["headers"]),
  };
}

function parse(line: string, number: number): Record<string, unknown> {
  try {
    const value = parseJsonText(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below, with the number of the line.
  }
  throw wrong(number, "is not a JSON object", 'Write one record a line: {"timestamp":0,"key":"a","value":{"n":1}}.');
}

function timeOf(value: unknown, number: number): number {
  if (value === undefined || value === null) return 0;
  const ms = typeof value === "number" ? value : typeof value === "string" ? parseInstant(value) : undefined;
  if (ms === undefined)
    throw wrong(number, "has a timestamp that is no time", "Write milliseconds, or 2026-01-01T00:00:00Z.");
  return ms;
}

function jsonOf(value: unknown): string | null {
  return value === undefined || value === null ? null : writeJsonText(value);
}

function headersOf(value: unknown): (readonly [string, string | null])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([name, text]) => [name, typeof text === "string" ? text : null]);
}

function sourcesByTopic(topology: Topology): Map<string, string> {
  const nodes = topology.subTopologies.flatMap((part) => part.nodes);
  return new Map(
    nodes.flatMap((node) => {
      if (node.type === "file-source" || node.type === "generator") return [[node.node, node.node] as const];
      return node.type === "source" && "topic" in node.config && !node.config.internal
        ? [[node.config.topic, node.node] as const]
        : [];
    }),
  );
}

function onlySource(byTopic: ReadonlyMap<string, string>): string | undefined {
  return byTopic.size === 1 ? [...byTopic.values()][0] : undefined;
}

function wrong(line: number, what: string, hint: string): WeirError {
  return new WeirError("RUN_0008", `Line ${line} of the records ${what}.`, { hint });
}
