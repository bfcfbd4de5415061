/** Which fields a source is told to read, and which go through a repartition topic. */
import assert from "node:assert/strict";
import test from "node:test";
import { printType } from "../../shared/records/type-text.ts";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { plan } from "../../shared/topology/plan.ts";
import type { TopologyNode } from "../../shared/topology/topology.ts";
import { makePipeline, node, sink, source, table } from "./pipelines.ts";

const type =
  "{ id: string; country: string; total: int; at: instant; card: { number: string; expires: { year: int } }; tags: string[] }";
const orders = (more: object = {}) => source("a", type, more);
const through = (...nodes: { type: string }[]) => {
  const named = Object.fromEntries(nodes.map((one, i) => [`n${i}`, one]));
  const ids = ["a", ...Object.keys(named), "o"];
  return makePipeline(
    { a: orders(), ...named, o: sink("o") },
    ids.slice(1).map((id, i) => `${ids[i]} > ${id}`),
  );
};

const reads: readonly { name: string; pipeline: Pipeline; uses: readonly string[] }[] = [
  { name: "a relay reads nothing", pipeline: through(), uses: [] },
  {
    name: "a filter reads its fields",
    pipeline: through(node("filter", { where: 'value.total > 1 && key != ""' })),
    uses: ["key", "value.total"],
  },
  {
    name: "nested fields by their path",
    pipeline: through(node("filter", { where: "value.card.expires.year > 2000" })),
    uses: ["value.card.expires.year"],
  },
  {
    name: "what lies under a path is not named again",
    pipeline: through(node("filter", { where: 'value.card != null || value.card.number == ""' })),
    uses: ["value.card"],
  },
  {
    name: "a map that keeps the rest reads only what it computes with",
    pipeline: through(node("map", { fields: { double: "value.total * 2" } })),
    uses: ["value.total"],
  },
  {
    name: "fields that are kept are read",
    pipeline: through(node("map", { keep: ["id", "card"] })),
    uses: ["value.card", "value.id"],
  },
  { name: "what is dropped is not read", pipeline: through(node("map", { drop: ["tags"] })), uses: [] },
  {
    name: "through a rename",
    pipeline: through(node("map", { rename: { total: "sum" } }), node("filter", { where: "value.sum > 1" })),
    uses: ["value.total"],
  },
  {
    name: "only as deep as it is wanted",
    pipeline: makePipeline(
      {
        a: orders(),
        m: node("map", { keep: ["card", "id"] }),
        f: node("filter", { where: 'value.card.number != ""' }),
        n: node("map", { keep: "none", fields: { n: "1" } }),
        o: sink("o"),
      },
      ["a > m", "m > f", "f > n", "n > o"],
    ),
    uses: ["value.card.number"],
  },
  { name: "a whole value that is read", pipeline: through(node("map", { value: "{ copy: value }" })), uses: ["value"] },
  {
    name: "what a new key is made of",
    pipeline: through(node("select-key", { key: "value.country" })),
    uses: ["value.country"],
  },
  {
    name: "a flat map reads its list",
    pipeline: through(node("flat-map", { list: "value.tags", fields: { tag: "item", id: "value.id" } })),
    uses: ["value.id", "value.tags"],
  },
  {
    name: "a mask reads what it masks",
    pipeline: through(node("mask", { fields: { "card.number": "last4" } })),
    uses: ["value.card", "value.card.number"].slice(0, 1),
  },
  {
    name: "another format takes the value apart",
    pipeline: makePipeline({ a: source("a", "{ x: int; y: int }"), o: sink("o", { value: { format: "delimited" } }) }, [
      "a > o",
    ]),
    uses: ["value.x", "value.y"],
  },
  {
    name: "csv columns",
    pipeline: makePipeline({ a: orders(), o: node("file-sink", { path: "x", format: "csv", columns: ["id"] }) }, [
      "a > o",
    ]),
    uses: ["value.id"],
  },
  {
    name: "the event time",
    pipeline: makePipeline({ a: orders({ time: "value.at" }), o: sink("o") }, ["a > o"]),
    uses: ["value.at"],
  },
  {
    name: "where to",
    pipeline: makePipeline({ a: orders(), o: sink("o", { partition: "value.total % 3" }) }, ["a > o"]),
    uses: ["value.total"],
  },
  {
    name: "an aggregate by the key",
    pipeline: through(node("aggregate", { fields: { sum: "sum(value.total)", n: "count()" } })),
    uses: ["key", "value.total"],
  },
  { name: "a peek at one field", pipeline: through(node("peek", { label: "value.id" })), uses: ["value.id"] },
  { name: "a peek at everything copies", pipeline: through(node("peek")), uses: [] },
  {
    name: "all branches together",
    pipeline: makePipeline(
      {
        a: orders(),
        b: node("branch", { cases: [{ port: "x", when: "value.total > 1" }], otherwise: "y" }),
        f: node("filter", { where: 'value.id == "1"' }),
        o: sink("o"),
        p: sink("p"),
      },
      ["a > b", "b.x > f", "f > o", "b.y > p"],
    ),
    uses: ["value.id", "value.total"],
  },
  {
    name: "each side of a join by its name",
    pipeline: makePipeline(
      {
        a: orders(),
        t: table("t"),
        j: node("stream-table-join", { result: { id: "left.id", n: "right.name" } }),
        o: sink("o"),
      },
      ["a > j.left", "t > j.right", "j > o"],
    ),
    uses: ["key", "value.id"],
  },
];

for (const { name, pipeline, uses } of reads)
  test(`a source reads: ${name}`, () => {
    const found = mustNode(pipeline, "a");
    assert.ok("uses" in found.config);
    assert.deepEqual(
      found.config.uses.map(({ root, steps }) => [root, ...steps].join(".")),
      uses,
    );
  });

const moved: readonly { name: string; pipeline: Pipeline; source: string; type: string }[] = [
  {
    name: "only what the aggregate reads",
    pipeline: through(node("aggregate", { by: { country: "value.country" }, fields: { sum: "sum(value.total)" } })),
    source: "n0:source",
    type: "{ total: int }",
  },
  {
    name: "nothing where only records are counted",
    pipeline: through(node("aggregate", { by: { country: "value.country" }, fields: { n: "count()" } })),
    source: "n0:source",
    type: "{}",
  },
  {
    name: "whole fields, not parts of them",
    pipeline: through(
      node("aggregate", { by: { country: "value.country" }, fields: { year: "max(value.card.expires.year)" } }),
    ),
    source: "n0:source",
    type: "{ card: { number: string; expires: { year: int } } }",
  },
  {
    name: "everything where late records leave",
    pipeline: makePipeline(
      {
        a: source("a"),
        n: node("aggregate", {
          by: { c: "value.country" },
          window: { kind: "tumbling", size: "1m" },
          fields: { n: "count()" },
        }),
        o: sink("o"),
        l: sink("l"),
      },
      ["a > n", "n > o", "n.late > l"],
    ),
    source: "n:source",
    type: "{ id: string; country: string; total: int }",
  },
  {
    name: "what any of several readers reads",
    pipeline: makePipeline(
      {
        a: source("a"),
        k: node("select-key", { key: "value.country" }),
        n: node("aggregate", { fields: { n: "sum(value.total)" } }),
        m: node("aggregate", { fields: { n: "last(value.id)" } }),
        o: sink("o"),
        p: sink("p"),
      },
      ["a > k", "k > n", "k > m", "n > o", "m > p"],
    ),
    source: "k:out-source",
    type: "{ id: string; total: int }",
  },
  {
    name: "everything into a table, whose rows outlive what is read of them today",
    pipeline: makePipeline(
      {
        a: source("a"),
        b: source("b"),
        k: node("select-key", { key: "value.id" }),
        j: node("stream-table-join", { result: { n: "right.total" } }),
        o: sink("o"),
      },
      ["a > j.left", "b > k", "k > j.right", "j > o"],
    ),
    source: "k:out-source",
    type: "{ id: string; country: string; total: int }",
  },
  {
    name: "deletions too",
    pipeline: makePipeline(
      {
        a: source("a", "{ x: int; y: int } | null"),
        n: node("aggregate", { by: { x: "value.x" }, fields: { n: "sum(value.y)" } }),
        o: sink("o"),
      },
      ["a > n", "n > o"],
    ),
    source: "n:source",
    type: "{ y: int } | null",
  },
];

for (const { name, pipeline, source, type } of moved)
  test(`through a repartition topic goes: ${name}`, () => {
    const found = mustNode(pipeline, source);
    assert.ok("valueType" in found.config);
    assert.equal(printType(found.config.valueType), type);
    assert.deepEqual(found.types[0]?.value, found.config.valueType);
  });

function mustNode(pipeline: Pipeline, id: string): TopologyNode {
  const { topology, diagnostics } = plan(pipeline);
  assert.deepEqual(
    diagnostics.filter((one) => one.severity === "error"),
    [],
  );
  const found = topology?.subTopologies.flatMap((part) => part.nodes).find((one) => one.id === id);
  assert.ok(found !== undefined, id);
  return found;
}
