/** The client against a real Kafka, with kafkajs and Kafka's own console consumer as the other side. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import kafkajs from "kafkajs";
import { createKafkaClient } from "../../runtime/kafka/client.ts";
import type { KafkaClient } from "../../runtime/kafka/client.ts";
import { compressions } from "../../runtime/kafka/records/compression.ts";
import { encodeHeaders } from "../../runtime/kafka/records/headers.ts";
import { WeirError } from "../../shared/errors.ts";
import { startKafka } from "../support/kafka/kafka.ts";
import type { Kafka } from "../support/kafka/kafka.ts";
import "../support/kafkajs-warnings.ts";
import { append, readCount, until } from "./support.ts";

const { CompressionCodecs, CompressionTypes, Kafka: KafkaJs, logLevel } = kafkajs;
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: (encoder: { buffer: Buffer }) => Promise.resolve(zstdCompressSync(encoder.buffer)),
  decompress: (buffer: Buffer) => Promise.resolve(zstdDecompressSync(buffer)),
});

let kafka: Kafka;
let client: KafkaClient;
let peer: InstanceType<typeof KafkaJs>;
let topics = 0;

before(async () => {
  kafka = await startKafka();
  client = createKafkaClient({ brokers: [kafka.bootstrap], clientId: "weir-test" });
  peer = new KafkaJs({ brokers: [kafka.bootstrap], logLevel: logLevel.NOTHING });
});
after(async () => {
  await client.close();
  await kafka.stop();
});

async function makeTopic(partitions: number, config: Record<string, string> = {}): Promise<string> {
  const name = `client-${Date.now()}-${(topics += 1)}`;
  await client.admin.createTopics([{ name, partitions, config }]);
  return name;
}

const texts = Array.from({ length: 300 }, (_, i) => `{"n":${i},"text":"${"abc".repeat(i % 17)}"}`);

test("Kafka's console consumer reads what we write in every compression", async () => {
  const topic = await makeTopic(1);
  for (const compression of compressions) {
    const producer = client.producer({ compression, batchBytes: 4096 });
    await producer.partitions(topic);
    const lane = producer.lane(topic, 0);
    for (const text of texts) append(lane, { key: compression, value: text });
    await producer.flush();
    await producer.close();
  }
  const count = texts.length * compressions.length;
  const { stdout } = await kafka.runTool("org.apache.kafka.tools.consumer.ConsoleConsumer", [
    ...["--topic", topic, "--from-beginning", "--max-messages", String(count), "--timeout-ms", "20000"],
    ...["--formatter-property", "print.key=true", "--formatter-property", "key.separator= "],
  ]);
  const expected = compressions.flatMap((compression) => texts.map((text) => `${compression} ${text}`));
  assert.equal(stdout.trimEnd(), expected.join("\n"));
});

test("kafkajs reads what we write: keys, values, nulls, headers, timestamps", async () => {
  const topic = await makeTopic(1);
  const producer = client.producer({ compression: "zstd" });
  await producer.partitions(topic);
  const lane = producer.lane(topic, 0);
  const headers = encodeHeaders([
    ["kind", Buffer.from("test")],
    ["empty", null],
  ]);
  const key = Buffer.from("..key..");
  lane.append(1_700_000_000_123, key, 2, 3, key, 0, -1, null, 0, 0, 0);
  lane.append(1_700_000_000_124, key, 0, -1, key, 2, 0, headers.bytes, 0, headers.bytes.length, headers.count);
  await producer.flush();
  await producer.close();

  const consumer = peer.consumer({ groupId: topic });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const seen: unknown[] = [];
  await consumer.run({
    eachMessage: ({ message }) => {
      seen.push([
        message.timestamp,
        message.key?.toString() ?? null,
        message.value?.toString() ?? null,
        Object.entries(message.headers ?? {}).map(([name, value]) => [name, value?.toString() ?? null]),
      ]);
      return Promise.resolve();
    },
  });
  await until("kafkajs has read both", () => seen.length === 2);
  await consumer.disconnect();
  assert.deepEqual(seen, [
    ["1700000000123", "key", null, []],
    [
      "1700000000124",
      null,
      "",
      [
        ["kind", "test"],
        ["empty", null],
      ],
    ],
  ]);
});

test("we read what kafkajs writes, also several partitions at once", async () => {
  const topic = await makeTopic(3);
  const producer = peer.producer();
  await producer.connect();
  const kinds = [CompressionTypes.None, CompressionTypes.GZIP, CompressionTypes.ZSTD];
  for (const [partition, compression] of kinds.entries()) {
    const messages = texts.map((value, i) => ({
      partition,
      value,
      key: `k${i}`,
      timestamp: String(1_700_000_000_000 + i),
    }));
    await producer.send({ topic, compression, messages });
  }
  await producer.disconnect();
  const fetcher = client.fetcher({ isolation: "read_uncommitted" });
  await fetcher.assign([0, 1, 2].map((partition) => ({ topic, partition, position: "earliest" as const })));
  const records = await readCount(fetcher, 3 * texts.length);
  for (const partition of [0, 1, 2]) {
    assert.deepEqual(
      records.filter((record) => record.partition === partition),
      texts.map((value, i) => ({ partition, offset: i, timestampMs: 1_700_000_000_000 + i, key: `k${i}`, value })),
    );
    assert.equal(fetcher.endOffset({ topic, partition }), texts.length);
  }
  await fetcher.close();
});

test("reads committed records only when it is told to", async () => {
  const topic = await makeTopic(1);
  const producer = peer.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true });
  await producer.connect();
  for (const outcome of ["abort", "commit", "abort", "commit"] as const) {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: `${outcome} 1` }, { value: `${outcome} 2` }] });
    await transaction[outcome]();
  }
  const open = await producer.transaction();
  await open.send({ topic, messages: [{ value: "open" }] });

  const all = client.fetcher({ isolation: "read_uncommitted" });
  await all.assign([{ topic, partition: 0, position: 0 }]);
  assert.equal((await readCount(all, 9)).length, 9);
  await all.close();

  const committed = client.fetcher({ isolation: "read_committed" });
  await committed.assign([{ topic, partition: 0, position: 0 }]);
  const values = (await readCount(committed, 4)).map(({ value }) => value);
  assert.deepEqual(values, ["commit 1", "commit 2", "commit 1", "commit 2"]);
  // Four times two records and a marker, then the open transaction.
  assert.equal(committed.endOffset({ topic, partition: 0 }), 12);
  assert.deepEqual(await client.admin.offsets([{ topic, partition: 0 }], "latest-committed"), [12]);
  assert.deepEqual(await client.admin.offsets([{ topic, partition: 0 }], "latest"), [13]);
  await open.abort();
  await committed.close();
  await producer.disconnect();
});

test("starts where it is told: a number, an end, a time", async () => {
  const topic = await makeTopic(1);
  const producer = client.producer();
  await producer.partitions(topic);
  for (let i = 0; i < 10; i++)
    append(producer.lane(topic, 0), { key: null, value: String(i), timestampMs: 1000 + 10 * i });
  await producer.flush();
  const positions = [3, "earliest", { timestampMs: 1055 }] as const;
  for (const [i, first] of ["3", "0", "6"].entries()) {
    const fetcher = client.fetcher({ isolation: "read_uncommitted" });
    await fetcher.assign([{ topic, partition: 0, position: positions[i]! }]);
    assert.equal((await readCount(fetcher, 1))[0]?.value, first);
    await fetcher.close();
  }
  for (const position of ["latest", { timestampMs: 5000 }] as const) {
    const fetcher = client.fetcher({ isolation: "read_uncommitted" });
    await fetcher.assign([{ topic, partition: 0, position }]);
    append(producer.lane(topic, 0), { key: null, value: "next", timestampMs: 1200 });
    await producer.flush();
    assert.equal((await readCount(fetcher, 1))[0]?.value, "next");
    await fetcher.close();
  }
  await producer.close();
});

test("a paused partition gives nothing, and goes on where it was", async () => {
  const topic = await makeTopic(2);
  const producer = client.producer();
  await producer.partitions(topic);
  const fetcher = client.fetcher({ isolation: "read_uncommitted" });
  await fetcher.assign([0, 1].map((partition) => ({ topic, partition, position: 0 })));
  fetcher.pause({ topic, partition: 0 });
  for (const partition of [0, 1])
    for (const text of texts) append(producer.lane(topic, partition), { key: null, value: text });
  await producer.flush();
  const first = await readCount(fetcher, texts.length);
  assert.deepEqual(new Set(first.map(({ partition }) => partition)), new Set([1]));
  await fetcher.ready(50);
  assert.equal(fetcher.take(), undefined);
  fetcher.resume({ topic, partition: 0 });
  const second = await readCount(fetcher, texts.length);
  assert.deepEqual(
    second.map(({ partition, offset }) => [partition, offset]),
    texts.map((_, i) => [0, i]),
  );
  await fetcher.close();
  await producer.close();
});

test("partitions that stay assigned keep their place and what was fetched", async () => {
  const topic = await makeTopic(2);
  const producer = client.producer({ batchBytes: 2048 });
  await producer.partitions(topic);
  for (const partition of [0, 1])
    for (const text of texts) append(producer.lane(topic, partition), { key: null, value: text });
  await producer.flush();
  await producer.close();
  const fetcher = client.fetcher({ isolation: "read_uncommitted", maxPartitionBytes: 2048 });
  await fetcher.assign([{ topic, partition: 0, position: 0 }]);
  const first = await readCount(fetcher, 10);
  const next = first.length;
  await fetcher.assign([
    { topic, partition: 0, position: next },
    { topic, partition: 1, position: 0 },
  ]);
  const rest = await readCount(fetcher, 2 * texts.length - next);
  assert.deepEqual(
    [...first, ...rest].filter(({ partition }) => partition === 0).map(({ offset }) => offset),
    texts.map((_, i) => i),
  );
  await fetcher.close();
});

test("a position that was deleted stops its partition, and only that, unless a reset is wanted", async () => {
  const topic = await makeTopic(2);
  const producer = client.producer();
  await producer.partitions(topic);
  for (const partition of [0, 1])
    for (const text of texts) append(producer.lane(topic, partition), { key: null, value: text });
  await producer.flush();
  await producer.close();
  await client.admin.deleteRecords([{ topic, partition: 0, offset: 100 }]);
  const both = [0, 1].map((partition) => ({ topic, partition, position: 7 }));

  const strict = client.fetcher({ isolation: "read_uncommitted" });
  await strict.assign(both);
  let failure: unknown;
  let seen = 0;
  await until("the other partition is read and the error was thrown", async () => {
    try {
      seen += strict.take()?.columns.count ?? 0;
    } catch (error) {
      failure = error;
    }
    await strict.ready(50);
    return seen === texts.length - 7 && failure !== undefined;
  });
  assert.ok(failure instanceof WeirError);
  assert.equal(failure.code, "KAFKA_0201");
  assert.match(failure.message, new RegExp(`Offset 7 is not in partition 0 of ${topic}, which holds 100 to 300`, "u"));
  await strict.close();

  const lenient = client.fetcher({ isolation: "read_uncommitted", reset: "earliest" });
  await lenient.assign(both.slice(0, 1));
  assert.equal((await readCount(lenient, 1))[0]?.offset, 100);
  await lenient.close();
});

test("a topic that is made anew is not read on", async () => {
  const topic = await makeTopic(1);
  const fetcher = client.fetcher({ isolation: "read_uncommitted", maxWaitMs: 50 });
  await fetcher.assign([{ topic, partition: 0, position: 0 }]);
  await client.admin.deleteTopics([topic]);
  await client.admin.createTopics([{ name: topic, partitions: 1 }]);
  await until("the fetcher says so", async () => {
    await fetcher.ready(50);
    try {
      fetcher.take();
      return false;
    } catch (error) {
      assert.ok(error instanceof WeirError);
      assert.equal(error.code, "KAFKA_0202");
      return true;
    }
  });
  await fetcher.close();
});

test("batches that a topic does not take are split until it does, in order", async () => {
  const topic = await makeTopic(1, { "max.message.bytes": "3000" });
  const producer = client.producer();
  await producer.partitions(topic);
  const values = Array.from({ length: 200 }, (_, i) => `${i} ${"x".repeat(300)}`);
  for (const value of values) append(producer.lane(topic, 0), { key: null, value });
  await producer.flush();
  for (const value of values) append(producer.lane(topic, 0), { key: null, value });
  await producer.flush();
  await producer.close();
  const fetcher = client.fetcher({ isolation: "read_uncommitted" });
  await fetcher.assign([{ topic, partition: 0, position: 0 }]);
  const read = await readCount(fetcher, 400);
  assert.deepEqual(
    read.map(({ value }) => value),
    [...values, ...values],
  );
  await fetcher.close();
});

test("a record that is too large is refused with the topic and its size", async () => {
  const topic = await makeTopic(1, { "max.message.bytes": "3000" });
  const producer = client.producer({ maxRecordBytes: 10_000 });
  await producer.partitions(topic);
  const lane = producer.lane(topic, 0);
  assert.throws(
    () => append(lane, { key: null, value: "x".repeat(20_000) }),
    (error) =>
      error instanceof WeirError &&
      error.code === "KAFKA_0401" &&
      error.message.includes(topic) &&
      error.message.includes("200"),
  );
  append(lane, { key: null, value: "x".repeat(5000) });
  const refused = (error: unknown): boolean =>
    error instanceof WeirError && error.code === "KAFKA_0401" && error.message.includes(topic);
  await assert.rejects(producer.flush(), refused);
  // What has failed stays failed: the records after it must not be written without it.
  await assert.rejects(producer.flush(), refused);
  assert.throws(() => append(lane, { key: null, value: "next" }), refused);
  await producer.close();
});

test("back-pressure: drain waits until less is pending", async () => {
  const topic = await makeTopic(1);
  const producer = client.producer({ batchBytes: 16_384 });
  await producer.partitions(topic);
  const lane = producer.lane(topic, 0);
  for (let i = 0; i < 5000; i++) append(lane, { key: null, value: "x".repeat(200) });
  assert.ok(producer.pendingBytes > 1_000_000);
  await producer.drain(500_000);
  assert.ok(producer.pendingBytes < 500_000);
  await producer.flush();
  assert.equal(producer.pendingBytes, 0);
  await producer.close();
});

test("administration: what is there is no error, what is wrong is", async () => {
  const topic = await makeTopic(2, { "cleanup.policy": "compact" });
  await client.admin.createTopics([{ name: topic, partitions: 2 }]);
  assert.deepEqual(await client.admin.topics([topic, "not-there"]), [{ name: topic, partitions: 2 }, undefined]);
  const refused = (pattern: RegExp) => (error: unknown) => error instanceof WeirError && pattern.test(error.message);
  await assert.rejects(client.admin.createTopics([{ name: "a/b", partitions: 1 }]), refused(/a\/b: INVALID_TOPIC/u));
  await assert.rejects(
    client.admin.createTopics([{ name: "too-many-replicas", partitions: 1, replicationFactor: 3 }]),
    refused(/INVALID_REPLICATION_FACTOR/u),
  );
  await assert.rejects(
    client.admin.createTopics([{ name: "x", partitions: 1, config: { nope: "1" } }]),
    refused(/INVALID_CONFIG/u),
  );
  await client.admin.deleteTopics([topic, "not-there"]);
  assert.deepEqual(await client.admin.topics([topic]), [undefined]);
});

test("a partition that does not exist is an error that says so", async () => {
  const topic = await makeTopic(1);
  const fetcher = client.fetcher({ isolation: "read_uncommitted" });
  await assert.rejects(
    fetcher.assign([{ topic, partition: 5, position: "earliest" }]),
    (error) => error instanceof WeirError && error.code === "KAFKA_0102" && error.message.includes("partition 5"),
  );
  await assert.rejects(
    client.producer().partitions("not-there"),
    (error) => error instanceof WeirError && error.code === "KAFKA_0102",
  );
  await fetcher.close();
});
