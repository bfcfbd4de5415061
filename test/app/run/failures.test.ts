/** Runs that fail, and records that fail in a run that goes on: what a person is told, and what they can do. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { createEmbeddedBroker } from "../../../runtime/embedded/broker.ts";
import { enabled, eventually, openStudioPage, recordsOf, rowsOf, type StudioPage } from "./open-studio-page.ts";
import { environment, ordersPipeline } from "./orders.ts";

async function produce(page: Page, topic: string, key: string, value: string): Promise<void> {
  await page.locator(`[data-topic="${topic}"]`).click();
  await page.getByRole("button", { name: "Produce" }).click();
  const dialog = page.getByRole("dialog", { name: `Produce a record to ${topic}` });
  await dialog.getByLabel("Key", { exact: true }).fill(key);
  await dialog.getByLabel("Value", { exact: true }).fill(value);
  await dialog.getByRole("button", { name: "Produce" }).click();
  await dialog.waitFor({ state: "detached" });
}

describe("a run that fails", () => {
  let opened: StudioPage;
  let broker: Awaited<ReturnType<typeof createEmbeddedBroker>>;
  before(async () => {
    broker = await createEmbeddedBroker({ defaultPartitions: 1 });
    opened = await openStudioPage({
      "orders.pipeline.json": ordersPipeline(),
      "empty.environment.json": environment("empty", [broker.bootstrap]),
      "gone.environment.json": environment("gone", ["127.0.0.1:1"]),
      "locked.environment.json": environment("locked", ["127.0.0.1:1"], {
        protocol: "SASL_PLAINTEXT",
        mechanism: "SCRAM-SHA-512",
        username: "weir",
        password: { $env: "WEIR_TEST_NO_SUCH_VARIABLE" },
      }),
    });
    await opened.open("Large orders");
  });
  after(async () => {
    await opened.close();
    await broker.close();
  });
  const messages = (): Locator => opened.page.getByRole("region", { name: "Messages" });

  test("the top bar offers this computer and the environments of the folder", async () => {
    const options = await opened.page.getByLabel("Where it runs").locator("option").allTextContents();
    assert.deepEqual(options, ["This computer", "empty", "gone", "locked"]);
  });

  test("a topic that the cluster does not have is named, with what to do, and leads to the node", async () => {
    const { page, button, look } = opened;
    await page.getByLabel("Where it runs").selectOption({ label: "empty" });
    await button("Run").click();
    const told = messages().getByRole("alert").filter({ hasText: "orders" });
    await told.waitFor();
    assert.match(
      (await told.textContent()) ?? "",
      /^The cluster has no topic orders, which the pipeline reads\..*Create it first/,
    );
    await page.getByRole("complementary").getByRole("textbox", { name: "Name" }).waitFor();
    assert.equal(await page.getByRole("complementary").getByRole("textbox", { name: "Name" }).inputValue(), "Orders");
    await page.keyboard.press("Alt+3");
    await page.locator(".run-view-head").getByText("failed", { exact: true }).waitFor();
    await page.getByText("RUN_0002").waitFor();
    await look("run-failed");
    await page.getByRole("button", { name: "Show Orders" }).click();
    assert.equal(await page.getByRole("radio", { name: "Draw" }).getAttribute("aria-checked"), "true");
    await page.getByRole("tab", { name: "Logs" }).click();
    await eventually(
      () => rowsOf(page.getByRole("grid", { name: "Log" })),
      (rows) => rows.some(([, level, , message]) => level === "error" && message?.includes("orders")),
    );
    await messages().getByRole("button", { name: "Dismiss" }).first().click();
  });

  test("a broker that cannot be reached is named within seconds", async () => {
    const { page, button } = opened;
    await page.getByLabel("Where it runs").selectOption({ label: "gone" });
    const begun = Date.now();
    await button("Run").click();
    const told = messages().getByRole("alert").filter({ hasText: "127.0.0.1:1" });
    await told.waitFor();
    assert.ok(Date.now() - begun < 30_000);
    await page.keyboard.press("Alt+3");
    await page
      .locator(".run-view .ui-banner")
      .getByText(/127\.0\.0\.1:1/)
      .first()
      .waitFor();
    await enabled(button("Run"));
    await page.keyboard.press("Alt+1");
    await messages().getByRole("button", { name: "Dismiss" }).first().click();
  });

  test("a missing secret is named before anything runs", async () => {
    const { page, button } = opened;
    await page.getByLabel("Where it runs").selectOption({ label: "locked" });
    await button("Run").click();
    const told = messages().getByRole("alert").filter({ hasText: "WEIR_TEST_NO_SUCH_VARIABLE" });
    await told.getByText(/^A secret is missing/).waitFor();
    await enabled(button("Run"));
  });

  test("nothing but refusals went wrong on the way", () => {
    assert.deepEqual(opened.problems(), []);
    // The inspector asks the cluster of a chosen node for its topics.
    const refused = new Set(opened.refused);
    refused.delete("/api/topics.cluster 400");
    assert.deepEqual([...refused], ["/api/run.start 400"]);
  });
});

describe("records that fail", () => {
  let opened: StudioPage;
  before(async () => {
    opened = await openStudioPage({ "orders.pipeline.json": ordersPipeline({ policy: "dead-letter" }) });
    await opened.open("Large orders");
  });
  after(() => opened.close());

  test("before a run the panel says where dead letters will be", async () => {
    const { page, look } = opened;
    await page.getByRole("tab", { name: "Dead letters" }).click();
    await page.getByText(/Run the pipeline to look at them/).waitFor();
    await look("dead-letters-none");
  });

  test("a bad record becomes a dead letter with its cause", async () => {
    const { page, button, look } = opened;
    await button("Run").click();
    await enabled(button("Stop"));
    await page.getByText("No dead letters: every record was handled.").waitFor();
    await page.keyboard.press("Alt+3");
    await page.getByRole("button", { name: "Topics" }).click();
    await produce(page, "orders", "o-1", "not json at all");
    await produce(page, "orders", "o-2", '{"id":"o-2","total":250}');
    await page.getByRole("tab", { name: /Large orders/ }).click();
    await page.getByRole("tab", { name: "Dead letters 1" }).waitFor();
    const [letter, ...others] = await eventually(
      () => recordsOf(page.getByRole("grid", { name: "Dead letters" })),
      (rows) => rows.length > 0,
    );
    assert.equal(others.length, 0);
    assert.equal(letter?.["node"], "Orders");
    assert.equal(letter?.["key"], "o-1");
    assert.equal(letter?.["value"], "not json at all");
    assert.match(letter?.["cause"] ?? "", /JSON/);
    await page.getByRole("grid", { name: "Dead letters" }).getByText("not json at all").click();
    const detail = page.getByRole("complementary", { name: "Record" });
    await detail.getByText(/From orders, partition \d, offset 0/).waitFor();
    await detail.getByRole("button", { name: "Show Orders" }).waitFor();
    await look("dead-letter");
  });

  test("the good record went through", async () => {
    const { page } = opened;
    const sink = page.getByRole("grid", { name: "Nodes" }).getByRole("row").filter({ hasText: "Large orders" });
    await eventually(
      () => sink.getByRole("gridcell").nth(4).textContent(),
      (total) => total === "1",
    );
  });

  test("Try again writes it back to its topic; it fails again, and both are counted", async () => {
    const { page } = opened;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("1 record goes through the pipeline again.").waitFor();
    await page.getByRole("tab", { name: "Dead letters 2" }).waitFor();
    await eventually(
      () => recordsOf(page.getByRole("grid", { name: "Dead letters" })),
      (rows) => rows.length === 2 && rows.every((row) => row["value"] === "not json at all"),
    );
    const source = page.getByRole("grid", { name: "Nodes" }).getByRole("row").filter({ hasText: "Orders" }).first();
    await eventually(
      () => source.getByRole("gridcell").nth(6).textContent(),
      (failed) => failed === "2",
    );
    await page.locator(".run-figures").getByText("2 to dead letters").waitFor();
  });

  test("all of them can be chosen by keyboard", async () => {
    const { page } = opened;
    await page.getByRole("grid", { name: "Dead letters" }).focus();
    await page.keyboard.press("Control+A");
    await page.getByRole("button", { name: "Try 2 again" }).waitFor();
  });

  test("nothing went wrong on the way", () => {
    assert.deepEqual(opened.problems(), []);
    assert.deepEqual(opened.refused, []);
  });
});
