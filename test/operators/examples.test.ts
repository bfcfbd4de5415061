/** Every example of every operator, as a whole pipeline, under every schedule. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { deadLetters, interleave, outputs } from "../../runtime/engine/feed.ts";
import type { FeedRecord, OutputRecord } from "../../runtime/engine/feed.ts";
import { resolvePaths } from "../../runtime/engine/load-topology.ts";
import { Simulation } from "../../runtime/engine/simulation.ts";
import { must } from "../../shared/assert.ts";
import { catalogue } from "../../shared/operators/catalogue.ts";
import { makeExamplePipeline } from "../../shared/operators/example-pipeline.ts";
import type { ExamplePipeline } from "../../shared/operators/example-pipeline.ts";
import type { ExampleRecord, OperatorExample } from "../../shared/operators/operator.ts";
import { plan } from "../../shared/topology/plan.ts";
import type { Topology } from "../../shared/topology/topology.ts";
import { lastPerKey, runSchedule, schedules } from "../support/schedules.ts";

for (const [type, operator] of catalogue) {
  describe(type, () => {
    test("has examples", () => assert.ok(operator.examples.length >= 2));
    for (const example of operator.examples) {
      const around = makeExamplePipeline(operator, example);
      if (example.files !== undefined || type === "generator") {
        test(example.title, () => readsItself(around, example));
        continue;
      }
      for (const schedule of schedules) {
        test(`${example.title}, ${schedule.name}`, () => {
          const topology = topologyOf(around);
          const result = runSchedule(
            { topology, records: given(around, example), advanceToMs: example.advanceTo },
            schedule,
          );
          const summarised = !schedule.commitsEachRecord && coalesces(topology);
          compare(
            around,
            example,
            result.outputs,
            summarised ? (records) => lastPerKey(records) : (records) => [...records],
          );
        });
      }
    }
  });
}

function topologyOf({ pipeline }: ExamplePipeline): Topology {
  const { topology, diagnostics } = plan(pipeline);
  return must(topology, JSON.stringify(diagnostics));
}

function coalesces(topology: Topology): boolean {
  return topology.subTopologies.some((part) =>
    part.nodes.some(({ config }) => "coalesce" in config && config.coalesce === true),
  );
}

function given({ sources }: ExamplePipeline, example: OperatorExample): FeedRecord[] {
  return interleave(
    Object.entries(example.given).map(([port, records]) =>
      records.map((record) => ({
        node: must(sources.get(port), `a source for ${port}`),
        partition: null,
        timestampMs: record.timestamp ?? 0,
        key: text(record.key) ?? null,
        value: text(record.value) ?? null,
        headers: Object.entries(record.headers ?? {}),
      })),
    ),
  );
}

function text(value: unknown): string | null | undefined {
  return value === undefined ? undefined : value === null ? null : JSON.stringify(value);
}

/** Sources that are no topics read what they read in a run; their position is restored half-way. */
async function readsItself(around: ExamplePipeline, example: OperatorExample): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "weir-example-"));
  try {
    for (const [path, content] of Object.entries(example.files ?? {})) await writeFile(join(folder, path), content);
    const simulation = new Simulation(resolvePaths(topologyOf(around), folder), { sources: "read" });
    simulation.run();
    for (let second = 0; second < 60; second++) simulation.advanceWallClock(1000);
    compare(around, example, [...outputs(simulation), ...deadLetters(simulation)], (records) => [...records]);
    simulation.close();
  } finally {
    await rm(folder, { recursive: true });
  }
}

function compare(
  around: ExamplePipeline,
  example: OperatorExample,
  actual: readonly OutputRecord[],
  select: (records: readonly OutputRecord[]) => OutputRecord[],
): void {
  for (const [port, node] of around.sinks) {
    const expected = (example.expect[port] ?? []).map((record) => ({ node, ...asOutput(record) }));
    const got = select(actual.filter((record) => record.node === node));
    const wanted = select(
      expected.map((record) => ({
        topic: "",
        partition: 0,
        headers: [],
        timestampMs: 0,
        key: null,
        value: null,
        ...record,
      })),
    );
    assert.deepEqual(
      got.map((record, index) => onlyNamed(record, (example.expect[port] ?? [])[index])),
      wanted.map((record, index) => onlyNamed(record, (example.expect[port] ?? [])[index])),
      port,
    );
  }
}

function asOutput(record: ExampleRecord): Partial<OutputRecord> {
  return {
    timestampMs: record.timestamp ?? 0,
    key: text(record.key) ?? null,
    value: text(record.value) ?? null,
    headers: Object.entries(record.headers ?? {}),
  };
}

/** What the example does not name is not compared; the value always is. */
function onlyNamed(record: OutputRecord, example: ExampleRecord | undefined): object {
  return {
    value: json(record.value),
    ...(example?.key === undefined ? {} : { key: json(record.key) }),
    ...(example?.timestamp === undefined ? {} : { timestamp: record.timestampMs }),
    ...(example?.headers === undefined ? {} : { headers: record.headers }),
  };
}

function json(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
