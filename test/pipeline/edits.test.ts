import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { parsePipeline } from "../../shared/pipeline/document.ts";
import { applyEdit, applyEdits, editSchema, type Edit } from "../../shared/pipeline/edits.ts";
import { setAtPointer } from "../../shared/pipeline/json-edit.ts";
import type { Json, Pipeline } from "../../shared/pipeline/pipeline.ts";
import { writePipeline } from "../../shared/pipeline/write.ts";
import { json, pipeline as anyPipeline } from "./arbitraries.ts";

const empty: Pipeline = {
  id: "p",
  name: "P",
  description: null,
  operators: new Map(),
  nodes: new Map(),
  edges: new Map(),
  settings: { guarantee: "at-least-once", commitIntervalMs: 1000 },
};

const base = applyEdits(empty, [
  { edit: "addNode", id: "a", type: "kafka-source", name: "A", version: 1, config: { topic: "t" } },
  { edit: "addNode", id: "b", type: "filter", name: "B", version: 2, config: { where: "x", list: [1, 2] } },
  { edit: "connect", id: "e", from: { node: "a", port: "out" }, to: { node: "b", port: "in" } },
]);

function json_(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe("edits", () => {
  test("add nodes with the version of their operator", () => {
    assert.deepEqual(
      base.operators,
      new Map([
        ["kafka-source", 1],
        ["filter", 2],
      ]),
    );
    assert.deepEqual(base.nodes.get("a"), {
      id: "a",
      type: "kafka-source",
      name: "A",
      config: { topic: "t" },
      onError: null,
    });
  });

  test("removing a node takes its edges and its operator along", () => {
    const after = applyEdit(base, { edit: "removeNode", id: "b" });
    assert.deepEqual([...after.nodes.keys()], ["a"]);
    assert.equal(after.edges.size, 0);
    assert.deepEqual(after.operators, new Map([["kafka-source", 1]]));
    assert.equal(base.nodes.size, 2);
  });

  const configs: readonly [what: string, pointer: string, value: Json | undefined, expect: Json][] = [
    ["replace", "/where", "y", { where: "y", list: [1, 2] }],
    ["add", "/new/deep", true, { where: "x", list: [1, 2], new: { deep: true } }],
    ["remove", "/where", undefined, { list: [1, 2] }],
    ["an item", "/list/0", 9, { where: "x", list: [9, 2] }],
    ["append", "/list/-", 3, { where: "x", list: [1, 2, 3] }],
    ["append by index", "/list/2", 3, { where: "x", list: [1, 2, 3] }],
    ["remove an item", "/list/0", undefined, { where: "x", list: [2] }],
    ["all of it", "", { where: "z" }, { where: "z" }],
    ["null", "/where", null, { where: null, list: [1, 2] }],
  ];
  for (const [what, pointer, value, expect] of configs) {
    test(`setConfig: ${what}`, () => {
      const after = applyEdit(base, { edit: "setConfig", id: "b", pointer, ...(value === undefined ? {} : { value }) });
      assert.deepEqual(json_(after.nodes.get("b")?.config), expect);
      assert.equal(after.nodes.get("a"), base.nodes.get("a"), "what is not touched is shared");
    });
  }

  test("what changes nothing gives the same root", () => {
    const edits: Edit[] = [
      { edit: "renameNode", id: "a", name: "A" },
      { edit: "setConfig", id: "b", pointer: "/where", value: "x" },
      { edit: "setOnError", id: "a", onError: null },
      { edit: "reconnect", id: "e", to: { node: "b", port: "in" } },
      { edit: "setSettings", guarantee: "at-least-once" },
      { edit: "renamePipeline", name: "P" },
      { edit: "describePipeline", description: "" },
    ];
    for (const edit of edits) assert.equal(applyEdit(base, edit), base, edit.edit);
  });

  const misfits: readonly Edit[] = [
    { edit: "addNode", id: "a", type: "filter", name: "X", version: 1 },
    { edit: "removeNode", id: "none" },
    { edit: "renameNode", id: "none", name: "X" },
    { edit: "setConfig", id: "b", pointer: "/where/x", value: 1 },
    { edit: "setConfig", id: "b", pointer: "/list/7", value: 1 },
    { edit: "setConfig", id: "b", pointer: "" },
    { edit: "connect", id: "e", from: { node: "a", port: "out" }, to: { node: "b", port: "left" } },
    { edit: "connect", id: "f", from: { node: "a", port: "out" }, to: { node: "b", port: "in" } },
    { edit: "connect", id: "f", from: { node: "a", port: "out" }, to: { node: "none", port: "in" } },
    { edit: "reconnect", id: "none" },
    { edit: "disconnect", id: "none" },
  ];
  for (const edit of misfits) {
    test(`DOC_0301 ${JSON.stringify(edit)}`, () => {
      assert.ok(editSchema.safeParse(edit).success);
      assert.throws(() => applyEdit(base, edit), { code: "DOC_0301" });
    });
  }

  test("edits from outside are checked", () => {
    const wrong: unknown[] = [
      { edit: "explode" },
      { edit: "addNode", id: "a b", type: "filter", name: "X", version: 1 },
      { edit: "addNode", id: "a", type: "Filter!", name: "X", version: 1 },
      { edit: "addNode", id: "a", type: "filter", name: "", version: 1 },
      { edit: "setConfig", id: "a", pointer: "where", value: 1 },
      { edit: "setConfig", id: "a", pointer: "/x", value: Number.NaN },
      { edit: "setConfig", id: "a", pointer: "/x", value: "\ud800" },
      { edit: "setSettings", commitIntervalMs: 0 },
      { edit: "renamePipeline", name: "a\nb" },
      { edit: "disconnect", id: "e", force: true },
    ];
    for (const edit of wrong) assert.equal(editSchema.safeParse(edit).success, false, JSON.stringify(edit));
    assert.ok(
      editSchema.safeParse({ edit: "setConfig", id: "a", pointer: "/a~1b", value: { __proto__: null, x: [null] } })
        .success,
    );
  });

  test("after any edits a pipeline is still written and read as it is", () => {
    const config = json.filter((value) => typeof value === "object" && value !== null && !Array.isArray(value));
    const edit = fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6), config);
    fc.assert(
      fc.property(anyPipeline, fc.array(edit, { maxLength: 8 }), (start, edits) => {
        let current = start;
        for (const [kind, a, b, value] of edits) {
          const nodes = [...current.nodes.keys()];
          const id = nodes[a % Math.max(1, nodes.length)] ?? "x";
          const other = nodes[b % Math.max(1, nodes.length)] ?? "y";
          const all: Edit[] = [
            { edit: "addNode", id: `n${a}${b}`, type: "map", name: "N", version: 1, config: value },
            { edit: "removeNode", id },
            { edit: "renameNode", id, name: `name ${b}` },
            { edit: "setConfig", id, pointer: "", value },
            { edit: "connect", id: `e${a}${b}`, from: { node: id, port: "out" }, to: { node: other, port: "in" } },
            { edit: "setOnError", id, onError: { policy: "skip" } },
            { edit: "setSettings", commitIntervalMs: 10 + a },
          ];
          try {
            current = applyEdit(current, all[kind]!);
          } catch (error) {
            assert.equal((error as { code?: string }).code, "DOC_0301");
          }
        }
        assert.deepEqual(parsePipeline(writePipeline(current)).pipeline, current);
      }),
      { numRuns: 200 },
    );
  });
});

test("setAtPointer leaves the original alone", () => {
  fc.assert(
    fc.property(
      json,
      fc.constantFrom("", "/a", "/a/b", "/0", "/-", "/__proto__", "/__proto__/x"),
      fc.option(json, { nil: undefined }),
      (value, pointer, item) => {
        const before = JSON.stringify(value);
        setAtPointer(value, pointer, item);
        assert.equal(JSON.stringify(value), before);
        assert.equal(({} as Record<string, unknown>)["x"], undefined);
      },
    ),
  );
});
