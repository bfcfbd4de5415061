/** A run on this computer, from the Run button to its end, as a person sees it. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { enabled, eventually, openStudioPage, rowsOf, sample, type StudioPage } from "./open-studio-page.ts";

describe("a run on this computer", () => {
  let opened: StudioPage;
  before(async () => {
    opened = await openStudioPage({
      "card-payments.pipeline.json": await sample("card-payments.pipeline.json"),
      "card-payments.layout.json": await sample("card-payments.layout.json"),
    });
    await opened.open("Card payments");
  });
  after(() => opened.close());

  test("before it, the run view says that it has not run and how to", async () => {
    const { page, look } = opened;
    await page.keyboard.press("Alt+3");
    await page.getByText("It has not run yet").waitFor();
    await look("run-empty");
    await page.keyboard.press("Alt+1");
  });

  test("the Run button starts it: rates come on the canvas, with lines of the last minute", async () => {
    const { page, button } = opened;
    await button("Run").click();
    await enabled(button("Stop"));
    await page.getByText("running on this computer").waitFor();
    const node = page.locator(".node-view").filter({ hasText: "Suspicious?" });
    await eventually(
      () => node.locator(".node-view-foot b").textContent(),
      (text) => /^[1-9][\d.]* k?\/s$/.test(text ?? ""),
    );
    await node.locator(".node-view-spark path").waitFor({ state: "attached" });
    await eventually(
      () => page.locator(".edge-label").allTextContents(),
      (texts) => texts.some((text) => /^[\d.]+ k?\/s/.test(text)),
    );
  });

  test("where it runs cannot be changed meanwhile", async () => {
    assert.equal(await opened.page.getByLabel("Where it runs").isDisabled(), true);
  });

  test("the run view shows what each node does, lag, tasks and totals that grow", async () => {
    const { page } = opened;
    await page.keyboard.press("Alt+3");
    const nodes = page.getByRole("grid", { name: "Nodes" });
    const total = async (): Promise<number> =>
      Number(
        (await page.locator(".run-figures-more").first().textContent())?.replace(" k", "e3").replace(" M", "e6") ??
          Number.NaN,
      );
    const first = await eventually(total, (value) => value > 0);
    await eventually(total, (value) => value > first);
    const rows = await eventually(
      () => rowsOf(nodes),
      (all) => all.every(([, , , , records]) => records !== "0"),
    );
    assert.deepEqual(
      rows.map(([name]) => name),
      [
        "Payments",
        "Suspicious?",
        "Hide card number",
        "Totals per country",
        "Alerts",
        "Country totals",
        "Latest totals",
      ],
    );
    const [source, branch, , totals, alerts] = rows;
    assert.equal(source?.[2], "", "a source reads no records of other nodes");
    assert.match(branch?.[2] ?? "", /\/s$/);
    assert.match(branch?.[3] ?? "", /\/s$/);
    assert.match(totals?.[5] ?? "", /^\d+$/, "keys are kept");
    assert.equal(alerts?.[3], "", "a sink passes nothing on");
    await page.locator(".run-figures").getByText("lag").waitFor();
    await eventually(
      () => page.locator(".run-figures > div:nth-child(3) dd").first().textContent(),
      (lag) => /^[\d.]+(?: k)?$/.test(lag ?? ""),
    );
    const tasks = await eventually(
      () => rowsOf(page.getByRole("grid", { name: "Tasks" })),
      (all) => all.length === 2 && all.every(([, , , state]) => state === "running"),
    );
    assert.deepEqual(
      tasks.map(([id, work]) => [id, work]),
      [
        ["0_0", "Payments, Suspicious?, Hide card number, Totals per country, Alerts"],
        ["1_0", "Totals per country, Country totals, Latest totals"],
      ],
    );
  });

  test("nothing of the view lies over its neighbours", async () => {
    const { page, look } = opened;
    const over = await page.evaluate<readonly string[]>(`[...document.querySelectorAll(".run-view *")]
      .filter((element) => element.getBoundingClientRect().right > document.querySelector(".document-view-canvas").getBoundingClientRect().right + 1)
      .filter((element) => element.closest(".ui-data-grid") === null)
      .map((element) => element.className)`);
    assert.deepEqual(over, []);
    assert.equal(await page.evaluate('getComputedStyle(document.querySelector(".run-view")).overflow'), "hidden");
    await page.getByRole("tab", { name: "Logs" }).click();
    await page.getByRole("grid", { name: "Log" }).waitFor();
    await look("run-full");
  });

  test("a node of the table opens on the canvas, by keyboard", async () => {
    const { page } = opened;
    await page.getByRole("grid", { name: "Nodes" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.getByRole("complementary").getByRole("textbox", { name: "Name" }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".node-view").filter({ hasText: "Suspicious?" }).waitFor();
    assert.equal(await page.getByRole("radio", { name: "Draw" }).getAttribute("aria-checked"), "true");
  });

  test("logs: by node, by level, by what they hold", async () => {
    const { page } = opened;
    await page.getByRole("tab", { name: "Logs" }).click();
    const log = page.getByRole("grid", { name: "Log" });
    await page.getByLabel("Of which node").selectOption({ label: "Latest totals" });
    await eventually(
      () => rowsOf(log),
      (rows) => rows.length > 0 && rows.every(([, level, node]) => level === "print" && node === "Latest totals"),
    );
    await page.getByPlaceholder("Find in the log").fill('"country":"PT"');
    await eventually(
      () => rowsOf(log),
      (rows) => rows.length > 0 && rows.every(([, , , message]) => message?.includes('"country":"PT"')),
    );
    await page.getByRole("radio", { name: "Warnings and errors" }).click();
    await page.getByText(/None of \d+ lines is like that/).waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    await eventually(
      () => rowsOf(log),
      (rows) => rows.length > 5,
    );
    assert.equal(await page.getByLabel("Of which node").inputValue(), "every");
  });

  test("editing goes on while it runs, and changes nothing of the run", async () => {
    const { page, studio } = opened;
    await page.locator(".node-view").filter({ hasText: "Alerts" }).click();
    const name = page.getByRole("complementary").getByRole("textbox", { name: "Name" });
    await name.fill("Alarms");
    await name.press("Enter");
    await page.locator(".node-view").filter({ hasText: "Alarms" }).waitFor();
    await page.getByText("not saved").waitFor();
    const [run] = await studio.call("run.list", {});
    assert.equal(run?.state, "running");
    const foot = page.locator(".node-view").filter({ hasText: "Alarms" }).locator(".node-view-foot b");
    assert.match((await foot.textContent()) ?? "", /\/s$/);
  });

  test("a page that is loaded anew knows the run and its log", async () => {
    const { page } = opened;
    await page.reload();
    await page
      .getByRole("button", { name: /^Card payments/ })
      .first()
      .click();
    await enabled(opened.button("Stop"));
    await page.getByRole("tab", { name: "Logs" }).click();
    await eventually(
      () => rowsOf(page.getByRole("grid", { name: "Log" })),
      (rows) => rows.length > 5,
    );
  });

  test("Stop ends it; the last figures stay, as totals", async () => {
    const { page, button, studio, look } = opened;
    await page.keyboard.press("Alt+3");
    await button("Stop").click();
    await enabled(button("Run"));
    await page.locator(".run-view-head").getByText("ended").waitFor();
    const [run] = await studio.call("run.list", {});
    assert.equal(run?.state, "ended");
    assert.equal(run?.failure, null);
    const rows = await rowsOf(page.getByRole("grid", { name: "Nodes" }));
    assert.ok(rows.every(([, , into, out]) => into === "" && out === ""));
    assert.ok(Number(rows[0]?.[4]?.replace(" k", "e3")) > 0);
    const tasks = await rowsOf(page.getByRole("grid", { name: "Tasks" }));
    assert.deepEqual(
      tasks.map(([, , , state]) => state),
      ["stopped", "stopped"],
    );
    await look("run-ended");
  });

  test("a second run of the file is the one that is shown, also after the page is loaded anew", async () => {
    const { page, button } = opened;
    await button("Run").click();
    await enabled(button("Stop"));
    await page.reload();
    await page
      .getByRole("button", { name: /^Card payments/ })
      .first()
      .click();
    await page.getByText("running on this computer").waitFor();
    await button("Stop").click();
    await page.getByText("ended on this computer").waitFor();
  });

  test("nothing went wrong on the way", () => {
    assert.deepEqual(opened.problems(), []);
    assert.deepEqual(opened.refused, []);
  });
});
