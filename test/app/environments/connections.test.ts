/** Connections of environment documents to real brokers, as the renderer tests and uses them; and that no secret comes out on the way. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test, type TestContext } from "node:test";
import { createRuntimePart, type RuntimePart } from "../../../app/host/agents/create-runtime-part.ts";
import { toFailure } from "../../../app/host/failure.ts";
import { createEmbeddedBroker } from "../../../runtime/embedded/broker.ts";
import type { HostEvent, HostResults } from "../../../shared/protocol/host-api.ts";
import type { HostMethod, HostParams } from "../../../shared/protocol/host-methods.ts";
import { makeCertificates } from "../../support/kafka/certificates.ts";
import { startKafka, type Kafka } from "../../support/kafka/kafka.ts";
import { until } from "../../support/weir-process.ts";
import { makeFolder } from "./support.ts";

const certificates = makeCertificates();
const passphrase = "canary-passphrase-0a1";
const brokerPassword = "canary-password-9c2";
const wrongPassword = "canary-wrong-77e";
const pipelineFile = "relay.pipeline.json";

interface Started {
  readonly folder: string;
  readonly dataFolder: string;
  readonly events: HostEvent[];
  readonly log: string[];
  /** Everything that was answered, failures included, as it would be sent. */
  readonly answers: string[];
  readonly ask: <M extends HostMethod>(method: M, params: HostParams<M>) => Promise<HostResults[M]>;
}

function start(context: TestContext): Started {
  const [folder, dataFolder] = [makeFolder(context), makeFolder(context)];
  const events: HostEvent[] = [];
  const [log, answers]: [string[], string[]] = [[], []];
  const part: RuntimePart = createRuntimePart({
    kind: "browser",
    version: "0.0.0",
    dataFolder,
    folder: () => folder,
    trusted: () => true,
    publish: (event) => void events.push(event),
    log: (line) => void log.push(line),
  });
  context.after(() => part.close());
  return {
    folder,
    dataFolder,
    events,
    log,
    answers,
    async ask(method, params) {
      // The pair belongs together, which the compiler cannot follow through the table.
      const handlers: object = part.handlers;
      const handler = Reflect.get(handlers, method) as (given: unknown) => Promise<HostResults[typeof method]>;
      try {
        const result = await handler(params);
        answers.push(JSON.stringify(result));
        return result;
      } catch (error) {
        answers.push(JSON.stringify(toFailure(error, (line) => log.push(line))));
        throw error;
      }
    },
  };
}

function environmentOf(connections: Record<string, object>): string {
  const all = Object.entries(connections).map(([name, rest]) => [name, { kind: "kafka", ...rest }]);
  return JSON.stringify({ format: 1, name: "shop", connections: Object.fromEntries(all) });
}

describe("connections", () => {
  let kafka: Kafka;
  before(async () => {
    kafka = await startKafka({
      sasl: { weir: brokerPassword },
      tls: { ...certificates.server, clientCa: certificates.ca },
    });
  });
  after(() => kafka.stop());

  const scram = { mechanism: "SCRAM-SHA-512", username: "weir", password: { $secret: "kafka/password" } };

  async function fill({
    folder,
    ask,
  }: Started): Promise<(connection: string) => Promise<HostResults["environments.test"]>> {
    const { SSL = "", SASL_SSL = "", SASL_PLAINTEXT = "" } = kafka.listeners;
    writeFileSync(join(folder, "ca.pem"), certificates.ca);
    writeFileSync(join(folder, "stranger.pem"), certificates.otherCa);
    writeFileSync(join(folder, "client.pem"), certificates.client.cert);
    writeFileSync(join(folder, "client.key"), certificates.client.key);
    await ask("secrets.unlock", { passphrase });
    await ask("secrets.set", { name: "kafka/password", value: brokerPassword });
    await ask("secrets.set", { name: "kafka/wrong", value: wrongPassword });
    const ca = { $file: "ca.pem" };
    const mutual = { protocol: "SSL", ca, certificate: { $file: "client.pem" }, key: { $file: "client.key" } };
    await ask("environments.save", {
      file: "shop.environment.json",
      text: environmentOf({
        plain: { brokers: [kafka.bootstrap] },
        sasl: {
          brokers: [SASL_PLAINTEXT],
          security: { protocol: "SASL_PLAINTEXT", ...scram, mechanism: "SCRAM-SHA-256" },
        },
        both: { brokers: [SASL_SSL], security: { protocol: "SASL_SSL", ...scram, ca } },
        plainSasl: { brokers: [SASL_SSL], security: { protocol: "SASL_SSL", ...scram, mechanism: "PLAIN", ca } },
        mutual: { brokers: [SSL], security: mutual },
        noCertificate: { brokers: [SSL], security: { protocol: "SSL", ca } },
        stranger: { brokers: [SASL_SSL], security: { protocol: "SASL_SSL", ...scram, ca: { $file: "stranger.pem" } } },
        wrong: {
          brokers: [SASL_SSL],
          security: { protocol: "SASL_SSL", ...scram, ca, password: { $secret: "kafka/wrong" } },
        },
        noTls: { brokers: [SASL_SSL], connectTimeout: "2s", requestTimeout: "2s" },
        nobody: { brokers: ["127.0.0.1:1"] },
        unknown: { brokers: ["no-such-host.invalid:9092"] },
        missing: {
          brokers: [kafka.bootstrap],
          security: { protocol: "SASL_PLAINTEXT", ...scram, password: { $env: "NOT_SET" } },
        },
      }),
    });
    return (connection) => ask("environments.test", { file: "shop.environment.json", connection });
  }

  test("plain, SASL, TLS, both, and with a client's certificate", async (context) => {
    const tryIt = await fill(start(context));
    for (const connection of ["plain", "sasl", "both", "plainSasl", "mutual"]) {
      const { brokers, ms } = await tryIt(connection);
      assert.equal(brokers, 1, connection);
      assert.ok(ms >= 0 && ms < 15_000);
    }
  });

  test("what is wrong is said in words, with what to do", async (context) => {
    const tryIt = await fill(start(context));
    const expected: readonly (readonly [string, string, RegExp])[] = [
      ["wrong", "HOST_0016", /does not accept the user/],
      ["stranger", "HOST_0012", /certificate/],
      ["noCertificate", "HOST_0012", /./],
      ["noTls", "HOST_0012", /./],
      ["nobody", "HOST_0012", /nothing answers/],
      ["unknown", "HOST_0012", /name of the broker is not known/],
      ["missing", "RUN_0005", /NOT_SET/],
    ];
    for (const [connection, code, message] of expected)
      await assert.rejects(tryIt(connection), { code, message, hint: /./ }, connection);
  });

  test("no secret comes out: answers, events, logs, files", async (context) => {
    const started = start(context);
    const { ask, folder, dataFolder, events, log, answers } = started;
    const tryIt = await fill(started);
    const relay = readFileSync(join(import.meta.dirname, "../../pipelines", pipelineFile), "utf8");
    writeFileSync(join(folder, pipelineFile), relay);
    for (const connection of ["both", "wrong", "stranger", "noTls"]) {
      await tryIt(connection).catch(() => undefined);
      const cluster = { kind: "connection", environment: "shop.environment.json", connection } as const;
      await ask("topics.cluster", { cluster }).catch(() => undefined);
      await ask("topics.groups", { cluster }).catch(() => undefined);
      await ask("topics.create", { cluster, topic: "relay-in", partitions: 1, replication: 1, config: {} }).catch(
        () => undefined,
      );
      const run = relay.replaceAll(/"topic": "/g, `"connection": "${connection}", "topic": "`);
      const params = { file: pipelineFile, pipeline: run, environment: "shop.environment.json", threads: 1 };
      const begun = await ask("run.start", params).catch(() => null);
      if (begun === null) continue;
      await until("it tells something", () => Promise.resolve(events.length > 0));
      await ask("run.logs", begun);
      await ask("run.stop", begun).catch(() => undefined);
    }
    await ask("environments.list", {});
    await ask("secrets.state", {});
    await ask("secrets.unlock", { passphrase: wrongPassword }).catch(() => undefined);
    await ask("run.list", {});
    assert.ok(
      events.some((event) => event.event === "run" && event.snapshot.state === "running"),
      "one of the runs has really used its password",
    );
    assert.ok(events.length > 0 && answers.length > 20);
    const written = [folder, dataFolder].flatMap((place) =>
      readdirSync(place, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== "client.key")
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")),
    );
    const keyLine = certificates.client.key.split("\n")[3] ?? "";
    for (const secret of [passphrase, brokerPassword, wrongPassword, keyLine])
      for (const form of [secret, Buffer.from(secret).toString("base64").replace(/=+$/, "")])
        for (const [place, texts] of Object.entries({
          answers,
          log,
          written,
          events: events.map((event) => JSON.stringify(event)),
        }))
          for (const text of texts) assert.ok(!text.includes(form), `${form} is in ${place}: ${text.slice(0, 300)}`);
  });
});

test("a connection that is kept is used again, and closed when nobody needs it", async (context) => {
  const broker = await createEmbeddedBroker();
  context.after(() => broker.close());
  const { ask } = start(context);
  await ask("environments.save", {
    file: "shop.environment.json",
    text: environmentOf({ main: { brokers: [broker.bootstrap] } }),
  });
  const cluster = { kind: "connection", environment: "shop.environment.json", connection: "main" } as const;
  await Promise.all([ask("topics.cluster", { cluster }), ask("topics.cluster", { cluster })]);
  broker.createTopic("later", 1);
  const { topics } = await ask("topics.cluster", { cluster });
  assert.deepEqual(
    topics.map(({ name }) => name),
    ["later"],
  );
});
