import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { errorCodes } from "../../shared/errors.ts";
import { applyEdits, type Edit } from "../../shared/pipeline/edits.ts";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { checkGraph } from "../../shared/validation/graph.ts";
import { openPipeline, formatPipeline } from "../../shared/validation/open.ts";
import { validate } from "../../shared/validation/validate.ts";

const text = readFileSync(new URL("../pipeline/fixtures/late-payments.pipeline.json", import.meta.url), "utf8");
const opened = openPipeline(text).pipeline;
assert.ok(opened);
const base: Pipeline = opened;

const [filter, join, sink, count, orders] = [
  "late_5h3n6v2r",
  "join_c41z8w0q",
  "out_8k1p3c6t",
  "count_9d2x7k4b",
  "orders_2mq8f7ya",
];

function withEdge(id: string, from: string, to: string): Pipeline {
  const end = (textOf: string) => ({ node: textOf.split(".")[0] ?? "", port: textOf.split(".")[1] ?? "" });
  return { ...base, edges: new Map([...base.edges, [id, { id, from: end(from), to: end(to) }]]) };
}

const edited = (...edits: readonly Edit[]): Pipeline => applyEdits(base, edits);

interface GraphCase {
  readonly code: string;
  readonly what: string;
  readonly pipeline: Pipeline;
  readonly node?: string;
  readonly pointer: string;
  readonly severity?: "warning";
}

const cases: readonly GraphCase[] = [
  {
    code: "DOC_0201",
    what: "an edge to a node that is not there",
    pipeline: withEdge("x", `${filter}.out`, "gone.in"),
    pointer: "/edges/x/to",
  },
  {
    code: "DOC_0201",
    what: "an edge from a node that is not there",
    pipeline: withEdge("x", "gone.out", `${filter}.in`),
    pointer: "/edges/x/from",
  },
  {
    code: "DOC_0202",
    what: "an output that is not there",
    pipeline: withEdge("x", `${filter}.other`, `${sink}.in`),
    pointer: "/edges/x/from",
  },
  {
    code: "DOC_0202",
    what: "an input that is not there",
    pipeline: withEdge("x", `${filter}.out`, `${join}.middle`),
    pointer: "/edges/x/to",
  },
  {
    code: "DOC_0202",
    what: "an input of a source",
    pipeline: withEdge("x", `${filter}.out`, `${orders}.in`),
    pointer: "/edges/x/to",
  },
  {
    code: "DOC_0203",
    what: "two edges between the same ports",
    pipeline: withEdge("x", `${filter}.out`, `${count}.in`),
    node: count,
    pointer: "/edges/x",
  },
  {
    code: "DOC_0204",
    what: "an input without an edge",
    pipeline: edited({ edit: "disconnect", id: "e_1t5y8u3i" }),
    node: join,
    pointer: `/nodes/${join}`,
  },
  {
    code: "DOC_0205",
    what: "two edges where one may end",
    pipeline: edited(
      {
        edit: "addNode",
        id: "more",
        type: "kafka-source",
        name: "More",
        version: 1,
        config: { connection: "shop", topic: "more", value: { format: "json" } },
      },
      {
        edit: "addNode",
        id: "table",
        type: "table-source",
        name: "Table",
        version: 1,
        config: { connection: "shop", topic: "table", value: { format: "json" } },
      },
      {
        edit: "addNode",
        id: "lookup",
        type: "stream-table-join",
        name: "Lookup",
        version: 1,
        config: { kind: "inner", result: { a: "left.a" } },
      },
      { edit: "connect", id: "x1", from: { node: "more", port: "out" }, to: { node: "lookup", port: "left" } },
      { edit: "connect", id: "x2", from: { node: "table", port: "out" }, to: { node: "lookup", port: "right" } },
      {
        edit: "addNode",
        id: "table2",
        type: "table-source",
        name: "Table 2",
        version: 1,
        config: { connection: "shop", topic: "table2", value: { format: "json" } },
      },
      { edit: "connect", id: "x3", from: { node: "table2", port: "out" }, to: { node: "lookup", port: "right" } },
    ),
    node: "lookup",
    pointer: "/nodes/lookup",
  },
  {
    code: "DOC_0207",
    what: "a way back",
    pipeline: withEdge("x", `${filter}.out`, `${join}.left`),
    node: join,
    pointer: `/nodes/${join}`,
  },
  {
    code: "DOC_0207",
    what: "a node that reads itself",
    pipeline: withEdge("x", `${filter}.out`, `${filter}.in`),
    node: filter,
    pointer: `/nodes/${filter}`,
  },
  {
    code: "DOC_0208",
    what: "nothing reads the result",
    pipeline: edited({ edit: "removeNode", id: sink }),
    node: count,
    pointer: `/nodes/${count}`,
    severity: "warning",
  },
  {
    code: "DOC_0209",
    what: "two of one name",
    pipeline: edited({ edit: "renameNode", id: sink, name: "Orders" }),
    node: sink,
    pointer: `/nodes/${sink}/name`,
    severity: "warning",
  },
  {
    code: "DOC_0210",
    what: "an operator that does not exist",
    pipeline: edited({ edit: "addNode", id: "t", type: "teleport", name: "T", version: 1 }),
    node: "t",
    pointer: "/nodes/t/type",
  },
  { code: "DOC_0211", what: "no nodes", pipeline: { ...base, nodes: new Map(), edges: new Map() }, pointer: "/nodes" },
];

describe("findings of the graph", () => {
  test("the sample has none", () => assert.deepEqual(validate(base), []));

  for (const { code, what, pipeline, node, pointer, severity } of cases) {
    test(`${code} ${what}`, () => {
      const all = validate(pipeline);
      const found = all.find((diagnostic) => diagnostic.code === code);
      assert.ok(found, JSON.stringify(all));
      assert.equal(found.pointer, pointer);
      assert.equal(found.severity, severity ?? "error");
      if (node !== undefined) assert.equal(found.node, node);
      assert.ok(found.hint);
    });
  }

  test("every code has a case", () => {
    const tested = new Set(cases.map(({ code }) => code));
    assert.deepEqual(
      Object.keys(errorCodes).filter((code) => code.startsWith("DOC_02") && !tested.has(code)),
      [],
    );
  });

  test("no finding is given twice", () => {
    for (const { pipeline } of cases) {
      const keys = validate(pipeline).map(({ code, pointer, message }) => JSON.stringify([code, pointer, message]));
      assert.equal(new Set(keys).size, keys.length);
    }
  });
});

test("the catalogue's defaults are left out and its order of keys is used", () => {
  const messy = text
    .replace('"kind": "left",', "")
    .replace('"grace": "30s",', '"grace": "30s", "kind": "left", "before": "0s",');
  assert.notEqual(messy, text);
  const { pipeline, diagnostics } = openPipeline(messy);
  assert.deepEqual(diagnostics, []);
  assert.ok(pipeline);
  assert.equal(formatPipeline(pipeline), text);
});

/** The sample with a chain of filters behind one of its sources. */
function withChain(length: number): Pipeline {
  const nodes = new Map(base.nodes);
  const edges = new Map(base.edges);
  for (let index = 0; index < length; index += 1) {
    const [id, from] = [`f${index}`, index === 0 ? orders : `f${index - 1}`];
    nodes.set(id, { id, type: "filter", name: `F${index}`, config: { where: "value.total > 1" }, onError: null });
    edges.set(`x${index}`, { id: `x${index}`, from: { node: from, port: "out" }, to: { node: id, port: "in" } });
  }
  return { ...base, nodes, edges };
}

test("a chain of 1000 nodes is planned, and one of 10 000 checked, with one finding at its end", () => {
  assert.deepEqual(
    validate(withChain(1000)).map(({ code, node }) => [code, node]),
    [["DOC_0208", "f999"]],
  );
  assert.deepEqual(
    checkGraph(withChain(9990)).map(({ code, node }) => [code, node]),
    [["DOC_0208", "f9989"]],
  );
});
