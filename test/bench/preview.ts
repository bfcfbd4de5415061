/**
 * How long a person waits for a preview: from the press of the button until the first rows are on the screen, and what of it is the runtime.
 * `node test/bench/preview.ts [PRESSES]`, with the pages built (or WEIR_RENDERER naming a build). Prints a Markdown table; must: 1000 ms, aim: 400 ms.
 */
import type { Page } from "playwright-core";
import { must } from "../../shared/assert.ts";
import { useChromium, type TestBrowser } from "../support/chromium.ts";
import { openStudio } from "../support/studio.ts";

const samples = [
  { name: /Late payments/, node: "Orders", title: "late-payments, 2 × 200 records, join and window" },
  { name: /Card payments/, node: "Payments", title: "card-payments, 200 records, branch and window" },
  { name: /Relay/, node: "In", title: "relay, 200 records" },
] as const;

export interface Press {
  /** From the press until a row of the new result is painted. */
  readonly shownMs: number;
  /** From the request until its answer is there. */
  readonly hostMs: number;
}

/** A result says when it came: a row that is seen with another time is a new one. */
const pressAndWait = `new Promise((resolve) => {
  const button = [...document.querySelectorAll("header button")].find((one) => one.textContent.trim() === "Preview");
  const before = document.querySelector(".preview-panel")?.getAttribute("data-at");
  const started = performance.now();
  const look = () => {
    const panel = document.querySelector(".preview-panel");
    const rows = document.querySelector('[data-pane="out:out"] .ui-data-grid-record');
    if (rows !== null && panel?.getAttribute("data-at") !== before) requestAnimationFrame(() => resolve(performance.now() - started));
    else requestAnimationFrame(look);
  };
  button.click();
  look();
})`;

/** `first` is the press on a page that was just opened; the rest are the presses after it. */
export interface PreviewTimes {
  readonly title: string;
  readonly first: Press;
  readonly rest: readonly Press[];
}

/** Of the samples whose title begins with `only`, each in a page of its own on one host. */
export async function measurePreviews(browser: TestBrowser, presses: number, only = ""): Promise<PreviewTimes[]> {
  const studio = await openStudio();
  const found: PreviewTimes[] = [];
  try {
    for (const { name, node, title } of samples.filter((sample) => sample.title.startsWith(only))) {
      const { page, close } = await browser.open(studio.url);
      await page.getByRole("button", { name }).first().click();
      await page.getByRole("tab", { name: "Outline" }).click();
      await page.locator(".outline [role=treeitem]", { hasText: node }).first().click();
      const [first, ...rest] = await measure(page, presses);
      found.push({ title, first: must(first, "the first press"), rest });
      await close();
    }
  } finally {
    await studio.close();
  }
  return found;
}

/** In the page, so that neither the browser's driver nor a poll is in the figure. */
async function measure(page: Page, count: number): Promise<Press[]> {
  const found: Press[] = [];
  for (let press = 0; press < count; press++) {
    const [response, shownMs] = await Promise.all([
      page.waitForResponse((one) => one.url().endsWith("/api/preview.run")),
      page.evaluate<number>(pressAndWait),
    ]);
    await response.finished();
    found.push({ shownMs, hostMs: response.request().timing().responseEnd });
  }
  return found;
}

function middle(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function ms(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? "–" : `${Math.round(value)} ms`;
}

if (import.meta.main) {
  const presses = Number(process.argv[2] ?? 10);
  const browser = await useChromium();
  const lines = ["| pipeline | first | median | slowest | of it the host |", "| --- | ---: | ---: | ---: | ---: |"];
  for (const { title, first, rest } of await measurePreviews(browser, presses)) {
    const sorted = rest.map(({ shownMs }) => shownMs).toSorted((a, b) => a - b);
    const host = rest.map(({ hostMs }) => hostMs).toSorted((a, b) => a - b);
    lines.push(
      `| ${title} | ${ms(first.shownMs)} | ${ms(middle(sorted))} | ${ms(sorted.at(-1))} | ${ms(middle(host))} |`,
    );
  }
  await browser.close();
  process.stdout.write(`${presses} presses each, the first one with a cold page\n\n${lines.join("\n")}\n`);
}
