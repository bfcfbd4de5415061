/** Every control by keyboard alone, in a real browser: what gets the focus, what is announced, what happens. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import type { Watched } from "../../support/chromium.ts";
import { openGallery, type OpenGallery } from "./open-gallery.ts";

describe("keyboard", () => {
  let gallery: OpenGallery;
  let watched: Watched;
  let page: Page;
  before(async () => {
    gallery = await openGallery();
  });
  after(() => gallery.close());
  beforeEach(async () => {
    watched = await gallery.open("dark");
    page = watched.page;
  });
  afterEach(async () => {
    assert.deepEqual(watched.problems, []);
    await watched.close();
  });

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = (): Promise<string> =>
    page.evaluate<string>(
      "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()",
    );
  const active = async (host: Locator): Promise<string> => {
    const id = await host.getAttribute("aria-activedescendant");
    return (await page.locator(`[id="${id}"]`).textContent()) ?? "";
  };
  const hasFocus = async (control: Locator): Promise<boolean> =>
    (await control.and(page.locator(":focus")).count()) === 1;

  test("tabs: arrows select, the ends wrap, Delete closes; one tab stop", async () => {
    const tabs = page.getByRole("tablist", { name: "Pipelines" });
    await tabs.getByRole("tab", { selected: true }).focus();
    await press("ArrowRight");
    assert.match(await tabs.getByRole("tab", { selected: true }).innerText(), /Card velocity/);
    await press("ArrowRight", "ArrowRight");
    assert.match(await tabs.getByRole("tab", { selected: true }).innerText(), /Late payments/);
    assert.equal(await tabs.locator("[tabindex='0']").count(), 1);
    await press("End", "Delete");
    assert.equal(await tabs.getByRole("tab").count(), 2);
    await tabs.locator(":focus").waitFor();
    const panel = page.getByRole("tabpanel");
    const small = page.getByRole("tablist", { name: "Panels" });
    await small.getByRole("tab", { selected: true }).focus();
    await press("End");
    assert.equal(await panel.innerText(), "The panel of topology", "the disabled last tab is passed over");
    assert.equal(
      await panel.getAttribute("aria-labelledby"),
      await small.getByRole("tab", { selected: true }).getAttribute("id"),
    );
  });

  test("segmented: arrows choose, a disabled segment is passed over and says why", async () => {
    const view = page.getByRole("radiogroup", { name: "View" });
    await view.getByRole("radio", { checked: true }).focus();
    await press("ArrowRight");
    assert.equal(await view.getByRole("radio", { checked: true }).innerText(), "Topology");
    await press("ArrowRight");
    assert.equal(await view.getByRole("radio", { checked: true }).innerText(), "Draw");
    await view.getByRole("radio", { name: "Run" }).hover();
    await page.getByRole("tooltip", { name: "Start the pipeline first." }).waitFor();
  });

  test("a button that is disabled with a reason is reachable, describes itself, and does nothing", async () => {
    const button = page.getByRole("button", { name: "With a reason" }).first();
    await page.getByRole("button", { name: "Run", exact: true }).first().focus();
    while (!(await hasFocus(button))) await press("Tab");
    const tooltip = page.getByRole("tooltip");
    await tooltip.waitFor();
    assert.equal(await tooltip.innerText(), "Choose a topic first.");
    assert.equal(await button.getAttribute("aria-describedby"), await tooltip.getAttribute("id"));
    await press("Escape");
    await tooltip.waitFor({ state: "detached" });
  });

  test("menu: opens on the first item, letters and ends, Escape returns the focus, a press on the button closes", async () => {
    const button = page.getByRole("button", { name: "Node", exact: true });
    await button.focus();
    await press("Enter");
    assert.match(await focused(), /^Rename/);
    await press("ArrowDown", "ArrowDown");
    assert.match(await focused(), /^Snap/, "the disabled item is passed over");
    await press("d");
    assert.match(await focused(), /^Duplicate/);
    await press("End");
    assert.match(await focused(), /^Delete/);
    await press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
    assert.equal(await focused(), "Node");
    await button.click();
    await page.getByRole("menu").waitFor();
    await button.click();
    await page.getByRole("menu").waitFor({ state: "detached" });
    await press("Enter", "Enter");
    assert.equal(await focused(), "Node", "choosing returns the focus");
  });

  test("combobox: searches, groups, takes, leaves", async () => {
    const topic = page.getByRole("combobox", { name: "Topic" }).nth(1);
    await topic.focus();
    await press("ArrowDown");
    assert.match(await active(topic), /^orders/);
    await page.keyboard.type("cust");
    assert.deepEqual(await page.getByRole("listbox").getByRole("option").allInnerTexts(), ["customers\n12 partitions"]);
    await press("Enter");
    assert.equal(await topic.inputValue(), "customers");
    assert.equal(await topic.getAttribute("aria-expanded"), "false");
    await page.keyboard.type("zzz");
    assert.equal(await page.getByText("Nothing matches").count(), 1);
    await press("Escape");
    assert.equal(await topic.inputValue(), "customers");
  });

  test("dialog: the field has the focus, the focus stays inside, Escape gives it back", async () => {
    const button = page.getByRole("button", { name: "Dialog", exact: true });
    await button.focus();
    await press("Enter");
    const dialog = page.getByRole("dialog", { name: "Save as a new pipeline" });
    await dialog.waitFor();
    assert.ok(await hasFocus(dialog.getByRole("textbox", { name: "File" })));
    await press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal(await focused(), "Dialog");
  });

  test("popover: takes the focus and gives it back", async () => {
    await page.getByRole("button", { name: "Popover" }).focus();
    await press("Enter");
    const grace = page.getByRole("spinbutton", { name: "Grace" });
    await grace.waitFor();
    await press("ArrowUp", "Shift+ArrowUp");
    assert.equal(await grace.inputValue(), "41");
    await press("Escape");
    await grace.waitFor({ state: "detached" });
    assert.equal(await focused(), "Popover");
  });

  test("number: a text that is no number within the limits is wrong and changes nothing", async () => {
    const minutes = page.getByRole("spinbutton", { name: "Wait for the payment" });
    await minutes.fill("1441");
    assert.equal(await minutes.getAttribute("aria-invalid"), "true");
    assert.equal(await minutes.getAttribute("aria-valuenow"), "15");
    await minutes.fill("20");
    assert.equal(await minutes.getAttribute("aria-invalid"), null);
    assert.equal(await minutes.getAttribute("aria-valuetext"), "20 minutes");
  });

  test("tree: walks, opens, closes, goes to the parent, finds by letters", async () => {
    const tree = page.getByRole("tree", { name: "Files" });
    await tree.focus();
    assert.match(await active(tree), /^late-payments/);
    await press("End");
    assert.match(await active(tree), /^README/);
    await page.keyboard.type("sam");
    assert.match(await active(tree), /^samples/);
    await press("ArrowLeft");
    assert.equal(await tree.getByRole("treeitem", { name: "orders.jsonl" }).count(), 0);
    await press("ArrowRight", "ArrowRight");
    assert.match(await active(tree), /^orders.jsonl/);
    await press("ArrowLeft", "ArrowLeft", "ArrowLeft");
    assert.match(await active(tree), /^shop/);
    assert.equal(await tree.getByRole("treeitem", { name: "orders.jsonl" }).count(), 0);
  });

  test("grid: 5 000 rows with few in the page, ranges, copies as CSV and JSON", async () => {
    const grid = page.getByRole("grid", { name: "Records of orders" });
    assert.equal(await grid.getAttribute("aria-rowcount"), "5001");
    assert.ok((await grid.getByRole("row").count()) < 60);
    await grid.focus();
    await press("Home", "ArrowDown", "Shift+ArrowDown");
    assert.deepEqual(await selectedIds(grid), ["o-20417", "o-20418"]);
    await press("Control+c");
    await page.getByText("Copied 2 rows as CSV").waitFor();
    assert.equal(
      await page.evaluate<string>("navigator.clipboard.readText()"),
      "time,id,country,total,paid\r\n10:14:03,o-20417,DE,89.09,44.55\r\n10:14:04,o-20418,DE,78.28,",
    );
    await press("Control+Shift+C");
    await page.getByText("Copied 2 rows as JSON").waitFor();
    const json: unknown = JSON.parse(await page.evaluate<string>("navigator.clipboard.readText()"));
    assert.deepEqual(json, [
      { time: "10:14:03", id: "o-20417", country: "DE", total: "89.09", paid: "44.55" },
      { time: "10:14:04", id: "o-20418", country: "DE", total: "78.28", paid: null },
    ]);
    await press("End");
    await grid.getByRole("row", { selected: true }).getByText("o-25415").waitFor();
    await press("Control+a", "Shift+F10");
    await page.getByRole("menuitem", { name: /Copy 5000 rows as CSV/ }).waitFor();
  });

  test("grid: a column is resized by keys and fits its text", async () => {
    const divider = page.getByRole("separator", { name: "Width of id" }).first();
    await divider.focus();
    await press("ArrowRight");
    assert.equal(await divider.getAttribute("aria-valuenow"), "124");
    await press("Enter");
    const width = Number(await divider.getAttribute("aria-valuenow"));
    const cut = await page.evaluate<boolean>(
      "(([cell]) => cell.scrollWidth > cell.clientWidth)([...document.querySelectorAll('[role=gridcell]')].filter((cell) => cell.textContent === 'o-20416'))",
    );
    assert.ok(width > 48 && width < 140);
    assert.equal(cut, false);
  });

  test("split pane: arrows, limits, and back", async () => {
    const divider = page.getByRole("separator", { name: "Width of the palette" });
    const pane = page.getByText(/^Palette, /);
    await divider.focus();
    await press("ArrowRight");
    assert.equal(await pane.innerText(), "Palette, 196 px");
    await press("End");
    assert.equal(await pane.innerText(), "Palette, 320 px");
    await press("Home");
    assert.equal(await pane.innerText(), "Palette, 120 px");
    await press("Enter");
    assert.equal(await pane.innerText(), "Palette, 180 px");
    const box = await divider.boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 40, box.y + 10);
    await page.mouse.up();
    assert.equal(await pane.innerText(), "Palette, 220 px");
  });

  test("notices: announced politely, bad ones stay, dismissed by name", async () => {
    await page.getByRole("button", { name: "Bad notice" }).focus();
    await press("Enter");
    const region = page.getByRole("region", { name: "Notices" });
    await region.getByRole("alert").waitFor();
    assert.equal(await region.getAttribute("aria-live"), "polite");
    await region.getByRole("button", { name: "Dismiss" }).focus();
    await press("Enter");
    await region.getByRole("alert").waitFor({ state: "detached" });
  });
});

async function selectedIds(grid: Locator): Promise<readonly string[]> {
  const texts = await grid.getByRole("row", { selected: true }).allInnerTexts();
  return texts.map((text) => /o-\d+/.exec(text)?.[0] ?? text);
}
