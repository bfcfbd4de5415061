/** Properties of the planner over the sample pipelines: what does not matter changes nothing, what matters changes the epoch. */
// oxlint-disable unicorn/no-thenable -- `then` of an error policy says what follows; nobody awaits it
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "node:test";
import fc from "fast-check";
import type { GroupTopology } from "../../runtime/kafka/ports.ts";
import { checkSource } from "../../shared/expressions/check.ts";
import { catalogue } from "../../shared/operators/catalogue.ts";
import type { Json, Pipeline } from "../../shared/pipeline/pipeline.ts";
import { toGroupTopology } from "../../shared/topology/group-topology.ts";
import { plan } from "../../shared/topology/plan.ts";
import { printTyped } from "../../shared/topology/print-typed.ts";
import { hash31, stableJson } from "../../shared/topology/stable-json.ts";
import { openPipeline } from "../../shared/validation/open.ts";
import { checkInvariants } from "./invariants.ts";
import { makePipeline, node, shortFindings, sink, source } from "./pipelines.ts";

const samples = join(dirname(fileURLToPath(import.meta.url)), "../pipelines");
const pipelines = readdirSync(samples)
  .filter((name) => name.endsWith(".pipeline.json"))
  .map((name) => openPipeline(readFileSync(join(samples, name), "utf8")).pipeline)
  .filter((pipeline) => pipeline !== null);

function mustPlan(pipeline: Pipeline) {
  const { topology } = plan(pipeline);
  assert.ok(topology !== null);
  return topology;
}

test("what holds of every topology holds of the samples", () => {
  for (const pipeline of pipelines) checkInvariants(mustPlan(pipeline));
});

test("the order of nodes and edges in memory, and all names, change nothing", () => {
  fc.assert(
    fc.property(fc.constantFrom(...pipelines), fc.infiniteStream(fc.nat()), (pipeline, numbers) => {
      const shuffled = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
        [...map]
          .map((entry) => ({ entry, at: numbers.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ entry }) => entry);
      const other: Pipeline = {
        ...pipeline,
        name: "Another name",
        nodes: new Map(shuffled(pipeline.nodes).map(([id, one]) => [id, { ...one, name: `${one.name}!` }])),
        edges: new Map(shuffled(pipeline.edges)),
      };
      assert.deepEqual(mustPlan(other), mustPlan(pipeline));
    }),
    { numRuns: 60 },
  );
});

test("what changes the topology changes its epoch", () => {
  const make = (where: string, topic = "o") =>
    mustPlan(makePipeline({ a: source("a"), f: node("filter", { where }), o: sink(topic) }, ["a > f", "f > o"])).epoch;
  const epochs = [
    make("value.total > 1"),
    make("value.total > 2"),
    make("value.total >= 1"),
    make("value.total > 1", "p"),
  ];
  assert.equal(new Set(epochs).size, epochs.length);
  assert.equal(make("value.total > 1"), make("value.total>1"), "blanks do not count");
  for (const epoch of epochs) assert.ok(Number.isInteger(epoch) && epoch > 0 && epoch < 2 ** 31);
});

test("the hash is a stable number of 31 bits", () => {
  assert.equal(hash31(""), 535972289, "epochs of running groups must not change with a release");
  fc.assert(
    fc.property(fc.string(), (text) => {
      const hash = hash31(text);
      assert.ok(Number.isInteger(hash) && hash > 0 && hash < 2 ** 31);
    }),
  );
});

test("stable JSON does not depend on the order of keys", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed());
      assert.equal(stableJson(reversed), stableJson(value));
    }),
  );
  assert.equal(stableJson({ b: 1n, a: new Uint8Array([1, 2]), c: undefined }), '{"a":bytes[1,2],"b":1n}');
});

test("the coordinator's view", () => {
  const pipeline = makePipeline(
    {
      a: source("a"),
      b: source("b"),
      j: node("stream-stream-join", { on: { left: "value.country" }, after: "1m", result: { id: "left.id" } }),
      o: sink("o"),
    },
    ["a > j.left", "b > j.right", "j > o"],
  );
  const topology = mustPlan(pipeline);
  const group: GroupTopology = toGroupTopology(topology);
  const window = {
    "cleanup.policy": "compact",
    "message.timestamp.type": "LogAppendTime",
  };
  assert.deepEqual(group, {
    epoch: topology.epoch,
    subTopologies: [
      {
        id: "0",
        sourceTopics: ["a"],
        repartitionSinks: ["p-j-left-repartition"],
        repartitionSources: [],
        changelogs: [],
        copartitionGroups: [],
      },
      {
        id: "1",
        sourceTopics: ["b"],
        repartitionSinks: [],
        repartitionSources: [
          {
            name: "p-j-left-repartition",
            partitions: 0,
            config: {
              "cleanup.policy": "delete",
              "message.timestamp.type": "CreateTime",
              "retention.ms": "-1",
              "segment.bytes": "52428800",
            },
          },
        ],
        changelogs: [
          { name: "p-j-left-changelog", partitions: 0, config: window },
          { name: "p-j-right-changelog", partitions: 0, config: window },
        ],
        copartitionGroups: [["b", "p-j-left-repartition"]],
      },
    ],
  });
});

test("types at ports are there although something else is in error", () => {
  const { topology, types, diagnostics } = plan(
    makePipeline(
      {
        a: source("a", "{ n: int }"),
        f: node("filter", { where: "nonsense(" }),
        m: node("map", { fields: { x: "value.n + 1" } }),
        o: sink("o"),
      },
      ["a > f", "f > m", "m > o"],
    ),
  );
  assert.equal(topology, null);
  assert.deepEqual(shortFindings(diagnostics), ["EXPR_0001 /nodes/f/config/where"]);
  assert.deepEqual(types.get("m")?.outputs.get("out")?.value, {
    kind: "struct",
    fields: [
      { name: "n", type: { kind: "int" } },
      { name: "x", type: { kind: "int" } },
    ],
  });
});

test("error policies are filled in", () => {
  const policies = [
    [null, { policy: "fail" }],
    [{ policy: "skip" }, { policy: "skip" }],
    [{ policy: "dead-letter" }, { policy: "dead-letter", topic: "p-dead-letters" }],
    [
      { policy: "dead-letter", topic: "mine" },
      { policy: "dead-letter", topic: "mine" },
    ],
    [{ policy: "retry" }, { policy: "retry", attempts: 3, backoffMs: 1000, then: { policy: "fail" } }],
    [
      { policy: "retry", attempts: 9, backoff: "2s", then: "dead-letter" },
      { policy: "retry", attempts: 9, backoffMs: 2000, then: { policy: "dead-letter", topic: "p-dead-letters" } },
    ],
  ] as const;
  for (const [onError, expected] of policies) {
    const out = onError === null ? sink("o") : { ...sink("o"), onError };
    const topology = mustPlan(makePipeline({ a: source("a"), o: out }, ["a > o"]));
    assert.deepEqual(topology.subTopologies[0]?.nodes.at(-1)?.onError, expected);
    const letters = topology.topics.filter((topic) => topic.role === "dead-letter");
    const wanted = JSON.stringify(expected).includes("dead-letter") ? 1 : 0;
    assert.equal(letters.length, wanted);
  }
});

/** Configurations that are nearly right: settings of the operators with values of every kind. */
const anyConfig = (type: string): fc.Arbitrary<Json> => {
  const settings = [
    "where",
    "fields",
    "keep",
    "drop",
    "rename",
    "value",
    "list",
    "key",
    "cases",
    "by",
    "window",
    "emit",
    "on",
    "kind",
    "result",
    "after",
    "topic",
    "path",
    "format",
    "columns",
    "label",
    "every",
    "type",
    "seed",
  ];
  const examples = catalogue.get(type)?.examples.map((example) => example.config) ?? [];
  const change = fc.dictionary(fc.constantFrom(...settings), fc.jsonValue() as fc.Arbitrary<Json>, { maxKeys: 3 });
  return fc.tuple(fc.constantFrom(...examples), change).map(([config, more]) => ({ ...(config as object), ...more }));
};

test("no configuration and no graph makes the planner throw", () => {
  const types = [...catalogue.keys()];
  const ids = ["a", "b", "c", "d"];
  const anyNode = fc.constantFrom(...types).chain((type) => anyConfig(type).map((config) => node(type, config)));
  const port = fc
    .tuple(fc.constantFrom(...ids), fc.constantFrom("", ".in", ".left", ".right", ".late"))
    .map((text) => text.join(""));
  const edge = fc.tuple(port, port).map(([from, to]) => `${from} > ${to}`);
  fc.assert(
    fc.property(fc.tuple(anyNode, anyNode, anyNode, anyNode), fc.array(edge, { maxLength: 6 }), (nodes, edges) => {
      const { topology, diagnostics } = plan(
        makePipeline(Object.fromEntries(nodes.map((one, i) => [ids[i] ?? "", one])), edges),
      );
      if (topology === null) assert.ok(diagnostics.some((one) => one.severity === "error"));
      else checkInvariants(topology);
    }),
    { numRuns: 300 },
  );
});

test("expressions print as they can be read again", () => {
  const roots = new Map([
    [
      "value",
      { kind: "struct", fields: ["a", "b", "c"].map((name) => ({ name, type: { kind: "int" } as const })) } as const,
    ],
  ]);
  const sources = [
    "value.a + value.b * value.c",
    "(value.a + value.b) * value.c",
    "value.a - (value.b - value.c)",
    "-(value.a + 1)",
    "!(value.a > 1 && value.b < 2)",
    "value.a > 1 || value.b > 1 && value.c > 1",
    "(value.a > 1 ? value.b : value.c) + 1",
    "value.a > 1 ? value.b : value.c > 1 ? 1 : 2",
    "[1, 2, value.a].map((x, i) => x + i)",
    '{ ...value, "x-y": value.a, b: `n ${value.b}` }',
    "max(value.a, value.b)",
  ];
  for (const text of sources) {
    const first = checkSource(text, { roots }).typed;
    assert.ok(first !== null, text);
    const again = checkSource(printTyped(first), { roots }).typed;
    assert.deepEqual(again, first, printTyped(first));
  }
});
