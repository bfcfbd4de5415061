/** React Flow on the same nodes and edges, with the same movements: what our own canvas is held against. */
import { join } from "node:path";
import { build } from "vite";
import type { TestBrowser } from "../../support/chromium.ts";
import { serveFolder } from "../../support/serve-folder.ts";
import { drawPipeline } from "../canvas-pipelines.ts";
import type { Frames } from "./frames.ts";
import { measureFrames } from "./gestures.ts";
import { measureOpening, type Opening } from "./opening.ts";

export interface PeerResult {
  /** With everything in view, as the studio opens a file. */
  readonly openings: readonly Opening[];
  /** With a first view close up, where few elements are needed. */
  readonly closeOpenings: readonly Opening[];
  readonly rounds: readonly (readonly Frames[])[];
}

const root = join(import.meta.dirname, "../../..");

export async function buildPeer(): Promise<void> {
  await build({ configFile: join(import.meta.dirname, "../canvas-peer/vite.config.ts"), logLevel: "warn" });
}

export async function measurePeer(
  chromium: TestBrowser,
  nodes: number,
  repeat: number,
  rounds: number,
): Promise<PeerResult> {
  const served = await serveFolder(join(root, "dist/bench-canvas"));
  const { page, problems, close } = await chromium.open(`${served.url}/index.html`);
  const { pipeline, layout } = drawPipeline(nodes);
  await page.route("**/drawn.json", (route) => route.fulfill({ json: { pipeline, layout } }));
  const open = async (address: string): Promise<Opening> => {
    await page.goto("about:blank");
    await page.goto(`${served.url}/${address}`);
    return await measureOpening(page, "Drawn");
  };
  const [openings, closeOpenings]: [Opening[], Opening[]] = [[], []];
  for (let time = 0; time < repeat; time += 1) closeOpenings.push(await open("index.html#close"));
  for (let time = 0; time < repeat; time += 1) openings.push(await open("index.html"));
  const recorded: (readonly Frames[])[] = [];
  const showAll = async (): Promise<void> => {
    await page.evaluate("window.weirTest.fit()");
    await page.waitForTimeout(300);
  };
  for (let round = 0; round < rounds; round += 1) recorded.push(await measureFrames(page, showAll));
  for (const problem of problems) console.error(problem);
  await close();
  await served.close();
  return { openings, closeOpenings, rounds: recorded };
}
