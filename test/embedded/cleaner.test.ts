import assert from "node:assert/strict";
import { test } from "node:test";
import {
  batch,
  fetchRaw,
  fetchTexts,
  produce,
  startBroker,
  startMs,
  type Fixture,
  type TestRecord,
} from "./fixture.ts";

async function startTopic(
  context: Parameters<typeof startBroker>[0],
  config: Record<string, string>,
): Promise<Fixture> {
  const fixture = await startBroker(context);
  fixture.broker.createTopic("t", 1, config);
  return fixture;
}

const at = (value: string, timestampMs: number): TestRecord => ({ value, timestampMs });

test("old batches are deleted, on the timer too; offsets go on", async (context) => {
  const { client, broker, clock } = await startTopic(context, { "retention.ms": "60000" });
  await produce(client, "t", batch([at("a", startMs - 50_000)]));
  await produce(client, "t", batch([at("b", startMs)]));
  broker.clean();
  assert.deepEqual(await fetchTexts(client, "t"), ["a", "b"]);
  clock.advance(30_000);
  assert.deepEqual(
    [(await fetchRaw(client, "t", { offset: 1 })).logStartOffset, await fetchTexts(client, "t", { offset: 1 })],
    [1, ["b"]],
  );
  clock.advance(60_000);
  const { logStartOffset, highWatermark } = await fetchRaw(client, "t", { offset: 2 });
  assert.deepEqual([logStartOffset, highWatermark], [2, 2]);
});

test("what is beyond the size is deleted", async (context) => {
  const { client, broker } = await startTopic(context, { "retention.bytes": "2500", "retention.ms": "-1" });
  for (const value of ["a", "b", "c", "d"]) await produce(client, "t", batch([value.repeat(1000)]));
  broker.clean();
  assert.equal((await fetchRaw(client, "t", { offset: 4 })).logStartOffset, 1);
});

test("nothing of an open transaction is deleted", async (context) => {
  const { client, broker, clock } = await startTopic(context, { "retention.ms": "1000" });
  const { producerId, producerEpoch } = await client.call("InitProducerId", 4, {
    transactionalId: "tx",
    transactionTimeoutMs: 900_000,
  });
  await produce(client, "t", batch(["a"], { producerId, producerEpoch, baseSequence: 0, transactional: true }), {
    version: 12,
    transactionalId: "tx",
  });
  clock.advance(100_000);
  broker.clean();
  assert.deepEqual(await fetchTexts(client, "t"), ["a"]);
});

test("compaction keeps the last record of a key under its offset, and tombstones for a while", async (context) => {
  const { client, broker, clock } = await startTopic(context, {
    "cleanup.policy": "compact",
    "delete.retention.ms": "1000",
  });
  const record = (key: string, value: string | null): TestRecord => ({ key, value, timestampMs: startMs });
  await produce(client, "t", batch([record("a", "1"), record("b", "1"), record("a", "2")], { compression: "gzip" }));
  await produce(client, "t", batch([record("b", null), record("c", "1")]));
  await produce(client, "t", batch([record("c", "2")]));
  broker.clean();
  assert.deepEqual(await fetchTexts(client, "t"), ["2", null, "2"]);
  // The same numbers as before, and a fetch in the gap goes on behind it.
  assert.deepEqual(await fetchTexts(client, "t", { offset: 3 }), [null, "2"]);
  assert.deepEqual(await fetchTexts(client, "t", { offset: 4 }), ["2"]);
  clock.advance(1001);
  broker.clean();
  assert.deepEqual(await fetchTexts(client, "t"), ["2", "2"]);
  assert.equal((await fetchRaw(client, "t")).highWatermark, 6);
});

test("compaction does not break the sequence of a producer", async (context) => {
  const { client, broker } = await startTopic(context, { "cleanup.policy": "compact" });
  const numbered = (baseSequence: number): Buffer =>
    batch([{ key: "k", value: String(baseSequence) }], { producerId: 5, producerEpoch: 0, baseSequence });
  for (const sequence of [0, 1, 2]) await produce(client, "t", numbered(sequence));
  broker.clean();
  assert.deepEqual(await fetchTexts(client, "t"), ["2"]);
  assert.equal((await produce(client, "t", numbered(3))).errorCode, 0);
});

test("compaction drops what was aborted and lets what was committed win", async (context) => {
  const { client, broker } = await startTopic(context, { "cleanup.policy": "compact" });
  const begin = (): Promise<{ producerId: number; producerEpoch: number }> =>
    client.call("InitProducerId", 4, { transactionalId: "tx", transactionTimeoutMs: 60_000 });
  for (const [value, committed] of [
    ["kept", true],
    ["aborted", false],
  ] as const) {
    const { producerId, producerEpoch } = await begin();
    const records = batch([{ key: "k", value }], { producerId, producerEpoch, baseSequence: 0, transactional: true });
    await produce(client, "t", records, { version: 12, transactionalId: "tx" });
    await client.call("EndTxn", 3, { transactionalId: "tx", producerId, producerEpoch, committed });
  }
  broker.clean();
  assert.deepEqual(await fetchTexts(client, "t", { committed: true }), ["kept"]);
  assert.deepEqual(await fetchTexts(client, "t"), ["kept"]);
});
