/** What is wrong with a node's configuration, each finding at its place. Every NODE code has a case here. */
import assert from "node:assert/strict";
import test from "node:test";
import { errorCodes } from "../../shared/errors.ts";
import type { Json } from "../../shared/pipeline/pipeline.ts";
import { plan } from "../../shared/topology/plan.ts";
import { makePipeline, node, shortFindings, sink, source, table } from "../topology/pipelines.ts";

interface Case {
  readonly name: string;
  readonly type: string;
  readonly config: Json;
  /** Type of the values that arrive. */
  readonly value?: string;
  /** Code and place within the configuration. */
  readonly finds: readonly string[];
}

const withProto: Json = JSON.parse('{ "fields": { "__proto__": "value.id" } }');

const cases: readonly Case[] = [
  { name: "an aggregate of nothing", type: "aggregate", config: { fields: {} }, finds: ["NODE_0101 /fields"] },
  { name: "a generator of nothing", type: "generator", config: { fields: {} }, finds: ["NODE_0101 /fields"] },
  { name: "an unknown setting", type: "filter", config: { where: "true", wear: 1 }, finds: ["NODE_0102 /wear"] },
  { name: "a missing setting", type: "filter", config: {}, finds: ["NODE_0103 /where"] },
  { name: "a wrong duration", type: "peek", config: { every: "soon" }, finds: ["NODE_0104 /every"] },
  { name: "a negative duration", type: "peek", config: { every: "-1s" }, finds: ["NODE_0104 /every"] },
  { name: "an illegal topic", type: "kafka-sink", config: { topic: "a b" }, finds: ["NODE_0104 /topic"] },
  {
    name: "a wrong instant",
    type: "kafka-source",
    config: { topic: "t", startAt: "noon" },
    finds: ["NODE_0104 /startAt"],
  },
  { name: "a reserved name", type: "map", config: withProto, finds: ["NODE_0105 /fields/__proto__"] },
  { name: "a field to drop that is not there", type: "map", config: { drop: ["idd"] }, finds: ["NODE_0201 /drop/0"] },
  { name: "a field to keep", type: "map", config: { keep: ["id", "no"] }, finds: ["NODE_0201 /keep/1"] },
  { name: "a field to rename", type: "map", config: { rename: { no: "x" } }, finds: ["NODE_0201 /rename/no"] },
  {
    name: "a field to mask",
    type: "mask",
    config: { fields: { "id.x": "redact" } },
    finds: ["NODE_0203 /fields/id.x"],
  },
  {
    name: "a nested field to mask",
    type: "mask",
    config: { fields: { no: "redact" } },
    finds: ["NODE_0201 /fields/no"],
  },
  {
    name: "a column",
    type: "file-sink",
    config: { path: "x", format: "csv", columns: ["no"] },
    finds: ["NODE_0201 /columns/0"],
  },
  { name: "value and fields", type: "map", config: { value: "1", fields: { a: "1" } }, finds: ["NODE_0202 /value"] },
  { name: "a map that does nothing", type: "map", config: {}, finds: ["NODE_0202 "] },
  { name: "a mask of nothing", type: "mask", config: { fields: {} }, finds: ["NODE_0202 /fields"] },
  {
    name: "a part masked twice",
    type: "mask",
    config: { fields: { "a.b": "redact", a: "remove" } },
    value: "{ a: { b: string } }",
    finds: ["NODE_0202 /fields/a"],
  },
  {
    name: "columns of ndjson",
    type: "file-sink",
    config: { path: "x", columns: ["id"] },
    finds: ["NODE_0202 /columns"],
  },
  {
    name: "a step without a start",
    type: "generator",
    config: { fields: { a: { kind: "uuid" } }, step: "1s" },
    finds: ["NODE_0202 /step"],
  },
  {
    name: "fields of a text",
    type: "map",
    config: { drop: ["a"] },
    value: "string",
    finds: ["NODE_0201 /drop/0", "NODE_0203 /keep"],
  },
  {
    name: "an object as text",
    type: "kafka-sink",
    config: { topic: "t", value: { format: "string" } },
    finds: ["NODE_0204 /value"],
  },
  {
    name: "nested delimited fields",
    type: "kafka-sink",
    config: { topic: "t", value: { format: "delimited" } },
    value: "{ a: { b: int } }",
    finds: ["NODE_0204 /value"],
  },
  {
    name: "a text as csv",
    type: "file-sink",
    config: { path: "x", format: "csv" },
    value: "string",
    finds: ["NODE_0204 /format"],
  },
  {
    name: "delimited without fields",
    type: "kafka-source",
    config: { topic: "t", value: { format: "delimited", type: "int" } },
    finds: ["NODE_0204 /value"],
  },
  { name: "no list", type: "flat-map", config: { list: "value.id" }, finds: ["NODE_0205 /list"] },
  {
    name: "two outputs of one name",
    type: "branch",
    config: {
      cases: [
        { port: "a", when: "true" },
        { port: "a", when: "true" },
      ],
    },
    finds: ["NODE_0206 /cases/1/port"],
  },
  {
    name: "a group named window",
    type: "aggregate",
    config: { by: { window: "value.id" }, window: { kind: "tumbling", size: "1m" }, fields: { n: "count()" } },
    finds: ["NODE_0207 /by/window"],
  },
  {
    name: "a close without a window",
    type: "aggregate",
    config: { emit: "on-close", fields: { n: "count()" } },
    finds: ["NODE_0208 /emit"],
  },
  {
    name: "an empty window",
    type: "aggregate",
    config: { window: { kind: "tumbling", size: "0s" }, fields: { n: "count()" } },
    finds: ["NODE_0208 /window/size"],
  },
  {
    name: "windows with gaps",
    type: "aggregate",
    config: { window: { kind: "hopping", size: "1m", advance: "2m" }, fields: { n: "count()" } },
    finds: ["NODE_0208 /window/advance"],
  },
  {
    name: "windows that stand still",
    type: "aggregate",
    config: { window: { kind: "hopping", size: "1m", advance: "0s" }, fields: { n: "count()" } },
    finds: ["NODE_0208 /window/advance"],
  },
  {
    name: "too many windows",
    type: "aggregate",
    config: { window: { kind: "hopping", size: "1h", advance: "1s" }, fields: { n: "count()" } },
    finds: ["NODE_0208 /window/advance"],
  },
  {
    name: "a range upside down",
    type: "generator",
    config: { fields: { a: { kind: "int", min: 5, max: 4 } } },
    finds: ["NODE_0210 /fields/a/max"],
  },
  {
    name: "weights that do not fit",
    type: "generator",
    config: { fields: { s: { kind: "struct", fields: { a: { kind: "choice", values: [1, 2], weights: [1] } } } } },
    finds: ["NODE_0210 /fields/s/fields/a/weights"],
  },
  {
    name: "a logarithm of nothing",
    type: "generator",
    config: { fields: { a: { kind: "number", min: 0, max: 4, distribution: "log" } } },
    finds: ["NODE_0210 /fields/a/min"],
  },
  {
    name: "an unknown field in an expression",
    type: "filter",
    config: { where: "value.idd == 1" },
    finds: ["EXPR_0102 /where"],
  },
  {
    name: "an expression as an object",
    type: "filter",
    config: { where: { lang: "weir", src: "value.total" } },
    finds: ["EXPR_0111 /where/src"],
  },
  {
    name: "a wrong type",
    type: "kafka-source",
    config: { topic: "t", value: { format: "json", type: "{ a: txt }" } },
    finds: ["EXPR_0202 /value/type"],
  },
  {
    name: "an unknown aggregate function",
    type: "aggregate",
    config: { fields: { n: "middle(1)" } },
    finds: ["EXPR_0103 /fields/n"],
  },
  {
    name: "a sum of texts",
    type: "aggregate",
    config: { fields: { n: "sum(value.id)" } },
    finds: ["EXPR_0110 /fields/n"],
  },
  {
    name: "a record outside of an aggregate function",
    type: "aggregate",
    config: { fields: { n: "value.total" } },
    finds: ["EXPR_0101 /fields/n"],
  },
  {
    name: "too many of the best",
    type: "aggregate",
    config: { fields: { n: "topK(value.total, 0)" } },
    finds: ["EXPR_0110 /fields/n"],
  },
];

for (const { name, type, config, value, finds } of cases)
  test(`${type}: ${name}`, () => {
    assert.deepEqual(findingsOf(type, config, value), finds.toSorted());
  });

test("a join that keeps very much is a warning", () => {
  const { topology, diagnostics } = plan(
    makePipeline(
      {
        a: source("a"),
        b: source("b"),
        join: node("stream-stream-join", { after: "30d", result: { id: "left.id" } }),
        out: sink("out"),
      },
      ["a > join.left", "b > join.right", "join > out"],
    ),
  );
  assert.deepEqual(shortFindings(diagnostics), ["NODE_0209 /nodes/join/config/after"]);
  assert.ok(topology !== null);
});

test("an unknown kind of table is no table", () => {
  const { topology } = plan(makePipeline({ t: table("t"), out: sink("out") }, ["t > out"]));
  assert.equal(topology?.subTopologies[0]?.nodes.at(-1)?.type, "sink");
});

test("every code has a case", () => {
  const covered = new Set([...cases.flatMap((one) => one.finds), "NODE_0209"].map((text) => text.slice(0, 9)));
  const all = Object.keys(errorCodes).filter((code) => code.startsWith("NODE_"));
  assert.deepEqual(
    all.filter((code) => !covered.has(code)),
    [],
  );
});

function findingsOf(type: string, config: Json, value?: string): string[] {
  const isSource = type === "generator" || type === "kafka-source";
  const pipeline = isSource
    ? makePipeline({ it: node(type, config), show: node("console-sink") }, ["it > show"])
    : makePipeline({ from: source("from", value), it: node(type, config) }, ["from > it"]);
  return shortFindings(plan(pipeline).diagnostics).map((text) => text.replace("/nodes/it/config", ""));
}
