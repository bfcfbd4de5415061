/** What the planner refuses or warns of in the whole of a pipeline. Every PLAN code has a case here. */
import assert from "node:assert/strict";
import test from "node:test";
import { hasErrors } from "../../shared/diagnostics.ts";
import { errorCodes } from "../../shared/errors.ts";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { plan } from "../../shared/topology/plan.ts";
import { makePipeline, node, shortFindings, sink, source, table } from "./pipelines.ts";

interface Case {
  readonly name: string;
  readonly pipeline: Pipeline;
  readonly partitions?: Readonly<Record<string, number>>;
  readonly finds: readonly string[];
}

const count = (config: object = {}) => node("aggregate", { fields: { n: "count()" }, ...config });
const look = (config: object = {}) => node("stream-table-join", { result: { n: "right.name" }, ...config });
const pair = (config: object = {}) => node("stream-stream-join", { after: "1m", result: { id: "left.id" }, ...config });
const all = node("filter", { where: "true" });

const cases: readonly Case[] = [
  { name: "no nodes", pipeline: makePipeline({}, []), finds: ["DOC_0211 /nodes"] },
  {
    name: "an unknown operator",
    pipeline: makePipeline({ a: source("a"), b: node("teleport") }, ["a > b"]),
    finds: ["DOC_0210 /nodes/b/type"],
  },
  {
    name: "an edge from nowhere, to nowhere",
    pipeline: makePipeline({ a: source("a"), out: sink("out") }, ["a > out", "x > out", "a > y"]),
    finds: ["DOC_0201 /edges/e1/from", "DOC_0201 /edges/e2/to"],
  },
  {
    name: "ports that do not exist",
    pipeline: makePipeline({ a: source("a"), out: sink("out") }, ["a.left > out.right", "a > out"]),
    finds: ["DOC_0202 /edges/e0/from", "DOC_0202 /edges/e0/to"],
  },
  { name: "an open input", pipeline: makePipeline({ a: source("a"), f: all }, []), finds: ["DOC_0204 /nodes/f"] },
  {
    name: "too many edges",
    pipeline: makePipeline({ a: source("a"), t: table("t"), u: table("u"), j: look() }, [
      "a > j.left",
      "t > j.right",
      "u > j.right",
    ]),
    finds: ["DOC_0205 /nodes/j"],
  },
  {
    name: "an edge from a node to itself",
    pipeline: makePipeline({ a: source("a"), f: all }, ["a > f", "f > f"]),
    finds: ["DOC_0207 /nodes/f"],
  },
  {
    name: "a cycle",
    pipeline: makePipeline({ a: source("a"), f: all, g: all }, ["a > f", "f > g", "g > f"]),
    finds: ["DOC_0207 /nodes/f"],
  },
  {
    name: "a table where a stream is needed",
    pipeline: makePipeline({ t: table("t"), f: all }, ["t > f"]),
    finds: ["PLAN_0002 /edges/e0"],
  },
  {
    name: "streams with nothing in common",
    pipeline: makePipeline({ a: source("a"), b: source("b", "string"), m: node("merge") }, ["a > m", "b > m"]),
    finds: ["PLAN_0003 /edges/e1"],
  },
  {
    name: "streams that would have to be converted",
    pipeline: makePipeline({ a: source("a", "{ n: int }"), b: source("b", "{ n: number }"), m: node("merge") }, [
      "a > m",
      "b > m",
    ]),
    finds: ["PLAN_0003 /edges/e0"],
  },
  {
    name: "keys of different types",
    pipeline: makePipeline({ a: source("a"), b: source("b"), j: pair({ on: { left: "value.total" } }) }, [
      "a > j.left",
      "b > j.right",
    ]),
    finds: ["PLAN_0101 /nodes/j/config/on"],
  },
  {
    name: "a table with keys of another type",
    pipeline: makePipeline({ a: source("a"), t: table("t"), j: look({ on: "value.total" }) }, [
      "a > j.left",
      "t > j.right",
    ]),
    finds: ["PLAN_0101 /nodes/j/config/on"],
  },
  {
    name: "topics of different sizes",
    pipeline: makePipeline({ a: source("a"), t: table("t"), j: look() }, ["a > j.left", "t > j.right"]),
    partitions: { a: 4, t: 6 },
    finds: ["PLAN_0102 /nodes/t/config/topic"],
  },
  {
    name: "repartition nodes of different sizes",
    pipeline: makePipeline(
      {
        a: source("a"),
        b: source("b"),
        r: node("repartition", { partitions: 2 }),
        s: node("repartition", { partitions: 3 }),
        j: pair(),
      },
      ["a > r", "b > s", "r > j.left", "s > j.right"],
    ),
    finds: ["PLAN_0102 /nodes/s/config/topic"],
  },
  {
    name: "two connections",
    pipeline: makePipeline({ a: source("a", "int", { connection: "x" }), out: sink("out", { connection: "y" }) }, [
      "a > out",
    ]),
    finds: ["PLAN_0201 /nodes/out/config/connection"],
  },
  {
    name: "a topic of Kafka's own",
    pipeline: makePipeline({ a: source("__consumer_offsets"), out: sink("out") }, ["a > out"]),
    finds: ["PLAN_0202 /nodes/a/config/topic"],
  },
  {
    name: "an internal topic of its own",
    pipeline: makePipeline({ a: source("a"), c: count(), out: sink("p-c-changelog") }, ["a > c", "c > out"]),
    finds: ["PLAN_0203 /nodes/out/config/topic"],
  },
  {
    name: "an internal topic that it once had",
    pipeline: makePipeline({ a: source("p-old-repartition"), out: sink("out") }, ["a > out"]),
    finds: ["PLAN_0202 /nodes/a/config/topic"],
  },
  {
    name: "an internal topic with too long a name",
    pipeline: makePipeline({ a: source("a"), c: count(), out: sink("out") }, ["a > c", "c > out"], "p".repeat(240)),
    finds: ["PLAN_0202 /nodes/c/config/topic"],
  },
  {
    name: "one topic read twice",
    pipeline: makePipeline({ a: source("t"), b: source("t"), out: sink("out") }, ["a > out", "b > out"]),
    finds: ["PLAN_0203 /nodes/b/config/topic"],
  },
  {
    name: "one topic written in two ways",
    pipeline: makePipeline({ a: source("a"), x: sink("t", { partitions: 2 }), y: sink("t", { partitions: 3 }) }, [
      "a > x",
      "a > y",
    ]),
    finds: ["PLAN_0203 /nodes/y/config/topic"],
  },
  {
    name: "dead letters in a topic that is read",
    pipeline: makePipeline(
      { a: { ...source("a"), onError: { policy: "dead-letter", topic: "a" } }, out: sink("out") },
      ["a > out"],
    ),
    finds: ["PLAN_0203 /nodes/a/config/topic"],
  },
  {
    name: "a loop through a topic",
    pipeline: makePipeline({ a: source("t"), out: sink("t") }, ["a > out"]),
    finds: ["PLAN_0204 /nodes/out/config/topic"],
  },
  {
    name: "a loop through two topics",
    pipeline: makePipeline({ a: source("s"), x: sink("t"), b: source("t"), y: sink("s") }, ["a > x", "b > y"]),
    finds: ["PLAN_0204 /nodes/x/config/topic", "PLAN_0204 /nodes/y/config/topic"],
  },
  {
    name: "state without bound",
    pipeline: makePipeline({ a: source("a"), c: count({ fields: { all: "collect(value.id)" } }), out: sink("out") }, [
      "a > c",
      "c > out",
    ]),
    finds: ["PLAN_0301 /nodes/c/config/fields"],
  },
];

for (const { name, pipeline, partitions = {}, finds } of cases)
  test(name, () => {
    const { topology, diagnostics } = plan(pipeline, { topicPartitions: new Map(Object.entries(partitions)) });
    assert.deepEqual(shortFindings(diagnostics), finds);
    assert.equal(topology === null, hasErrors(diagnostics));
    for (const { message, hint } of diagnostics) {
      assert.match(message, /^\S.*[.]$/s);
      assert.match(hint ?? "", /^\S.*[.]$/s, `${message} says what to do`);
    }
  });

const sound: readonly { name: string; pipeline: Pipeline }[] = [
  {
    name: "a topic that is written and read without a loop",
    pipeline: makePipeline({ a: source("a"), x: sink("t"), b: source("t"), y: sink("out") }, ["a > x", "b > y"]),
  },
  {
    name: "two branches into one topic",
    pipeline: makePipeline({ a: source("a"), x: sink("t"), y: sink("t") }, ["a > x", "a > y"]),
  },
  {
    name: "a list with a limit",
    pipeline: makePipeline(
      { a: source("a"), c: count({ fields: { some: "collect(value.id, 5)" } }), out: sink("out") },
      ["a > c", "c > out"],
    ),
  },
  {
    name: "one connection, named once",
    pipeline: makePipeline({ a: source("a", "int", { connection: "x" }), out: sink("out") }, ["a > out"]),
  },
];

for (const { name, pipeline } of sound)
  test(`no findings: ${name}`, () => {
    const { topology, diagnostics } = plan(pipeline);
    assert.deepEqual(diagnostics, []);
    assert.ok(topology !== null);
  });

test("every code has a case", () => {
  const covered = new Set(cases.flatMap(({ finds }) => finds).map((text) => text.slice(0, 9)));
  assert.deepEqual(
    Object.keys(errorCodes).filter((code) => code.startsWith("PLAN_") && !covered.has(code)),
    [],
  );
});
