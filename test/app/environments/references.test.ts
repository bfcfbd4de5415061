import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { createEnvironments, type Environments } from "../../../app/host/environments/environments.ts";
import { createPassphraseStore } from "../../../app/host/environments/passphrase-store.ts";
import { createRedactor } from "../../../app/host/environments/redactor.ts";
import { createSecretReferences, type SecretReferences } from "../../../app/host/environments/secret-references.ts";
import type { SecretStore } from "../../../app/host/environments/secret-store.ts";
import { parseEnvironment, writeEnvironment } from "../../../shared/pipeline/environment.ts";
import { makeFolder } from "./support.ts";

interface Started {
  readonly folder: string;
  readonly outside: string;
  readonly store: SecretStore;
  readonly secrets: SecretReferences;
  readonly environments: Environments;
  readonly clean: (text: string) => string;
  readonly trust: (trusted: boolean) => void;
}

function start(context: TestContext): Started {
  const [folder, outside] = [makeFolder(context), makeFolder(context)];
  const redactor = createRedactor();
  const store = createPassphraseStore(makeFolder(context));
  let trusted = true;
  const secrets = createSecretReferences({
    folder: () => folder,
    trusted: () => trusted,
    variables: { KAFKA_USER: "ann", EMPTY: "" },
    store,
    redactor,
  });
  return {
    folder,
    outside,
    store,
    secrets,
    environments: createEnvironments(() => folder, secrets),
    clean: (text) => redactor.clean(text),
    trust: (value) => (trusted = value),
  };
}

const secured = (password: object): string =>
  JSON.stringify({
    format: 1,
    name: "shop",
    connections: {
      main: {
        kind: "kafka",
        brokers: ["broker:9093"],
        security: {
          protocol: "SASL_SSL",
          mechanism: "SCRAM-SHA-512",
          username: { $env: "KAFKA_USER" },
          password,
          ca: { $file: "ca.pem" },
        },
      },
      plain: { kind: "kafka", brokers: ["other:9092"] },
    },
  });

describe("references to secrets", () => {
  test("variables, files, the store", async (context) => {
    const { secrets, folder, store } = start(context);
    assert.equal(await secrets.resolve({ $env: "KAFKA_USER" }), "ann");
    assert.equal(await secrets.resolve({ $env: "EMPTY" }), "");
    await assert.rejects(secrets.resolve({ $env: "NOT_SET" }), { code: "RUN_0005", message: /NOT_SET is not set/ });
    mkdirSync(join(folder, ".secrets"));
    writeFileSync(join(folder, ".secrets/password"), "from a file\r\n");
    assert.equal(await secrets.resolve({ $file: ".secrets/password" }), "from a file");
    assert.equal(await secrets.resolve({ $file: "./.secrets/../.secrets/password" }), "from a file");
    await assert.rejects(secrets.resolve({ $file: "missing" }), { code: "RUN_0005" });
    await assert.rejects(secrets.resolve({ $secret: "kafka/password" }), { code: "HOST_0013" });
    await store.unlock("correct horse");
    await assert.rejects(secrets.resolve({ $secret: "kafka/password" }), { code: "RUN_0005" });
    await store.set("kafka/password", "from the store");
    assert.equal(await secrets.resolve({ $secret: "kafka/password" }), "from the store");
  });

  test("files lie inside the workspace, or are named in full in a trusted one", async (context) => {
    const { secrets, folder, outside, trust } = start(context);
    writeFileSync(join(outside, "password"), "outside");
    symlinkSync(join(outside, "password"), join(folder, "link"));
    const climbing = `../${outside.split("/").at(-1) ?? ""}/password`;
    for (const trusted of [true, false]) {
      trust(trusted);
      await assert.rejects(secrets.resolve({ $file: climbing }), { code: "HOST_0004" });
      await assert.rejects(secrets.resolve({ $file: "link" }), { code: "HOST_0004" });
      assert.equal(await secrets.isThere({ $file: climbing }), false);
    }
    await assert.rejects(secrets.resolve({ $file: join(outside, "password") }), { code: "HOST_0004", hint: /Trust/ });
    trust(true);
    assert.equal(await secrets.resolve({ $file: join(outside, "password") }), "outside");
    await assert.rejects(secrets.resolve({ $file: folder }), { code: "RUN_0005" });
    await assert.rejects(secrets.resolve({ $file: "/dev/zero" }), { code: "RUN_0005" });
  });

  test("what was resolved is taken out of texts in every form that it may have", async (context) => {
    const { secrets, folder, clean } = start(context);
    const value = `p@ss "word"/1`;
    writeFileSync(join(folder, "p"), value);
    await secrets.resolve({ $file: "p" });
    for (const form of [value, JSON.stringify(value), encodeURIComponent(value), Buffer.from(value).toString("base64")])
      assert.doesNotMatch(clean(`before ${form} after`), /p@ss|word|cEBzcy/, form);
    assert.equal(clean("an ordinary line"), "an ordinary line");
  });
});

describe("environments", () => {
  test("are listed with what is missing, and written in their one form", async (context) => {
    const { environments, folder, store } = start(context);
    const text = secured({ $secret: "kafka/password" });
    await environments.save("shop.environment.json", text);
    const { environment } = parseEnvironment(text);
    assert.ok(environment !== null);
    const [listed] = await environments.list();
    assert.equal(listed?.text, writeEnvironment(environment));
    assert.deepEqual(listed.missing, ["secret kafka/password", "file ca.pem"]);
    writeFileSync(join(folder, "ca.pem"), "PEM");
    await store.unlock("correct horse");
    await store.set("kafka/password", "x");
    assert.deepEqual((await environments.list())[0]?.missing, []);
    writeFileSync(join(folder, "broken.environment.json"), "{");
    assert.deepEqual(
      (await environments.list()).map(({ file, missing }) => [file, missing]),
      [
        ["broken.environment.json", []],
        ["shop.environment.json", []],
      ],
    );
  });

  test("a secret in plain text, an error, or another kind of file is not saved", async (context) => {
    const { environments } = start(context);
    await assert.rejects(environments.save("shop.environment.json", secured({})), { code: /^DOC_/ });
    const inlined = secured({}).replace('"password":{}', '"password":"hunter2-canary"');
    await assert.rejects(environments.save("shop.environment.json", inlined), (error) => {
      assert.ok(error instanceof Error && "code" in error);
      assert.equal(error.code, "DOC_0111");
      assert.doesNotMatch(JSON.stringify([error.message, error.cause]), /hunter2/);
      return true;
    });
    for (const file of ["../shop.environment.json", "shop.json", ".environment.json"])
      await assert.rejects(environments.save(file, secured({ $env: "A" })), { code: "HOST_0004" }, file);
    assert.deepEqual(await environments.list(), []);
  });

  test("a connection has its secrets in place; a run gets those of the connections that its pipeline names", async (context) => {
    const { environments, folder } = start(context);
    writeFileSync(join(folder, "ca.pem"), "PEM\n");
    await environments.save("shop.environment.json", secured({ $file: "p" }));
    const plain = JSON.stringify({ nodes: { a: { config: { connection: "plain" } } } });
    const main = JSON.stringify({ nodes: { a: { config: { connection: "main" } } } });
    const target = await environments.target("shop.environment.json", plain);
    assert.deepEqual(target.kind === "environment" && [target.name, target.secrets], ["shop", {}]);
    await assert.rejects(environments.target("shop.environment.json", main), { code: "RUN_0005" });
    writeFileSync(join(folder, "p"), "pw\n");
    const whole = await environments.target("shop.environment.json", main);
    assert.deepEqual(whole.kind === "environment" && whole.secrets, {
      "env KAFKA_USER": "ann",
      "file p": "pw",
      "file ca.pem": "PEM",
    });
    const tls = { ca: "PEM", certificate: null, key: null, serverName: null, insecure: false };
    assert.deepEqual(await environments.connection("shop.environment.json", "main"), {
      brokers: ["broker:9093"],
      tls,
      sasl: { mechanism: "SCRAM-SHA-512", username: "ann", password: "pw" },
      connectTimeoutMs: null,
      requestTimeoutMs: null,
    });
    await assert.rejects(environments.connection("shop.environment.json", "none"), { code: "RUN_0004" });
    await assert.rejects(environments.connection("none.environment.json", "main"), { code: "HOST_0006" });
  });
});
