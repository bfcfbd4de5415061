import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import fc from "fast-check";
import { diffPipelines } from "../../shared/pipeline/diff.ts";
import { parsePipeline } from "../../shared/pipeline/document.ts";
import { applyEdit, applyEdits, type Edit } from "../../shared/pipeline/edits.ts";
import { mergeLayouts, mergePipelines } from "../../shared/pipeline/merge.ts";
import type { Json, Pipeline } from "../../shared/pipeline/pipeline.ts";
import { printDiff } from "../../shared/pipeline/print-diff.ts";
import { writePipeline } from "../../shared/pipeline/write.ts";
import { pipeline } from "./arbitraries.ts";

const parsed = parsePipeline(readFileSync(new URL("fixtures/late-payments.pipeline.json", import.meta.url)));
assert.ok(parsed.pipeline);
const base: Pipeline = parsed.pipeline;

const [filter, join, sink, count] = ["late_5h3n6v2r", "join_c41z8w0q", "out_8k1p3c6t", "count_9d2x7k4b"];

describe("the semantic diff", () => {
  const cases: readonly { what: string; edits: readonly Edit[]; lines: readonly string[] }[] = [
    { what: "nothing", edits: [], lines: [] },
    {
      what: "a name",
      edits: [{ edit: "renameNode", id: filter, name: "Late" }],
      lines: [`~ node ${filter} name: "Not fully paid" → "Late"`],
    },
    {
      what: "config",
      edits: [
        { edit: "setConfig", id: join, pointer: "/after", value: "20m" },
        { edit: "setConfig", id: join, pointer: "/result/total" },
        { edit: "setConfig", id: join, pointer: "/result/note", value: "left.note" },
      ],
      lines: [
        `~ node "Order with its payment" (${join}) after: "15m" → "20m"`,
        `~ node "Order with its payment" (${join}) result.total: "left.total" → nothing`,
        `~ node "Order with its payment" (${join}) result.note: nothing → "left.note"`,
      ],
    },
    {
      what: "the order of fields",
      edits: [
        { edit: "setConfig", id: count, pointer: "/fields", value: { amount: "sum(value.total)", orders: "count()" } },
      ],
      lines: [
        `~ node "Late per country and minute" (${count}) fields: {"orders":"count()","amount":"sum(value.total)"} → {"amount":"sum(value.total)","orders":"count()"}`,
      ],
    },
    {
      what: "nodes and edges",
      edits: [
        { edit: "addNode", id: "peek_1", type: "peek", name: "Look", version: 1 },
        { edit: "reconnect", id: "e_7z3x6c9v", to: { node: "peek_1", port: "in" } },
        { edit: "removeNode", id: sink },
      ],
      lines: [
        `- node "Late totals" (${sink}) kafka-sink`,
        '+ node "Look" (peek_1) peek {}',
        `~ edge e_7z3x6c9v: "Late per country and minute" (${count}).out → "Late totals" (${sink}).in ⇒ "Late per country and minute" (${count}).out → "Look" (peek_1).in`,
      ],
    },
    {
      what: "an edge drawn anew",
      edits: [
        { edit: "disconnect", id: "e_7z3x6c9v" },
        { edit: "connect", id: "e_new", from: { node: count, port: "out" }, to: { node: sink, port: "in" } },
      ],
      lines: [],
    },
    {
      what: "settings and errors",
      edits: [
        { edit: "setSettings", guarantee: "at-least-once", commitIntervalMs: 500 },
        { edit: "setOnError", id: filter, onError: null },
        { edit: "describePipeline", description: "x" },
      ],
      lines: [
        '~ pipeline description: null → "x"',
        "~ setting guarantee: exactly-once → at-least-once",
        "~ setting commitInterval: 1s → 500ms",
        `~ node "Not fully paid" (${filter}) onError: {"policy":"dead-letter","topic":"late-payments.dead"} → default`,
      ],
    },
    {
      what: "an edge that is gone",
      edits: [{ edit: "disconnect", id: "e_3a6s9d1f" }],
      lines: [`- edge "Order with its payment" (${join}).out → "Not fully paid" (${filter}).in`],
    },
  ];
  for (const { what, edits, lines } of cases) {
    test(what, () => {
      const after = applyEdits(base, edits);
      assert.deepEqual(printDiff(diffPipelines(base, after), base, after), lines);
    });
  }

  test("is empty exactly where the canonical texts are equal", () => {
    fc.assert(
      fc.property(pipeline, pipeline, (a, b) => {
        assert.deepEqual(diffPipelines(a, a), []);
        if (diffPipelines(a, b).length === 0) assert.equal(writePipeline(a), writePipeline(b));
      }),
    );
  });
});

describe("the three-way merge", () => {
  const apply = (...edits: readonly Edit[]): Pipeline => applyEdits(base, edits);

  test("takes what only one side changed, in the same node, too", () => {
    const ours = apply(
      { edit: "setConfig", id: join, pointer: "/after", value: "20m" },
      { edit: "renameNode", id: filter, name: "Late" },
    );
    const theirs = apply(
      { edit: "setConfig", id: join, pointer: "/grace", value: "1m" },
      { edit: "addNode", id: "peek_1", type: "peek", name: "Look", version: 1 },
      { edit: "setSettings", commitIntervalMs: 500 },
    );
    const { pipeline: merged, conflicts } = mergePipelines(base, ours, theirs);
    assert.deepEqual(conflicts, []);
    const expected = applyEdits(ours, [
      { edit: "setConfig", id: join, pointer: "/grace", value: "1m" },
      { edit: "addNode", id: "peek_1", type: "peek", name: "Look", version: 1 },
      { edit: "setSettings", commitIntervalMs: 500 },
    ]);
    assert.equal(writePipeline(merged), writePipeline(expected));
  });

  const conflicts: readonly { what: string; ours: Edit; theirs: Edit; pointers: readonly string[] }[] = [
    {
      what: "the same value",
      ours: { edit: "setConfig", id: join, pointer: "/after", value: "20m" },
      theirs: { edit: "setConfig", id: join, pointer: "/after", value: "30m" },
      pointers: [`/nodes/${join}/config/after`],
    },
    {
      what: "the name",
      ours: { edit: "renameNode", id: sink, name: "X" },
      theirs: { edit: "renameNode", id: sink, name: "Y" },
      pointers: [`/nodes/${sink}/name`],
    },
    {
      what: "removed here, changed there",
      ours: { edit: "setConfig", id: filter, pointer: "/where" },
      theirs: { edit: "setConfig", id: filter, pointer: "/where", value: "true" },
      pointers: [`/nodes/${filter}/config/where`],
    },
    {
      what: "an edge to a node that the other side removed",
      ours: { edit: "removeNode", id: sink },
      theirs: { edit: "connect", id: "e_new", from: { node: filter, port: "out" }, to: { node: sink, port: "in" } },
      pointers: ["/edges/e_new"],
    },
    {
      what: "a setting",
      ours: { edit: "setSettings", commitIntervalMs: 20 },
      theirs: { edit: "setSettings", commitIntervalMs: 30 },
      pointers: ["/settings/commitInterval"],
    },
  ];
  for (const { what, ours, theirs, pointers } of conflicts) {
    test(`conflict: ${what}`, () => {
      const result = mergePipelines(base, apply(ours), apply(theirs));
      assert.deepEqual(
        result.conflicts.map(({ pointer }) => pointer),
        pointers,
      );
      const other = mergePipelines(base, apply(theirs), apply(ours));
      assert.deepEqual(
        other.conflicts.map(({ pointer }) => pointer),
        pointers,
      );
    });
  }

  test("null that one side added is there, whichever side it was", () => {
    const node = (config: Json): Pipeline => {
      const added = { id: "n", type: "filter", name: "N", config, onError: null };
      return { ...base, nodes: new Map([["n", added]]), edges: new Map() };
    };
    for (const [ours, theirs] of [
      [{ a: null }, {}],
      [{}, { a: null }],
    ] as const)
      assert.deepEqual(
        { ...(mergePipelines(node({}), node(ours), node(theirs)).pipeline.nodes.get("n")?.config as object) },
        { a: null },
      );
  });

  test("a node that one side removed and the other changed is kept, and said", () => {
    const result = mergePipelines(
      base,
      apply({ edit: "removeNode", id: sink }),
      apply({ edit: "renameNode", id: sink, name: "X" }),
    );
    assert.deepEqual(
      result.conflicts.map(({ pointer }) => pointer),
      [`/nodes/${sink}`],
    );
    assert.equal(result.pipeline.nodes.get(sink)?.name, "X");
  });

  test("with one side unchanged the other side is the result; with both equal, too", () => {
    fc.assert(
      fc.property(pipeline.map(connected), pipeline, (a, b) => {
        const other = connected({ ...b, id: a.id });
        for (const [ours, theirs] of [
          [a, other],
          [other, a],
          [other, other],
        ] as const) {
          const { pipeline: merged, conflicts } = mergePipelines(a, ours, theirs);
          assert.deepEqual(conflicts, []);
          // Versions of operators only go up.
          assert.deepEqual(
            diffPipelines(merged, other).filter(({ change }) => change !== "operator"),
            [],
          );
        }
      }),
    );
  });

  test("layouts never conflict", () => {
    const place = (x: number) => ({ x, y: 0 });
    const layout = (nodes: Record<string, number>) => ({
      nodes: new Map(Object.entries(nodes).map(([id, x]) => [id, place(x)])),
      notes: new Map(),
      groups: new Map(),
    });
    const merged = mergeLayouts(
      layout({ a: 1, b: 1, c: 1, d: 1 }),
      layout({ a: 2, b: 1, c: 2, e: 5 }),
      layout({ a: 1, b: 3, c: 4, d: 1 }),
    );
    assert.deepEqual(merged.nodes, layout({ a: 2, b: 3, c: 4, e: 5 }).nodes);
  });
});

test("a rename on the way is no removal", () => {
  const after = applyEdit(base, { edit: "renameNode", id: sink, name: "Totals" });
  assert.deepEqual(
    diffPipelines(base, after).map(({ change }) => change),
    ["node-renamed"],
  );
});

/** A merge leaves out edges whose nodes do not exist. */
function connected(one: Pipeline): Pipeline {
  return {
    ...one,
    edges: new Map([...one.edges].filter(([, { from, to }]) => one.nodes.has(from.node) && one.nodes.has(to.node))),
  };
}
