/** What networks and brokers do to a client: a real Kafka behind a proxy that breaks, delays and garbles, and is killed itself. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createKafkaClient } from "../../runtime/kafka/client.ts";
import type { KafkaClient } from "../../runtime/kafka/client.ts";
import type { Producer } from "../../runtime/kafka/ports.ts";
import { WeirError } from "../../shared/errors.ts";
import { startKafka } from "../support/kafka/kafka.ts";
import type { Kafka } from "../support/kafka/kafka.ts";
import { breakAfter, delayNext, pass, startProxy } from "../support/kafka/proxy.ts";
import type { Proxy } from "../support/kafka/proxy.ts";
import { append, readCount, until } from "./support.ts";

let proxy: Proxy;
let kafka: Kafka;
let client: KafkaClient;
let topics = 0;
let port = 0;
const partitions = [0, 1, 2];

before(async () => {
  proxy = await startProxy();
  // What the node advertises leads through the proxy; `port` also keeps the test from using another cluster.
  kafka = await startKafka({
    port: await freePort(),
    properties: { "advertised.listeners": `PLAINTEXT://127.0.0.1:${proxy.port}` },
  });
  port = Number(kafka.bootstrap.split(":")[1]);
  proxy.target = port;
  client = connect();
});
afterEach(() => {
  proxy.respond = pass;
  proxy.target = port;
});
after(async () => {
  await client.close();
  await kafka.stop();
  await proxy.close();
});

async function freePort(): Promise<number> {
  const other = await startProxy();
  await other.close();
  return other.port;
}

function connect(requestTimeoutMs = 30_000): KafkaClient {
  return createKafkaClient({ brokers: [`127.0.0.1:${proxy.port}`], clientId: "weir-test", requestTimeoutMs });
}

async function makeTopic(): Promise<string> {
  const name = `faults-${Date.now()}-${(topics += 1)}`;
  await client.admin.createTopics([{ name, partitions: partitions.length }]);
  return name;
}

/** Writes until `trouble` is over; answers how many records each partition was given. */
async function writeDuring(producer: Producer, topic: string, trouble: () => Promise<void>): Promise<number> {
  await producer.partitions(topic);
  const state = { isOver: false };
  const over = trouble().finally(() => {
    state.isOver = true;
  });
  let count = 0;
  while (!state.isOver) {
    for (let i = 0; i < 50; i++, count++) {
      for (const partition of partitions)
        // Of today: a broker that comes back forgets producers whose last record is older than a day, by the record's own time.
        append(producer.lane(topic, partition), {
          key: null,
          value: `${count} ${"x".repeat(100)}`,
          timestampMs: Date.now(),
        });
    }
    if (producer.pendingBytes > 1_000_000) await producer.drain(500_000);
    await delay(1);
  }
  await over;
  await producer.flush();
  return count;
}

/** Every record once, in order: what idempotence promises. */
async function assertOnceInOrder(topic: string, count: number): Promise<void> {
  assert.deepEqual(
    await client.admin.offsets(
      partitions.map((partition) => ({ topic, partition })),
      "latest",
    ),
    partitions.map(() => count),
  );
  const fetcher = client.fetcher({ isolation: "read_uncommitted" });
  await fetcher.assign(partitions.map((partition) => ({ topic, partition, position: 0 })));
  const records = await readCount(fetcher, count * partitions.length);
  await fetcher.close();
  for (const partition of partitions) {
    const numbers = records
      .filter((record) => record.partition === partition)
      .map(({ value }) => Number(value?.split(" ")[0]));
    const wrong = numbers.findIndex((number, i) => number !== i);
    assert.equal(wrong, -1, `partition ${partition}, position ${wrong}: ${numbers[wrong] ?? "nothing"}`);
    assert.equal(numbers.length, count);
  }
}

test("writes each record once when connections break, also in the middle of answers", async () => {
  const topic = await makeTopic();
  const producer = client.producer({ batchBytes: 8192 });
  const before = proxy.connections;
  const count = await writeDuring(producer, topic, async () => {
    for (let i = 0; i < 12; i++) {
      await delay(40);
      if (i % 2 === 0) breakAfter(proxy, 37 * i + 3);
      else proxy.cut();
    }
  });
  assert.ok(proxy.connections - before >= 6, "connections were broken");
  await producer.close();
  await assertOnceInOrder(topic, count);
});

test("reads each record once when connections break in the middle of answers", async () => {
  const topic = await makeTopic();
  const producer = client.producer();
  await producer.partitions(topic);
  const count = 3000;
  for (let i = 0; i < count; i++) {
    for (const partition of partitions) append(producer.lane(topic, partition), { key: null, value: String(i) });
  }
  await producer.flush();
  await producer.close();
  const fetcher = client.fetcher({ isolation: "read_uncommitted", maxPartitionBytes: 4096, maxResponseBytes: 12_288 });
  const before = proxy.connections;
  breakAfter(proxy, 5000);
  await fetcher.assign(partitions.map((partition) => ({ topic, partition, position: 0 })));
  const records = [];
  for (let i = 0; records.length < count * partitions.length; i++) {
    records.push(...(await readCount(fetcher, 1)));
    if (i % 7 === 0) breakAfter(proxy, 5000 + 1000 * (i % 5));
  }
  await fetcher.close();
  assert.ok(proxy.connections - before >= 3, "connections were broken");
  for (const partition of partitions) {
    assert.deepEqual(
      records.filter((record) => record.partition === partition).map(({ value }) => Number(value)),
      Array.from({ length: count }, (_, i) => i),
    );
  }
});

test("an answer that does not come is given up, and the request goes again", async () => {
  const topic = await makeTopic();
  const impatient = connect(700);
  const producer = impatient.producer({ requestTimeoutMs: 500 });
  await producer.partitions(topic);
  append(producer.lane(topic, 0), { key: null, value: "0" });
  await producer.flush();
  for (let i = 1; i < 4; i++) {
    delayNext(proxy, 8000);
    append(producer.lane(topic, 0), { key: null, value: String(i) });
    const started = Date.now();
    await producer.flush();
    assert.ok(Date.now() - started < 7900, "it did not wait for the answer that was held back");
    proxy.respond = pass;
  }
  await producer.close();
  await impatient.close();
  const fetcher = client.fetcher({ isolation: "read_uncommitted" });
  await fetcher.assign([{ topic, partition: 0, position: 0 }]);
  assert.deepEqual(
    (await readCount(fetcher, 4)).map(({ value }) => value),
    ["0", "1", "2", "3"],
  );
  await fetcher.close();
});

test("writes each record once while the broker is killed and comes back", async () => {
  const topic = await makeTopic();
  const producer = client.producer({ batchBytes: 16_384 });
  const count = await writeDuring(producer, topic, async () => {
    await delay(300);
    await kafka.restart("killed");
    await delay(300);
  });
  await producer.close();
  await assertOnceInOrder(topic, count);
});

test("a batch that nobody takes in time fails the producer with what it was", async () => {
  const topic = await makeTopic();
  const producer = client.producer({ deliveryTimeoutMs: 1500, requestTimeoutMs: 400 });
  await producer.partitions(topic);
  append(producer.lane(topic, 0), { key: null, value: "0" });
  await producer.flush();
  proxy.target = 1;
  proxy.cut();
  append(producer.lane(topic, 0), { key: null, value: "1" });
  const isLate = (error: unknown): boolean =>
    error instanceof WeirError &&
    error.code === "KAFKA_0402" &&
    error.message.includes(`1 records for partition 0 of ${topic}`);
  await assert.rejects(producer.flush(), isLate);
  await assert.rejects(producer.drain(0), isLate);
  proxy.target = port;
  await producer.close();
});

test("a member that cannot reach its group gives its tasks up by itself, and comes back", async () => {
  const topic = await makeTopic();
  const group = `${topic}-group`;
  const none = { repartitionSinks: [], repartitionSources: [], changelogs: [], copartitionGroups: [] };
  const topology = { epoch: 1, subTopologies: [{ ...none, id: "0", sourceTopics: [topic] }] };
  const member = client.membership({
    groupId: group,
    topology,
    processId: "a",
    protocol: "streams",
    sessionTimeoutMs: 1000,
  });
  const events: string[] = [];
  await member.start({
    assign: (tasks) => Promise.resolve(void events.push(`assign ${tasks.length}`)),
    revoke: (tasks) => Promise.resolve(void events.push(`revoke ${tasks.length}`)),
    lost: (tasks) => events.push(`lost ${tasks.length}`),
    status: () => {},
    failed: (error) => events.push(`failed ${error.message}`),
  });
  await until("it has its tasks", () => events.includes("assign 3"));
  proxy.target = 1;
  proxy.cut();
  await until("it gives them up", () => events.includes("lost 3"));
  await assert.rejects(
    member.commit([{ topic, partition: 0, offset: 1 }]),
    (error) => error instanceof WeirError && error.code === "KAFKA_0301",
  );
  proxy.target = port;
  await until("it has them again", () => events.at(-1) === "assign 3");
  assert.deepEqual(events, ["assign 3", "lost 3", "assign 3"]);
  await member.leave();
});

const nonsense: readonly (readonly [string, Buffer])[] = [
  ["a web server", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ["a size below zero", Buffer.from("fffffffe00000000", "hex")],
  ["a size of 2 GB", Buffer.from("7fffffff00000000", "hex")],
  ["an answer that was not asked for", Buffer.from("000000080012345600000000", "hex")],
  ["an answer that is cut short", Buffer.from("00000006000000000000", "hex")],
];

for (const [what, bytes] of nonsense) {
  test(`what is no Kafka is said at once: ${what}`, async () => {
    proxy.respond = (_chunk, socket) => void socket.write(bytes);
    const lost = connect();
    await assert.rejects(lost.admin.topics(["x"]), (error) => {
      assert.ok(error instanceof WeirError);
      assert.equal(error.code, "KAFKA_0003");
      assert.ok(error.message.includes(`127.0.0.1:${proxy.port}`) && error.hint !== undefined);
      return true;
    });
    await lost.close();
  });
}

test("an address where nothing listens is said at once, with all that were tried", async () => {
  const nowhere = createKafkaClient({ brokers: ["127.0.0.1:1", "127.0.0.1:2"], clientId: "weir-test" });
  await assert.rejects(nowhere.admin.topics(["x"]), (error) => {
    assert.ok(error instanceof WeirError);
    assert.equal(error.code, "KAFKA_0001");
    assert.match(error.message, /127\.0\.0\.1:1, 127\.0\.0\.1:2.*ECONNREFUSED/u);
    return true;
  });
  await nowhere.close();
});
