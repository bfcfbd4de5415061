/** The topic browser on Apache Kafka and on the embedded broker: the same questions, the same answers. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test, type TestContext } from "node:test";
import kafkajs from "kafkajs";
import { createEmbeddedBroker } from "../../../runtime/embedded/broker.ts";
import { loadTopology } from "../../../runtime/engine/load-topology.ts";
import { startRun } from "../../../runtime/engine/run.ts";
import { createKafkaClient } from "../../../runtime/kafka/client.ts";
import type { HostParams } from "../../../shared/protocol/host-methods.ts";
import { startKafka } from "../../support/kafka/kafka.ts";
import { until } from "../../support/weir-process.ts";
import { append } from "../../kafka/support.ts";
import { openBrowser, text, type Browser } from "./cluster.ts";

interface Running {
  readonly bootstrap: string;
  stop(): Promise<void>;
}

const clusters: readonly (readonly [string, () => Promise<Running>])[] = [
  [
    "embedded broker",
    async () => {
      const broker = await createEmbeddedBroker({ autoCreateTopics: false });
      return { bootstrap: broker.bootstrap, stop: () => broker.close() };
    },
  ],
  ["Apache Kafka", () => startKafka()],
];

for (const [name, start] of clusters) {
  describe(`topic browser, ${name}`, () => {
    let running: Running;
    let count = 0;
    before(async () => (running = await start()));
    after(() => running.stop());

    const open = (context: TestContext): Browser => openBrowser(context, running.bootstrap);
    async function makeTopic(
      { ask, cluster }: Browser,
      partitions = 1,
      config: Record<string, string> = {},
    ): Promise<string> {
      const topic = `t${++count}`;
      await ask("topics.create", { cluster, topic, partitions, replication: null, config });
      return topic;
    }
    async function produce(browser: Browser, topic: string, values: readonly string[], partition = 0): Promise<void> {
      for (const [index, value] of values.entries()) {
        await browser.ask("topics.produce", {
          cluster: browser.cluster,
          topic,
          record: { timestampMs: 1000 * index, key: `k${index}`, value, partition },
        });
      }
    }
    async function groupsLeft(browser: Browser): Promise<string[]> {
      return (await browser.ask("topics.groups", { cluster: browser.cluster })).map(({ group }) => group);
    }

    test("cluster, topics, offsets, settings", async (context) => {
      const browser = open(context);
      const { ask, cluster } = browser;
      const topic = await makeTopic(browser, 3, { "cleanup.policy": "compact", "max.message.bytes": "2000000" });
      await produce(browser, topic, ["a", "b"], 1);
      const info = await ask("topics.cluster", { cluster });
      assert.deepEqual(
        info.brokers.map(({ address, controller }) => [address, controller]),
        [[running.bootstrap, true]],
      );
      assert.ok(info.clusterId.length > 10);
      assert.deepEqual(
        info.topics.find((one) => one.name === topic),
        { name: topic, partitions: 3, replication: 1, internal: false },
      );
      const detail = await ask("topics.topic", { cluster, topic });
      assert.deepEqual(
        detail.offsets.map(({ partition, first, next, inSync }) => [partition, first, next, inSync]),
        [
          [0, "0", "0", 1],
          [1, "0", "2", 1],
          [2, "0", "0", 1],
        ],
      );
      const setting = (wanted: string) => detail.config.find((one) => one.name === wanted);
      assert.deepEqual(setting("cleanup.policy"), { name: "cleanup.policy", value: "compact", source: "topic" });
      assert.equal(setting("max.message.bytes")?.source, "topic");
      assert.equal(setting("compression.type")?.source, "default");
    });

    test("records: newest, oldest, from an offset, from a time, of one partition, with a limit", async (context) => {
      const browser = open(context);
      const { ask, cluster } = browser;
      const topic = await makeTopic(browser, 2);
      await produce(browser, topic, ["a0", "a1", "a2", "a3"], 0);
      await produce(browser, topic, ["b0", "b1", "b2"], 1);
      const read = async (
        from: HostParams<"topics.records">["from"],
        limit = 100,
        partition: number | null = null,
        search: string | null = null,
      ): Promise<(string | null)[]> =>
        (await ask("topics.records", { cluster, topic, partition, from, limit, search })).map(({ value }) =>
          text(value),
        );
      assert.deepEqual(await read({ kind: "oldest" }), ["a0", "b0", "a1", "b1", "a2", "b2", "a3"]);
      assert.deepEqual(await read({ kind: "newest" }), ["a3", "b2", "a2", "b1", "a1", "b0", "a0"]);
      assert.deepEqual(await read({ kind: "newest" }, 2), ["a3", "b2"]);
      assert.deepEqual(await read({ kind: "oldest" }, 3), ["a0", "b0", "a1"]);
      assert.deepEqual(await read({ kind: "offset", offset: "2" }, 100, 0), ["a2", "a3"]);
      assert.deepEqual(await read({ kind: "offset", offset: "999" }, 100, 0), []);
      assert.deepEqual(await read({ kind: "time", timestampMs: 1500 }), ["a2", "b2", "a3"]);
      assert.deepEqual(await read({ kind: "time", timestampMs: 1e12 }), []);
      assert.deepEqual(await read({ kind: "newest" }, 1, 1), ["b2"]);
      assert.deepEqual(await read({ kind: "newest" }, 1, null, "A1"), ["a1"]);
      assert.deepEqual(await read({ kind: "newest" }, 9, null, "k0"), ["b0", "a0"], "keys are searched as well");
      await assert.rejects(read({ kind: "oldest" }, 1, 7), { code: "HOST_0016" });
      assert.deepEqual(await groupsLeft(browser), [], "reading leaves no group behind");
    });

    test("a record as it is: tombstones, absent keys, headers, bytes that are no text", async (context) => {
      const browser = open(context);
      const { ask, cluster, kafka } = browser;
      const topic = await makeTopic(browser);
      const record = { timestampMs: 1_700_000_000_123, key: null, value: null } as const;
      const headers: [string, string | null][] = [
        ["trace", "1"],
        ["trace", "2"],
      ];
      const produced = await ask("topics.produce", { cluster, topic, record: { ...record, headers } });
      assert.deepEqual(produced, { partition: 0, offset: "0" });
      const nothing: [string, string | null][] = [["none", null]];
      await assert.rejects(ask("topics.produce", { cluster, topic, record: { ...record, headers: nothing } }), {
        code: "HOST_0016",
      });
      const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
      await producer.connect();
      await producer.send({ topic, messages: [{ key: Buffer.from([0, 255]), value: Buffer.from([0xc3, 0x28]) }] });
      await producer.disconnect();
      const [first, second] = await ask("topics.records", {
        cluster,
        topic,
        partition: null,
        from: { kind: "oldest" },
        limit: 10,
        search: null,
      });
      assert.deepEqual(first, {
        partition: 0,
        offset: "0",
        timestampMs: 1_700_000_000_123,
        key: null,
        value: null,
        headers: [
          ["trace", "MQ=="],
          ["trace", "Mg=="],
        ],
      });
      assert.deepEqual([second?.key, second?.value], ["AP8=", "wyg="]);
    });

    test("every compression that Weir writes is read", async (context) => {
      const browser = open(context);
      const { ask, cluster } = browser;
      for (const compression of ["gzip", "snappy", "lz4", "zstd"] as const) {
        const topic = await makeTopic(browser);
        // Apache Kafka compresses again where its topic says so, with snappy-java and the like.
        const again =
          name === "Apache Kafka" ? await makeTopic(browser, 1, { "compression.type": compression }) : topic;
        const values = Array.from(
          { length: 500 },
          (_, index) => `${compression} ${index} ${"again and again ".repeat(index % 40)}`,
        );
        await writeCompressed(running.bootstrap, topic, compression, values);
        if (again !== topic)
          await writeCompressed(running.bootstrap, again, compression === "gzip" ? "zstd" : "gzip", values);
        for (const written of new Set([topic, again])) {
          const records = await ask("topics.records", {
            cluster,
            topic: written,
            partition: 0,
            from: { kind: "oldest" },
            limit: 1000,
            search: null,
          });
          assert.deepEqual(
            records.map(({ value }) => text(value)),
            values,
            compression,
          );
        }
      }
    });

    test("the newest of a long topic are found behind gaps; a search goes all the way back", async (context) => {
      const browser = open(context);
      const { ask, cluster, kafka } = browser;
      const topic = await makeTopic(browser);
      const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
      await producer.connect();
      for (let batch = 0; batch < 20; batch += 1) {
        const messages = Array.from({ length: 500 }, (_, index) => ({
          value: batch === 1 && index === 3 ? "needle" : `straw ${batch * 500 + index}`,
          timestamp: String(batch * 500 + index),
        }));
        await producer.send({ topic, messages });
      }
      await producer.disconnect();
      const read = (limit: number, search: string | null) =>
        ask("topics.records", { cluster, topic, partition: null, from: { kind: "newest" }, limit, search });
      assert.deepEqual(
        (await read(3, null)).map(({ offset }) => offset),
        ["9999", "9998", "9997"],
      );
      assert.deepEqual(
        (await read(3, "needle")).map(({ offset }) => offset),
        ["503"],
      );
      assert.equal((await read(5000, "straw")).length, 5000);
    });

    test("only what is committed is shown", async (context) => {
      const browser = open(context);
      const { ask, cluster, kafka } = browser;
      const topic = await makeTopic(browser);
      const producer = kafka.producer({
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
        transactionalId: `tx-${topic}`,
        idempotent: true,
        maxInFlightRequests: 1,
      });
      await producer.connect();
      for (const [value, keep] of [
        ["kept", true],
        ["aborted", false],
        ["kept too", true],
      ] as const) {
        const transaction = await producer.transaction();
        await transaction.send({ topic, messages: [{ key: Buffer.from([0, 0, 0, 0]), value }] });
        await (keep ? transaction.commit() : transaction.abort());
      }
      const open_ = await producer.transaction();
      await open_.send({ topic, messages: [{ value: "open" }] });
      const read = (from: "newest" | "oldest") =>
        ask("topics.records", { cluster, topic, partition: null, from: { kind: from }, limit: 10, search: null });
      assert.deepEqual(
        (await read("oldest")).map(({ value }) => text(value)),
        ["kept", "kept too"],
      );
      assert.deepEqual(
        (await read("newest")).map(({ value }) => text(value)),
        ["kept too", "kept"],
      );
      await open_.abort();
      await producer.disconnect();
    });

    test("groups: members, committed offsets, lag", async (context) => {
      const browser = open(context);
      const { ask, cluster, kafka } = browser;
      const topic = await makeTopic(browser, 2);
      await produce(browser, topic, ["a", "b", "c"], 0);
      const groupId = `g-${topic}`;
      const consumer = kafka.consumer({ groupId });
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      const seen = new Promise<void>((resolve) => {
        void consumer.run({ autoCommit: false, eachMessage: () => Promise.resolve(resolve()) });
      });
      await seen;
      await consumer.commitOffsets([{ topic, partition: 0, offset: "1" }]);
      const find = async () => (await ask("topics.groups", { cluster })).find(({ group }) => group === groupId);
      const group = await find();
      assert.deepEqual([group?.state, group?.members, group?.protocol], ["Stable", 1, "consumer"]);
      assert.deepEqual(group?.offsets, [{ topic, partition: 0, committed: "1", end: "3", lag: 2 }]);
      await consumer.disconnect();
      assert.equal((await find())?.members, 0);
      const admin = kafka.admin();
      await admin.connect();
      await admin.deleteGroups([groupId]);
      await admin.disconnect();
    });

    test("groups of the newer kinds: a pipeline of Weir has a state, members and lag as well", async (context) => {
      const { ask, cluster } = open(context);
      const [from, to] = ["relay-in", "relay-out"];
      for (const topic of [from, to])
        await ask("topics.create", { cluster, topic, partitions: 2, replication: null, config: {} });
      const path = join(import.meta.dirname, "../../pipelines/relay.pipeline.json");
      const { topology } = loadTopology(readFileSync(path, "utf8"), dirname(path));
      assert.ok(topology !== null);
      const run = await startRun({
        topology,
        request: {
          pipeline: readFileSync(path, "utf8"),
          connection: { brokers: [running.bootstrap], clientId: "weir" },
          directory: dirname(path),
          processId: randomUUID(),
          groupProtocol: "streams",
        },
        threads: 1,
        log: () => undefined,
        print: () => undefined,
      });
      const find = async () =>
        (await ask("topics.groups", { cluster })).find(
          (one) => one.offsets.some(({ topic }) => topic === from) || one.protocol === "streams",
        );
      await ask("topics.produce", {
        cluster,
        topic: from,
        record: { timestampMs: 0, key: "k", value: "{}", partition: 0 },
      });
      await until(
        "its offset is committed",
        async () => (await find())?.offsets.some(({ committed }) => committed === "1") ?? false,
      );
      const group = await find();
      assert.deepEqual([group?.state, group?.members, group?.protocol], ["Stable", 1, "streams"]);
      assert.equal(group?.offsets.find(({ partition }) => partition === 0)?.lag, 0);
      await run.stop();
      await until("it is empty", async () => (await find())?.members === 0);
      assert.equal((await find())?.state, "Empty");
    });

    test("what the cluster refuses is said with what to do", async (context) => {
      const browser = open(context);
      const { ask, cluster } = browser;
      const topic = await makeTopic(browser);
      const create = (more: object) =>
        ask("topics.create", { cluster, topic: "another", partitions: 1, replication: null, config: {}, ...more });
      await assert.rejects(create({ topic }), { code: "HOST_0016", message: /there is a topic of this name/ });
      await assert.rejects(create({ replication: 9 }), { code: "HOST_0016", hint: /fewer replicas/ });
      await assert.rejects(create({ config: { "cleanup.policy": "burn" } }), { code: "HOST_0016" });
      await assert.rejects(ask("topics.topic", { cluster, topic: "nowhere" }), { code: "HOST_0016" });
      const record = { timestampMs: 0, key: null, value: "x" };
      await assert.rejects(ask("topics.produce", { cluster, topic: "nowhere", record }), { code: "HOST_0016" });
      const topics = (await ask("topics.cluster", { cluster })).topics.map((one) => one.name);
      assert.ok(!topics.includes("nowhere"), "asking for a topic does not make it");
    });

    test("dead letters go back where they came from, and nothing is written when one cannot", async (context) => {
      const browser = open(context);
      const { ask, cluster, kafka } = browser;
      const [orders, dead] = [await makeTopic(browser, 3), await makeTopic(browser)];
      const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
      await producer.connect();
      const headers = (topic: string, partition: string) => ({
        trace: "t1",
        "weir.error.code": "REC_0001",
        "weir.error.message": "no JSON",
        "weir.pipeline": "p",
        "weir.node": "n",
        "weir.origin.topic": topic,
        "weir.origin.partition": partition,
        "weir.origin.offset": "17",
        "weir.origin.timestamp": "4711",
      });
      const value = Buffer.from([0x7b, 0xff, 0x00]);
      await producer.send({
        topic: dead,
        messages: [
          { key: "k", value, headers: headers(orders, "2"), timestamp: "9000" },
          { key: null, value: null, headers: headers(orders, "8") },
          { key: "lost", value: "x", headers: headers("nowhere", "0") },
          { key: "plain", value: "x" },
          { key: "evil", value: "x", headers: headers("__consumer_offsets", "0") },
        ],
      });
      await producer.disconnect();
      const retry = (offsets: readonly string[]) =>
        ask("run.retry", { cluster, topic: dead, records: offsets.map((offset): [number, string] => [0, offset]) });
      for (const bad of ["2", "3", "4", "99"]) await assert.rejects(retry(["0", bad]), { code: "HOST_0016" }, bad);
      const written = async () =>
        await ask("topics.records", {
          cluster,
          topic: orders,
          partition: null,
          from: { kind: "oldest" },
          limit: 10,
          search: null,
        });
      assert.deepEqual(await written(), []);
      assert.deepEqual(await retry(["1", "0", "0"]), { records: 2 });
      const records = await written();
      assert.deepEqual(
        records.find((record) => record.key !== null),
        {
          partition: 2,
          offset: "0",
          timestampMs: 4711,
          key: Buffer.from("k").toString("base64"),
          value: value.toString("base64"),
          headers: [["trace", "dDE="]],
        },
      );
      assert.equal(records.find((record) => record.key === null)?.value, null);
    });
  });
}

async function writeCompressed(
  bootstrap: string,
  topic: string,
  compression: "gzip" | "snappy" | "lz4" | "zstd",
  values: readonly string[],
): Promise<void> {
  const client = createKafkaClient({ brokers: [bootstrap], clientId: "test" });
  const producer = client.producer({ compression, batchBytes: 8192 });
  await producer.partitions(topic);
  const lane = producer.lane(topic, 0);
  for (const value of values) append(lane, { key: null, value });
  await producer.flush();
  await producer.close();
  await client.close();
}
