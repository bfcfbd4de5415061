/** Every example of every operator does what it says, however the engine is interrupted. Sources that are no topics have tests of their own. */
import assert from "node:assert/strict";
import test from "node:test";
import { matches } from "../../runtime/engine/run-tests.ts";
import { interleave } from "../../runtime/engine/feed.ts";
import { catalogue } from "../../shared/operators/catalogue.ts";
import { makeExamplePipeline } from "../../shared/operators/example-pipeline.ts";
import type { AnyOperator, ExampleRecord, OperatorExample } from "../../shared/operators/operator.ts";
import type { Json } from "../../shared/pipeline/pipeline.ts";
import { plan } from "../../shared/topology/plan.ts";
import { runSchedule, schedules } from "../support/schedules.ts";

for (const operator of catalogue.values()) {
  if (operator.type === "generator" || operator.type === "file-source") continue;
  for (const example of operator.examples) {
    for (const schedule of schedules) {
      test(`${operator.type}: ${example.title} (${schedule.name})`, () => {
        for (const { port, expected, actual } of runExample(operator, example, schedule)) {
          const message = `${port}: ${JSON.stringify(actual)}`;
          assert.equal(actual.length, expected.length, message);
          for (const [i, record] of expected.entries()) assert.ok(matches(toExpected(record), actual[i]), message);
        }
      });
    }
  }
}

function runExample(operator: AnyOperator, example: OperatorExample, schedule: (typeof schedules)[number]) {
  const { pipeline, sources, sinks } = makeExamplePipeline(operator, example);
  const { topology } = plan(pipeline);
  assert.ok(topology !== null);
  const given = Object.entries(example.given).map(([port, records]) => {
    const node = sources.get(port);
    assert.ok(node !== undefined, `an input ${port}`);
    return records.map((record) => ({
      node,
      partition: 0,
      timestampMs: record.timestamp ?? 0,
      key: toText(record.key ?? null),
      value: toText(record.value),
      headers: Object.entries(record.headers ?? {}),
    }));
  });
  const result = runSchedule({ topology, records: interleave(given), advanceToMs: example.advanceTo }, schedule);
  result.simulation.close();
  return [...sinks].map(([port, node]) => ({
    port,
    expected: example.expect[port] ?? [],
    actual: result.outputs.filter((output) => output.node === node),
  }));
}

function toExpected({ timestamp, key, value }: ExampleRecord) {
  return {
    timestampMs: timestamp,
    key: key === undefined ? undefined : toText(key),
    value: toText(value),
    headers: undefined,
  };
}

function toText(value: Json): string | null {
  return value === null ? null : JSON.stringify(value);
}
