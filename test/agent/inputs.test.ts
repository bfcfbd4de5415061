/** What sources of a preview read when nobody gives them records. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { PreviewRequest, PreviewResult } from "../../shared/protocol/preview.ts";
import { preview } from "../../runtime/agent/preview/preview.ts";
import { idStemOf, singular, stemOfSource } from "../../runtime/agent/made-up/names.ts";
import { warmUpRequest } from "../../runtime/agent/warm-up.ts";
import { chain, pipelineText, previewRequest } from "./agent-process.ts";

function withoutTime(request: PreviewRequest): Omit<PreviewResult, "ms"> {
  const { ms: _ms, ...result } = preview(request);
  return result;
}

describe("inputs of a preview", () => {
  test("previews of the same request are the same, and another seed gives other records", () => {
    for (const [name, source] of [
      ["card-payments", "payments_3f8h2k6q"],
      ["late-payments", "orders_2mq8f7ya"],
    ] as const) {
      const seeded = (seed: number): PreviewRequest =>
        previewRequest(pipelineText(name), { inputs: { [source]: { kind: "generated", count: 20, seed } } });
      assert.deepEqual(withoutTime(seeded(7)), withoutTime(seeded(7)));
      assert.notDeepEqual(withoutTime(seeded(7)).inputs[source], withoutTime(seeded(8)).inputs[source]);
    }
  });

  test("a generator makes its own records, at its rate, from a fixed instant on", () => {
    const result = preview(previewRequest(pipelineText("card-payments"), { defaultCount: 5 }));
    const records = result.inputs["payments_3f8h2k6q"] ?? [];
    const start = Date.UTC(2026, 0, 1);
    assert.deepEqual(
      records.map(({ timestampMs }) => timestampMs - start),
      [0, 0, 1, 1, 2],
    );
    assert.match(records[4]?.value ?? "", /^\{"id":"p-5","card":"4000123412340\d+","amount":[\d.]+,/);
  });

  test("every sample pipeline sees records at each of its edges", () => {
    const folder = join(import.meta.dirname, "../pipelines");
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".pipeline.json"))) {
      const name = file.replace(".pipeline.json", "");
      const result = preview(previewRequest(pipelineText(name), { defaultCount: 60 }));
      const empty = Object.entries(result.edges).filter(([, { count }]) => count === 0);
      // Nothing that is made up is late.
      const expected = name === "iot-downsampling" ? 1 : 0;
      assert.equal(empty.length, expected, `${name}: ${empty.map(([edge]) => edge).join(", ")}`);
      const failed = Object.entries(result.nodes).filter(([, node]) => node.failed > 0);
      assert.deepEqual(failed, [], name);
    }
  });

  test("sources meet: ids of one are what others refer to", () => {
    const result = preview(previewRequest(pipelineText("late-payments"), { defaultCount: 50 }));
    const ids = (node: string, field: string): string[] =>
      (result.inputs[node] ?? []).map(({ value }) => String(JSON.parse(value ?? "{}")[field]));
    const orders = new Set(ids("orders_2mq8f7ya", "id"));
    assert.equal(orders.size, 50);
    for (const id of ids("payments_6w0d5j9e", "orderId")) assert.ok(orders.has(id), id);
  });

  test("names say what is in a field", () => {
    assert.deepEqual(["orders", "countries", "addresses", "status", "boxes"].map(singular), [
      "order",
      "country",
      "address",
      "status",
      "box",
    ]);
    assert.deepEqual(["shop.orders.v1", "raw_clicks", "people.csv", "order-events"].map(stemOfSource), [
      "order",
      "click",
      "people",
      "order",
    ]);
    const known = new Set(["parcel"]);
    assert.deepEqual(
      ["id", "customerId", "order_id", "customer", "parcel", "name", "total"].map((name) =>
        idStemOf(name, "order", known),
      ),
      ["order", "customer", "order", "customer", "parcel", null, null],
    );
  });

  test("an untyped value has what is read of it", () => {
    const result = preview(
      previewRequest(chain("filter", { where: 'value.address.city != "" && value.total != null' }, "any")),
    );
    const value: unknown = JSON.parse(result.inputs["in"]?.[0]?.value ?? "null");
    assert.deepEqual(Object.keys(value as object).toSorted(), ["address", "total"]);
  });

  test("records of a file get the key and the time that the source computes", () => {
    const pipeline = JSON.stringify({
      format: 1,
      id: "file",
      name: "File",
      operators: { "file-source": 1, "console-sink": 1 },
      nodes: {
        in: {
          type: "file-source",
          name: "In",
          config: {
            path: "/nowhere/orders.ndjson",
            type: "{ id: string; at: instant }",
            key: "value.id",
            time: "value.at",
          },
        },
        out: { type: "console-sink", name: "Out", config: {} },
      },
      edges: { e: { from: "in.out", to: "out.in" } },
    });
    const records = [{ timestampMs: 0, key: null, value: '{"id":"a","at":"2026-02-03T04:05:06Z"}' }];
    const given = preview(previewRequest(pipeline, { inputs: { in: { kind: "records", records } } }));
    const row = given.edges["e"]?.rows[0];
    assert.deepEqual([row?.key, row?.timestampMs], ['"a"', Date.UTC(2026, 1, 3, 4, 5, 6)]);
    assert.deepEqual(given.inputs["in"], [{ ...records[0], key: '"a"', timestampMs: Date.UTC(2026, 1, 3, 4, 5, 6) }]);
    const made = preview(previewRequest(pipeline, { defaultCount: 3 }));
    assert.deepEqual(
      made.edges["e"]?.rows.map(({ key }) => key),
      ['"order-1"', '"order-2"', '"order-3"'],
    );
  });
});

test("what a waiting process warms up with is a pipeline that runs", () => {
  const { nodes } = preview({ ...warmUpRequest, defaultCount: 20 });
  assert.deepEqual(
    Object.values(nodes).map(({ recordsIn, failed }) => [recordsIn > 0, failed]),
    Array.from({ length: 5 }, () => [true, 0]),
  );
});
