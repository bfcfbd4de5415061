/** Connections and secrets, from the settings: what is written, what is not, and what a person is told. */
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { after, before, describe, test } from "node:test";
import { createPassphraseStore } from "../../../app/host/environments/passphrase-store.ts";
import { createEmbeddedBroker } from "../../../runtime/embedded/broker.ts";
import { enabled, eventually, openStudioPage, sample, type StudioPage } from "../run/open-studio-page.ts";

describe("connections and secrets", () => {
  let opened: StudioPage;
  let broker: Awaited<ReturnType<typeof createEmbeddedBroker>>;
  before(async () => {
    broker = await createEmbeddedBroker({ defaultPartitions: 1 });
    opened = await openStudioPage({ "relay.pipeline.json": await sample("relay.pipeline.json") });
    await opened.page.getByRole("button", { name: "Settings" }).click();
    await opened.page.getByRole("heading", { name: "Settings" }).waitFor();
  });
  after(async () => {
    await opened.close();
    await broker.close();
  });

  test("a folder without environments says what one is", async () => {
    const { page, look } = opened;
    await page.getByText("No environments in this folder").waitFor();
    await page.getByText("There is no store yet.").waitFor();
    await look("settings-empty");
  });

  test("a connection is added by keyboard, and its file is canonical", async () => {
    const { page, studio, look } = opened;
    await page.getByRole("button", { name: "Add a connection" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Add a connection" });
    await dialog.waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("staging");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("main");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("not a broker");
    await dialog.getByText("“not” is not host:port").first().waitFor();
    await look("connection-wrong");
    await page.keyboard.press("Control+A");
    await page.keyboard.type(broker.bootstrap);
    await dialog.getByRole("button", { name: "Save" }).press("Enter");
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("group", { name: "Connection main" }).getByText("not encrypted").waitFor();
    assert.equal(
      await studio.read("staging.environment.json"),
      `{
  "format": 1,
  "name": "staging",
  "connections": {
    "main": {
      "kind": "kafka",
      "brokers": ["${broker.bootstrap}"]
    }
  }
}
`,
    );
  });

  test("its test connects and says what it found", async () => {
    const { page } = opened;
    const row = page.getByRole("group", { name: "Connection main" });
    await row.getByRole("button", { name: "Test" }).click();
    await row.getByText(/^Connected in \d+ ms: 1 broker, 0 topics\./).waitFor();
  });

  test("changed to a place where nothing answers, its test says so within seconds", async () => {
    const { page, look } = opened;
    const row = page.getByRole("group", { name: "Connection main" });
    await row.getByRole("button", { name: "Change" }).click();
    const dialog = page.getByRole("dialog", { name: "Connection main of staging" });
    await dialog.getByLabel("Brokers").fill("127.0.0.1:1");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    const begun = Date.now();
    await row.getByRole("button", { name: "Test" }).click();
    await row.getByText(/nothing answers at the address/).waitFor();
    await row.getByText(/Start the cluster, or correct the address and port/).waitFor();
    assert.ok(Date.now() - begun < 20_000);
    await look("connection-tested");
  });

  test("a password is a name: typed as one it is refused, and the file holds the name only", async () => {
    const { page, studio, look } = opened;
    await page.getByRole("button", { name: "Add a connection" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a connection" });
    await dialog.getByLabel("Environment", { exact: true }).fill("production");
    await dialog.getByLabel("Name", { exact: true }).fill("main");
    await dialog.getByLabel("Brokers").fill("127.0.0.1:1");
    await dialog.getByRole("radio", { name: "TLS and password" }).click();
    await dialog.getByLabel("User").fill("weir");
    const password = dialog.getByLabel("Password", { exact: true });
    await password.fill("s3cret & sauce!");
    await dialog.getByText(/not the password/).waitFor();
    assert.equal(await dialog.getByRole("button", { name: "Save" }).getAttribute("aria-disabled"), "true");
    await look("connection-password");
    await password.fill("kafka/password");
    await dialog.getByText(/It has no value yet/).waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.equal(
      await studio.read("production.environment.json"),
      `{
  "format": 1,
  "name": "production",
  "connections": {
    "main": {
      "kind": "kafka",
      "brokers": ["127.0.0.1:1"],
      "security": { "protocol": "SASL_SSL", "mechanism": "SCRAM-SHA-512", "username": "weir", "password": { "$secret": "kafka/password" } }
    }
  }
}
`,
    );
  });

  test("the missing secret is named, and leads to where it is set", async () => {
    const { page, look } = opened;
    await page.getByText("A secret has no value yet: secret kafka/password").waitFor();
    await page.getByRole("button", { name: "Set it" }).click();
    await page.locator("input[type=password]:focus").waitFor();
    await look("secret-missing");
  });

  test("a store is made with a passphrase that is written twice", async () => {
    const { page } = opened;
    const make = page.getByRole("button", { name: "Make the store" });
    await page.getByLabel("Passphrase", { exact: true }).fill("correct horse");
    await page.getByLabel("Passphrase again").fill("correct house");
    await page.getByText("It is not the same").waitFor();
    assert.equal(await make.getAttribute("aria-disabled"), "true");
    await page.getByLabel("Passphrase again").fill("correct horse");
    await enabled(make);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Set", exact: true }).waitFor();
  });

  test("the secret is set under the name that was asked for; its value is nowhere to be seen", async () => {
    const { page, studio, look } = opened;
    await page.getByRole("button", { name: "Set it" }).click();
    const name = page.getByRole("region", { name: "Secrets" }).getByLabel("Name");
    assert.equal(await name.inputValue(), "kafka/password");
    await page.locator("input[type=password]:focus").fill("the value of it");
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "Secrets" }).getByText("kafka/password").waitFor();
    await page.getByText(/A secret has no value yet/).waitFor({ state: "detached" });
    assert.ok(!(await page.content()).includes("the value of it"));
    assert.ok(!JSON.stringify(await studio.call("secrets.state", {})).includes("the value of it"));
    await look("settings-full");
  });

  test("a name that no reference can have is refused where it is typed", async () => {
    const { page } = opened;
    const secrets = page.getByRole("region", { name: "Secrets" });
    await secrets.getByLabel("Name").fill("not a name");
    await secrets.getByText(/such as kafka\/password/).waitFor();
    await secrets.getByLabel("Name").fill("");
  });

  test("a secret is deleted after a question, and missing again", async () => {
    const { page } = opened;
    await page.getByRole("button", { name: "Delete the secret kafka/password" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete the secret kafka/password?" });
    await dialog.getByRole("button", { name: "Delete" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("A secret has no value yet: secret kafka/password").waitFor();
  });

  test("the top bar offers the environments; a file from outside comes by itself, one that is gone goes", async () => {
    const { page, studio, open } = opened;
    await page.getByRole("button", { name: /^Library of/ }).click();
    await open("Relay");
    const where = page.getByLabel("Where it runs");
    const options = (): Promise<string[]> => where.locator("option").allTextContents();
    assert.deepEqual(await options(), ["This computer", "production", "staging"]);
    await where.selectOption({ label: "staging" });
    await studio.write("later.environment.json", '{ "format": 1, "name": "later", "connections": {} }\n');
    await eventually(options, (all) => all.join() === "This computer,later,production,staging");
    assert.equal(await where.inputValue(), "staging.environment.json");
  });

  test("a connection is removed after a question", async () => {
    const { page, studio } = opened;
    await page.getByRole("button", { name: /^Library of/ }).click();
    await page.keyboard.press("Control+,");
    const environment = page.getByRole("region", { name: "staging" });
    await environment.getByRole("button", { name: "Remove the connection main" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await environment.getByText("No connections.").waitFor();
    assert.equal(await studio.read("staging.environment.json"), '{\n  "format": 1,\n  "name": "staging"\n}\n');
  });

  test("nothing but the failed test went wrong on the way", () => {
    assert.deepEqual(opened.problems(), []);
    assert.deepEqual([...new Set(opened.refused)], ["/api/environments.test 400"]);
  });
});

describe("a store that is there", () => {
  test("is locked until its passphrase is given; a wrong one is told", async () => {
    const opened = await openStudioPage({ "relay.pipeline.json": await sample("relay.pipeline.json") });
    const { page, studio, look } = opened;
    try {
      // As a studio before this one left it.
      const store = createPassphraseStore(dirname(studio.folder));
      await store.unlock("correct horse");
      await store.set("kafka/password", "x");
      await page.getByRole("button", { name: "Settings" }).click();
      await page.getByText("The store is locked. It holds 1 secret: kafka/password.").waitFor();
      await page.getByLabel("Passphrase", { exact: true }).fill("wrong horse");
      await page.keyboard.press("Enter");
      await page.getByText("The passphrase is not the one of this store.").waitFor();
      await look("secrets-wrong");
      await page.getByLabel("Passphrase", { exact: true }).fill("correct horse");
      await page.keyboard.press("Enter");
      await page.getByRole("list", { name: "Secrets" }).getByText("kafka/password").waitFor();
      assert.equal(await page.getByText("The passphrase is not the one of this store.").count(), 0);
      assert.deepEqual(opened.problems(), []);
    } finally {
      await opened.close();
    }
  });
});
