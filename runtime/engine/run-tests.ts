/** Runs the tests of a test document on simulations, and says what differs. */
import type { Topology } from "../../shared/topology/topology.ts";
import { equalValues } from "../../shared/records/equality.ts";
import { coerce, Mismatch, toJson } from "../../shared/records/coerce.ts";
import type { Type } from "../../shared/records/types.ts";
import type { SinkConfig } from "../../shared/topology/processors.ts";
import { parseJsonText, writeJsonText } from "../../shared/records/json-text.ts";
import type { ExpectedRecord, PipelineTest } from "../../shared/pipeline/test-document.ts";
import { deadLetters, feed, interleave, outputs } from "./feed.ts";
import type { OutputRecord } from "./feed.ts";
import { Simulation } from "./simulation.ts";

export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  readonly ms: number;
  readonly differences: readonly Difference[];
}

/** At one sink: what was expected and what came, record by record. */
export interface Difference {
  readonly node: string;
  readonly expected: readonly ExpectedRecord[];
  readonly actual: readonly OutputRecord[];
}

export function runTest(topology: Topology, name: string, test: PipelineTest): TestResult {
  const startedMs = performance.now();
  const simulation = new Simulation(topology);
  try {
    const given = [...test.given].map(([node, records]) =>
      records.map((record) => ({ ...record, node, timestampMs: record.timestampMs ?? 0, partition: 0 })),
    );
    feed(simulation, interleave(given));
    if (test.advanceToMs !== null) simulation.advanceStreamTime(test.advanceToMs);
    const written = [...outputs(simulation), ...deadLetters(simulation)];
    const differences = [...test.expect].flatMap(([node, asWritten]) => {
      const actual = written.filter((record) => record.node === node);
      const sink = simulation.sinks.find((candidate) => candidate.node === node)?.config;
      const expected = sink === undefined ? asWritten : asWritten.map((record) => inTypes(record, sink));
      return matchesAll(expected, actual, test.unordered) ? [] : [{ node, expected, actual }];
    });
    return { name, passed: differences.length === 0, ms: performance.now() - startedMs, differences };
  } finally {
    simulation.close();
  }
}

/** What a test writes in another form of the same type (an instant as milliseconds) in the form that the sink writes. */
function inTypes(record: ExpectedRecord, sink: SinkConfig): ExpectedRecord {
  return { ...record, key: inType(record.key, sink.keyType), value: inType(record.value, sink.valueType) };
}

function inType(text: string | null | undefined, type: Type): string | null | undefined {
  if (text === null || text === undefined) return text;
  const value = coerce(parseJsonText(text), type);
  return value instanceof Mismatch ? text : writeJsonText(toJson(value, type));
}

function matchesAll(expected: readonly ExpectedRecord[], actual: readonly OutputRecord[], unordered: boolean): boolean {
  if (expected.length !== actual.length) return false;
  if (!unordered) return expected.every((record, index) => matches(record, actual[index]));
  const left = [...actual];
  return expected.every((record) => {
    const found = left.findIndex((candidate) => matches(record, candidate));
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}

/** Only what is written is compared; numbers by value, whatever they look like. */
export function matches(expected: ExpectedRecord, actual: OutputRecord | undefined): boolean {
  if (actual === undefined) return false;
  if (expected.timestampMs !== undefined && expected.timestampMs !== actual.timestampMs) return false;
  if (expected.key !== undefined && !sameJson(expected.key, actual.key)) return false;
  if (expected.value !== undefined && !sameJson(expected.value, actual.value)) return false;
  return (
    expected.headers === undefined ||
    expected.headers.every(([name, value]) => actual.headers.some(([other, text]) => other === name && text === value))
  );
}

function sameJson(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return a === b || equalValues(parseJsonText(a), parseJsonText(b));
}
