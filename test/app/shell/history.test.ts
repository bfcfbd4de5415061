/** Undo, history over a restart of the page, versions, and files that change outside. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { openPipeline } from "../../../shared/validation/open.ts";
import { useChromium, type TestBrowser } from "../../support/chromium.ts";
import { openStudio, type Studio } from "../../support/studio.ts";
import { until } from "../../support/until.ts";

const file = "relay.pipeline.json";

describe("history", () => {
  let browser: TestBrowser;
  let studio: Studio;
  before(async () => {
    browser = await useChromium();
    studio = await openStudio();
  });
  after(async () => {
    await browser.close();
    await studio.close();
  });

  async function opened(): Promise<Page> {
    const { page } = await browser.open(studio.url);
    await page.getByRole("button", { name: /^Relay/ }).click();
    await page.getByRole("tab", { name: /Relay/ }).waitFor();
    return page;
  }
  const nodesOnCanvas = (page: Page) => page.locator(".node-view");
  const savedNodes = async (): Promise<number> => openPipeline(await studio.read(file)).pipeline?.nodes.size ?? -1;

  test("everything can be undone and redone, and the step says what it was", async () => {
    const page = await opened();
    await nodesOnCanvas(page).nth(1).waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Delete");
    await nodesOnCanvas(page).first().waitFor({ state: "detached" });
    await page.keyboard.press("Control+Z");
    await nodesOnCanvas(page).nth(1).waitFor();
    await page.keyboard.press("Control+Shift+Z");
    await nodesOnCanvas(page).first().waitFor({ state: "detached" });
    await until(async () => {
      const [newest] = await studio.call("history.list", { file });
      return newest?.label === "Delete 2 items" && newest.head;
    });
    assert.equal(await savedNodes(), 2, "nothing is written unasked");
    await page.context().close();
  });

  test("what was on the screen is there again after a restart, with its undo", async () => {
    const page = await opened();
    await page.getByText("not saved").first().waitFor();
    assert.equal(await nodesOnCanvas(page).count(), 0);
    await page.keyboard.press("Control+Z");
    await nodesOnCanvas(page).nth(1).waitFor();
    await page.context().close();
  });

  test("an older version is compared by meaning and brought back", async () => {
    const page = await opened();
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Delete");
    await page.keyboard.press("Control+Shift+H");
    const dialog = page.getByRole("dialog", { name: "History" });
    await dialog.getByRole("button", { name: /^First opened/ }).click();
    await dialog.locator("[data-kind=removed]").first().waitFor();
    await dialog.getByRole("button", { name: "Go back to this version" }).click();
    await nodesOnCanvas(page).nth(1).waitFor();
    await page.keyboard.press("Control+S");
    await page.getByText("saved", { exact: true }).waitFor();
    await page.context().close();
  });

  test("a version gets a name", async () => {
    const page = await opened();
    await page.keyboard.press("Control+Shift+H");
    const dialog = page.getByRole("dialog", { name: "History" });
    await dialog
      .getByRole("button", { name: /^Name the version/ })
      .first()
      .click();
    await page.keyboard.type("before the sale");
    await page.keyboard.press("Enter");
    await dialog.getByText("before the sale").waitFor();
    assert.ok((await studio.call("history.list", { file })).some(({ name }) => name === "before the sale"));
    await page.context().close();
  });

  test("a file that changes outside is shown as it is now when nothing was changed here", async () => {
    const page = await opened();
    const text = await studio.read(file);
    await studio.write(file, text.replace('"name": "Relay"', '"name": "Relay, renamed outside"'));
    await page.getByRole("tab", { name: /renamed outside/ }).waitFor();
    await page.getByText("saved", { exact: true }).waitFor();
    await studio.write(file, text);
    await page.getByRole("tab", { name: /^Relay(?!, renamed)/ }).waitFor();
    await page.context().close();
  });

  test("a file that changes outside while it is edited is merged, never overwritten", async () => {
    const page = await opened();
    await nodesOnCanvas(page).nth(1).waitFor();
    const text = await studio.read(file);
    const { pipeline } = openPipeline(text);
    const [first] = pipeline?.nodes.keys() ?? [];
    assert.ok(pipeline !== null && first !== undefined);
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Delete");
    await studio.write(file, text.replace('"name": "Relay"', '"name": "Theirs"'));
    const dialog = page.getByRole("dialog", { name: /was changed by somebody else/ });
    await dialog.waitFor();
    assert.match(await studio.read(file), /Theirs/);
    await dialog.getByRole("button", { name: /^Merge/ }).click();
    await page.getByText(`${file} is saved.`).waitFor();
    const merged = openPipeline(await studio.read(file)).pipeline;
    assert.equal(merged?.name, "Theirs");
    assert.equal(merged?.nodes.size, 0);
    await page.context().close();
  });
});
