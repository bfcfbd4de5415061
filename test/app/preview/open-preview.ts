/** A document of the studio in a real browser, and the hands that these tests share. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import type { TestBrowser, Watched } from "../../support/chromium.ts";
import type { Studio } from "../../support/studio.ts";

export interface OpenDocument {
  readonly page: Page;
  readonly watched: Watched;
  /** Chooses a node in the outline. */
  node(name: string): Promise<void>;
  preview(): Promise<void>;
  /** Waits until the inspector shows the node of this name. */
  inspected(name: string): Promise<void>;
  panel(name: string): Promise<void>;
  /** One list of records of the preview, by its id: `in:left`, `out:out`, `windows`. */
  pane(id: string): Locator;
  rows(id: string): Locator;
  /** Figures at the head of a list. */
  summary(id: string): Promise<string>;
  close(): Promise<void>;
}

export async function openDocument(browser: TestBrowser, studio: Studio, name: string | RegExp): Promise<OpenDocument> {
  const watched = await browser.open(studio.url, { permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = watched;
  await page.getByRole("button", { name }).first().click();
  await page.locator(".bottom-panel").waitFor();
  const pane = (id: string): Locator => page.locator(`[data-pane="${id}"]`);
  return {
    page,
    watched,
    pane,
    async node(wanted) {
      await page.getByRole("tab", { name: "Outline" }).click();
      await page.locator(".outline [role=treeitem]", { hasText: wanted }).first().click();
    },
    async preview() {
      await page
        .getByRole("banner")
        .getByRole("button", { name: /^Preview/ })
        .click();
      await page.locator(".scrubber").waitFor();
    },
    async inspected(wanted) {
      await until(
        () => page.locator(".node-head-name").inputValue(),
        (shown) => shown === wanted,
      );
    },
    async panel(wanted) {
      await page.getByRole("tablist", { name: "Panels" }).getByRole("tab", { name: wanted }).click();
    },
    rows: (id) => pane(id).locator(".ui-data-grid-record"),
    async summary(id) {
      return (await pane(id).locator(".record-grid-count").textContent()) ?? "";
    },
    async close() {
      assert.deepEqual(watched.problems, []);
      await watched.close();
    },
  };
}

/** Waits until it holds; what it was last is told when it never does. */
export async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean, timeoutMs = 10_000): Promise<T> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > endMs) assert.fail(`It stayed ${JSON.stringify(value)}.`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
