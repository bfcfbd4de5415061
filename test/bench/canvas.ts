/**
 * The studio's canvas at 1,000 and 5,000 nodes, in a real browser on the real host: how long a file takes to open until it can be used, and how long
 * frames take while nodes are dragged and the canvas is moved and zoomed, close up and with everything in view. Needs the renderer built.
 *
 *     node test/bench/canvas.ts [--json FILE] [--nodes 1000,5000] [--repeat 3]
 */
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { until } from "../app/canvas/open-canvas.ts";
import { useChromium, type TestBrowser } from "../support/chromium.ts";
import { openStudio } from "../support/studio.ts";
import { drawPipeline } from "./canvas-pipelines.ts";

interface Frames {
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
interface Result {
  readonly nodes: number;
  readonly edges: number;
  /** Until the canvas is drawn and the last long task is over; the first includes the pages' own start. */
  readonly openMs: readonly number[];
  readonly paintMs: readonly number[];
  readonly frames: readonly Frames[];
}

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    nodes: { type: "string", default: "1000,5000" },
    repeat: { type: "string", default: "3" },
  },
});

/** Records frames from `start` to `stop`; the work of a frame ends when the task that follows it begins. */
const recorder = `(() => {
  let on = false, last = 0, deltas = [], busy = [];
  const channel = new MessageChannel();
  let startedMs = 0;
  channel.port1.onmessage = () => { if (on) busy.push(performance.now() - startedMs); };
  const tick = (now) => {
    if (!on) return;
    if (last !== 0) deltas.push(now - last);
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

/** From the click on the pipeline in the library until the canvas shows it, and until 400 ms went by without a long task. */
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

const results: Result[] = [];
const browser = await useChromium();
for (const nodes of values.nodes.split(",").map(Number))
  results.push(await measure(browser, nodes, Number(values.repeat)));
await browser.close();
report(results);
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ load: loadavg()[0], cores: cpus().length, results }, null, 2)}\n`);

async function measure(chromium: TestBrowser, nodes: number, repeat: number): Promise<Result> {
  const drawn = drawPipeline(nodes);
  const studio = await openStudio({
    files: { "drawn.pipeline.json": drawn.pipeline, "drawn.layout.json": drawn.layout },
  });
  const openMs: number[] = [];
  const paintMs: number[] = [];
  let frames: readonly Frames[] = [];
  const { page, problems, close } = await chromium.open(studio.url);
  for (let time = 0; time < repeat; time += 1) {
    await page.goto(new URL("/?test=1", page.url()).href);
    await page
      .getByRole("button", { name: `Drawn ${nodes}` })
      .first()
      .waitFor();
    const opened: { readonly openMs: number; readonly paintMs: number } = await page.evaluate(
      `${opener}("Drawn ${nodes}")`,
    );
    openMs.push(opened.openMs);
    paintMs.push(opened.paintMs);
    if (time === repeat - 1) frames = await measureFrames(page);
  }
  for (const problem of problems) console.error(problem);
  await close();
  await studio.close();
  return { nodes: drawn.nodes, edges: drawn.edges, openMs, paintMs, frames };
}

async function measureFrames(page: Page): Promise<readonly Frames[]> {
  await page.evaluate(recorder);
  const out: Frames[] = [];
  await until(page, "window.weirTest.state().analysed");
  const middle = { x: 640, y: 300 };
  for (const [where, prepare] of [
    ["all in view", async () => page.keyboard.press("1")],
    ["close up", async () => closeUp(page)],
  ] as const) {
    await page.mouse.click(middle.x, 60);
    await page.keyboard.press("Escape");
    await page.evaluate("document.querySelector('.canvas').focus()");
    await prepare();
    await until(page, "window.weirTest.state().settled");
    const at = await nodeNear(page, middle);
    out.push(await record(page, `drag, ${where}`, async () => dragAround(page, at)));
    out.push(await record(page, `pan, ${where}`, async () => pan(page, middle)));
    out.push(await record(page, `zoom, ${where}`, async () => zoom(page, middle)));
  }
  return out;
}

async function closeUp(page: Page): Promise<void> {
  await page.evaluate(`(() => { const { x, y, width, height } = document.querySelector('.canvas').getBoundingClientRect();
    const box = window.weirTest.box("n_000154"); const { zoom, x: vx, y: vy } = window.weirTest.viewport();
    const world = { x: (box.x - x - vx) / zoom, y: (box.y - y - vy) / zoom };
    window.weirTest.setViewport({ zoom: 0.8, x: width / 2 - world.x * 0.8, y: height / 2 - world.y * 0.8 }); })()`);
}

/** A point on a node near the middle of the canvas. */
async function nodeNear(page: Page, { x, y }: { readonly x: number; readonly y: number }) {
  const found: { readonly x: number; readonly y: number } | null = await page.evaluate(`(() => {
    let best = null, far = Infinity;
    for (let index = 0; index < 5000; index += 1) {
      const box = window.weirTest.box("n_" + String(index).padStart(6, "0"));
      if (box === null) break;
      const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      const away = Math.hypot(middle.x - ${x}, middle.y - ${y});
      if (away < far) { far = away; best = middle; }
    }
    return best;
  })()`);
  return found ?? { x, y };
}

async function dragAround(page: Page, { x, y }: { readonly x: number; readonly y: number }): Promise<void> {
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < 90; step += 1)
    await page.mouse.move(x + 120 * Math.sin(step / 9), y + 60 * Math.sin(step / 5));
  await page.mouse.up();
}

async function pan(page: Page, { x, y }: { readonly x: number; readonly y: number }): Promise<void> {
  await page.mouse.move(x, y);
  await page.mouse.down({ button: "middle" });
  for (let step = 0; step < 90; step += 1)
    await page.mouse.move(x + 300 * Math.sin(step / 12), y + 160 * Math.sin(step / 7));
  await page.mouse.up({ button: "middle" });
}

async function zoom(page: Page, { x, y }: { readonly x: number; readonly y: number }): Promise<void> {
  await page.mouse.move(x, y);
  await page.keyboard.down("Control");
  for (let step = 0; step < 60; step += 1) await page.mouse.wheel(0, step % 30 < 15 ? 24 : -24);
  await page.keyboard.up("Control");
}

async function record(page: Page, name: string, work: () => Promise<void>): Promise<Frames> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const cpu = async (): Promise<number> =>
    (await devtools.send("Performance.getMetrics")).metrics.find((metric) => metric.name === "TaskDuration")?.value ??
    0;
  await page.evaluate("window.weirFrames.start()");
  const before = await cpu();
  await work();
  const cpuMs = ((await cpu()) - before) * 1000;
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

function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function report(all: readonly Result[]): void {
  console.log(`Load ${loadavg()[0]?.toFixed(1) ?? "?"} on ${cpus().length} cores. Times in milliseconds.`);
  for (const { nodes, edges, openMs, paintMs, frames } of all) {
    const list = (times: readonly number[]): string => times.map((time) => time.toFixed(0)).join(", ");
    console.log(`\n${nodes} nodes, ${edges} edges: drawn after ${list(paintMs)}; usable after ${list(openMs)}`);
    console.log("                            frames    p50    p95    max  busy95    cpu");
    for (const { name, frames: count, p50Ms, p95Ms, maxMs, busyP95Ms, cpuMs } of frames) {
      const columns = [p50Ms, p95Ms, maxMs, busyP95Ms, cpuMs].map((value) => value.toFixed(1).padStart(7)).join("");
      console.log(`${name.padEnd(26)} ${String(count).padStart(7)}${columns}`);
    }
  }
}
