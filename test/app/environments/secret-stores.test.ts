import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { createPassphraseStore } from "../../../app/host/environments/passphrase-store.ts";
import { chooseSecretStore, createSystemStore } from "../../../app/host/environments/system-store.ts";
import { fakeSystem, makeFolder } from "./support.ts";

describe("secrets behind a passphrase", () => {
  test("made, locked, opened, filled, emptied", async (context) => {
    const folder = makeFolder(context);
    const store = createPassphraseStore(folder);
    assert.deepEqual(await store.state(), { store: "passphrase", locked: true, exists: false, names: [] });
    await assert.rejects(store.set("a", "x"), { code: "HOST_0013" });
    await assert.rejects(store.get("a"), { code: "HOST_0013" });
    assert.deepEqual(await store.unlock("correct horse"), {
      store: "passphrase",
      locked: false,
      exists: true,
      names: [],
    });
    await store.set("kafka/password", "s3cr3t-välue");
    const state = await store.set("other", "");
    assert.deepEqual(state.names, ["kafka/password", "other"]);
    assert.equal(await store.get("kafka/password"), "s3cr3t-välue");
    assert.equal(await store.get("other"), "");
    assert.equal(await store.get("nothing"), null);
    assert.equal(await store.get("toString"), null);
    await assert.rejects(store.set("no such/../name", "x"), { code: "HOST_0001" });

    const again = createPassphraseStore(folder);
    assert.deepEqual(await again.state(), {
      store: "passphrase",
      locked: true,
      exists: true,
      names: ["kafka/password", "other"],
    });
    await assert.rejects(again.unlock("wrong horse!"), { code: "HOST_0013", message: /not the one/ });
    await assert.rejects(again.get("other"), { code: "HOST_0013" });
    await again.unlock("correct horse");
    assert.equal(await again.get("kafka/password"), "s3cr3t-välue");
    assert.deepEqual((await again.delete("other")).names, ["kafka/password"]);
    assert.equal(await store.get("other"), null, "another window sees it at once");
  });

  test("the file is its owner's alone, holds no value, and leaves no draft", async (context) => {
    const folder = makeFolder(context);
    const store = createPassphraseStore(folder);
    await store.unlock("correct horse");
    await store.set("a", "canary-51f3");
    const text = readFileSync(join(folder, "secrets.json"), "utf8");
    assert.doesNotMatch(text, /canary|correct horse/);
    assert.ok(!text.includes(Buffer.from("canary-51f3").toString("base64")));
    assert.equal(statSync(join(folder, "secrets.json")).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(folder), ["secrets.json"]);
    const { key } = JSON.parse(text) as { key: { n: number } };
    assert.equal(key.n, 2 ** 17);
  });

  test("values that were exchanged, changed or come from elsewhere are not given out", async (context) => {
    const folder = makeFolder(context);
    const path = join(folder, "secrets.json");
    const store = createPassphraseStore(folder);
    await store.unlock("correct horse");
    await store.set("a", "one");
    await store.set("b", "two");
    const file = JSON.parse(readFileSync(path, "utf8")) as { key: object; values: Record<string, { data: string }> };
    const { a, b } = file.values;
    assert.ok(a !== undefined && b !== undefined);
    writeFileSync(path, JSON.stringify({ ...file, values: { a: b, b: { ...b, data: "AAAA" } } }));
    await assert.rejects(store.get("a"), { code: "HOST_0008" }, "sealed for another name");
    await assert.rejects(store.get("b"), { code: "HOST_0008" }, "changed");
    writeFileSync(path, JSON.stringify({ ...file, key: { ...file.key, n: 2 ** 30 } }));
    await assert.rejects(store.unlock("correct horse"), { code: "HOST_0008" }, "would take all memory");
    writeFileSync(path, "{");
    await assert.rejects(store.state(), { code: "HOST_0008" });
  });

  test("two at once do not lose each other's values", async (context) => {
    const folder = makeFolder(context);
    const store = createPassphraseStore(folder);
    await store.unlock("correct horse");
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.set(`s${index}`, String(index))));
    assert.equal((await store.state()).names.length, 20);
  });
});

describe("secrets in the system's store", () => {
  test("is never locked, keeps sealed values, and seals anew when the key changed", async (context) => {
    const folder = makeFolder(context);
    const system = fakeSystem();
    const store = createSystemStore(folder, system);
    assert.deepEqual(await store.state(), { store: "system", locked: false, exists: true, names: [] });
    assert.deepEqual((await store.set("kafka/password", "canary-51f3")).names, ["kafka/password"]);
    const path = join(folder, "system-secrets.json");
    const before = readFileSync(path, "utf8");
    assert.doesNotMatch(before, /canary/);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(await createSystemStore(folder, system).get("kafka/password"), "canary-51f3");
    system.rotate();
    assert.equal(await store.get("kafka/password"), "canary-51f3");
    assert.notEqual(readFileSync(path, "utf8"), before);
    assert.deepEqual((await store.delete("kafka/password")).names, []);
    assert.equal(await store.get("kafka/password"), null);
  });

  test("a value that the system does not open is said", async (context) => {
    const folder = makeFolder(context);
    writeFileSync(join(folder, "system-secrets.json"), JSON.stringify({ format: 1, values: { a: "AAAA" } }));
    await assert.rejects(createSystemStore(folder, fakeSystem()).get("a"), { code: "HOST_0013" });
  });

  test("what Linux calls basic text is refused, and said", async (context) => {
    const lines: string[] = [];
    const choose = async (
      backend: string,
      available: boolean,
      platform: NodeJS.Platform,
      folder = makeFolder(context),
    ) =>
      (
        await (
          await chooseSecretStore(folder, fakeSystem(backend, available), platform, (line) => lines.push(line))
        ).state()
      ).store;
    assert.equal(await choose("gnome_libsecret", true, "linux"), "system");
    assert.deepEqual(lines, []);
    assert.equal(await choose("basic_text", true, "linux"), "passphrase");
    assert.match(lines[0] ?? "", /no keyring/);
    assert.equal(await choose("kwallet6", false, "linux"), "passphrase");
    assert.equal(await choose("basic_text", true, "darwin"), "system");
    const used = makeFolder(context);
    await createPassphraseStore(used).unlock("correct horse");
    assert.equal(await choose("gnome_libsecret", true, "linux", used), "passphrase", "what a person has filled stays");
  });
});
