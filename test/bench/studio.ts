/**
 * The studio's figures, one after the other, on a production build with the real host and Chromium; React Flow beside our canvas in the same run.
 * Prints one table and writes .cache/bench/studio.json. About five minutes; `npm run bench:studio` builds the pages first.
 *
 *     node test/bench/studio.ts [--only paint,canvas,typing,preview,kill] [--nodes 1000,5000] [--repeat 4] [--rounds 3] [--kills 20]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { killEditor, median } from "../app/host/kill-editor.ts";
import { useChromium, type TestBrowser } from "../support/chromium.ts";
import { measureCanvas } from "./canvas.ts";
import { measurePreviews } from "./preview.ts";
import { canvasFigures } from "./studio/canvas-figures.ts";
import { figureOf, quantile, toTable, type Figure } from "./studio/figure.ts";
import { measureFirstPaint } from "./studio/first-paint.ts";
import { buildPeer, measurePeer } from "./studio/peer.ts";
import { measureTyping } from "./typing.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "paint,canvas,typing,preview,kill" },
    nodes: { type: "string", default: "1000,5000" },
    repeat: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
    kills: { type: "string", default: "20" },
  },
});
const repeat = Number(values.repeat);

const parts: Readonly<Record<string, (browser: TestBrowser) => Promise<readonly Figure[]>>> = {
  async paint(browser) {
    const runs = await measureFirstPaint(browser, repeat);
    return [
      figureOf(
        { name: "first paint of the studio", mustMs: 1500, aimMs: 700 },
        runs.map(({ paintMs }) => ({ ms: paintMs })),
      ),
      figureOf(
        { name: "first contentful paint", mustMs: 1500, aimMs: 700 },
        runs.map(({ contentMs, cpuMs }) => ({ ms: contentMs, cpuMs })),
      ),
    ];
  },
  async canvas(browser) {
    await buildPeer();
    const figures: Figure[] = [];
    for (const nodes of values.nodes.split(",").map(Number)) {
      const rounds = nodes < 5000 ? 1 : Number(values.rounds);
      const ours = await measureCanvas(browser, nodes, repeat, rounds);
      // It takes minutes where all of its nodes are in view.
      const peer = await measurePeer(browser, nodes, Math.min(2, repeat), Math.min(2, rounds));
      figures.push(...canvasFigures(nodes, ours, peer));
    }
    return figures;
  },
  async typing() {
    const rounds = [await measureTyping(), await measureTyping()];
    const p95 = (pick: "paint" | "checked") => rounds.map((times) => ({ ms: quantile(times[pick], 0.95) }));
    return [
      figureOf({ name: "keystroke to paint in an expression, p95", mustMs: 50, aimMs: 16 }, p95("paint")),
      figureOf({ name: "keystroke to diagnostics, p95", mustMs: 150, aimMs: 80 }, p95("checked")),
    ];
  },
  async preview(browser) {
    const runs = [];
    for (let run = 0; run < repeat; run += 1) runs.push(...(await measurePreviews(browser, 10, "late-payments")));
    const warm = runs.flatMap(({ rest }) => rest.map(({ shownMs }) => ({ ms: shownMs })));
    return [
      figureOf(
        { name: "preview, first rows, first press", mustMs: 1000, aimMs: 400 },
        runs.map(({ first }) => ({ ms: first.shownMs })),
      ),
      figureOf({ name: "preview, first rows, warm", mustMs: 1000, aimMs: 400 }, warm),
    ];
  },
  async kill() {
    const { kills, lostMs } = await killEditor(Number(values.kills));
    const figure = (name: string, ms: number): Figure => ({
      name,
      mustMs: 1000,
      aimMs: 250,
      measuredMs: ms,
      runsMs: lostMs,
    });
    return [
      figure(`edits lost by kill -9, median of ${kills}`, median(lostMs)),
      figure(`edits lost by kill -9, most of ${kills}`, Math.max(...lostMs)),
    ];
  },
};

const figures: Figure[] = [];
const loads: number[] = [];
const browser = await useChromium();
for (const name of values.only.split(",")) {
  const part = parts[name];
  if (part === undefined) throw new Error(`There is no part ${name}: ${Object.keys(parts).join(", ")}.`);
  process.stderr.write(`${name}\n`);
  try {
    figures.push(...(await part(browser)));
  } catch (error) {
    // The figures of the other parts are worth having.
    console.error(error);
    process.exitCode = 1;
  }
  loads.push(loadavg()[0] ?? Number.NaN);
}
await browser.close();

const folder = join(import.meta.dirname, "../../.cache/bench");
mkdirSync(folder, { recursive: true });
const run = { at: new Date().toISOString(), cores: cpus().length, loads, figures };
writeFileSync(join(folder, "studio.json"), `${JSON.stringify(run, null, 2)}\n`);
const load = loads.map((one) => one.toFixed(1)).join(", ");
process.stdout.write(`Best of the runs. Load ${load} on ${cpus().length} cores.\n\n${toTable(figures)}\n`);
