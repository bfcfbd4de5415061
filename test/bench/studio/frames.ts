/** How long frames take while something is done to a page, and what of it is its main thread. */
import type { Page } from "playwright-core";
import { quantile } from "./figure.ts";

export interface Frames {
  readonly name: string;
  readonly frames: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** Work on the main thread in a frame, by the clock. */
  readonly busyP95Ms: number;
  /** Processor time of the main thread for each frame drawn: what a busy machine does not change. */
  readonly cpuMs: number;
}

/** Records frames from `start` to `stop`; the work of a frame ends when the task that follows it begins. Two callbacks for one time are one frame. */
export const recorder = `(() => {
  let on = false, last = 0, deltas = [], busy = [];
  const channel = new MessageChannel();
  let startedMs = 0;
  channel.port1.onmessage = () => { if (on) busy.push(performance.now() - startedMs); };
  const tick = (now) => {
    if (!on) return;
    if (last !== 0 && now > last) deltas.push(now - last);
    last = now;
    startedMs = performance.now();
    channel.port2.postMessage(0);
    requestAnimationFrame(tick);
  };
  window.weirFrames = {
    start() { on = true; last = 0; deltas = []; busy = []; requestAnimationFrame(tick); },
    stop() { on = false; return { deltas, busy }; },
  };
})()`;

/** The page has the recorder. */
export async function recordFrames(page: Page, name: string, work: () => Promise<void>): Promise<Frames> {
  const mainThreadMs = await mainThreadOf(page);
  await page.evaluate("window.weirFrames.start()");
  const before = await mainThreadMs();
  await work();
  const cpuMs = (await mainThreadMs()) - before;
  const { deltas, busy }: { readonly deltas: readonly number[]; readonly busy: readonly number[] } =
    await page.evaluate("window.weirFrames.stop()");
  return {
    name,
    frames: deltas.length,
    p50Ms: quantile(deltas, 0.5),
    p95Ms: quantile(deltas, 0.95),
    maxMs: quantile(deltas, 1),
    busyP95Ms: quantile(busy, 0.95),
    cpuMs: cpuMs / Math.max(1, deltas.length),
  };
}

/** Gives the processor time of the page's main thread so far. */
export async function mainThreadOf(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
  };
}
