/** Levels of detail, the map, search and what is said, in a real browser. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, describe, test } from "node:test";
import { drawPipeline } from "../../bench/canvas-pipelines.ts";
import { closeBrowser, ids, samplePipeline, until, withCanvas } from "./open-canvas.ts";

after(closeBrowser);

const pipeline = await samplePipeline("late-payments");

describe("far off", () => {
  const drawn = drawPipeline(600);
  test("nodes are blocks without elements; hovering, selecting, dragging and the marquee work there", async () => {
    await withCanvas(drawn, async (canvas) => {
      const { page } = canvas;
      const far = await canvas.ask("state");
      assert.deepEqual([far.detail, far.elements], ["blocks", 0]);
      const id = "n_000155";
      const at = await canvas.middle(id);
      await page.mouse.move(at.x, at.y);
      await page.getByRole("tooltip").getByText("peek 15").waitFor();
      await page.mouse.click(at.x, at.y);
      assert.deepEqual((await canvas.ask("selection")).nodes, [id]);
      const before = JSON.parse(drawn.layout) as { nodes: Record<string, { x: number; y: number }> };
      await page.keyboard.down("Alt");
      await canvas.drag(at, { x: at.x + 30, y: at.y + 20 });
      await page.keyboard.up("Alt");
      const { nodes = {} } = await canvas.layout();
      const { zoom } = await canvas.ask("viewport");
      assert.ok(Math.abs((nodes[id]?.x ?? 0) - (before.nodes[id]?.x ?? 0) - 30 / zoom) < 2);
      const changed = Object.keys(nodes).filter(
        (key) => nodes[key]?.x !== before.nodes[key]?.x || nodes[key]?.y !== before.nodes[key]?.y,
      );
      assert.deepEqual(changed, [id], "only what was dragged");
      const corner = await canvas.ask("box", "n_000000");
      const end = await canvas.ask("box", "n_000022");
      assert.ok(corner !== null && end !== null);
      await canvas.drag({ x: corner.x - 6, y: corner.y - 6 }, { x: end.x + 3, y: end.y + 3 });
      assert.equal((await canvas.ask("selection")).nodes.length, 9, "three rows of three");
      await page.keyboard.press("2");
      await until(page, "window.weirTest.state().detail === 'full'");
      await page.locator('[data-node="n_000011"]').waitFor();
    });
  });

  test("names and figures grow while the view shrinks; a view that nobody moved fits its window again", async () => {
    const layout = JSON.stringify({ format: 1, nodes: { [ids.orders]: { x: 0, y: 0 }, [ids.out]: { x: 1200, y: 0 } } });
    await withCanvas({ pipeline, layout }, async (canvas) => {
      const { page } = canvas;
      const height = async (): Promise<unknown> =>
        page.evaluate("getComputedStyle(document.querySelector('.node-view-name')).fontSize");
      const opened = await canvas.ask("viewport");
      await page.setViewportSize({ width: 1200, height: 900 });
      await until(page, `window.weirTest.viewport().zoom < ${opened.zoom}`);
      await page.setViewportSize({ width: 1440, height: 900 });
      await until(page, `window.weirTest.viewport().zoom === ${opened.zoom}`);
      await canvas.ask("setViewport", { ...opened, zoom: 1 });
      await page.locator(".canvas-world:not([data-small])").waitFor({ state: "attached" });
      assert.equal(await height(), "13px");
      await page.setViewportSize({ width: 1200, height: 900 });
      await canvas.settled();
      assert.equal((await canvas.ask("viewport")).zoom, 1);
      await canvas.ask("setViewport", { ...opened, zoom: 0.6 });
      await page.locator('.canvas-world[data-small="small"]').waitFor({ state: "attached" });
      assert.equal(await height(), "18px");
    });
  });

  test("edges are connected zoomed out as well", async () => {
    await withCanvas({ pipeline }, async (canvas) => {
      await canvas.page.locator(".canvas").focus();
      const { x, y } = await canvas.ask("viewport");
      await canvas.ask("setViewport", { x: x + 200, y, zoom: 0.34 });
      await until(canvas.page, "window.weirTest.state().detail === 'blocks'");
      const port = await canvas.ask("port", ids.orders, "out", "outputs");
      assert.ok(port !== null);
      await canvas.drag(port, await canvas.middle(ids.late));
      assert.equal(Object.keys((await canvas.document()).edges).length, 6);
    });
  });
});

describe("finding", () => {
  test("Ctrl+F finds by field, steps through what it found, and Escape gives the canvas back", async () => {
    await withCanvas({ pipeline }, async (canvas) => {
      const { page } = canvas;
      await page.locator(".canvas").focus();
      await page.keyboard.press("Control+F");
      await page.keyboard.type("value.total");
      await page.getByText("1 of 2", { exact: true }).waitFor();
      const [first] = (await canvas.ask("selection")).nodes;
      await page.keyboard.press("Enter");
      const [second] = (await canvas.ask("selection")).nodes;
      assert.deepEqual(new Set([first, second]), new Set([ids.late, ids.count]));
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await page.keyboard.press("ArrowRight");
      assert.equal((await canvas.ask("selection")).nodes.length, 1);
    });
  });

  test("undo brings what it changed on the screen", async () => {
    await withCanvas({ pipeline }, async (canvas) => {
      const { page } = canvas;
      const { x, y } = await canvas.middle(ids.late);
      await page.mouse.click(x, y);
      await page.keyboard.press("Control+ArrowDown");
      await canvas.ask("setViewport", { x: -4000, y: -4000, zoom: 1 });
      await page.keyboard.press("Control+Z");
      await until(
        page,
        `(() => { const box = window.weirTest.box("${ids.late}"); return box.x > 230 && box.y > 40 && box.x < 1100; })()`,
      );
    });
  });

  test("the map moves the window, the wheel too, with Ctrl it zooms at the pointer", async () => {
    await withCanvas({ pipeline }, async (canvas) => {
      const { page } = canvas;
      const map = await page.locator(".canvas-minimap").boundingBox();
      assert.ok(map !== null);
      const before = await canvas.ask("viewport");
      await page.mouse.click(map.x + 20, map.y + map.height / 2);
      const moved = await canvas.ask("viewport");
      assert.ok(moved.x > before.x + 50);
      await page.mouse.move(600, 300);
      await page.mouse.wheel(0, 100);
      assert.equal((await canvas.ask("viewport")).y, moved.y - 100);
      const node = await canvas.middle(ids.orders);
      await page.mouse.move(node.x, node.y);
      await page.keyboard.down("Control");
      await page.mouse.wheel(0, -100);
      await page.keyboard.up("Control");
      const after = await canvas.middle(ids.orders);
      assert.ok((await canvas.ask("viewport")).zoom > moved.zoom);
      assert.ok(Math.hypot(after.x - node.x, after.y - node.y) < 1.5);
    });
  });
});

test("what a node does is at its foot, and how much passes an edge is on it, after a preview", async () => {
  await withCanvas({ pipeline }, async (canvas) => {
    const { page } = canvas;
    await page.keyboard.press("Control+Enter");
    await page.locator(`[data-node="${ids.orders}"] [data-figure="200 records"]`).waitFor({ timeout: 20_000 });
    assert.equal(await page.locator('[data-edge="e_0q7w2e4r"] b').textContent(), "200");
    assert.match((await page.locator('[data-edge="e_5g8h2j4k"]').textContent()) ?? "", /re-key/);
  });
});

test("axe finds nothing serious on the canvas and its menus, in both themes", async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await withCanvas({ pipeline }, async (canvas) => {
    const { page } = canvas;
    await page.evaluate(axe);
    const { x, y } = await canvas.middle(ids.late);
    await page.mouse.click(x, y);
    for (const theme of ["dark", "light"]) {
      await page.evaluate(`document.documentElement.dataset.theme = "${theme}"`);
      // Colours on their way are no theme.
      await until(page, "document.getAnimations().every(({ playState }) => playState !== 'running')");
      for (const open of ["", "a"]) {
        if (open !== "") await page.keyboard.press(open);
        const found: readonly {
          readonly id: string;
          readonly impact: string;
          readonly nodes: readonly { readonly html: string }[];
        }[] = await page.evaluate(
          `axe.run({ include: [[".canvas"], [".palette"]] }, { resultTypes: ["violations"] }).then(({ violations }) => violations)`,
        );
        const serious = found.filter(({ impact }) => impact === "serious" || impact === "critical");
        assert.deepEqual(
          serious.map(({ id, nodes }) => `${theme} ${open} ${id}: ${nodes[0]?.html ?? ""}`),
          [],
        );
      }
      await page.keyboard.press("Escape");
    }
  });
});
