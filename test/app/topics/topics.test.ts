/** The topic browser on the broker of a run and on the real Kafka, as a person uses it; and on a cluster that does not answer. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Kafka as KafkaJs, logLevel } from "kafkajs";
import type { Locator, Page } from "playwright-core";
import { startKafka, type Kafka } from "../../support/kafka/kafka.ts";
import { enabled, eventually, openStudioPage, recordsOf, sample, type StudioPage } from "../run/open-studio-page.ts";
import { environment } from "../run/orders.ts";

interface Place {
  readonly opened: StudioPage;
  /** Makes a group that has read one of the records of `numbers`, two behind; answers with its name. */
  readonly group: () => Promise<string>;
  readonly close: () => Promise<void>;
}

const places: Readonly<Record<string, () => Promise<Place>>> = {
  "the broker of a run": onRun,
  "a real Kafka": onKafka,
};

async function onRun(): Promise<Place> {
  const opened = await openStudioPage({ "relay.pipeline.json": await sample("relay.pipeline.json") });
  const { page } = opened;
  await opened.open("Relay");
  await opened.button("Run").click();
  await enabled(opened.button("Stop"));
  await page.keyboard.press("Alt+3");
  await page.getByRole("button", { name: "Topics" }).click();
  await page.getByRole("main", { name: "Topics" }).waitFor();
  assert.equal(await page.getByLabel("Cluster").locator("option:checked").textContent(), "Broker of relay");
  const [run] = await opened.studio.call("run.list", {});
  return { opened, group: () => commitOne(run?.bootstrap ?? []), close: () => opened.close() };
}

async function onKafka(): Promise<Place> {
  const kafka: Kafka = await startKafka();
  const opened = await openStudioPage({ "staging.environment.json": environment("staging", [kafka.bootstrap]) });
  const { page } = opened;
  await page.getByRole("button", { name: "Topics" }).click();
  assert.equal(await page.getByLabel("Cluster").locator("option:checked").textContent(), "staging · kafka");
  return {
    opened,
    group: () => commitOne([kafka.bootstrap]),
    async close() {
      await opened.close();
      await kafka.stop();
    },
  };
}

async function commitOne(brokers: readonly string[]): Promise<string> {
  const client = new KafkaJs({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  await admin.setOffsets({ groupId: "readers", topic: "numbers", partitions: [{ partition: 0, offset: "1" }] });
  await admin.disconnect();
  return "readers";
}

interface Written {
  readonly key: string;
  /** Undefined: a tombstone. */
  readonly value?: string;
  readonly headers?: string;
}

async function produce(page: Page, topic: string, { key, value, headers }: Written): Promise<void> {
  await page.getByRole("button", { name: "Produce" }).click();
  const dialog = page.getByRole("dialog", { name: `Produce a record to ${topic}` });
  await dialog.getByLabel("Key", { exact: true }).fill(key);
  if (value === undefined) await dialog.getByRole("checkbox", { name: /A tombstone/ }).check();
  else await dialog.getByLabel("Value", { exact: true }).fill(value);
  if (headers !== undefined) await dialog.getByLabel("Headers").fill(headers);
  await dialog.getByRole("button", { name: "Produce" }).click();
  await dialog.waitFor({ state: "detached" });
}

for (const [name, start] of Object.entries(places))
  describe(`topics of ${name}`, () => {
    let place: Place;
    let page: Page;
    let grid: Locator;
    const look = (what: string): Promise<void> =>
      place.opened.look(`topics-${name === "a real Kafka" ? "kafka" : "run"}-${what}`);
    const offsets = async (): Promise<string[]> => (await recordsOf(grid)).map((row) => row["offset"] ?? "");
    before(async () => {
      place = await start();
      page = place.opened.page;
      grid = page.getByRole("grid", { name: "Records of numbers" });
    });
    after(() => place.close());

    test("a topic is created, shown at once, and empty", async () => {
      await page.getByRole("button", { name: "Create a topic" }).first().click();
      const dialog = page.getByRole("dialog", { name: "Create a topic" });
      await dialog.getByLabel("Name").fill("no spaces here");
      await dialog
        .getByText(/Letters, digits/)
        .first()
        .waitFor();
      await dialog.getByLabel("Name").fill("numbers");
      await dialog.getByLabel("Partitions").fill("1");
      await look("create");
      await dialog.getByRole("button", { name: "Create" }).click();
      await dialog.waitFor({ state: "detached" });
      await page.getByRole("heading", { name: "numbers" }).waitFor();
      await page.getByText("1 partition, on 1 broker").waitFor();
      await page.getByText("The topic holds no records.").waitFor();
      await look("empty");
    });

    test("records are produced with key, value, headers, and as tombstones", async () => {
      await produce(page, "numbers", {
        key: "k-1",
        value: '{"id":9007199254740993,"price":12.50,"deep":{"list":[1,2]}}',
        headers: "trace: a:b\nsource: by hand",
      });
      await produce(page, "numbers", { key: "k-2", value: "plain text, no JSON" });
      await produce(page, "numbers", { key: "k-1" });
      const rows = await eventually(
        () => recordsOf(grid),
        (all) => all.length === 3,
      );
      assert.deepEqual(
        rows.map(({ offset, key, value, headers }) => [offset, key, value, headers]),
        [
          ["2", "k-1", "null", ""],
          ["1", "k-2", "plain text, no JSON", ""],
          ["0", "k-1", '{"id":9007199254740993,"price":12.50,"deep":{"list":[1,2]}}', "2"],
        ],
      );
    });

    test("a record in full: JSON laid out with every digit, text, hex, headers", async () => {
      await grid.getByText("9007199254740993").click();
      const record = page.getByRole("complementary", { name: "Record" });
      const value = record.getByRole("region", { name: "Value" }).locator("pre");
      assert.equal(
        await value.textContent(),
        '{\n  "id": 9007199254740993,\n  "price": 12.50,\n  "deep": {\n    "list": [\n      1,\n      2\n    ]\n  }\n}',
      );
      assert.deepEqual(await record.locator("dt, dd").allTextContents(), ["trace", "a:b", "source", "by hand"]);
      await look("record");
      await record.getByRole("radio", { name: "Text" }).click();
      assert.match((await value.textContent()) ?? "", /^\{"id":9007199254740993,/);
      await record.getByRole("radio", { name: "Hex" }).click();
      assert.match((await value.textContent()) ?? "", /^7b 22 69 64 22 3a 39/);
      await page.keyboard.press("Escape");
      await record.waitFor({ state: "detached" });
      await grid.getByText("2", { exact: true }).first().click();
      await record.getByText("null, a tombstone").waitFor();
      await record.getByRole("button", { name: "Close the record" }).click();
    });

    test("hex for all rows, and back", async () => {
      await page.getByRole("radio", { name: "Hex" }).click();
      await grid.getByText("6b 2d 31").first().waitFor();
      await page.getByRole("radio", { name: "Text" }).click();
      await grid.getByText("k-2").waitFor();
    });

    test("oldest first, from an offset, from a time", async () => {
      const from = page.getByLabel("From where");
      await from.selectOption({ label: "Oldest first" });
      await eventually(offsets, (all) => all.join() === "0,1,2");
      await from.selectOption({ label: "From an offset" });
      await page.getByLabel("Offset", { exact: true }).fill("1");
      await eventually(offsets, (all) => all.join() === "1,2");
      await page.getByLabel("Offset", { exact: true }).fill("one");
      await page.getByText("An offset is a whole number.").waitFor();
      await from.selectOption({ label: "From a time" });
      await eventually(offsets, (all) => all.join() === "0,1,2");
      await page.getByLabel("Time", { exact: true }).fill("2099-01-01T00:00:00Z");
      await page.getByText("No record from there on.").waitFor();
      await from.selectOption({ label: "Newest first" });
      await eventually(offsets, (all) => all.join() === "2,1,0");
    });

    test("search finds in key or value, and says when nothing does", async () => {
      const search = page.getByPlaceholder("Find in key or value");
      await search.fill("no JSON");
      await eventually(offsets, (all) => all.join() === "1");
      await page.getByText("1 record found").waitFor();
      await search.fill("k-1");
      await eventually(offsets, (all) => all.join() === "2,0");
      await search.fill("nowhere");
      await page.getByText("No record holds “nowhere” in its key or value.").waitFor();
      await search.press("Escape");
      await eventually(offsets, (all) => all.length === 3);
    });

    test("partitions with their offsets, settings with what they mean", async () => {
      await page.getByRole("tab", { name: "Partitions and settings" }).click();
      await page.getByText("3 offsets in 1 partition", { exact: true }).waitFor();
      const [partition] = await recordsOf(page.getByRole("grid", { name: "Partitions of numbers" }));
      assert.deepEqual(
        [partition?.["first offset"], partition?.["next offset"], partition?.["in sync"]],
        ["0", "3", "1"],
      );
      const settings = page.getByRole("grid", { name: "Settings of numbers" });
      const row = settings.getByRole("row").filter({ hasText: "retention.ms" }).first();
      await row.scrollIntoViewIfNeeded().catch(() => {});
      assert.equal((await recordsOf(settings))[0]?.["setting"], "cleanup.policy", "what was set here comes first");
      await look("facts");
    });

    test("groups that read it, with how far behind they are", async () => {
      await page.getByRole("tab", { name: "Groups" }).click();
      await page.getByText("No group has read this topic.").waitFor();
      const group = await place.group();
      await page.getByRole("button", { name: "Read again" }).click();
      await page.getByText("1 group reads it, 2 records behind").waitFor();
      const [row] = await recordsOf(page.getByRole("grid", { name: "Groups that read numbers" }));
      assert.deepEqual([row?.["group"], row?.["committed"], row?.["end"], row?.["lag"]], [group, "1", "3", "2"]);
      await look("groups");
    });

    test("topics are found by name, and gone through by keyboard", async () => {
      await page.getByPlaceholder("Find a topic").fill("numb");
      const list = page.getByRole("complementary", { name: "Topics of the cluster" });
      await eventually(
        () => list.locator("[data-topic]").count(),
        (many) => many === 1,
      );
      await page.getByPlaceholder("Find a topic").fill("zzz");
      await page.getByText("No topic is called like that.").waitFor();
      await page.getByPlaceholder("Find a topic").fill("");
      await list.locator('[data-topic="numbers"]').focus();
      await page.keyboard.press("Home");
      const first = await list.locator("[data-topic]").first().getAttribute("data-topic");
      await page.getByRole("heading", { name: first ?? "", exact: true }).waitFor();
    });

    test("nothing went wrong on the way", () => {
      assert.deepEqual(place.opened.problems(), []);
      assert.deepEqual(place.opened.refused, []);
    });
  });

describe("a cluster that cannot be reached", () => {
  test("is told within seconds, and tried again on demand", async () => {
    const opened = await openStudioPage({ "gone.environment.json": environment("gone", ["127.0.0.1:1"]) });
    const { page, look } = opened;
    try {
      await page.getByRole("button", { name: "Topics" }).click();
      const begun = Date.now();
      const alert = page.getByRole("alert");
      await alert.getByText(/nothing answers at the address\. Start the cluster/).waitFor();
      assert.ok(Date.now() - begun < 20_000);
      await look("topics-unreached");
      await alert.getByRole("button", { name: "Try again" }).press("Enter");
      await alert.locator("[aria-busy=true]").waitFor();
      await alert.getByText(/nothing answers at the address/).waitFor();
      assert.deepEqual(opened.problems(), []);
    } finally {
      await opened.close();
    }
  });

  test("with no cluster at all, the view says how to come to one", async () => {
    const opened = await openStudioPage({ "relay.pipeline.json": await sample("relay.pipeline.json") });
    try {
      await opened.page.getByRole("button", { name: "Topics" }).click();
      await opened.page.getByText("No cluster to look at yet").waitFor();
      await opened.look("topics-none");
      await opened.page.getByRole("button", { name: "Add a connection" }).click();
      await opened.page.getByRole("heading", { name: "Settings" }).waitFor();
    } finally {
      await opened.close();
    }
  });
});
