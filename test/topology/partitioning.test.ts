/** When records move to other partitions, and through which topics. */
import assert from "node:assert/strict";
import test from "node:test";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { plan } from "../../shared/topology/plan.ts";
import type { Topology } from "../../shared/topology/topology.ts";
import { checkInvariants } from "./invariants.ts";
import { makePipeline, node, sink, source, table } from "./pipelines.ts";

const count = (config: object = {}) => node("aggregate", { fields: { n: "count()" }, ...config });
const byCountry = count({ by: { country: "value.country" } });
const byKey = node("select-key", { key: "value.country" });
const sameKey = node("select-key", { key: "key" });
const map = node("map", { fields: { x: "1" } });
const window = { window: { kind: "tumbling", size: "1m" } };
const look = (config: object = {}) => node("stream-table-join", { result: { n: "right.name" }, ...config });
const pair = (config: object = {}) => node("stream-stream-join", { after: "1m", result: { id: "left.id" }, ...config });
const jsonKey = { key: { format: "json", type: "string" } };
const generator = node("generator", { fields: { id: { kind: "sequence", prefix: "o" } }, key: "value.id" });

interface Case {
  readonly name: string;
  readonly pipeline: Pipeline;
  /** Repartition topics without the common beginning and end. */
  readonly moves: readonly string[];
  readonly together?: readonly (readonly string[])[];
}

const cases: readonly Case[] = [
  {
    name: "counting by the key that is there",
    pipeline: makePipeline({ a: source("a"), c: count(), o: sink("o") }, ["a > c", "c > o"]),
    moves: [],
  },
  {
    name: "counting by the key under a name",
    pipeline: makePipeline({ a: source("a"), c: count({ by: { id: "key" } }), o: sink("o") }, ["a > c", "c > o"]),
    moves: [],
  },
  {
    name: "counting by a field",
    pipeline: makePipeline({ a: source("a"), c: byCountry, o: sink("o") }, ["a > c", "c > o"]),
    moves: ["c"],
  },
  {
    name: "a new key that nothing relies on",
    pipeline: makePipeline({ a: source("a"), k: byKey, o: sink("o") }, ["a > k", "k > o"]),
    moves: [],
  },
  {
    name: "a new key and a count",
    pipeline: makePipeline({ a: source("a"), k: byKey, c: count(), o: sink("o") }, ["a > k", "k > c", "c > o"]),
    moves: ["k-out"],
  },
  {
    name: "the same key again",
    pipeline: makePipeline({ a: source("a"), k: sameKey, c: count(), o: sink("o") }, ["a > k", "k > c", "c > o"]),
    moves: [],
  },
  {
    name: "one new key and two that rely on it: one topic",
    pipeline: makePipeline(
      {
        a: source("a"),
        k: byKey,
        c: count(),
        d: count({ fields: { t: "sum(value.total)" } }),
        o: sink("o"),
        q: sink("q"),
      },
      ["a > k", "k > c", "k > d", "c > o", "d > q"],
    ),
    moves: ["k-out"],
  },
  {
    name: "something between the new key and the count",
    pipeline: makePipeline({ a: source("a"), k: byKey, m: map, c: count(), o: sink("o") }, [
      "a > k",
      "k > m",
      "m > c",
      "c > o",
    ]),
    moves: ["m-out"],
  },
  {
    name: "one port of a branch",
    pipeline: makePipeline(
      {
        a: source("a"),
        k: byKey,
        b: node("branch", { cases: [{ port: "big", when: "value.total > 1" }] }),
        c: count(),
        o: sink("o"),
      },
      ["a > k", "k > b", "b.big > c", "c > o"],
    ),
    moves: ["b-big"],
  },
  {
    name: "counts of counts, by their own key",
    pipeline: makePipeline({ a: source("a"), c: byCountry, d: count(), o: sink("o") }, ["a > c", "c > d", "d > o"]),
    moves: ["c"],
  },
  {
    name: "a window makes another key",
    pipeline: makePipeline(
      { a: source("a"), c: count({ by: { country: "value.country" }, ...window }), d: count(), o: sink("o") },
      ["a > c", "c > d", "d > o"],
    ),
    moves: ["c-out", "c"],
  },
  {
    name: "a repartition node",
    pipeline: makePipeline({ a: source("a"), r: node("repartition"), o: sink("o") }, ["a > r", "r > o"]),
    moves: ["r"],
  },
  {
    name: "a repartition node after a new key serves the count",
    pipeline: makePipeline(
      { a: source("a"), k: byKey, r: node("repartition", { partitions: 3 }), c: count(), o: sink("o") },
      ["a > k", "k > r", "r > c", "c > o"],
    ),
    moves: ["r"],
  },
  {
    name: "two topics that meet by their keys",
    pipeline: makePipeline({ a: source("a"), b: source("b"), j: pair(), o: sink("o") }, [
      "a > j.left",
      "b > j.right",
      "j > o",
    ]),
    moves: [],
    together: [["a", "b"]],
  },
  {
    name: "only the side that needs it moves",
    pipeline: makePipeline({ a: source("a"), t: table("t"), j: look({ on: "value.country" }), o: sink("o") }, [
      "a > j.left",
      "t > j.right",
      "j > o",
    ]),
    moves: ["j-left"],
    together: [["p-j-left-repartition", "t"]],
  },
  {
    name: "keys that are equal but written differently",
    pipeline: makePipeline({ a: source("a", "{ id: string }", jsonKey), b: source("b"), j: pair(), o: sink("o") }, [
      "a > j.left",
      "b > j.right",
      "j > o",
    ]),
    moves: ["j-right"],
    together: [["a", "p-j-right-repartition"]],
  },
  {
    name: "a new key takes the form of the topic that it meets",
    pipeline: makePipeline(
      { a: source("a"), k: byKey, t: table("t", "{ name: string }", jsonKey), j: look(), o: sink("o") },
      ["a > k", "k > j.left", "t > j.right", "j > o"],
    ),
    moves: ["j-left"],
    together: [["p-j-left-repartition", "t"]],
  },
  {
    name: "a stream read as a table",
    pipeline: makePipeline(
      {
        a: source("a"),
        c: byCountry,
        k: node("select-key", { key: "key.country" }),
        l: byKey,
        j: look({ result: { n: "right.n" } }),
        o: sink("o"),
      },
      ["a > c", "c > k", "a > l", "l > j.left", "k > j.right", "j > o"],
    ),
    moves: ["c", "k-out", "l-out"],
    together: [["p-k-out-repartition", "p-l-out-repartition"]],
  },
  {
    name: "merged topics must have equally many partitions where keys count",
    pipeline: makePipeline({ a: source("a"), b: source("b"), m: node("merge"), c: count(), o: sink("o") }, [
      "a > m",
      "b > m",
      "m > c",
      "c > o",
    ]),
    moves: [],
    together: [["a", "b"]],
  },
  {
    name: "merged topics where keys do not count",
    pipeline: makePipeline({ a: source("a"), b: source("b"), m: node("merge"), o: sink("o") }, [
      "a > m",
      "b > m",
      "m > o",
    ]),
    moves: [],
  },
  {
    name: "merged topics whose keys are written differently",
    pipeline: makePipeline(
      { a: source("a"), b: source("b", undefined, jsonKey), m: node("merge"), c: count(), o: sink("o") },
      ["a > m", "b > m", "m > c", "c > o"],
    ),
    moves: ["m-out"],
  },
  {
    name: "a generator is one partition by itself",
    pipeline: makePipeline({ g: generator, c: count(), o: sink("o") }, ["g > c", "c > o"]),
    moves: [],
  },
  {
    name: "a generator that meets a topic",
    pipeline: makePipeline({ g: generator, t: table("t"), j: look(), o: sink("o") }, [
      "g > j.left",
      "t > j.right",
      "j > o",
    ]),
    moves: ["g-out"],
    together: [["p-g-out-repartition", "t"]],
  },
  {
    name: "two generators that meet",
    pipeline: makePipeline({ g: generator, h: generator, j: pair(), o: sink("o") }, [
      "g > j.left",
      "h > j.right",
      "j > o",
    ]),
    moves: [],
    together: [["p-g-positions", "p-h-positions"]],
  },
  {
    name: "a stream that meets itself",
    pipeline: makePipeline({ a: source("a"), j: pair(), o: sink("o") }, ["a > j.left", "a > j.right", "j > o"]),
    moves: [],
  },
];

for (const { name, pipeline, moves, together = [] } of cases)
  test(name, () => {
    const topology = mustPlan(pipeline);
    const names = topology.topics.filter((topic) => topic.role === "repartition").map((topic) => topic.name);
    assert.deepEqual(
      names,
      moves.map((part) => `p-${part}-repartition`),
    );
    assert.deepEqual(
      topology.subTopologies.flatMap((part) => part.copartitionGroups),
      together,
    );
    checkInvariants(topology);
  });

test("a repartition topic that meets one of fixed size takes that size", () => {
  const topology = mustPlan(
    makePipeline(
      { a: source("a"), b: source("b"), r: node("repartition", { partitions: 8 }), k: byKey, j: pair(), o: sink("o") },
      ["a > r", "b > k", "r > j.left", "k > j.right", "j > o"],
    ),
  );
  const sizes = topology.topics.filter((topic) => topic.role === "repartition").map((topic) => topic.partitions);
  assert.deepEqual(sizes, [8, 8]);
});

test("keys go through a repartition topic in the form of the topic that they meet", () => {
  const topology = mustPlan(
    makePipeline({ a: source("a"), k: byKey, t: table("t", "{ name: string }", jsonKey), j: look(), o: sink("o") }, [
      "a > k",
      "k > j.left",
      "t > j.right",
      "j > o",
    ]),
  );
  const sinks = topology.subTopologies.flatMap((part) => part.nodes).filter((one) => one.id === "j:left-sink");
  assert.deepEqual(
    sinks.map((one) => ("key" in one.config ? one.config.key : null)),
    [{ format: "json" }],
  );
});

function mustPlan(pipeline: Pipeline): Topology {
  const { topology, diagnostics } = plan(pipeline);
  assert.deepEqual(diagnostics, []);
  assert.ok(topology !== null);
  return topology;
}
