/** Runs as the studio starts them: one process, events about it, until it is stopped. */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { createEmbeddedBroker, type EmbeddedBroker } from "../../runtime/embedded/broker.ts";
import { createKafkaClient } from "../../runtime/kafka/client.ts";
import type { AgentRunRequest, AgentTarget } from "../../shared/protocol/agent.ts";
import type { RunLogLine, RunSnapshot, RunTap } from "../../shared/protocol/run.ts";
import { startKafka, type Kafka } from "../support/kafka/kafka.ts";
import { chain, pipelineText, startAgent, type AgentProcess } from "./agent-process.ts";

const EMBEDDED: AgentTarget = { kind: "embedded" };

function request(pipeline: string, target: AgentTarget, threads = 1): AgentRunRequest {
  return { run: "r1", file: "a.pipeline.json", pipeline, directory: import.meta.dirname, target, threads };
}

function snapshots(agent: AgentProcess): RunSnapshot[] {
  return agent.events.flatMap((event) => (event.event === "snapshot" ? [event.snapshot] : []));
}

function lines(agent: AgentProcess): RunLogLine[] {
  return agent.events.flatMap((event) => (event.event === "log" ? event.lines : []));
}

function states(agent: AgentProcess): string[] {
  return snapshots(agent)
    .map(({ state }) => state)
    .filter((state, index, all) => state !== all[index - 1]);
}

async function withAgent(use: (agent: AgentProcess) => Promise<void>): Promise<void> {
  const agent = startAgent();
  try {
    await use(agent);
  } finally {
    agent.kill("SIGKILL");
    await agent.exited;
  }
}

describe("a run on the embedded broker", () => {
  for (const threads of [1, 2]) {
    test(`tells what it does once a second, samples edges, and stops in order (${threads} threads)`, () =>
      withAgent(async (agent) => {
        const started = await agent.ask({
          ask: "run",
          request: request(pipelineText("card-payments"), EMBEDDED, threads),
        });
        assert.deepEqual(started, { answer: 1, done: true });
        await agent.ask({ ask: "tap", edges: ["e02_nqjn", "e05_m10o"] });
        const tap = await agent.event((event) => event.event === "tap" && event.tap.edge === "e05_m10o");
        const { rows }: RunTap = tap.event === "tap" ? tap.tap : { run: "", edge: "", rows: [] };
        assert.ok(rows.length >= 1 && rows.length <= 4);
        assert.match(rows[0]?.value ?? "", /^\{"payments":\d+,"total":[\d.]+,/);
        const busy = await agent.snapshot(({ nodes }) => (nodes["show_6q9w3e5r"]?.recordsIn ?? 0) > 0);
        assert.equal(busy.target, "embedded");
        assert.match(busy.bootstrap[0] ?? "", /^127\.0\.0\.1:\d+$/);
        assert.ok(busy.tasks.length > 0 && busy.tasks.every(({ state }) => state === "running"));
        const aggregate = busy.nodes["totals_8j3k5l7p"];
        assert.ok((aggregate?.recordsIn ?? 0) > 0 && (aggregate?.streamTimeMs ?? 0) > 1.7e12);
        const holding = await agent.snapshot(({ nodes }) => (nodes["totals_8j3k5l7p"]?.stateEntries ?? 0) > 0);
        assert.ok((holding.nodes["totals_8j3k5l7p"]?.stateBytes ?? 0) > 0);
        await agent.event((event) => event.event === "log" && event.lines.some(({ level }) => level === "print"));
        const print = lines(agent).find(({ level }) => level === "print");
        assert.deepEqual([print?.node, print?.run], ["show_6q9w3e5r", "r1"]);

        assert.deepEqual(await agent.ask({ ask: "tap", edges: [] }), { answer: 3, done: true });
        assert.deepEqual(await agent.ask({ ask: "stop" }), { answer: 4, done: true });
        assert.deepEqual(states(agent), ["starting", "running", "stopping", "ended"]);
        const last = snapshots(agent).at(-1);
        assert.deepEqual([last?.failure, last?.bootstrap], [null, []]);
        const sent = last?.nodes["payments_3f8h2k6q"]?.recordsOut[0] ?? 0;
        assert.equal(last?.nodes["route_9x4c7v2b"]?.recordsIn, sent);
        assert.equal(agent.stdout(), "");
      }));
  }

  test("topics that it reads are made, as the broker is new", () =>
    withAgent(async (agent) => {
      await agent.ask({ ask: "run", request: request(pipelineText("relay"), EMBEDDED) });
      const running = await agent.snapshot(({ state, tasks }) => state === "running" && tasks.length > 0);
      await agent.event(
        (event) =>
          event.event === "log" &&
          event.lines.some(({ node, message }) => node !== null && /is new on the embedded broker/.test(message)),
      );
      const client = createKafkaClient({ brokers: running.bootstrap, clientId: "test" });
      try {
        const [topic] = await client.admin.topics(["relay-in"]);
        assert.equal(topic?.partitions, 4);
      } finally {
        await client.close();
      }
      await agent.ask({ ask: "stop" });
    }));

  test("bounded input ends the run by itself", () =>
    withAgent(async (agent) => {
      const text = pipelineText("card-payments").replace('"rate": 2000', '"rate": 2000, "limit": 500');
      await agent.ask({ ask: "run", request: request(text, EMBEDDED) });
      const ended = await agent.snapshot(({ state }) => state === "ended");
      assert.equal(ended.nodes["payments_3f8h2k6q"]?.recordsOut[0], 500);
      assert.ok((ended.nodes["show_6q9w3e5r"]?.recordsIn ?? 0) > 0, "windows that were open have closed");
      assert.deepEqual(await agent.ask({ ask: "stop" }), { answer: 2, done: true });
    }));

  test("a console sink that prints more than anybody can read is thinned out, and that is said", () =>
    withAgent(async (agent) => {
      const pipeline = JSON.stringify({
        format: 1,
        id: "loud",
        name: "Loud",
        operators: { generator: 1, "console-sink": 1 },
        nodes: {
          in: { type: "generator", name: "In", config: { fields: { n: { kind: "sequence" } }, limit: 20_000 } },
          out: { type: "console-sink", name: "Out", config: { limit: null } },
        },
        edges: { e: { from: "in.out", to: "out.in" } },
      });
      const answer = await agent.ask({ ask: "run", request: request(pipeline, EMBEDDED) });
      assert.ok("done" in answer, JSON.stringify(answer));
      const ended = await agent.snapshot(({ state }) => state === "ended");
      assert.equal(ended.nodes["out"]?.recordsIn, 20_000);
      const all = lines(agent);
      assert.ok(all.length < 5000, String(all.length));
      assert.ok(all.some(({ level, message }) => level === "info" && /^\d+ more /.test(message)));
    }));

  test("it ends with its host", () =>
    withAgent(async (agent) => {
      await agent.ask({ ask: "run", request: request(pipelineText("card-payments"), EMBEDDED) });
      agent.disconnect();
      assert.equal((await agent.exited).code, 0);
    }));
});

describe("a run that cannot be", () => {
  async function failureOf(pipeline: string, target: AgentTarget): Promise<RunSnapshot["failure"]> {
    const agent = startAgent();
    try {
      const answer = await agent.ask({ ask: "run", request: request(pipeline, target) });
      assert.ok("failure" in answer, JSON.stringify(answer));
      const last = await agent.snapshot(({ state }) => state === "failed");
      assert.deepEqual(last.failure, answer.failure);
      return answer.failure;
    } finally {
      agent.kill("SIGKILL");
    }
  }

  test("a pipeline with errors is refused with its findings", async () => {
    const failure = await failureOf(chain("filter", { where: "value.nothing" }, "{ n: int }"), EMBEDDED);
    assert.deepEqual([failure?.code, failure?.node], ["CLI_0101", "work"]);
    assert.ok((failure?.diagnostics.length ?? 0) > 0);
  });

  test("a topic that is missing, a cluster that is not there, a secret that is not known", async () => {
    const broker = await createEmbeddedBroker({});
    try {
      const pipeline = chain("filter", { where: "true" }, "{ n: int }");
      const missing = await failureOf(pipeline, environment(broker.bootstrap));
      assert.deepEqual([missing?.code, missing?.node], ["RUN_0002", "in"]);
      assert.ok(missing?.hint !== null);

      const nowhere = await failureOf(pipeline, environment(`127.0.0.1:${await freePort()}`));
      assert.equal(nowhere?.code, "KAFKA_0001");
      assert.ok(nowhere?.hint !== null);

      const sasl = {
        protocol: "SASL_PLAINTEXT",
        mechanism: "SCRAM-SHA-256",
        username: "weir",
        password: { $secret: "shop" },
      };
      const secret = await failureOf(pipeline, environment(broker.bootstrap, sasl, { "env shop": "x" }));
      assert.equal(secret?.code, "RUN_0005");
      assert.match(secret?.message ?? "", /secret shop/);

      const broken = await failureOf(pipeline, { kind: "environment", name: "shop", environment: "{}", secrets: {} });
      assert.equal(broken?.code, "CLI_0101");
      assert.ok((broken?.diagnostics.length ?? 0) > 0);
    } finally {
      await broker.close();
    }
  });
});

describe("a run on a cluster of an environment", () => {
  let broker: EmbeddedBroker;
  before(async () => {
    broker = await createEmbeddedBroker({});
  });
  after(() => broker.close());

  test("a record that the pipeline cannot take stops it, with the node and the reason", () =>
    withAgent(async (agent) => {
      broker.createTopic("in", 2);
      const pipeline = chain("filter", { where: "value.n > 0" }, "{ n: int }");
      await agent.ask({ ask: "run", request: request(pipeline, environment(broker.bootstrap)) });
      await send([broker.bootstrap], "in", '{"n":"not a number"}');
      const failed = await agent.snapshot(({ state }) => state === "failed");
      assert.deepEqual([failed.failure?.code, failed.target], ["RUN_0001", "shop"]);
      assert.equal(typeof failed.failure?.node, "string");
      assert.ok(failed.failure?.hint !== null);
    }));
});

describe("a run on a cluster that asks for a password", () => {
  let kafka: Kafka;
  before(async () => {
    kafka = await startKafka({ sasl: { weir: "secret-1" } });
  });
  after(() => kafka.stop());

  test("the secret of the environment opens it; another does not", async () => {
    const security = (password: object): object => ({
      protocol: "SASL_PLAINTEXT",
      mechanism: "SCRAM-SHA-256",
      username: "weir",
      password,
    });
    const address = kafka.listeners.SASL_PLAINTEXT ?? "";
    const pipeline = pipelineText("card-payments");
    await withAgent(async (agent) => {
      const target = environment(address, security({ $secret: "shop" }), { "secret shop": "wrong" });
      const answer = await agent.ask({ ask: "run", request: request(pipeline, target) });
      assert.ok("failure" in answer);
      assert.equal(answer.failure.code, "KAFKA_0005");
      assert.doesNotMatch(JSON.stringify(agent.events), /wrong/);
    });
    await withAgent(async (agent) => {
      const target = environment(address, security({ $env: "SHOP" }), { "env SHOP": "secret-1" });
      assert.deepEqual(await agent.ask({ ask: "run", request: request(pipeline, target) }), { answer: 1, done: true });
      const busy = await agent.snapshot(({ nodes }) => (nodes["alerts_2w6r8t4y"]?.recordsIn ?? 0) > 0);
      assert.deepEqual(busy.bootstrap, [address]);
      assert.deepEqual(await agent.ask({ ask: "stop" }), { answer: 2, done: true });
      assert.doesNotMatch(JSON.stringify(agent.events), /secret-1/);
    });
  });
});

function environment(address: string, security?: object, secrets: Record<string, string> = {}): AgentTarget {
  const connection = { kind: "kafka", brokers: [address], ...(security === undefined ? {} : { security }) };
  return {
    kind: "environment",
    name: "shop",
    environment: JSON.stringify({
      format: 1,
      name: "Shop",
      connections: { shop: { ...connection, connectTimeout: "2s" } },
    }),
    secrets,
  };
}

async function send(brokers: readonly string[], topic: string, value: string): Promise<void> {
  const client = createKafkaClient({ brokers, clientId: "test" });
  try {
    const producer = client.producer({ compressionOf: new Map() });
    await producer.partitions(topic);
    const bytes = Buffer.from(value);
    producer.lane(topic, 0).append(Date.now(), bytes, 0, -1, bytes, 0, bytes.length, null, 0, 0, 0);
    await producer.flush();
    await producer.close();
  } finally {
    await client.close();
  }
}

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 1;
}
