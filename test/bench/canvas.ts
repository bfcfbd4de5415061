/**
 * The studio's canvas at 1,000 and 5,000 nodes, in a real browser on the real host: how long a file takes to open until it can be used, and how long
 * frames take while nodes are dragged and the canvas is moved and zoomed, close up and with everything in view. Needs the renderer built.
 *
 *     node test/bench/canvas.ts [--json FILE] [--nodes 1000,5000] [--repeat 3]
 */
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { useChromium, type TestBrowser } from "../support/chromium.ts";
import { openStudio } from "../support/studio.ts";
import { drawPipeline } from "./canvas-pipelines.ts";
import type { Frames } from "./studio/frames.ts";
import { measureFrames } from "./studio/gestures.ts";
import { measureOpening, type Opening } from "./studio/opening.ts";

export interface CanvasResult {
  readonly nodes: number;
  readonly edges: number;
  /** The first includes the page's own start. */
  readonly openings: readonly Opening[];
  /** All gestures, once for each round. */
  readonly rounds: readonly (readonly Frames[])[];
}

/** `rounds`: how often the gestures are recorded. */
export async function measureCanvas(
  chromium: TestBrowser,
  nodes: number,
  repeat: number,
  rounds = 1,
): Promise<CanvasResult> {
  const drawn = drawPipeline(nodes);
  const studio = await openStudio({
    files: { "drawn.pipeline.json": drawn.pipeline, "drawn.layout.json": drawn.layout },
  });
  const openings: Opening[] = [];
  const recorded: (readonly Frames[])[] = [];
  const { page, problems, close } = await chromium.open(studio.url);
  const showAll = async (): Promise<void> => {
    await page.evaluate("document.querySelector('.canvas').focus()");
    await page.keyboard.press("1");
  };
  for (let time = 0; time < repeat; time += 1) {
    await page.goto(new URL("/?test=1", page.url()).href);
    openings.push(await measureOpening(page, `Drawn ${nodes}`));
  }
  for (let round = 0; round < rounds; round += 1) recorded.push(await measureFrames(page, showAll));
  for (const problem of problems) console.error(problem);
  await close();
  await studio.close();
  return { nodes: drawn.nodes, edges: drawn.edges, openings, rounds: recorded };
}

function report(all: readonly CanvasResult[]): void {
  console.log(`Load ${loadavg()[0]?.toFixed(1) ?? "?"} on ${cpus().length} cores. Times in milliseconds.`);
  for (const { nodes, edges, openings, rounds } of all) {
    const list = (key: keyof Opening): string => openings.map((opening) => opening[key].toFixed(0)).join(", ");
    console.log(`\n${nodes} nodes, ${edges} edges: drawn after ${list("paintMs")}; usable after ${list("openMs")};`);
    console.log(`processor time of the main thread ${list("cpuMs")}`);
    console.log("                            frames    p50    p95    max  busy95    cpu");
    for (const { name, frames: count, p50Ms, p95Ms, maxMs, busyP95Ms, cpuMs } of rounds.flat()) {
      const columns = [p50Ms, p95Ms, maxMs, busyP95Ms, cpuMs].map((value) => value.toFixed(1).padStart(7)).join("");
      console.log(`${name.padEnd(26)} ${String(count).padStart(7)}${columns}`);
    }
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      json: { type: "string" },
      nodes: { type: "string", default: "1000,5000" },
      repeat: { type: "string", default: "3" },
    },
  });
  const results: CanvasResult[] = [];
  const browser = await useChromium();
  for (const nodes of values.nodes.split(",").map(Number))
    results.push(await measureCanvas(browser, nodes, Number(values.repeat)));
  await browser.close();
  report(results);
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ load: loadavg()[0], cores: cpus().length, results }, null, 2)}\n`);
}
