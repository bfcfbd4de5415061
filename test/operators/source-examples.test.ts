/** The examples of sources that the engine reads by itself: files and generators, read one record at a time and all at once. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { createActiveSource } from "../../runtime/processors/sources.ts";
import { catalogue } from "../../shared/operators/catalogue.ts";
import { makeExamplePipeline } from "../../shared/operators/example-pipeline.ts";
import type { AnyOperator, OperatorExample } from "../../shared/operators/operator.ts";
import { coerce, toJson } from "../../shared/records/coerce.ts";
import type { Type } from "../../shared/records/types.ts";
import { plan } from "../../shared/topology/plan.ts";
import type { TopologyNode } from "../../shared/topology/topology.ts";
import { createTestContext, readBatch, type OutputRecord } from "../support/processor-harness.ts";

const folder = mkdtempSync(join(tmpdir(), "weir-examples-"));
test.after(() => rmSync(folder, { recursive: true }));

for (const type of ["generator", "file-source"]) {
  const operator = catalogue.get(type);
  assert.ok(operator !== undefined);
  for (const example of operator.examples)
    for (const rows of [1, 100])
      test(`${type}: ${example.title} (${rows} at a time)`, () => {
        const { records, type } = read(operator, example, rows);
        const expected = example.expect["out"] ?? [];
        assert.equal(records.length, expected.length);
        for (const [i, { timestamp, key, value }] of expected.entries()) {
          const actual = records[i];
          assert.ok(actual !== undefined);
          if (timestamp !== undefined) assert.equal(actual.timestamp, timestamp);
          if (key !== undefined) assert.deepEqual(actual.key, key);
          assert.deepEqual(inJson(actual.value, type), inJson(value, type));
        }
      });
}

function read(operator: AnyOperator, example: OperatorExample, rows: number): { records: OutputRecord[]; type: Type } {
  for (const [path, text] of Object.entries(example.files ?? {})) writeFileSync(join(folder, path), text);
  const { topology } = plan(makeExamplePipeline(operator, example).pipeline);
  const node = topology?.subTopologies.flatMap((part) => part.nodes).find((one) => one.id === "node");
  assert.ok(node !== undefined && isActive(node));
  const placed =
    node.type === "file-source" ? { ...node, config: { ...node.config, path: join(folder, node.config.path) } } : node;
  let nowMs = 1_000_000;
  const { context, outcome } = createTestContext(placed, { nowMs: () => nowMs });
  const source = createActiveSource(placed, context);
  const records: OutputRecord[] = [];
  while (!source.done) {
    const batch = source.read(rows);
    if (batch !== null) records.push(...readBatch(batch, node.types[0]?.key, node.config.valueType));
    // A rate holds records back: the clock goes on to when the next is due.
    else nowMs = Math.max(nowMs + 1, source.nextReadyMs() ?? 0);
  }
  source.close();
  assert.deepEqual(outcome.failures, []);
  return { records, type: node.config.valueType };
}

function isActive(node: TopologyNode): node is TopologyNode<"generator"> | TopologyNode<"file-source"> {
  return node.type === "generator" || node.type === "file-source";
}

function inJson(value: unknown, type: Type): unknown {
  return JSON.parse(JSON.stringify(toJson(coerce(value, type), type)));
}
