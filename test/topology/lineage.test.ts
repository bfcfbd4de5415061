/** Column lineage on the sample pipelines: known by hand for some columns, and consistent in itself for all. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test, { describe } from "node:test";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { columnKey, columnName, Lineage, type ColumnRef } from "../../shared/topology/lineage.ts";
import { plan } from "../../shared/topology/plan.ts";
import { openPipeline } from "../../shared/validation/open.ts";
import { makePipeline, node, sink, source } from "./pipelines.ts";

const samples = join(import.meta.dirname, "../pipelines");

function sample(name: string): Pipeline {
  const { pipeline } = openPipeline(readFileSync(join(samples, `${name}.pipeline.json`), "utf8"));
  assert.ok(pipeline !== null);
  return pipeline;
}

function lineageOf(pipeline: Pipeline): Lineage {
  const { topology, diagnostics } = plan(pipeline);
  assert.ok(topology !== null, JSON.stringify(diagnostics));
  return new Lineage(pipeline, topology);
}

function column(pipeline: Pipeline, name: string, text: string, port = "out"): ColumnRef {
  const found = [...pipeline.nodes.values()].find((one) => one.name === name);
  assert.ok(found !== undefined, name);
  const [first = "", ...rest] = text.split(".");
  const root = first === "key" ? "key" : "value";
  return { node: found.id, port, root, path: first === "key" || first === "value" ? rest : [first, ...rest] };
}

function sourcesOf(pipeline: Pipeline, ...at: [name: string, text: string, port?: string]): string[] {
  return lineageOf(pipeline)
    .sources(column(pipeline, ...at))
    .map(({ from, kind }) => `${kind} ${pipeline.nodes.get(from.node)?.name} ${columnName(from)}`);
}

describe("sources of a column", () => {
  test("copied, renamed and computed fields of a join, through repartition topics", () => {
    const pipeline = sample("late-payments");
    assert.deepEqual(sourcesOf(pipeline, "Order with its payment", "country"), [
      "copied Orders country",
      "decides Orders id",
      "decides Payments orderId",
    ]);
    assert.deepEqual(sourcesOf(pipeline, "Order with its payment", "paid"), [
      "renamed Payments amount",
      "decides Orders id",
      "decides Payments orderId",
    ]);
    assert.deepEqual(sourcesOf(pipeline, "Order with its payment", "key"), [
      "renamed Orders id",
      "renamed Payments orderId",
    ]);
    assert.deepEqual(sourcesOf(pipeline, "Not fully paid", "total"), [
      "copied Order with its payment total",
      "decides Order with its payment paid",
    ]);
  });

  test("an aggregate's fields come from the arguments of its calls, its key from the group", () => {
    const pipeline = sample("card-payments");
    assert.deepEqual(sourcesOf(pipeline, "Totals per country", "cards"), [
      "computed Suspicious? card",
      "decides Suspicious? merchant.country",
    ]);
    assert.deepEqual(sourcesOf(pipeline, "Totals per country", "payments"), ["decides Suspicious? merchant.country"]);
    assert.deepEqual(sourcesOf(pipeline, "Totals per country", "key.country"), [
      "renamed Suspicious? merchant.country",
    ]);
    assert.deepEqual(sourcesOf(pipeline, "Totals per country", "key.window"), []);
  });

  test("late records of an aggregate pass as they are", () => {
    assert.deepEqual(sourcesOf(sample("iot-downsampling"), "Sliding mean", "celsius", "late"), [
      "copied Plausible celsius",
    ]);
  });

  test("masked, nested and kept fields", () => {
    const pipeline = sample("mask-and-route");
    assert.deepEqual(sourcesOf(pipeline, "Hide contact", "email"), ["computed Adults email"]);
    assert.deepEqual(sourcesOf(pipeline, "Hide contact", "address.country"), ["copied Adults address.country"]);
    assert.deepEqual(sourcesOf(pipeline, "Hide contact", "birthday"), ["copied Adults birthday"]);
  });

  test("the test of a conditional decides, its ends are what there is; a generator's key comes from its own value", () => {
    assert.deepEqual(sourcesOf(sample("enrich-orders"), "Discount", "discount"), [
      "decides Look up customer tier",
      "computed Look up customer total",
    ]);
    assert.deepEqual(sourcesOf(sample("card-payments"), "Payments", "key"), ["renamed Payments card"]);
  });

  test("streams that merge, in nodes that add no processor", () => {
    assert.deepEqual(sourcesOf(sample("audit-trail"), "Both", "what"), [
      "copied Login event what",
      "copied Order event what",
    ]);
    assert.deepEqual(sourcesOf(sample("audit-trail"), "Spread", "user"), ["copied By user user"]);
  });

  test("renamed and dropped fields of a map", () => {
    const pipeline = makePipeline(
      { a: source("a"), m: node("map", { drop: ["country"], rename: { id: "order" } }), o: sink("o") },
      ["a > m", "m > o"],
    );
    assert.deepEqual(sourcesOf(pipeline, "m", "order"), ["renamed a id"]);
    assert.deepEqual(sourcesOf(pipeline, "m", "total"), ["copied a total"]);
    assert.deepEqual(sourcesOf(pipeline, "m", "country"), []);
  });
});

describe("trace of a column", () => {
  test("up to the source and down to the sinks, with the edges between", () => {
    const pipeline = sample("card-payments");
    const { nodes, edges, deciding } = lineageOf(pipeline).trace(column(pipeline, "Suspicious?", "amount", "normal"));
    const names = (ids: ReadonlySet<string>) => [...ids].map((id) => pipeline.nodes.get(id)?.name ?? "").toSorted();
    assert.deepEqual(names(nodes), [
      "Country totals",
      "Latest totals",
      "Payments",
      "Suspicious?",
      "Totals per country",
    ]);
    assert.deepEqual([...edges].toSorted(), ["e01_j5oh", "e04_ta8z", "e05_m10o", "e06_20dj"]);
    assert.deepEqual(names(deciding), []);
  });

  test("a column that only decides marks where it decides and goes no further", () => {
    const pipeline = sample("clicks-per-minute");
    const names = (ids: ReadonlySet<string>) => [...ids].map((id) => pipeline.nodes.get(id)?.name ?? "").toSorted();
    const { nodes, deciding } = lineageOf(pipeline).trace(column(pipeline, "Clicks", "agent"));
    assert.deepEqual(names(nodes), ["Clicks", "No robots"]);
    assert.deepEqual(names(deciding), []);
    const { downstream } = lineageOf(pipeline).trace(column(pipeline, "Clicks", "agent"));
    assert.ok(downstream.some(({ to, kind }) => kind === "decides" && columnName(to) === "page"));
    const customer = sample("enrich-orders");
    const key = lineageOf(customer).trace(column(customer, "Customers", "key"));
    assert.ok(key.downstream.some(({ to, kind }) => kind === "decides" && columnName(to) === "tier"));
  });

  test("every sample: what is upstream of a column leads down to it again", () => {
    for (const name of readdirSync(samples).filter((file) => file.endsWith(".pipeline.json"))) {
      const pipeline = sample(name.replace(".pipeline.json", ""));
      const lineage = lineageOf(pipeline);
      for (const { id } of pipeline.nodes.values())
        for (const port of ["out", "late"])
          for (const at of lineage.columns(id, port))
            for (const { from, kind } of lineage.trace(at).upstream) {
              if (kind === "decides") continue;
              const reached = new Set(lineage.trace(from).downstream.map(({ to }) => columnKey(to)));
              assert.ok(reached.has(columnKey(at)), `${name}: ${columnKey(from)} leads to ${columnKey(at)}`);
            }
    }
  });
});

test("a column of a pipeline with 2000 nodes is traced in less than a second", () => {
  const nodes: Record<string, ReturnType<typeof node>> = { a: source("a") };
  const edges: string[] = [];
  for (let i = 0; i < 2000; i++) {
    nodes[`m${i}`] = node("map", { fields: { total: "value.total + 1" } });
    edges.push(`${i === 0 ? "a" : `m${i - 1}`} > m${i}`);
  }
  nodes["o"] = sink("o");
  edges.push("m1999 > o");
  const pipeline = makePipeline(nodes, edges);
  const lineage = lineageOf(pipeline);
  const startedMs = performance.now();
  const trace = lineage.trace({ node: "m1000", port: "out", root: "value", path: ["total"] });
  const ms = performance.now() - startedMs;
  assert.equal(trace.nodes.size, 2002);
  assert.equal(trace.edges.size, 2001);
  assert.ok(ms < 1000, `${ms} ms`);
});
