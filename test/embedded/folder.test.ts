import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { WeirError } from "../../shared/errors.ts";
import { createEmbeddedBroker, type EmbeddedBroker } from "../../runtime/embedded/broker.ts";
import { errorCode } from "../../runtime/kafka/protocol/error-codes.ts";
import { batch, fetchRaw, fetchTexts, produce } from "./fixture.ts";
import { connectRaw, type RawClient } from "./raw-client.ts";

function newFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "weir-embedded-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a broker on the folder, does something, and ends it. */
async function session<Result>(
  folder: string,
  run: (client: RawClient, broker: EmbeddedBroker) => Promise<Result>,
): Promise<Result> {
  const broker = await createEmbeddedBroker({ folder });
  const client = await connectRaw(broker.port);
  try {
    return await run(client, broker);
  } finally {
    client.close();
    await broker.close();
  }
}

function segments(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name.endsWith(".log"))
    .map((name) => join(folder, name))
    .toSorted();
}

const now = (value: string, key: string | null = null): { key: string | null; value: string; timestampMs: number } => ({
  key,
  value,
  timestampMs: Date.now(),
});

test("topics, records, settings and offsets are there again", async (context) => {
  const folder = newFolder(context);
  const before = await session(folder, async (client, broker) => {
    broker.createTopic("t", 2, { "retention.ms": "99000", "segment.bytes": "200" });
    for (const value of ["a", "b", "c"]) await produce(client, "t", batch([now(value.repeat(50))]));
    await client.call("OffsetCommit", 8, {
      groupId: "g",
      topics: [{ name: "t", partitions: [{ partitionIndex: 0, committedOffset: 2, committedMetadata: "m" }] }],
    });
    return client.call("Metadata", 12, { topics: [{ name: "t" }] });
  });
  assert.equal(segments(folder).length, 3, "two batches do not fit into one segment of 200 bytes");
  await session(folder, async (client) => {
    const after = await client.call("Metadata", 12, { topics: [{ name: "t" }] });
    assert.deepEqual([after.clusterId, after.topics], [before.clusterId, before.topics]);
    assert.deepEqual(await fetchTexts(client, "t"), ["a".repeat(50), "b".repeat(50), "c".repeat(50)]);
    assert.equal((await produce(client, "t", batch([now("d")]))).baseOffset, 3);
    const { groups } = await client.call("OffsetFetch", 8, { groups: [{ groupId: "g", topics: null }] });
    assert.deepEqual(groups[0]!.topics[0]!.partitions[0]!.committedOffset, 2);
    const { results } = await client.call("DescribeConfigs", 4, {
      resources: [{ resourceType: 2, resourceName: "t", configurationKeys: ["retention.ms"] }],
    });
    assert.equal(results[0]!.configs[0]!.value, "99000");
  });
});

test("what a dying process left half-written is cut away", async (context) => {
  const folder = newFolder(context);
  await session(folder, async (client) => void (await produce(client, "t", batch([now("a")]))));
  const [path] = segments(folder);
  const { size } = statSync(path!);
  await session(folder, async (client) => void (await produce(client, "t", batch([now("b")]))));
  truncateSync(path!, statSync(path!).size - 5);
  appendFileSync(join(folder, "journal.ndjson"), '{"kind":"offs');
  await session(folder, async (client) => {
    assert.deepEqual(await fetchTexts(client, "t"), ["a"]);
    assert.equal(statSync(path!).size, size);
    assert.equal((await produce(client, "t", batch([now("c")]))).baseOffset, 1);
  });
  await session(folder, async (client) => assert.deepEqual(await fetchTexts(client, "t"), ["a", "c"]));
});

test("damage in the middle is an error, not a loss", async (context) => {
  const folder = newFolder(context);
  await session(folder, async (client, broker) => {
    broker.createTopic("t", 1, { "segment.bytes": "100" });
    for (const value of ["a", "b"]) await produce(client, "t", batch([now(value.repeat(50))]));
  });
  const [first] = segments(folder);
  const data = readFileSync(first!);
  data[70]! ^= 1;
  writeFileSync(first!, data);
  await assert.rejects(
    createEmbeddedBroker({ folder }),
    (error) => error instanceof WeirError && error.code === "EMB_0002",
  );
});

test("retention, compaction and deletion hold", async (context) => {
  const folder = newFolder(context);
  await session(folder, async (client, broker) => {
    broker.createTopic("cut", 1);
    broker.createTopic("compacted", 1, { "cleanup.policy": "compact" });
    broker.createTopic("gone", 1);
    await produce(client, "cut", batch([now("a"), now("b"), now("c")]));
    await client.call("DeleteRecords", 2, {
      topics: [{ name: "cut", partitions: [{ partitionIndex: 0, offset: 1 }] }],
    });
    for (const value of ["1", "2"]) await produce(client, "compacted", batch([now(value, "k")]));
    broker.clean();
    await produce(client, "gone", batch([now("x")]));
    broker.deleteTopic("gone");
  });
  await session(folder, async (client) => {
    assert.deepEqual(await fetchTexts(client, "cut", { offset: 1 }), ["b", "c"]);
    assert.equal((await fetchRaw(client, "cut")).errorCode, errorCode.OFFSET_OUT_OF_RANGE);
    assert.deepEqual(await fetchTexts(client, "compacted"), ["2"]);
    const { topics } = await client.call("Metadata", 12, { topics: null });
    assert.deepEqual(
      topics.map(({ name }) => name ?? "").toSorted((a, b) => a.localeCompare(b)),
      ["compacted", "cut"],
    );
    await client.call("DeleteRecords", 2, {
      topics: [{ name: "cut", partitions: [{ partitionIndex: 0, offset: -1 }] }],
    });
  });
  await session(folder, async (client) =>
    assert.equal((await produce(client, "cut", batch([now("d")]))).baseOffset, 3),
  );
});

test("transactions and sequences go on", async (context) => {
  const folder = newFolder(context);
  const producer = await session(folder, async (client) => {
    const { producerId, producerEpoch } = await client.call("InitProducerId", 4, {
      transactionalId: "tx",
      transactionTimeoutMs: 60_000,
    });
    const records = batch([now("a")], { producerId, producerEpoch, baseSequence: 0, transactional: true });
    await produce(client, "t", records, { version: 12, transactionalId: "tx" });
    const topics = [{ name: "t", partitions: [{ partitionIndex: 0, committedOffset: 7 }] }];
    await client.call("TxnOffsetCommit", 5, { transactionalId: "tx", groupId: "g", producerId, producerEpoch, topics });
    return { producerId, producerEpoch };
  });
  await session(folder, async (client) => {
    assert.equal((await fetchRaw(client, "t", { committed: true })).lastStableOffset, 0);
    const records = batch([now("b")], { ...producer, baseSequence: 1, transactional: true });
    assert.equal((await produce(client, "t", records, { version: 12, transactionalId: "tx" })).errorCode, 0);
    assert.equal(
      (await client.call("EndTxn", 5, { transactionalId: "tx", ...producer, committed: true })).errorCode,
      0,
    );
    assert.deepEqual(await fetchTexts(client, "t", { committed: true }), ["a", "b"]);
    const { groups } = await client.call("OffsetFetch", 8, { groups: [{ groupId: "g", topics: null }] });
    assert.equal(groups[0]!.topics[0]!.partitions[0]!.committedOffset, 7);
    const next = await client.call("InitProducerId", 4, { transactionalId: null });
    assert.ok(next.producerId > producer.producerId);
  });
});

test("a folder and a port have one broker at a time", async (context) => {
  const folder = newFolder(context);
  await session(folder, async (_client, broker) => {
    await assert.rejects(createEmbeddedBroker({ folder }), /in use by another embedded broker/u);
    await assert.rejects(
      createEmbeddedBroker({ port: broker.port }),
      (error) => error instanceof WeirError && error.code === "EMB_0001",
    );
  });
  writeFileSync(join(folder, "lock"), "999999999");
  await session(folder, async () => {});
});
