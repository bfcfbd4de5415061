import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { Projection } from "../../shared/topology/processors.ts";
import { STRING } from "../../shared/records/types.ts";
import { makeBatch, makeNode, createTestContext, runProcessor, type TestRecord } from "../support/processor-harness.ts";
import { createProcessor } from "../../runtime/processors/create-processor.ts";
import { expression, recordRoots, type } from "../support/typed-expression.ts";

const valueType = type(
  "{ id: string; n: int; tags: string[]; note?: string; customer?: { name: string; city: string } }",
);
const roots = recordRoots(valueType);
const setting = { keyType: STRING, valueType, uses: [["n"], ["id"]] };

function record(n: number, more: Record<string, unknown> = {}): TestRecord {
  return { key: `k${n}`, value: { id: `id-${n}`, n, tags: [], ...more }, timestamp: 1000 + n };
}

const records = [5, 0, 3, 8, 0, 1].map((n) => record(n));
const bad: TestRecord = { key: "bad", value: { id: "x", n: "not a number", tags: [] }, timestamp: 7 };

function values(outputs: readonly { readonly value: unknown }[]): unknown[] {
  return outputs.map(({ value }) => value);
}

test("filter passes what is true and counts the rest", () => {
  const where = expression("value.n > 2", roots);
  const outcome = runProcessor("filter", { where }, [...records, bad, record(4)], setting);
  assert.deepEqual(
    outcome.outputs[0],
    [5, 3, 8, 4].map((n) => record(n)),
  );
  assert.deepEqual(outcome.drops, { filtered: 3 });
  assert.deepEqual(outcome.failures, [{ record: 6, code: "REC_0003" }]);
});

test("filter takes null for false", () => {
  const where = expression('(value.note ?? "") == "x"', roots);
  const outcome = runProcessor(
    "filter",
    { where },
    [record(1), record(2, { note: "x" }), record(3, { note: null })],
    setting,
  );
  assert.deepEqual(values(outcome.outputs[0]!), [record(2, { note: "x" }).value]);
});

test("every record ends in exactly one place", () => {
  const conditions = ["value.n > 4", "value.n % 2 == 0", "6 % value.n == 0"].map((source) => expression(source, roots));
  const outputs = ["first", "second", "third", "other"];
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 }),
      fc.boolean(),
      (numbers, withOther) => {
        const given = numbers.map((n) => record(n));
        const ports = withOther ? outputs : outputs.slice(0, 3);
        const outcome = runProcessor("branch", { cases: conditions }, given, { ...setting, outputs: ports });
        const expected = {
          first: numbers.filter((n) => n > 4),
          second: numbers.filter((n) => n <= 4 && n % 2 === 0),
          third: numbers.filter((n) => [1, 3].includes(n)),
        };
        for (const [port, name] of (["first", "second", "third"] as const).entries())
          assert.deepEqual(
            outcome.outputs[port],
            expected[name].map((n) => record(n)),
            name,
          );
        const total = outcome.outputs.reduce((sum, list) => sum + list.length, 0);
        assert.equal(total + (outcome.drops["no-match"] ?? 0) + outcome.failures.length, numbers.length);
      },
    ),
    { numRuns: 50 },
  );
});

test("branch: failures leave, what matches nothing goes to the last output or is counted", () => {
  const cases = [expression("10 % value.n == 0", roots), expression("value.n == 3", roots)];
  const given = [5, 0, 3, 8, 0, 1].map((n) => record(n));
  const three = runProcessor("branch", { cases }, given, { ...setting, outputs: ["a", "b", "rest"] });
  assert.deepEqual(three.outputs, [[record(5), record(1)], [record(3)], [record(8)]]);
  assert.deepEqual(
    three.failures.map((failure) => failure.record),
    [1, 4],
  );
  const two = runProcessor("branch", { cases }, given, { ...setting, outputs: ["a", "b"] });
  assert.deepEqual(two.drops, { "no-match": 1 });
});

const field = (name: string, source: string): Projection["fields"][number] => ({
  name,
  value: expression(source, roots),
});

test("map from nothing: fields in order, passed through or computed", () => {
  const projection: Projection = {
    base: { keep: "none" },
    fields: [
      field("who", "value.customer.name"),
      field("twice", "value.n * 2"),
      field("tags", "value.tags"),
      field("fixed", '"x"'),
      field("at", "timestamp"),
      field("key", "key"),
    ],
    whole: null,
  };
  const given = [record(1, { customer: { name: "Ada", city: "London" }, tags: ["a", "b"] }), record(2)];
  const outcome = runProcessor("map", projection, given, { ...setting, outputType: { value: { kind: "any" } } });
  assert.deepEqual(outcome.outputs[0], [
    {
      key: "k1",
      timestamp: 1001,
      value: { who: "Ada", twice: 2, tags: ["a", "b"], fixed: "x", at: "1970-01-01T00:00:01.001Z", key: "k1" },
    },
    {
      key: "k2",
      timestamp: 1002,
      value: { who: null, twice: 4, tags: [], fixed: "x", at: "1970-01-01T00:00:01.002Z", key: "k2" },
    },
  ]);
  assert.deepEqual(Object.keys(Object(outcome.outputs[0]?.[0]?.value)), ["who", "twice", "tags", "fixed", "at", "key"]);
});

test("map that keeps the rest: drops, overrides, adds, and leaves what it does not know alone", () => {
  const projection: Projection = {
    base: { keep: "all", drop: ["tags"] },
    fields: [field("n", "value.n + 1"), field("new", "value.id")],
    whole: null,
  };
  const given = [record(1, { unknown: { deep: [1, null] } }), bad, record(2)];
  const outcome = runProcessor("map", projection, given, { ...setting, outputType: { value: { kind: "any" } } });
  assert.deepEqual(values(outcome.outputs[0]!), [
    { id: "id-1", unknown: { deep: [1, null] }, n: 2, new: "id-1" },
    { id: "id-2", n: 3, new: "id-2" },
  ]);
  assert.deepEqual(outcome.failures, [{ record: 1, code: "REC_0003" }]);
});

test("map to one expression", () => {
  const whole = (source: string): Projection => ({
    base: { keep: "none" },
    fields: [],
    whole: expression(source, roots),
  });
  const run = (source: string): unknown[] =>
    values(
      runProcessor("map", whole(source), [record(1), record(2)], { ...setting, outputType: { value: { kind: "any" } } })
        .outputs[0]!,
    );
  assert.deepEqual(run("value.n"), [1, 2]);
  assert.deepEqual(run("`${value.id}!`"), ["id-1!", "id-2!"]);
  assert.deepEqual(run("{ a: value.n, b: { c: value.id } }"), [
    { a: 1, b: { c: "id-1" } },
    { a: 2, b: { c: "id-2" } },
  ]);
  assert.deepEqual(run("{ ...value, n: 0 }"), [
    { id: "id-1", n: 0, tags: [] },
    { id: "id-2", n: 0, tags: [] },
  ]);
  assert.deepEqual(run("null"), [null, null]);
});

test("maps over maps give what one map over the values would", () => {
  const first: Projection = {
    base: { keep: "all", drop: ["tags"] },
    fields: [field("m", "value.n * 10")],
    whole: null,
  };
  const after = type("{ id: string; n: int; m: int; note?: string }");
  const second: Projection = {
    base: { keep: "all", drop: ["n"] },
    fields: [
      { name: "m", value: expression("value.m + value.n", recordRoots(after)) },
      { name: "last", value: expression("value.note ?? value.id", recordRoots(after)) },
    ],
    whole: null,
  };
  const { context, outcome } = createTestContext(makeNode("map", second), { valueType: { kind: "any" } });
  const last = createProcessor(makeNode("map", second), context);
  const middle = createProcessor(makeNode("map", first), {
    ...context,
    emit: (_port, batch) => last.process(0, batch),
  });
  middle.process(0, makeBatch([record(1), record(2, { note: "n" })], setting));
  assert.deepEqual(values(outcome.outputs[0]!), [
    { id: "id-1", m: 11, last: "id-1" },
    { id: "id-2", note: "n", m: 22, last: "n" },
  ]);
});

test("a deletion stays one through maps, and its fields read as null", () => {
  const before = type("{ n: int } | null");
  const after = type("{ m: int } | null");
  const nullableField = (name: string, source: string, declared: typeof before): Projection["fields"][number] => ({
    name,
    value: expression(source, recordRoots(declared)),
  });
  const first: Projection = {
    base: { keep: "none" },
    fields: [nullableField("m", "(value.n ?? 0) + 1", before)],
    whole: null,
  };
  const second: Projection = {
    base: { keep: "all", drop: [] },
    fields: [nullableField("seen", "value.m ?? -1", after)],
    whole: null,
  };
  const where = expression("value.m == null || value.m == 3", recordRoots(after));
  const filterNode = makeNode("filter", { where });
  const { context, outcome } = createTestContext(filterNode, { valueType: { kind: "any" } });
  const filter = createProcessor(filterNode, context);
  const last = createProcessor(makeNode("map", second), {
    ...context,
    emit: (_port, batch) => filter.process(0, batch),
  });
  const head = createProcessor(makeNode("map", first), { ...context, emit: (_port, batch) => last.process(0, batch) });
  const given = [1, null, 2, null].map((n) => ({ key: "k", value: n === null ? null : { n } }));
  head.process(0, makeBatch(given, { valueType: before, uses: [["n"]] }));
  assert.deepEqual(values(outcome.outputs[0]!), [null, { m: 3, seen: 3 }, null]);
  assert.deepEqual(outcome.failures, []);
});

test("select-key replaces the key", () => {
  const run = (source: string): unknown[] =>
    runProcessor("select-key", { key: expression(source, roots) }, [record(1), bad, record(2)], {
      ...setting,
      outputType: { key: { kind: "any" }, value: { kind: "any" } },
    }).outputs[0]!.map(({ key }) => key);
  assert.deepEqual(run("value.id"), ["id-1", "x", "id-2"]);
  assert.deepEqual(run("{ id: value.id, odd: value.n % 2 == 1 }"), [
    { id: "id-1", odd: true },
    { id: "id-2", odd: false },
  ]);
  assert.deepEqual(run("null"), [null, null, null]);
});

test("flat-map: a record per item, empty and missing lists are counted", () => {
  const list = expression("value.tags", roots);
  const given = [record(1, { tags: ["a", "b"] }), record(2), record(3, { tags: ["c"] })];
  const plain = runProcessor("flat-map", { list, value: null, itemType: STRING }, given, {
    ...setting,
    outputType: { value: { kind: "any" } },
  });
  assert.deepEqual(plain.outputs[0], [
    { key: "k1", value: "a", timestamp: 1001 },
    { key: "k1", value: "b", timestamp: 1001 },
    { key: "k3", value: "c", timestamp: 1003 },
  ]);
  assert.deepEqual(plain.drops, { "empty-list": 1 });
  const itemRoots = new Map([...roots, ["item", STRING], ["index", { kind: "int" }]] as const);
  const value: Projection = {
    base: { keep: "all", drop: ["tags"] },
    fields: [
      { name: "tag", value: expression("`${item}${index}`", itemRoots) },
      { name: "rest", value: expression("6 % (value.n - index)", itemRoots) },
    ],
    whole: null,
  };
  const projected = runProcessor("flat-map", { list, value, itemType: STRING }, given, {
    ...setting,
    outputType: { value: { kind: "any" } },
  });
  assert.deepEqual(values(projected.outputs[0]!), [
    { id: "id-1", n: 1, tag: "a0", rest: 0 },
    { id: "id-3", n: 3, tag: "c0", rest: 0 },
  ]);
  assert.deepEqual(
    projected.failures.map((failure) => failure.record),
    [0],
  );
});

test("flat-map of more items than fit in one batch", () => {
  const tags = Array.from({ length: 20_000 }, (_, k) => `t${k}`);
  const outcome = runProcessor(
    "flat-map",
    { list: expression("value.tags", roots), value: null, itemType: STRING },
    [record(1, { tags }), record(2, { tags })],
    setting,
  );
  assert.deepEqual(values(outcome.outputs[0]!), [...tags, ...tags]);
});

test("merge and peek pass everything on; peek logs now and then", () => {
  assert.deepEqual(runProcessor("merge", {}, records, setting).outputs[0], records);
  let now = 0;
  const { context, outcome } = createTestContext(makeNode("peek", { label: null, everyMs: 100 }), {
    ...setting,
    nowMs: () => now,
  });
  const peek = createProcessor(makeNode("peek", { label: expression("value.id", roots), everyMs: 100 }), context);
  for (const [k, given] of records.entries()) {
    now = k * 40;
    peek.process(0, makeBatch([given], setting));
  }
  assert.deepEqual(outcome.outputs[0], records);
  assert.equal(outcome.logs.length, 2);
  assert.match(outcome.logs[1]!, /^id-8 .*"seen":4/);
});

test("console-sink prints lines and keeps to its limit", () => {
  const json = runProcessor("console-sink", { format: "json", limitPerSecond: null }, records.slice(0, 2), {
    ...setting,
    outputs: [],
  });
  assert.deepEqual(
    json.printed
      .join("")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
    records.slice(0, 2),
  );
  const pretty = runProcessor("console-sink", { format: "pretty", limitPerSecond: 1 }, records, {
    ...setting,
    outputs: [],
  });
  assert.equal(pretty.printed.join(""), '1970-01-01T00:00:01.005Z  "k5"  {"id":"id-5","n":5,"tags":[]}\n');
  assert.equal(pretty.logs.length, 1);
});
