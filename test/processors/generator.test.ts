import assert from "node:assert/strict";
import test from "node:test";
import { type GeneratorConfig, type GeneratorField } from "../../shared/topology/processors.ts";
import type { ActiveSource } from "../../runtime/engine/active-source.ts";
import { createActiveSource } from "../../runtime/processors/sources.ts";
import { createTestContext, makeNode, readBatch, type OutputRecord } from "../support/processor-harness.ts";
import { expression, recordRoots, type } from "../support/typed-expression.ts";

const fields: GeneratorField[] = [
  { name: "id", kind: "sequence", start: 1, prefix: "o-" },
  { name: "n", kind: "sequence", start: -2, prefix: null },
  { name: "int", kind: "int", min: -3, max: 3, distribution: "uniform" },
  { name: "zipf", kind: "int", min: 1, max: 100, distribution: "zipf" },
  { name: "amount", kind: "number", min: 1, max: 1000, distribution: "log", digits: 2 },
  { name: "height", kind: "number", min: 0, max: 10, distribution: "normal", digits: 3 },
  { name: "price", kind: "decimal", min: 0, max: 1, digits: 2 },
  { name: "up", kind: "boolean", probability: 0.8 },
  { name: "kind", kind: "choice", values: ["a", 'q"uote', 3, 1.5, true, null], weights: null },
  { name: "weighted", kind: "choice", values: ["often", "rarely"], weights: [9, 1] },
  { name: "user", kind: "text", prefix: "é-", count: 50, distribution: "zipf" },
  { name: "uuid", kind: "uuid" },
  { name: "at", kind: "time", jitterMs: 500 },
  {
    name: "sub",
    kind: "struct",
    fields: [
      { name: "x", kind: "int", min: 7, max: 7, distribution: "uniform" },
      { name: "y", kind: "int", min: 0, max: 1000, distribution: "uniform" },
    ],
  },
];

function open(config: Partial<GeneratorConfig> = {}, nowMs: () => number = () => 0): ActiveSource {
  const valueType = type("{ id: string }");
  const node = makeNode("generator", {
    seed: 1,
    ratePerSecond: null,
    limit: 1000,
    startMs: 10_000,
    stepMs: 2.5,
    fields,
    valueType: { kind: "struct", fields: [] },
    key: expression("value.id", recordRoots(valueType)),
    uses: [],
    positions: "positions",
    ...config,
  });
  return createActiveSource(node, createTestContext(node, { nowMs }).context);
}

function drain(source: ActiveSource, size: number): OutputRecord[] {
  const all: OutputRecord[] = [];
  while (!source.done) all.push(...readBatch(source.read(size)!));
  return all;
}

const all = drain(open(), 1000);
type Value = Record<string, unknown>;
const column = <T>(name: string): T[] => all.map(({ value }) => (value as Value)[name] as T);

test("the same seed gives the same records in any batches, from any position on; another seed gives others", () => {
  assert.equal(all.length, 1000);
  assert.deepEqual(drain(open(), 7), all);
  const resumed = open();
  resumed.seek(990);
  assert.deepEqual(drain(resumed, 3), all.slice(990));
  assert.notDeepEqual(drain(open({ seed: 2 }), 1000)[0]!.value, all[0]!.value);
});

test("fields are what they are declared to be", () => {
  assert.deepEqual(
    all.slice(0, 2).map(({ key, timestamp }) => [key, timestamp]),
    [
      ["o-1", 10_000],
      ["o-2", 10_002],
    ],
  );
  assert.deepEqual(column("n").slice(0, 3), [-2, -1, 0]);
  assert.deepEqual(
    [...new Set(column<number>("int"))].toSorted((a, b) => a - b),
    [-3, -2, -1, 0, 1, 2, 3],
  );
  for (const [name, min, max] of [
    ["zipf", 1, 100],
    ["amount", 1, 1000],
    ["height", 0, 10],
    ["price", 0, 1],
  ] as const)
    for (const value of column<number>(name)) assert.ok(value >= min && value <= max, `${name} ${value}`);
  assert.ok(column<number>("amount").every((value) => Number(value.toFixed(2)) === value));
  assert.deepEqual(new Set(column("kind")), new Set(["a", 'q"uote', 3, 1.5, true, null]));
  assert.ok(column<string>("user").every((user) => /^é-\d{1,2}$/.test(user)));
  assert.ok(
    column<string>("uuid").every((uuid) =>
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid),
    ),
  );
  assert.equal(new Set(column("uuid")).size, 1000);
  assert.equal(new Set(column<Value>("sub").map(({ x }) => x)).size, 1);
  for (const [k, at] of column<string>("at").entries()) {
    const late = all[k]!.timestamp - Date.parse(at);
    assert.ok(late >= 0 && late <= 500);
  }
});

test("distributions have their shape", () => {
  const share = (values: unknown[], what: (value: never) => boolean): number =>
    values.filter((value) => what(value as never)).length / values.length;
  const near = (value: number, expected: number, name: string): void =>
    assert.ok(Math.abs(value - expected) < 0.06, `${name}: ${value}`);
  near(
    share(column("up"), (up: boolean) => up),
    0.8,
    "probability",
  );
  near(
    share(column("weighted"), (value: string) => value === "often"),
    0.9,
    "weights",
  );
  near(
    share(column("int"), (value: number) => value === 0),
    1 / 7,
    "uniform",
  );
  near(
    share(column("zipf"), (value: number) => value === 1),
    Math.log(2) / Math.log(101),
    "zipf",
  );
  near(
    share(column("amount"), (value: number) => value < 10),
    1 / 3,
    "log",
  );
  near(
    share(column("height"), (value: number) => Math.abs(value - 5) < 10 / 6),
    0.68,
    "normal",
  );
});

test("the rate is kept, and says when to come again", () => {
  let now = 5000;
  const source = open({ ratePerSecond: 100, limit: 10, startMs: null }, () => now);
  assert.equal(source.read(50)?.selected, 1);
  assert.equal(source.read(50), null);
  assert.equal(source.nextReadyMs(), 5010);
  now = 5035;
  const batch = source.read(50)!;
  assert.equal(batch.selected, 3);
  assert.deepEqual([...batch.timestamps], [5035, 5035, 5035]);
  now = 9000;
  assert.equal(source.read(50)?.selected, 6);
  assert.ok(source.done);
  assert.equal(source.position, 10);
});
