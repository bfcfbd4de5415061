/** What is done to a canvas while its frames are recorded: the same movements of the pointer on ours and on a peer's. */
import type { Page } from "playwright-core";
import { until } from "../../app/canvas/open-canvas.ts";
import { recordFrames, recorder, type Frames } from "./frames.ts";

const middle = { x: 640, y: 300 };

/** The page has `window.weirTest` with `box`, `viewport`, `setViewport` and `state`; a peer's page has the same. */
export async function measureFrames(page: Page, showAll: () => Promise<void>): Promise<readonly Frames[]> {
  await page.evaluate(recorder);
  const out: Frames[] = [];
  await until(page, "window.weirTest.state().analysed", 60_000);
  for (const [where, prepare] of [
    ["all in view", showAll],
    ["close up", () => closeUp(page)],
  ] as const) {
    await page.mouse.click(middle.x, 60);
    await page.keyboard.press("Escape");
    await prepare();
    await until(page, "window.weirTest.state().settled", 60_000);
    const at = await nodeNear(page);
    out.push(await recordFrames(page, `drag, ${where}`, () => dragAround(page, at)));
    out.push(await recordFrames(page, `pan, ${where}`, () => pan(page)));
    out.push(await recordFrames(page, `zoom, ${where}`, () => zoom(page)));
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
async function nodeNear(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const found: { readonly x: number; readonly y: number } | null = await page.evaluate(`(() => {
    let best = null, far = Infinity;
    for (let index = 0; index < 5000; index += 1) {
      const box = window.weirTest.box("n_" + String(index).padStart(6, "0"));
      if (box === null) break;
      const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      const away = Math.hypot(middle.x - ${middle.x}, middle.y - ${middle.y});
      if (away < far) { far = away; best = middle; }
    }
    return best;
  })()`);
  return found ?? middle;
}

async function dragAround(page: Page, { x, y }: { readonly x: number; readonly y: number }): Promise<void> {
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < 90; step += 1)
    await page.mouse.move(x + 120 * Math.sin(step / 9), y + 60 * Math.sin(step / 5));
  await page.mouse.up();
}

async function pan(page: Page): Promise<void> {
  const { x, y } = middle;
  await page.mouse.move(x, y);
  await page.mouse.down({ button: "middle" });
  for (let step = 0; step < 90; step += 1)
    await page.mouse.move(x + 300 * Math.sin(step / 12), y + 160 * Math.sin(step / 7));
  await page.mouse.up({ button: "middle" });
}

async function zoom(page: Page): Promise<void> {
  await page.mouse.move(middle.x, middle.y);
  await page.keyboard.down("Control");
  for (let step = 0; step < 60; step += 1) await page.mouse.wheel(0, step % 30 < 15 ? 24 : -24);
  await page.keyboard.up("Control");
}
