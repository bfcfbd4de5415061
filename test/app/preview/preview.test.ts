/** Previews in the studio: before and after, stream time, inputs; on the real host, the runtime's own process and a real browser. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { PreviewResult } from "../../../shared/protocol/preview.ts";
import { useChromium, type TestBrowser } from "../../support/chromium.ts";
import { openStudio, type Studio } from "../../support/studio.ts";
import { failingParts } from "./failing-parts.ts";
import { openDocument, until } from "./open-preview.ts";

describe("preview", { timeout: 300_000 }, () => {
  let browser: TestBrowser;
  let studio: Studio;
  before(async () => {
    browser = await useChromium();
    studio = await openStudio();
    await studio.write("parts.pipeline.json", failingParts);
  });
  after(async () => {
    await browser.close();
    await studio.close();
  });

  test("all nodes with what went in, came out and ended; a node with its records before and after", async () => {
    const at = await openDocument(browser, studio, /Late payments/);
    await at.preview();
    const table = at.page.getByRole("grid", { name: "Nodes of the preview" });
    const filter = table.getByRole("row", { name: /Not fully paid/ });
    assert.match((await filter.textContent()) ?? "", /filtered/);
    await filter.dblclick();
    await at.rows("in:in").first().waitFor();
    assert.match(await at.summary("in:in"), /^\d+ records$/);
    assert.match(await at.summary("out:out"), /^\d+ records · \d+ filtered$/);
    const struck = at.pane("in:in").locator(".ui-data-grid-struck").first();
    assert.match((await struck.textContent()) ?? "", /filtered/);
    const passed = at.pane("in:in").locator(".ui-data-grid-record:not(.ui-data-grid-struck)").first();
    const id = /order-\d+/.exec((await passed.textContent()) ?? "")?.[0] ?? "";
    await passed.click({ position: { x: 20, y: 8 } });
    const lit = at.pane("out:out").locator(".ui-data-grid-lit");
    await lit.first().waitFor();
    assert.match((await lit.first().textContent()) ?? "", new RegExp(id));
    await at.close();
  });

  test("the scrubber shows everything up to a step: windows open and close, records come", async () => {
    const at = await openDocument(browser, studio, /Late payments/);
    await at.preview();
    await at.node("Late per country");
    const all = Number(/\d+/.exec(await at.summary("out:out"))?.[0]);
    const slider = at.page.getByRole("slider", { name: "Stream time" });
    await slider.focus();
    await at.page.keyboard.press("Home");
    await until(
      () => at.rows("out:out").count(),
      (count) => count === 0,
    );
    assert.equal(await slider.getAttribute("aria-valuenow"), "0");
    for (let i = 0; i < 6; i++) await at.page.keyboard.press("PageUp");
    const windows = at.rows("windows");
    await windows.first().waitFor();
    assert.match((await windows.first().textContent()) ?? "", /open/);
    const then = Number(/\d+/.exec(await at.summary("out:out"))?.[0]);
    assert.ok(then < all, `${then} of ${all}`);
    await at.page.keyboard.press("ArrowRight");
    const step = Number(await slider.getAttribute("aria-valuenow"));
    await at.page.keyboard.press("ArrowLeft");
    assert.equal(await slider.getAttribute("aria-valuenow"), String(step - 1));
    // Dragging goes by time.
    const box = await slider.boundingBox();
    assert.ok(box !== null);
    await at.page.mouse.move(box.x + 20, box.y + 20);
    await at.page.mouse.down();
    await at.page.mouse.move(box.x + box.width / 2, box.y + 20, { steps: 5 });
    await at.page.mouse.up();
    const dragged = Number(await slider.getAttribute("aria-valuenow"));
    assert.ok(dragged > step, `${dragged} after ${step}`);
    await at.page.keyboard.press("Space");
    await until(
      async () => Number(await slider.getAttribute("aria-valuenow")),
      (now) => now > dragged,
    );
    await at.page.keyboard.press("Space");
    await at.page.keyboard.press("End");
    await until(
      () => at.summary("out:out"),
      (text) => text.startsWith(`${all} records`),
    );
    await at.close();
  });

  test("pasted records: garbage says where, good ones are previewed with every digit and are remembered", async () => {
    const at = await openDocument(browser, studio, /Relay/);
    await at.page.getByRole("button", { name: "Inputs" }).click();
    const popover = at.page.getByRole("dialog", { name: "Inputs of the preview" });
    await popover.locator(".inputs-source").first().click();
    await popover.getByRole("radio", { name: "Pasted" }).click();
    const area = popover.getByRole("textbox", { name: "Records", exact: true });
    await area.fill('{"n":9007199254740993,"d":12.50}\n{"n": oops}');
    await popover.getByText("Line 2").waitFor();
    assert.equal(
      await popover.getByRole("button", { name: "Use these records" }).getAttribute("aria-disabled"),
      "true",
    );
    await area.fill('{"n":9007199254740993,"d":12.50}\n{"n":2,"d":0.10}');
    await popover.getByRole("button", { name: "Use these records" }).click();
    await popover.getByText("2 pasted records are used.").waitFor();
    await at.page.keyboard.press("Escape");
    await at.preview();
    await at.node("In");
    await at.rows("out:out").nth(1).waitFor();
    assert.equal(await at.rows("out:out").count(), 2);
    assert.match((await at.rows("out:out").first().textContent()) ?? "", /9007199254740993/);
    await at.close();
    const again = await openDocument(browser, studio, /Relay/);
    await again.page.getByRole("button", { name: "Inputs" }).click();
    await again.page.getByText("2 records, pasted").waitFor();
    await again.close();
  });

  test("search, and copies that are records again", async () => {
    const at = await openDocument(browser, studio, /Late payments/);
    await at.preview();
    await at.node("Orders");
    const search = at.page.getByRole("searchbox", { name: /^Search, or/ });
    await search.fill("country:DE total>100");
    await until(
      () => at.summary("out:out"),
      (text) => /\d+ shown of /.test(text),
    );
    const shown = Number(/^(\d+) shown/.exec(await at.summary("out:out"))?.[1]);
    assert.ok(shown > 0 && shown < 200, String(shown));
    for (const text of await at.rows("out:out").allTextContents()) assert.match(text, /DE/);
    await at.pane("out:out").getByRole("button", { name: "Copy out" }).click();
    await at.page.getByRole("menuitem", { name: /NDJSON/ }).click();
    await at.page.getByText("copied as NDJSON").waitFor();
    const copied = await at.page.evaluate("navigator.clipboard.readText()");
    const lines = String(copied)
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    assert.equal(lines.length, shown);
    await at.close();
  });

  test("ten thousand rows are a list of which a screenful is drawn", async () => {
    const at = await openDocument(browser, studio, /Relay/);
    // The engine has its own measurements; here it is what comes back that is large.
    await at.page.route("**/api/preview.run", (route) => route.fulfill({ json: { result: manyRows(10_000) } }));
    await at.preview();
    await at.node("In");
    await at.rows("out:out").first().waitFor();
    assert.match(await at.summary("out:out"), /10,000 records/);
    assert.ok((await at.rows("out:out").count()) < 100);
    await at.pane("out:out").getByRole("grid").focus();
    await at.page.keyboard.press("End");
    await at.rows("out:out").getByText("9999", { exact: true }).first().waitFor();
    const slider = at.page.getByRole("slider", { name: "Stream time" });
    await slider.focus();
    await at.page.keyboard.press("Home");
    await until(
      () => at.summary("out:out"),
      (text) => text === "1 record",
    );
    await at.close();
  });

  test("a record that fails is told with its cause, and its dead letter is there", async () => {
    const at = await openDocument(browser, studio, /Parts/);
    await at.page.getByRole("button", { name: "Inputs" }).click();
    const popover = at.page.getByRole("dialog", { name: "Inputs of the preview" });
    await popover.locator(".inputs-source").first().click();
    await popover.getByRole("radio", { name: "Pasted" }).click();
    await popover.getByRole("textbox", { name: "Records", exact: true }).fill('{"text":"12"}\n{"text":"twelve"}');
    await popover.getByRole("button", { name: "Use these records" }).click();
    await at.page.keyboard.press("Escape");
    await at.preview();
    await at.node("To number");
    await at.rows("out:out").first().waitFor();
    assert.equal(await at.summary("out:out"), "1 record · 1 failed");
    assert.match((await at.pane("in:in").locator(".ui-data-grid-struck").textContent()) ?? "", /failed.*twelve/);
    const dead = at.page.getByRole("region", { name: /^dead letters/ }).locator(".ui-data-grid-record");
    assert.match((await dead.textContent()) ?? "", /int\(\) was given the text "twelve"/);
    await at.close();
  });

  test("a preview that cannot be made says why; the one before and the editor stay", async () => {
    const at = await openDocument(browser, studio, /Late payments/);
    await at.preview();
    const failure = {
      code: "HOST_0009",
      message: "The process of the preview ended.",
      hint: "Preview again.",
      node: null,
      diagnostics: [],
    };
    await at.page.route("**/api/preview.run", (route) => route.fulfill({ json: { failure } }));
    await at.page.keyboard.press("Control+Enter");
    await at.page.getByRole("alert").getByText("The process of the preview ended.").waitFor();
    await at.node("Orders");
    await at.rows("out:out").first().waitFor();
    await at.page.unroute("**/api/preview.run");
    await at.page.getByRole("button", { name: "Preview again" }).click();
    await until(
      () => at.page.getByRole("alert").count(),
      (count) => count === 0,
    );
    await at.close();
  });

  test("live: a change is previewed by itself, and only the newest answer counts", async () => {
    const at = await openDocument(browser, studio, /Clicks per page/);
    await at.preview();
    let asked = 0;
    at.page.on("request", (request) => {
      if (request.url().endsWith("/api/preview.run")) asked += 1;
    });
    await at.page.getByRole("button", { name: "Preview after every change" }).click();
    await until(
      async () => asked,
      (count) => count === 1,
    );
    await at.page.getByRole("tab", { name: "Outline" }).click();
    await at.node("No robots");
    await at.page.getByRole("tree", { name: "Outline" }).focus();
    await at.page.keyboard.press("Delete");
    await until(
      async () => asked,
      (count) => count === 2,
    );
    await at.page.keyboard.press("Control+Z");
    await until(
      async () => asked,
      (count) => count === 3,
    );
    await at.page.getByRole("button", { name: "Preview after every change" }).click();
    await at.close();
  });
});

/** Ids of the sample. */
const relay = { source: "in_5k2j7h4g", edge: "e01_jw0k", sink: "out_9d6f3s8a" };

function manyRows(count: number): PreviewResult {
  const rows = Array.from({ length: count }, (_, step) => ({
    step,
    timestampMs: step * 100,
    key: null,
    value: JSON.stringify({ n: step, text: `row ${step}` }),
  }));
  const node = {
    recordsIn: count,
    recordsOut: [count],
    dropped: {},
    failed: 0,
    deadLettered: 0,
    failures: [],
    stateEntries: 0,
  };
  return {
    version: 1,
    steps: rows.map(({ timestampMs }) => ({
      kind: "record",
      node: relay.source,
      timestampMs,
      streamTimeMs: timestampMs,
    })),
    inputs: { [relay.source]: rows.map(({ timestampMs, key, value }) => ({ timestampMs, key, value })) },
    edges: { [relay.edge]: { count, rows } },
    sinks: { [relay.sink]: { count, rows } },
    deadLetters: {},
    nodes: { [relay.source]: node, [relay.sink]: node },
    drops: [],
    windows: [],
    ms: 1,
  };
}
