/** Previews as the studio asks for them: a process, a document, and what passed its edges step by step. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { SampleRecord } from "../../shared/protocol/sample-record.ts";
import { chain, pipelineText, previewOf, previewRequest, startAgent, type AgentProcess } from "./agent-process.ts";

const T0 = Date.UTC(2026, 0, 1);

function record(offsetMs: number, value: unknown, key: string | null = null): SampleRecord {
  return { timestampMs: T0 + offsetMs, key, value: typeof value === "string" ? value : JSON.stringify(value) };
}

describe("preview", () => {
  let agent: AgentProcess;
  before(() => {
    agent = startAgent();
  });
  after(() => agent.kill("SIGKILL"));

  test("windows open and close at the step that does it, and a late record is dropped at its own", async () => {
    const payment = (atMs: number, amount: number): SampleRecord =>
      record(atMs, {
        id: `p-${atMs}`,
        card: "4000123412340001",
        amount,
        currency: "EUR",
        at: T0 + atMs,
        merchant: { id: "m-1", country: "PT", category: "books" },
        online: false,
      });
    const records = [payment(0, 10), payment(1000, 20), payment(2600, 30), payment(1500, 40), payment(3000, 1999)];
    const result = await previewOf(
      agent,
      previewRequest(pipelineText("card-payments"), { inputs: { payments_3f8h2k6q: { kind: "records", records } } }),
    );
    assert.deepEqual(
      result.steps.map(({ kind, node, timestampMs, streamTimeMs }) => [
        kind,
        node,
        timestampMs - T0,
        streamTimeMs - T0,
      ]),
      [
        ["record", "payments_3f8h2k6q", 0, 0],
        ["record", "payments_3f8h2k6q", 1000, 1000],
        ["record", "payments_3f8h2k6q", 2600, 2600],
        ["record", "payments_3f8h2k6q", 1500, 2600],
        ["record", "payments_3f8h2k6q", 3000, 3000],
        ["time", null, 4500, 4500],
      ],
    );
    assert.deepEqual(result.drops, [{ step: 3, node: "totals_8j3k5l7p", reason: "late", count: 1 }]);
    const window = { node: "totals_8j3k5l7p", startMs: T0, endMs: T0 + 2000 };
    assert.deepEqual(result.windows, [
      { ...window, openedStep: 0, closedStep: 2, records: 2 },
      { ...window, startMs: T0 + 2000, endMs: T0 + 4000, openedStep: 2, closedStep: 5, records: 1 },
    ]);
    const totals = (at: number, payments: number, total: number): object => ({
      step: at,
      timestampMs: T0 + (at === 2 ? 1000 : 2600),
      key: `{"country":"PT","window":{"start":"2026-01-01T00:00:0${at === 2 ? 0 : 2}.000Z","end":"2026-01-01T00:00:0${at === 2 ? 2 : 4}.000Z"}}`,
      value: `{"payments":${payments},"total":${total},"largest":${at === 2 ? 20 : 30},"cards":1}`,
    });
    const expected = { count: 2, rows: [totals(2, 2, 30), totals(5, 1, 30)] };
    assert.deepEqual(result.edges["e05_m10o"], expected);
    assert.deepEqual(result.edges["e06_20dj"], expected);
    assert.deepEqual(result.sinks["show_6q9w3e5r"], expected);
    assert.deepEqual(
      Object.fromEntries(Object.entries(result.edges).map(([edge, { count }]) => [edge.slice(0, 3), count])),
      { e01: 5, e02: 1, e03: 1, e04: 4, e05: 2, e06: 2 },
    );
    const [masked] = result.sinks["alerts_2w6r8t4y"]?.rows ?? [];
    assert.equal(masked?.step, 4);
    assert.match(masked?.value ?? "", /"card":"\*{12}0001"/);
    assert.deepEqual(result.nodes["totals_8j3k5l7p"], {
      recordsIn: 4,
      recordsOut: [2, 0],
      dropped: { late: 1 },
      failed: 0,
      deadLettered: 0,
      failures: [],
      stateEntries: 0,
    });
    assert.deepEqual(result.nodes["route_9x4c7v2b"]?.recordsOut, [1, 4]);
    assert.deepEqual(result.inputs["payments_3f8h2k6q"], records);
  });

  test("what is open at the end stays open, or time moves as far as is asked", async () => {
    const inputs = { payments_3f8h2k6q: { kind: "generated", count: 3 } as const };
    const left = await previewOf(agent, previewRequest(pipelineText("card-payments"), { inputs, end: "leave" }));
    assert.equal(left.steps.length, 3);
    assert.deepEqual(
      left.windows.map(({ closedStep, records }) => [closedStep, records]),
      [[null, 3]],
    );
    assert.ok((left.nodes["totals_8j3k5l7p"]?.stateEntries ?? 0) > 0);
    const early = await previewOf(agent, previewRequest(pipelineText("card-payments"), { inputs, end: T0 + 2499 }));
    assert.deepEqual([early.windows[0]?.closedStep, early.sinks["show_6q9w3e5r"]?.count], [null, 0]);
    const moved = await previewOf(agent, previewRequest(pipelineText("card-payments"), { inputs, end: T0 + 2500 }));
    assert.equal(moved.windows[0]?.closedStep, 3);
    assert.deepEqual(moved.steps[3], { kind: "time", node: null, timestampMs: T0 + 2500, streamTimeMs: T0 + 2500 });
  });

  test("a join reads its sources in the order of their times, and each result has the step of the record that made it", async () => {
    const order = (id: string, customer: string): object => ({ id, customer, total: 0, lines: [] });
    const result = await previewOf(
      agent,
      previewRequest(pipelineText("enrich-orders"), {
        inputs: {
          orders_5d8f2g6h: {
            kind: "records",
            records: [
              record(
                1000,
                JSON.stringify(order("o1", "c1")).replace('"total":0', '"total":12345678901234567890.10'),
                '"o1"',
              ),
              record(3000, order("o2", "c1"), '"o2"'),
            ],
          },
          customers_3k7m5n9q: {
            kind: "records",
            records: [
              record(0, { name: "Ada", tier: "gold", country: "PT" }, '"c1"'),
              record(2000, { name: "Ada B.", tier: "none", country: "PT" }, '"c1"'),
            ],
          },
        },
      }),
    );
    assert.deepEqual(
      result.steps.map((step) => step.node?.split("_")[0]),
      ["customers", "orders", "customers", "orders"],
    );
    assert.deepEqual(
      result.edges["e03_dz85"]?.rows.map(({ step, key, value }) => [step, key, value]),
      [
        [1, '"c1"', '{"id":"o1","customer":"c1","name":"Ada","tier":"gold","total":12345678901234567890.1,"items":0}'],
        [3, '"c1"', '{"id":"o2","customer":"c1","name":"Ada B.","tier":"none","total":0,"items":0}'],
      ],
    );
    assert.deepEqual(
      result.sinks["out_2p6r8t4w"]?.rows.map(({ step, key }) => [step, key]),
      [
        [1, '"o1"'],
        [3, '"o2"'],
      ],
    );
    assert.match(result.sinks["out_2p6r8t4w"]?.rows[0]?.value ?? "", /"discount":1234567890123456789\.01/);
    assert.equal(result.nodes["join_9v4b6n2m"]?.stateEntries, 1);
  });

  test("records that fail: dead letters with their reason, skipped ones, and those that would stop a run", async () => {
    const signup = (country: string, birthday: string): object => ({
      email: "a@b.c",
      address: { city: "X", country },
      birthday,
    });
    const result = await previewOf(
      agent,
      previewRequest(pipelineText("mask-and-route"), {
        inputs: {
          signups_6t3y8u2j: {
            kind: "records",
            records: [
              record(0, "{ not json"),
              record(1, signup("PT", "never")),
              record(2, signup("PT", "1990-01-02")),
              record(3, signup("PT", "2015-01-02")),
              record(4, signup("US", "1990-01-02")),
            ],
          },
        },
      }),
    );
    const dead = result.deadLetters["mask-and-route_4b7n2k8d-dead-letters"];
    assert.deepEqual([dead?.count, dead?.rows[0]?.step, dead?.rows[0]?.value], [1, 0, '"{ not json"']);
    assert.equal(dead?.rows[0]?.headers?.find(([name]) => name === "weir.node")?.[1], "signups_6t3y8u2j");
    assert.deepEqual(
      [result.deadLetters["signups-dead"]?.count, result.deadLetters["signups-dead"]?.rows[0]?.step],
      [1, 1],
    );
    assert.deepEqual(result.drops, [
      { step: 0, node: "signups_6t3y8u2j", reason: "failed", count: 1 },
      { step: 1, node: "adult_2m8k5j7h", reason: "failed", count: 1 },
      { step: 3, node: "adult_2m8k5j7h", reason: "filtered", count: 1 },
      { step: 4, node: "route_3x9z5c7v", reason: "no-match", count: 1 },
    ]);
    const filter = result.nodes["adult_2m8k5j7h"];
    assert.deepEqual([filter?.failed, filter?.deadLettered, filter?.dropped], [1, 1, { filtered: 1 }]);
    assert.match(filter?.failures[0] ?? "", /never/);
    assert.doesNotMatch(filter?.failures[0] ?? "", /A run would stop here/);
  });

  test("a failure that would stop a run is said, and the records after it are still seen", async () => {
    const pipeline = chain("map", { fields: { n: "1 / value.d" } }, "{ d: int }");
    const records = [record(0, { d: 0 }), record(1, { d: 2 })];
    const result = await previewOf(agent, previewRequest(pipeline, { inputs: { in: { kind: "records", records } } }));
    assert.equal(result.nodes["work"]?.failed, 1);
    assert.match(result.nodes["work"]?.failures[0] ?? "", /zero.* A run would stop here\.$/s);
    assert.deepEqual(result.drops, [{ step: 0, node: "work", reason: "failed", count: 1 }]);
    assert.deepEqual(
      result.sinks["out"]?.rows.map(({ step }) => step),
      [1],
    );
  });

  test("every type keeps what it is on its way through edges", async () => {
    const type =
      "{ i: int; d: decimal; at: instant; for: duration; b: bytes; n: number; maybe?: string; list: int[]; map: { [key: string]: boolean } }";
    const value =
      '{"i":9007199254740993,"d":0.10,"at":"2026-01-01T00:00:00.001Z","for":"PT1M","b":"AAEC","n":1.5,"list":[1],"map":{"x":true},"more":1e2}';
    const pipeline = chain("filter", { where: "value.i > 0" }, type);
    const inputs = { in: { kind: "records" as const, records: [record(0, value)] } };
    const result = await previewOf(agent, previewRequest(pipeline, { inputs }));
    const row = result.edges["e2"]?.rows[0]?.value ?? "";
    assert.match(row, /"i":9007199254740993\b/);
    assert.match(row, /"d":0\.1\b/);
    assert.match(row, /"at":"2026-01-01T00:00:00\.001Z"/);
    assert.match(row, /"b":"AAEC"/);
    assert.match(row, /"list":\[1\],"map":\{"x":true\}/);
    assert.equal(result.edges["e1"]?.rows[0]?.value, row);
  });

  test("counts go on beyond the rows that are kept, and a long value is cut", async () => {
    const pipeline = chain("filter", { where: "true" }, "{ text: string }");
    const records = Array.from({ length: 30 }, (_, k) => record(k, { text: k === 0 ? "x".repeat(50_000) : "y" }));
    const inputs = { in: { kind: "records" as const, records } };
    const result = await previewOf(agent, previewRequest(pipeline, { inputs, rowsPerEdge: 10 }));
    assert.deepEqual([result.edges["e2"]?.count, result.edges["e2"]?.rows.length], [30, 10]);
    assert.ok((result.edges["e2"]?.rows[0]?.value?.length ?? 0) < 20_000);
    assert.match(result.edges["e2"]?.rows[0]?.value ?? "", /characters\)"$/);

    const many = Array.from({ length: 2000 }, (_, k) => record(k, { text: "z".repeat(15_000) }));
    const wide = await previewOf(
      agent,
      previewRequest(pipeline, { inputs: { in: { kind: "records", records: many } }, rowsPerEdge: 10_000 }),
    );
    assert.equal(wide.sinks["out"]?.count, 2000);
    const { inputs: _given, ...answer } = wide;
    assert.ok(JSON.stringify(answer).length < 10 * 1024 * 1024);
  });

  test("a file that a sink names is not written", async () => {
    const folder = mkdtempSync(join(tmpdir(), "weir-preview-"));
    const path = join(folder, "out.ndjson");
    const text = pipelineText("file-to-file").replaceAll(/"path": "[^"]+"/g, `"path": ${JSON.stringify(path)}`);
    const result = await previewOf(agent, previewRequest(text));
    assert.ok(Object.values(result.sinks).some((sink) => sink.count > 0));
    assert.equal(existsSync(path), false);
  });
});
