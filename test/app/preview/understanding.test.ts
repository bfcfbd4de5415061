/** Tests, problems, lineage, topology and outline, as a person uses them. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { parseTestDocument } from "../../../shared/pipeline/test-document.ts";
import { useChromium, type TestBrowser } from "../../support/chromium.ts";
import { openStudio, type Studio } from "../../support/studio.ts";
import { openDocument, until } from "./open-preview.ts";

const samples = join(import.meta.dirname, "../../pipelines");

describe("understanding", { timeout: 300_000 }, () => {
  let browser: TestBrowser;
  let studio: Studio;
  before(async () => {
    browser = await useChromium();
    const late = await readFile(join(samples, "late-payments.pipeline.json"), "utf8");
    const tests = await readFile(join(samples, "late-payments.test.json"), "utf8");
    studio = await openStudio({
      files: {
        "late.pipeline.json": late,
        "late.test.json": tests,
        // One letter is missing, as a person mistypes.
        "broken.pipeline.json": late
          .replace('"Late payments by country"', '"Broken payments"')
          .replace("value.paid < value.total", "value.paid < value.totl"),
      },
    });
  });
  after(async () => {
    await browser.close();
    await studio.close();
  });

  test("a preview freezes into a test that is in the file and passes; it is renamed, debugged and deleted", async () => {
    const at = await openDocument(browser, studio, /Late payments/);
    await at.preview();
    await at.page.getByRole("button", { name: "Freeze as test" }).click();
    const name = at.page.getByRole("textbox", { name: "Name of the test" });
    await name.fill("as it is today");
    await at.page.keyboard.press("Enter");
    const list = at.page.getByRole("listbox", { name: "Tests" });
    const frozen = list.getByRole("option", { name: /as it is today/ });
    await frozen.getByRole("img", { name: "passed" }).waitFor();
    const { document } = parseTestDocument(await studio.read("late.test.json"));
    const saved = document?.tests.get("as it is today");
    assert.deepEqual(
      [...(saved?.given.values() ?? [])].map((records) => records.length),
      [200, 200],
    );
    assert.ok([...(saved?.expect.values() ?? [])].some((rows) => rows.length > 0));

    await at.page.getByRole("button", { name: "Run all" }).click();
    await at.page.getByText("2 passed").waitFor();
    await at.page.getByRole("button", { name: "More" }).last().click();
    await at.page.getByRole("menuitem", { name: "Rename" }).click();
    await at.page.getByRole("textbox", { name: "Name of the test" }).fill("today");
    await at.page.keyboard.press("Enter");
    await list.getByRole("option", { name: /^passed today/ }).waitFor();

    await list.getByRole("option", { name: /a payment after/ }).click();
    await at.page.getByRole("button", { name: "Debug" }).click();
    await at.node("Orders");
    await until(
      () => at.summary("read"),
      (text) => text === "1 record",
    );
    await at.panel("Tests");
    await list.getByRole("option", { name: /today/ }).click();
    await at.page.getByRole("button", { name: "More" }).last().click();
    await at.page.getByRole("menuitem", { name: "Delete" }).click();
    await until(
      () => list.getByRole("option").count(),
      (count) => count === 1,
    );
    await at.close();
  });

  test("a test that fails shows expected and actual side by side; what came can become what is expected", async () => {
    const good = await studio.read("late.test.json");
    await studio.write("late.test.json", good.replace('"orders": 1, "amount": 20', '"orders": 1, "amount": 1'));
    assert.notEqual(await studio.read("late.test.json"), good, "the sample has an amount");
    const at = await openDocument(browser, studio, /Late payments/);
    await at.panel("Tests");
    await at.page.getByRole("button", { name: "Run all" }).click();
    await at.page.getByText("1 of 1 failed").waitFor();
    const differences = at.page.getByRole("region", { name: /Differences at Late totals/ });
    const marks = await differences.locator("mark").allTextContents();
    assert.deepEqual(marks[0], "1");
    assert.equal(marks.length, 2, "marked on both sides");
    await at.page.getByRole("button", { name: "Expect what came" }).click();
    await at.page.getByText("1 passed").waitFor();
    const { document } = parseTestDocument(await studio.read("late.test.json"));
    assert.deepEqual([...(document?.tests.values() ?? [])].length, 1);
    await at.close();
  });

  test("a problem leads to its node and field, and one press settles what the checker knows", async () => {
    const at = await openDocument(browser, studio, /Broken payments/);
    await at.panel("Problems");
    const problem = at.page.getByRole("button", { name: /"totl" is not a field/ });
    await problem.waitFor();
    assert.match((await problem.textContent()) ?? "", /Did you mean "total".*Not fully paid.*EXPR_0102/s);
    await problem.click();
    await at.inspected("Not fully paid");
    await at.page.getByRole("searchbox", { name: "Search problems" }).fill("nothing like it");
    await at.page.getByText("No problem matches").waitFor();
    await at.page.getByRole("searchbox", { name: "Search problems" }).fill("");
    await at.page.getByRole("button", { name: "Replace totl by total" }).click();
    await at.page.getByText("No problems", { exact: true }).waitFor();
    await at.page.keyboard.press("Control+Z");
    await problem.waitFor();
    await at.close();
  });

  test("while there are errors the last good topology is shown as stale, and there is none before the first", async () => {
    const at = await openDocument(browser, studio, /Broken payments/);
    await at.page.getByRole("radio", { name: "Topology" }).click();
    await at.page.getByText("Nothing can run yet").waitFor();
    await at.page.getByRole("button", { name: "Show the problems" }).click();
    await at.page.getByRole("button", { name: "Replace totl by total" }).click();
    await at.page.locator(".topology-box").first().waitFor();
    await at.page.keyboard.press("Control+Z");
    await at.page.getByText("this is how it was last planned").waitFor();
    assert.equal(await at.page.locator(".topology-box").count(), 9);
    await at.close();
  });

  test("the topology as it will run: picture, list, text, and the way back to a node", async () => {
    const at = await openDocument(browser, studio, /Late payments/);
    await at.page.getByRole("radio", { name: "Topology" }).click();
    await at.page.getByText("4 sub-topologies · 3 stores · 6 internal topics").waitFor();
    await at.page.locator(".topology-topic", { hasText: "orders" }).waitFor();
    await at.page.getByText("join window").first().waitFor();
    await at.page.getByRole("button", { name: "Copy as text" }).click();
    await at.page.getByText("copied as text").waitFor();
    assert.match(String(await at.page.evaluate("navigator.clipboard.readText()")), /^Topology of late-payments/);
    await at.page.getByRole("radio", { name: "List" }).click();
    await at.page.getByRole("button", { name: /stream-stream-join left/ }).click();
    // Back in the drawing, with the node selected.
    await at.inspected("Order with its payment");
    assert.equal(await at.page.getByRole("radio", { name: "Draw" }).getAttribute("aria-checked"), "true");
    await at.close();
  });

  test("a press on a column's title tells where it comes from and where it goes", async () => {
    const at = await openDocument(browser, studio, /Late payments/);
    await at.preview();
    await at.node("Late per country");
    await at.pane("out:out").getByRole("columnheader", { name: "amount" }).click();
    const from = at.page.getByRole("region", { name: "Comes from" });
    await from.getByRole("button").first().waitFor();
    const steps = await from.getByRole("button").allTextContents();
    assert.match(steps[0] ?? "", /total.*Not fully paid.*goes into amount/);
    assert.match(steps.join("\n"), /total.*Orders.*as it is/);
    assert.match(steps.join("\n"), /paid.*decides on total/);
    assert.match((await at.page.getByRole("region", { name: "Goes to" }).textContent()) ?? "", /Late totals/);
    // By keyboard, from the tree of fields.
    const tree = at.page.getByRole("tree", { name: /Fields of Late per country/ });
    await tree.getByRole("treeitem", { selected: true }).focus();
    await at.page.keyboard.press("ArrowUp");
    await at.page.keyboard.press("Enter");
    await at.page.getByRole("heading", { name: /^orders of Late per country/ }).waitFor();
    await at.page.getByRole("button", { name: "Stop following" }).click();
    await at.page.getByText("Choose a field").waitFor();
    await at.close();
  });

  test("the outline is walked, renamed and emptied by keyboard, and undone", async () => {
    const at = await openDocument(browser, studio, /Late payments/);
    await at.node("Orders");
    const tree = at.page.getByRole("tree", { name: "Outline" });
    await tree.focus();
    await at.page.keyboard.press("ArrowDown");
    await at.page.keyboard.press("ArrowDown");
    await at.inspected("Order with its payment");
    await at.page.keyboard.press("F2");
    await at.page.getByRole("textbox", { name: /New name/ }).fill("Joined");
    await at.page.keyboard.press("Enter");
    await tree.getByText("Joined").waitFor();
    await tree.focus();
    await at.page.keyboard.press("Delete");
    await until(
      () => tree.getByText("Joined").count(),
      (count) => count === 0,
    );
    await at.page.keyboard.press("Control+Z");
    await tree.getByText("Joined").waitFor();
    await at.page.keyboard.press("Control+Z");
    await tree.getByText("Order with its payment").waitFor();
    await at.close();
  });

  test("axe finds nothing in any of the panels, in both themes", async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    const at = await openDocument(browser, studio, /Late payments/);
    await at.page.evaluate(axe);
    const check = async (place: string): Promise<void> => {
      for (const theme of ["dark", "light"]) {
        await at.page.evaluate(`document.documentElement.dataset.theme = "${theme}"`);
        // Colours are on their way from one theme to the other.
        await at.page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))");
        const found = await at.page.evaluate(
          `axe.run(${JSON.stringify(place)}).then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))`,
        );
        assert.deepEqual(found, [], `${place}, ${theme}`);
      }
    };
    await at.preview();
    await check(".bottom-panel");
    await at.node("Late per country");
    await at.rows("windows").first().waitFor();
    await check(".bottom-panel");
    await check(".outline");
    await at.panel("Tests");
    await at.page.getByRole("listbox", { name: "Tests" }).waitFor();
    await check(".bottom-panel");
    await at.panel("Lineage");
    await at.page.getByRole("treeitem", { name: /amount/ }).click();
    await at.page.getByRole("region", { name: "Comes from" }).waitFor();
    await check(".bottom-panel");
    await at.page.getByRole("radio", { name: "Topology" }).click();
    await at.page.locator(".topology-box").first().waitFor();
    await check(".topology-view");
    await at.close();
  });
});
