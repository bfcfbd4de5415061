import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { canConnect, connectorFrom, reach } from "../../../app/renderer/canvas/can-connect.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import { openPipeline } from "../../../shared/validation/open.ts";
import { plan } from "../../../shared/topology/plan.ts";
import { must } from "../../../shared/assert.ts";

const typed = (type: string) => ({ topic: "t", key: { format: "string" }, value: { format: "json", type } });

function makePipeline(edges: Readonly<Record<string, readonly [string, string]>> = {}): Pipeline {
  const text = JSON.stringify({
    format: 1,
    id: "p",
    name: "P",
    operators: {
      "kafka-source": 1,
      "table-source": 1,
      filter: 1,
      merge: 1,
      "stream-table-join": 1,
      "kafka-sink": 1,
      branch: 1,
    },
    nodes: {
      orders: { type: "kafka-source", name: "Orders", config: typed("{ id: string; total: int }") },
      refunds: { type: "kafka-source", name: "Refunds", config: typed("{ id: string; reason: string }") },
      clicks: { type: "kafka-source", name: "Clicks", config: typed("{ page: string }") },
      names: { type: "kafka-source", name: "Names", config: typed("string") },
      customers: { type: "table-source", name: "Customers", config: typed("{ id: string; name: string }") },
      keep: { type: "filter", name: "Keep", config: { where: "true" } },
      again: { type: "filter", name: "Again", config: { where: "true" } },
      all: { type: "merge", name: "All", config: {} },
      join: { type: "stream-table-join", name: "Join", config: { result: { id: "left.id" } } },
      out: { type: "kafka-sink", name: "Out", config: { topic: "out" } },
    },
    edges: Object.fromEntries(Object.entries(edges).map(([id, [from, to]]) => [id, { from, to }])),
  });
  return must(openPipeline(text).pipeline, "a pipeline");
}

function ask(edges: Readonly<Record<string, readonly [string, string]>>, from: string, to: string, moving?: string) {
  const pipeline = makePipeline(edges);
  const port = (text: string) => {
    const [node = "", name = ""] = text.split(".");
    return { node, port: name };
  };
  return canConnect(pipeline, plan(pipeline).types, port(from), port(to), moving);
}

describe("canConnect", () => {
  test("a stream fits a stream, a table a table port", () => {
    assert.equal(ask({}, "orders.out", "keep.in"), true);
    assert.equal(ask({}, "customers.out", "join.right"), true);
    assert.equal(ask({}, "orders.out", "join.left"), true);
  });

  test("a table does not fit a port that takes streams", () => {
    assert.match(String(ask({}, "customers.out", "keep.in")), /takes a stream here/);
    assert.match(String(ask({}, "customers.out", "join.left")), /takes a stream here/);
  });

  test("a node cannot feed itself, and no circle is made", () => {
    assert.match(String(ask({}, "keep.out", "keep.in")), /itself/);
    const chain = { a: ["keep.out", "again.in"], b: ["again.out", "all.in"] } as const;
    assert.match(String(ask(chain, "all.out", "keep.in")), /circle/);
    assert.match(String(ask(chain, "again.out", "keep.in")), /circle/);
    assert.equal(ask(chain, "keep.out", "all.in"), true);
  });

  test("the edge that is moved does not make a circle with itself", () => {
    const chain = { a: ["keep.out", "again.in"], b: ["again.out", "all.in"] } as const;
    assert.equal(ask(chain, "all.out", "again.in", "b"), true);
  });

  test("ports that do not exist, sources and twins refuse", () => {
    assert.match(String(ask({}, "orders.late", "keep.in")), /no such output/);
    assert.match(String(ask({}, "keep.out", "orders.in")), /source/);
    assert.match(String(ask({}, "gone.out", "keep.in")), /gone/);
    assert.match(String(ask({ a: ["orders.out", "keep.in"] }, "orders.out", "keep.in")), /already/);
  });

  test("streams that meet at a port need something in common", () => {
    const one = { a: ["orders.out", "all.in"] } as const;
    assert.equal(ask(one, "refunds.out", "all.in"), true);
    assert.equal(ask(one, "clicks.out", "all.in"), true, "fields of the one are missing in the other");
    assert.match(String(ask(one, "names.out", "all.in")), /Names gives string/);
  });

  test("one connector answers for many, from either end", () => {
    const pipeline = makePipeline({ a: ["keep.out", "again.in"] });
    const { types } = plan(pipeline);
    const into = connectorFrom(pipeline, types, { port: { node: "keep", port: "in" }, side: "inputs" });
    assert.equal(into({ node: "orders", port: "out" }), true);
    assert.match(String(into({ node: "again", port: "out" })), /circle/);
    assert.match(String(into({ node: "customers", port: "out" })), /stream/);
    assert.deepEqual([...reach(pipeline, "keep", "downstream")], ["again"]);
    assert.deepEqual([...reach(pipeline, "again", "upstream")], ["keep"]);
  });
});
