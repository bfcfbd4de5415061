/** The commands that run something: simulate, test, run, topics and dev, as a user types them. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { createEmbeddedBroker } from "../../runtime/embedded/broker.ts";
import { createKafkaClient } from "../../runtime/kafka/client.ts";
import { startWeir, until } from "../support/weir-process.ts";
import { runCli as runIn } from "./run-cli.ts";
import type { CliResult } from "./run-cli.ts";

const pipelines = join(import.meta.dirname, "../pipelines");
const runCli = (args: readonly string[]): Promise<CliResult> => runIn(folder, ...args);
const sample = (name: string): string => join(pipelines, name);
const folder = mkdtempSync(join(tmpdir(), "weir-cli-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const orders = [
  '{"topic":"orders","timestamp":0,"value":{"id":"o1","customer":"c1","country":"PT","total":20.0,"at":"1970-01-01T00:00:00Z"}}',
  '{"topic":"payments","timestamp":960000,"value":{"orderId":"o1","amount":20.0,"at":"1970-01-01T00:16:00Z"}}',
].join("\n");

describe("simulate", () => {
  test("prints what the sinks would get, as NDJSON", async () => {
    const records = file("orders.ndjson", orders);
    const { code, stdout } = await runCli([
      "simulate",
      sample("late-payments.pipeline.json"),
      "--records",
      records,
      "--advance-to",
      "1970-01-01T01:00:00Z",
    ]);
    assert.equal(code, 0);
    assert.deepEqual(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
      [
        {
          topic: "late-totals",
          partition: 0,
          timestamp: "1970-01-01T00:00:00.000Z",
          key: { country: "PT", window: { start: "1970-01-01T00:00:00.000Z", end: "1970-01-01T00:01:00.000Z" } },
          value: { orders: 1, amount: 20 },
          headers: {},
        },
      ],
    );
  });

  test("--json is one document with records and counters", async () => {
    const records = file("orders.ndjson", orders);
    const { stdout } = await runCli([
      "simulate",
      sample("late-payments.pipeline.json"),
      "--records",
      records,
      "--json",
    ]);
    const document = JSON.parse(stdout) as { records: unknown[]; nodes: unknown[] };
    assert.equal(document.records.length, 0, "no window has closed");
    assert.ok(document.nodes.length > 5);
  });

  const wrong: readonly { what: string; records: string; more?: string[]; says: RegExp; code: number }[] = [
    {
      what: "a line that is no JSON",
      records: "{",
      says: /RUN_0008 Line 1 of the records is not a JSON object/,
      code: 1,
    },
    {
      what: "an unknown source",
      records: '{"node":"nobody","value":1}',
      says: /RUN_0008 .*nobody, which is not a source/,
      code: 1,
    },
    { what: "a line that names none", records: '{"value":1}', says: /RUN_0008 Line 1 .* names no source/, code: 1 },
    {
      what: "a time that is none",
      records: '{"topic":"orders","timestamp":"soon","value":1}',
      says: /has a timestamp that is no time/,
      code: 1,
    },
    {
      what: "a number of partitions that is none",
      records: "",
      more: ["--partitions", "many"],
      says: /CLI_0001 --partitions takes/,
      code: 2,
    },
  ];
  for (const { what, records, more = [], says, code } of wrong)
    test(`refuses ${what}`, async () => {
      const result = await runCli([
        "simulate",
        sample("late-payments.pipeline.json"),
        "--records",
        file("wrong.ndjson", records),
        ...more,
      ]);
      assert.match(result.stderr, says);
      assert.doesNotMatch(result.stderr, /\n\s+at .*\.ts:/, "no stack trace");
      assert.equal(result.code, code);
    });
});

describe("test", () => {
  test("runs what stands beside pipelines, and says so", async () => {
    const { code, stdout } = await runCli(["test", sample("relay.test.json"), sample("word-count.test.json")]);
    assert.equal(code, 0);
    assert.match(stdout, /✓ records pass as they are/);
    assert.match(stdout, /2 passed, 0 failed in 2 files/);
  });

  test("shows what differs, writes JUnit, and fails", async () => {
    file("relay.pipeline.json", readFileSync(sample("relay.pipeline.json"), "utf8"));
    const text = readFileSync(sample("relay.test.json"), "utf8").replace(
      /"expect": \{/,
      '"expect": {"nobody":[{"value":1}],',
    );
    const path = file("relay.test.json", text);
    const xml = join(folder, "junit.xml");
    const { code, stdout } = await runCli(["test", path, "--junit", xml]);
    assert.equal(code, 1);
    assert.match(stdout, /at nobody: - expected, \+ actual\n\s+- 1/);
    assert.match(stdout, /0 passed, 1 failed/);
    assert.match(readFileSync(xml, "utf8"), /<testsuite name="[^"]+" tests="1" failures="1">[\s\S]*<failure/);
  });
});

describe("topics", () => {
  test("shows what is missing, creates it, and then is content", async () => {
    const broker = await createEmbeddedBroker({ autoCreateTopics: false });
    const client = createKafkaClient({ brokers: [broker.bootstrap], clientId: "test" });
    const run = (...more: string[]): Promise<CliResult> =>
      runCli(["topics", sample("clicks-per-minute.pipeline.json"), "--brokers", broker.bootstrap, ...more]);
    const absent = await run();
    assert.deepEqual([absent.code, /RUN_0002 .*clicks/.test(absent.stderr)], [1, true], absent.stderr);
    broker.createTopic("clicks", 3);
    const missing = await run();
    assert.equal(missing.code, 1);
    assert.match(missing.stdout, /page-clicks\s+sink\s+6\s+missing/);
    assert.match(missing.stdout, /-changelog\s+changelog\s+3\s+missing\s+cleanup\.policy=compact/);
    assert.equal((await run("--create")).code, 0);
    const there = await run("--json");
    assert.equal(there.code, 0);
    const document = JSON.parse(there.stdout) as {
      missing: string[];
      topics: { name: string; partitions: number; exists: boolean }[];
    };
    assert.deepEqual(document.missing, []);
    assert.ok(document.topics.every(({ exists }) => exists));
    const [info] = await client.admin.topics(["page-clicks"]);
    assert.equal(info?.partitions, 6);
    await client.close();
    await broker.close();
  });
});

describe("run", () => {
  test("--embedded --for ends by itself with a summary, and --json prints one document", async () => {
    const run = startWeir(["run", sample("card-payments.pipeline.json"), "--embedded", "--for", "2500ms", "--json"]);
    assert.deepEqual(await run.exited, { code: 0, signal: null }, run.stderr());
    const { pipeline, nodes } = JSON.parse(run.stdout()) as {
      pipeline: string;
      nodes: { type: string; recordsOut: number }[];
    };
    assert.equal(pipeline, "card-payments_7d2k9m4x");
    assert.ok((nodes.find(({ type }) => type === "generator")?.recordsOut ?? 0) > 1000);
    assert.match(run.stderr(), /Card payments ran for/);
  });

  test("an interruption stops it in order", async () => {
    const run = startWeir(["run", sample("card-payments.pipeline.json"), "--embedded"]);
    await until("it has shown a result", () => Promise.resolve(run.stdout().includes("payments")));
    run.kill("SIGINT");
    assert.deepEqual(await run.exited, { code: 0, signal: null });
    assert.match(run.stderr(), /ran for/);
  });

  const wrong: readonly { what: string; args: readonly string[]; says: RegExp; code: number }[] = [
    {
      what: "no cluster",
      args: [sample("relay.pipeline.json")],
      says: /RUN_0004 Nothing says which Kafka cluster to use/,
      code: 1,
    },
    {
      what: "a broker that is not there",
      args: [sample("relay.pipeline.json"), "--brokers", "127.0.0.1:1"],
      says: /KAFKA_0001 No broker of 127\.0\.0\.1:1 can be reached/,
      code: 1,
    },
    {
      what: "threads that are none",
      args: [sample("relay.pipeline.json"), "--embedded", "--threads", "0"],
      says: /CLI_0001 --threads takes/,
      code: 2,
    },
    {
      what: "a duration that is none",
      args: [sample("relay.pipeline.json"), "--embedded", "--for", "soon"],
      says: /CLI_0001 --for takes a duration/,
      code: 2,
    },
    { what: "a missing file", args: ["nowhere.pipeline.json", "--embedded"], says: /CLI_0003/, code: 2 },
    {
      what: "a missing topic",
      args: [sample("relay.pipeline.json"), "--embedded"],
      says: /RUN_0002 The cluster has no topic relay-in/,
      code: 1,
    },
  ];
  for (const { what, args, says, code } of wrong)
    test(`refuses ${what}`, async () => {
      const result = await runCli(["run", ...args]);
      assert.match(result.stderr, says);
      assert.equal(result.code, code);
    });
});

describe("dev", () => {
  test("offers a broker that any client can use, until it is interrupted", async () => {
    const dev = startWeir(["dev", "--port", "0"]);
    await until("it says where it is", () => Promise.resolve(/Broker on ([\d.]+:\d+)/.test(dev.stdout())));
    const client = createKafkaClient({
      brokers: [/Broker on ([\d.]+:\d+)/.exec(dev.stdout())?.[1] ?? ""],
      clientId: "test",
    });
    await client.admin.createTopics([{ name: "t", partitions: 2 }]);
    assert.equal((await client.admin.topics(["t"]))[0]?.partitions, 2);
    await client.close();
    dev.kill("SIGTERM");
    assert.equal((await dev.exited).code, 0);
  });
});
