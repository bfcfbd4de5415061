/** How long a file takes from the click on it until it can be used. */
import type { Page } from "playwright-core";
import { mainThreadOf } from "./frames.ts";

export interface Opening {
  /** Until the canvas shows it. */
  readonly paintMs: number;
  /** Until the last long task is over as well. */
  readonly openMs: number;
  /** Processor time of the main thread. */
  readonly cpuMs: number;
}

/** From the click on the pipeline's button until the canvas shows it, and until 400 ms went by without a long task. */
const opener = `(async (name) => {
  let longEnd = 0;
  const watcher = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longEnd = Math.max(longEnd, entry.startTime + entry.duration);
  });
  watcher.observe({ type: "longtask" });
  const button = [...document.querySelectorAll("button")].find((one) => one.textContent.includes(name));
  const startMs = performance.now();
  button.click();
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const shown = () => { const state = window.weirTest?.state(); return state !== undefined && (state.elements > 0 || state.detail === "blocks"); };
  while (!shown()) await frame();
  await frame();
  await new Promise((done) => setTimeout(done, 0));
  const paintMs = performance.now() - startMs;
  let quietSince = performance.now();
  while (performance.now() - Math.max(quietSince, longEnd) < 400) await frame();
  watcher.disconnect();
  return { paintMs, openMs: Math.max(paintMs, longEnd - startMs) };
})`;

export async function measureOpening(page: Page, name: string): Promise<Opening> {
  await page.getByRole("button", { name }).first().waitFor();
  const mainThreadMs = await mainThreadOf(page);
  const before = await mainThreadMs();
  const opened: Omit<Opening, "cpuMs"> = await page.evaluate(`${opener}(${JSON.stringify(name)})`);
  return { ...opened, cpuMs: (await mainThreadMs()) - before };
}
