/** From the address to the first picture of the studio: a new browser context, so that nothing is cached, on a host that runs. */
import type { TestBrowser } from "../../support/chromium.ts";
import { openStudio } from "../../support/studio.ts";
import { mainThreadOf } from "./frames.ts";

export interface FirstPaint {
  /** From the navigation, as the browser counts. */
  readonly paintMs: number;
  /** First text or picture. */
  readonly contentMs: number;
  /** Until the pipelines of the folder are there. */
  readonly listedMs: number;
  readonly cpuMs: number;
}

const watcher = `window.weirListed = new Promise((done) => {
  const look = () => {
    const listed = [...document.querySelectorAll("button")].some((one) => one.textContent.includes("Late payments"));
    if (listed) requestAnimationFrame(() => done(performance.now()));
    else requestAnimationFrame(look);
  };
  look();
})`;

export async function measureFirstPaint(chromium: TestBrowser, runs: number): Promise<FirstPaint[]> {
  const studio = await openStudio();
  const found: FirstPaint[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { page, close } = await chromium.open("about:blank");
    const mainThreadMs = await mainThreadOf(page);
    await page.addInitScript(watcher);
    await page.goto(studio.url);
    const listedMs: number = await page.evaluate("window.weirListed");
    const paints: Readonly<Record<string, number>> = await page.evaluate(
      `Object.fromEntries(performance.getEntriesByType("paint").map(({ name, startTime }) => [name, startTime]))`,
    );
    found.push({
      paintMs: paints["first-paint"] ?? Number.NaN,
      contentMs: paints["first-contentful-paint"] ?? Number.NaN,
      listedMs,
      cpuMs: await mainThreadMs(),
    });
    await close();
  }
  await studio.close();
  return found;
}

if (import.meta.main) {
  const { useChromium } = await import("../../support/chromium.ts");
  const browser = await useChromium();
  console.table(await measureFirstPaint(browser, Number(process.argv[2] ?? 5)));
  await browser.close();
}
