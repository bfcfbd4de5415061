import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Kafka, logLevel, Partitioners, type Consumer, type Producer } from "kafkajs";
import { createEmbeddedBroker } from "../../runtime/embedded/broker.ts";
import "../support/kafkajs-warnings.ts";

async function startKafka(context: TestContext): Promise<Kafka> {
  const broker = await createEmbeddedBroker({});
  context.after(() => broker.close());
  return new Kafka({ brokers: [broker.bootstrap], logLevel: logLevel.NOTHING, clientId: "peer" });
}

async function startProducer(
  context: TestContext,
  kafka: Kafka,
  options: { transactionalId?: string } = {},
): Promise<Producer> {
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: true,
    maxInFlightRequests: 1,
    ...options,
  });
  await producer.connect();
  context.after(() => producer.disconnect());
  return producer;
}

async function startConsumer(
  context: TestContext,
  kafka: Kafka,
  groupId: string,
  topic: string,
  seen: string[],
): Promise<Consumer> {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 6000, heartbeatInterval: 100, maxWaitTimeInMs: 50 });
  context.after(() => consumer.disconnect());
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommitInterval: 50,
    eachMessage: async ({ message, partition }) =>
      void seen.push(`${partition}:${message.key?.toString()}=${message.value?.toString()}`),
  });
  return consumer;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await delay(10)) if (await condition()) return;
  assert.fail("it did not happen in ten seconds");
}

test("administration", async (context) => {
  const admin = (await startKafka(context)).admin();
  await admin.connect();
  context.after(() => admin.disconnect());
  const topic = { topic: "orders", numPartitions: 2, configEntries: [{ name: "cleanup.policy", value: "compact" }] };
  assert.equal(await admin.createTopics({ topics: [topic] }), true);
  assert.equal(await admin.createTopics({ topics: [topic] }), false);
  assert.deepEqual(await admin.listTopics(), ["orders"]);
  await admin.createPartitions({ topicPartitions: [{ topic: "orders", count: 3 }] });
  const { topics } = await admin.fetchTopicMetadata({ topics: ["orders"] });
  assert.equal(topics[0]?.partitions.length, 3);
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: 2, name: "orders", configNames: ["cleanup.policy"] }],
  });
  assert.equal(resources[0]?.configEntries[0]?.configValue, "compact");
  assert.equal((await admin.describeCluster()).brokers.length, 1);
  await admin.deleteTopics({ topics: ["orders"] });
  assert.deepEqual(await admin.listTopics(), []);
  await assert.rejects(admin.deleteTopics({ topics: ["orders"] }), /does not host this topic/u);
});

test("two consumers share the partitions, one leaves, nothing is lost", async (context) => {
  const kafka = await startKafka(context);
  const admin = kafka.admin();
  await admin.connect();
  context.after(() => admin.disconnect());
  await admin.createTopics({ topics: [{ topic: "t", numPartitions: 4 }] });
  const producer = await startProducer(context, kafka);
  const send = (name: string): Promise<unknown> =>
    producer.send({
      topic: "t",
      messages: [0, 1, 2, 3].map((partition) => ({ partition, key: name, value: String(partition) })),
    });
  const [first, second]: [string[], string[]] = [[], []];
  await startConsumer(context, kafka, "g", "t", first);
  await send("one");
  await until(() => first.length === 4);
  const other = await startConsumer(context, kafka, "g", "t", second);
  await until(async () => (await admin.describeGroups(["g"])).groups[0]?.members.length === 2);
  await until(async () => (await admin.describeGroups(["g"])).groups[0]?.state === "Stable");
  await send("two");
  await until(() => first.length + second.length >= 8);
  assert.ok(second.length > 0);
  await other.disconnect();
  await send("three");
  await until(() => first.filter((record) => record.includes("three")).length === 4);
  const all = new Set([...first, ...second]);
  assert.equal(all.size, 12);
  await until(async () =>
    (await admin.fetchOffsets({ groupId: "g", topics: ["t"] }))[0]!.partitions.every(({ offset }) => offset === "3"),
  );
});

test("transactions: what is aborted is not seen, offsets count with the commit", async (context) => {
  const kafka = await startKafka(context);
  const producer = await startProducer(context, kafka, { transactionalId: "tx" });
  const seen: string[] = [];
  for (const [value, commits] of [
    ["a", true],
    ["b", false],
    ["c", true],
  ] as const) {
    const transaction = await producer.transaction();
    await transaction.send({ topic: "t", messages: [{ partition: 0, key: "k", value }] });
    await transaction.sendOffsets({
      consumerGroupId: "g2",
      topics: [{ topic: "t", partitions: [{ partition: 0, offset: value === "a" ? "1" : "2" }] }],
    });
    await (commits ? transaction.commit() : transaction.abort());
  }
  await startConsumer(context, kafka, "g", "t", seen);
  await until(() => seen.length >= 2);
  assert.deepEqual(seen, ["0:k=a", "0:k=c"]);
  const admin = kafka.admin();
  await admin.connect();
  context.after(() => admin.disconnect());
  assert.equal((await admin.fetchOffsets({ groupId: "g2", topics: ["t"] }))[0]?.partitions[0]?.offset, "2");
});
