/** Receive buffers are used again while a pipeline runs: nobody may still look at one that was given back. Here it is overwritten at once. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { createEmbeddedBroker } from "../../runtime/embedded/broker.ts";
import { loadTopology } from "../../runtime/engine/load-topology.ts";
import { startRun } from "../../runtime/engine/run.ts";
import { createKafkaClient } from "../../runtime/kafka/client.ts";
import { FrameLease, FramePool, framePool } from "../../runtime/kafka/frame-pool.ts";
import { must } from "../../shared/assert.ts";
import { produceTexts, readTexts, topicSize } from "../support/topic-access.ts";
import { until } from "../support/weir-process.ts";

test("a buffer that was given back is used again, one of the wrong size is not", () => {
  const pool = new FramePool();
  const first = pool.take(300_000);
  pool.give(first.buffer as ArrayBuffer);
  assert.equal(pool.take(9_000_000).buffer === first.buffer, false);
  assert.equal(pool.take(200_000).buffer, first.buffer);
  assert.equal(pool.take(200_000).buffer === first.buffer, false);
});

test("a frame goes back when its last holder is done", () => {
  const memory = framePool.take(1_000_000).buffer as ArrayBuffer;
  const lease = new FrameLease(memory);
  lease.hold();
  lease.hold();
  lease.release();
  assert.equal(framePool.take(1_000_000).buffer === memory, false);
  lease.release();
  assert.equal(framePool.take(1_000_000).buffer, memory);
});

test("only what is the pool's is given back: small answers lie in memory that everybody's buffers share", async (context) => {
  const given = context.mock.method(framePool, "give");
  const broker = await createEmbeddedBroker({});
  const client = createKafkaClient({ brokers: [broker.bootstrap], clientId: "test" });
  context.after(async () => {
    await client.close();
    await broker.close();
  });
  broker.createTopic("t", 1);
  const read = async (values: readonly string[], position: number): Promise<void> => {
    const fetcher = client.fetcher({ isolation: "read_uncommitted" });
    await fetcher.assign([{ topic: "t", partition: 0, position }]);
    for (let seen = 0; seen < values.length;) {
      const fetched = fetcher.take();
      if (fetched === undefined) await fetcher.ready(1000);
      else {
        seen += fetched.columns.count;
        fetched.release();
      }
    }
    await fetcher.close();
  };
  const small = ["a", "b", "c"];
  await produceTexts(
    client,
    "t",
    small.map((value) => ({ key: null, value })),
  );
  await read(small, 0);
  assert.equal(given.mock.callCount(), 0);
  const large = ["d".repeat(200_000)];
  await produceTexts(
    client,
    "t",
    large.map((value) => ({ key: null, value })),
  );
  await read(large, 3);
  assert.equal(given.mock.callCount(), 1);
  assert.ok(given.mock.calls.every((call) => framePool.owns(must(call.arguments[0], "memory"))));
});

test("joins, windows and sinks keep nothing of a buffer that was given back", async (context) => {
  const give = framePool.give.bind(framePool);
  let given = 0;
  framePool.give = (memory) => {
    new Uint8Array(memory).fill(0xaa);
    given += 1;
    give(memory);
  };
  context.after(() => {
    framePool.give = give;
  });
  const broker = await createEmbeddedBroker({});
  const connection = { brokers: [broker.bootstrap], clientId: "test" };
  const client = createKafkaClient(connection);
  const text = await readFile(join(import.meta.dirname, "../pipelines/clicks-per-minute.pipeline.json"), "utf8");
  await client.admin.createTopics([{ name: "clicks", partitions: 2 }]);
  const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;
  const pages = 40;
  const clicks = Array.from({ length: 40_000 }, (_, i) => ({
    key: `u${i % 500}`,
    value: JSON.stringify({
      page: `/p${i % pages}`,
      user: `u${i % 500}`,
      at: new Date(startMs + (i % 50_000)).toISOString(),
    }),
  }));
  await produceTexts(client, "clicks", clicks);
  const topology = must(loadTopology(text, ".").topology, "a topology");
  const request = { pipeline: text, connection, directory: ".", processId: "p", groupProtocol: "auto" } as const;
  const run = await startRun({ topology, request, threads: 1, log: () => {}, print: () => {} });
  const counts = async (): Promise<number[]> => {
    const last = new Map((await readTexts(client, "page-clicks")).map((record) => [record.key, record.value]));
    return [...last.values()].map((value) => (JSON.parse(value ?? "null") as { clicks: number }).clicks);
  };
  await until(
    "every click is counted",
    async () =>
      (await topicSize(client, "page-clicks")) > 0 && (await counts()).reduce((a, b) => a + b, 0) === clicks.length,
  );
  assert.deepEqual(
    await counts(),
    Array.from({ length: pages }, () => clicks.length / pages),
  );
  assert.ok(given > 0, "at least one buffer was given back");
  await run.stop();
  await client.close();
  await broker.close();
});
