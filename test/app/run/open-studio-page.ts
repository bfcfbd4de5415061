/** A studio in a browser for the views about runs, topics and settings: what is needed to use it, look at it and measure it. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { useChromium, type TestBrowser } from "../../support/chromium.ts";
import { openStudio, type Studio } from "../../support/studio.ts";

export interface StudioPage {
  readonly studio: Studio;
  readonly page: Page;
  /** What went wrong in the page; requests that the host refused are in `refused`, not here. */
  readonly problems: () => readonly string[];
  readonly refused: readonly string[];
  /** From the library, by its name; waits until it can be run. */
  readonly open: (name: string) => Promise<void>;
  /** The one in the top bar. */
  readonly button: (name: "Run" | "Stop") => Locator;
  /** Asserts that axe finds nothing serious in either theme; leaves a picture of each in the folder `WEIR_LOOK`, where that is set. */
  readonly look: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openStudioPage(files: Readonly<Record<string, string>>): Promise<StudioPage> {
  const studio = await openStudio({ files });
  const browser: TestBrowser = await useChromium();
  const watched = await browser.open(studio.url, { colorScheme: "dark", reducedMotion: "reduce" });
  const { page } = watched;
  page.setDefaultTimeout(30_000);
  page.on("response", (response) => {
    if (response.status() >= 400) refused.push(`${new URL(response.url()).pathname} ${response.status()}`);
  });
  const refused: string[] = [];
  const button = (name: "Run" | "Stop"): Locator => page.getByRole("banner").getByRole("button", { name, exact: true });
  return {
    studio,
    page,
    problems: () => watched.problems.filter((problem) => !problem.includes("Failed to load resource")),
    refused,
    button,
    async open(name) {
      await page
        .getByRole("button", { name: new RegExp(`^${name}`) })
        .first()
        .click();
      await page.getByRole("tab", { name: new RegExp(name), selected: true }).waitFor();
      await enabled(button("Run"));
    },
    async look(name) {
      for (const theme of ["dark", "light"] as const) {
        await page.evaluate(`document.documentElement.dataset.theme = ${JSON.stringify(theme)}`);
        const folder = process.env["WEIR_LOOK"];
        if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
        assert.deepEqual(await violations(page), [], `${name}, ${theme}`);
      }
    },
    async close() {
      await browser.close();
      await studio.close();
    },
  };
}

export async function sample(name: string): Promise<string> {
  return await readFile(join(import.meta.dirname, "../../pipelines", name), "utf8");
}

/** By the titles of its columns. */
export async function recordsOf(grid: Locator): Promise<Readonly<Record<string, string>>[]> {
  const titles = await grid.getByRole("columnheader").locator(".ui-data-grid-title-text").allTextContents();
  return (await rowsOf(grid)).map((cells) => Object.fromEntries(cells.map((cell, at) => [titles[at] ?? "", cell])));
}

/** Waits until it can be pressed. */
export async function enabled(control: Locator): Promise<void> {
  await control.and(control.page().locator(":not([aria-disabled=true])")).waitFor();
}

/** Asks again until it holds; what it was at last is in the message. */
export async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean, mostMs = 30_000): Promise<T> {
  const endMs = Date.now() + mostMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > endMs) throw new Error(`It did not come true: ${JSON.stringify(value).slice(0, 1000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Texts of the cells of each row, without the head. */
export async function rowsOf(grid: Locator): Promise<string[][]> {
  const rows = await grid.locator(".ui-data-grid-record").all();
  const texts = await Promise.all(
    rows.map((row) =>
      row
        .getByRole("gridcell")
        .allTextContents()
        .catch(() => null),
    ),
  );
  // One may have gone while it was read.
  return texts.filter((cells) => cells !== null && cells.length > 0).map((cells) => cells ?? []);
}

interface AxeResult {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Serious and critical ones, one line each; those of the inspector are its own tests' matter. */
async function violations(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>("typeof axe !== 'undefined'")))
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const found = await page.evaluate<readonly AxeResult[]>(
    "axe.run({ exclude: ['.document-view-right'] }, { resultTypes: ['violations'] }).then((result) => result.violations)",
  );
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 300)}: ${node.failureSummary}`));
}
