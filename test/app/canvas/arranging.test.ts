/** Moving, selecting, grouping, noting and laying out, in a real browser. */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { closeBrowser, ids, samplePipeline, until, withCanvas } from "./open-canvas.ts";

after(closeBrowser);

const pipeline = await samplePipeline("late-payments");
const places = {
  [ids.orders]: { x: 0, y: 60 },
  [ids.payments]: { x: 0, y: 240 },
  [ids.join]: { x: 280, y: 140 },
  [ids.late]: { x: 540, y: 140 },
  [ids.count]: { x: 800, y: 60 },
  [ids.out]: { x: 800, y: 280 },
};
const placed = { pipeline, layout: JSON.stringify({ format: 1, nodes: places }) };
const withNote = {
  pipeline,
  layout: JSON.stringify({
    format: 1,
    nodes: places,
    notes: {
      note_1: {
        x: 280,
        y: 320,
        width: 220,
        height: 80,
        text: "Ask **finance** [here](https://example.com) or [there](javascript:alert(1)) <b>raw</b>",
      },
    },
  }),
};

describe("moving", () => {
  test("a drag is one step when it ends; Escape takes it back; undo and redo go between", async () => {
    await withCanvas(placed, async (canvas) => {
      const { page } = canvas;
      const from = await canvas.middle(ids.join);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x + 60, from.y + 90, { steps: 5 });
      assert.deepEqual((await canvas.layout()).nodes?.[ids.join], { x: 280, y: 140 }, "not before it ends");
      const shown = await canvas.ask("box", ids.join);
      assert.ok(shown !== null && Math.abs(shown.y + shown.height / 2 - from.y - 90) < 25, "but it is seen");
      await page.keyboard.press("Escape");
      await page.mouse.up();
      assert.equal((await canvas.ask("step")).dirty, false);
      await canvas.drag(from, { x: from.x + 60, y: from.y + 90 });
      const moved = (await canvas.layout()).nodes?.[ids.join];
      assert.ok(moved !== undefined && moved.y > 200);
      assert.equal((await canvas.ask("step")).label, "Move Order with its payment");
      await page.keyboard.press("Control+Z");
      assert.deepEqual((await canvas.layout()).nodes?.[ids.join], { x: 280, y: 140 });
      await page.keyboard.press("Control+Y");
      assert.deepEqual((await canvas.layout()).nodes?.[ids.join], moved);
    });
  });

  test("guides line a node up with its neighbours", async () => {
    await withCanvas(placed, async (canvas) => {
      const { page } = canvas;
      const from = await canvas.middle(ids.out);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      const { zoom } = await canvas.ask("viewport");
      // To four pixels beside the payments' row.
      await page.mouse.move(from.x + 4, from.y + (-40 + 4) * zoom, { steps: 6 });
      assert.ok((await canvas.ask("state")).guides > 0);
      await page.mouse.up();
      assert.equal((await canvas.layout()).nodes?.[ids.out]?.y, 240);
    });
  });

  test("keys move the selection by the grid, and strokes in a row are one step", async () => {
    await withCanvas(placed, async (canvas) => {
      const { page } = canvas;
      const { x, y } = await canvas.middle(ids.late);
      await page.mouse.click(x, y);
      await page.keyboard.press("Control+ArrowRight");
      await page.keyboard.press("Control+ArrowDown");
      await page.keyboard.press("Control+Shift+ArrowDown");
      assert.deepEqual((await canvas.layout()).nodes?.[ids.late], { x: 560, y: 260 });
    });
  });
});

describe("selecting and aligning", () => {
  test("a marquee, Shift, everything, downstream", async () => {
    await withCanvas(placed, async (canvas) => {
      const { page } = canvas;
      const [orders, payments] = [await canvas.ask("box", ids.orders), await canvas.ask("box", ids.payments)];
      assert.ok(orders !== null && payments !== null);
      await canvas.drag({ x: orders.x - 20, y: orders.y - 20 }, { x: orders.x + 60, y: payments.y + 30 });
      assert.deepEqual((await canvas.ask("selection")).nodes.toSorted(), [ids.orders, ids.payments].toSorted());
      const join = await canvas.middle(ids.join);
      await page.keyboard.down("Shift");
      await page.mouse.click(join.x, join.y);
      await page.keyboard.up("Shift");
      assert.equal((await canvas.ask("selection")).nodes.length, 3);
      await page.keyboard.press("Control+A");
      assert.equal((await canvas.ask("selection")).nodes.length, 6);
      const late = await canvas.middle(ids.late);
      await page.mouse.click(late.x, late.y);
      await page.keyboard.press("Shift+ArrowRight");
      assert.deepEqual((await canvas.ask("selection")).nodes.toSorted(), [ids.count, ids.late, ids.out].toSorted());
      await page.keyboard.press("Escape");
      assert.equal((await canvas.ask("selection")).nodes.length, 0);
    });
  });

  test("aligned and distributed, each one step", async () => {
    await withCanvas(placed, async (canvas) => {
      await canvas.page.locator(".canvas").focus();
      await canvas.page.keyboard.press("Control+A");
      await canvas.page.keyboard.press("Alt+Shift+T");
      const { nodes = {} } = await canvas.layout();
      assert.deepEqual(new Set(Object.values(nodes).map(({ y }) => y)), new Set([60]));
      await canvas.page.keyboard.press("Control+Z");
      await canvas.page.keyboard.press("Alt+Shift+V");
      assert.match((await canvas.ask("step")).label, /Distribute vertically/);
    });
  });
});

describe("groups and notes", () => {
  test("G groups, the title is typed, members move with it, collapsing hides them, Shift+G ungroups", async () => {
    await withCanvas(placed, async (canvas) => {
      const { page } = canvas;
      const [join, late] = [await canvas.middle(ids.join), await canvas.middle(ids.late)];
      await page.mouse.click(join.x, join.y);
      await page.keyboard.down("Shift");
      await page.mouse.click(late.x, late.y);
      await page.keyboard.up("Shift");
      await page.keyboard.press("g");
      await page.keyboard.type("Paid or not");
      await page.keyboard.press("Enter");
      const groups = (await canvas.layout()).groups ?? {};
      const id = Object.keys(groups)[0] ?? "";
      assert.deepEqual(groups[id], { title: "Paid or not", nodes: [ids.join, ids.late].toSorted() });
      const frame = await canvas.ask("box", id);
      assert.ok(frame !== null);
      await canvas.drag({ x: frame.x + 140, y: frame.y + 10 }, { x: frame.x + 140, y: frame.y + 90 });
      const { nodes = {} } = await canvas.layout();
      const [a, b] = [nodes[ids.join], nodes[ids.late]];
      assert.ok(a !== undefined && b !== undefined && a.y > 180 && b.y - a.y === 0 && b.x - a.x === 260);
      await page.keyboard.press("Control+Shift+G");
      assert.equal((await canvas.layout()).groups?.[id]?.collapsed, true);
      assert.equal(await page.locator(`[data-node="${ids.join}"]`).count(), 0);
      assert.equal(await page.locator(`[data-node="${ids.orders}"]`).count(), 1);
      await page.getByRole("button", { name: "Open the group" }).click();
      await page.locator(`[data-node="${ids.join}"]`).waitFor();
      await page.keyboard.press("Shift+G");
      assert.deepEqual((await canvas.layout()).groups ?? {}, {});
    });
  });

  test("a note is Markdown without HTML, links lead to https only; it is written, resized and deleted", async () => {
    await withCanvas(withNote, async (canvas) => {
      const { page } = canvas;
      const note = page.locator('[data-note="note_1"]');
      assert.equal(await note.locator("strong").textContent(), "finance");
      assert.equal(await note.locator("a").count(), 1);
      assert.equal(await note.locator("a").getAttribute("href"), "https://example.com");
      assert.match((await note.textContent()) ?? "", /<b>raw<\/b>/);
      const box = await canvas.ask("box", "note_1");
      assert.ok(box !== null);
      await canvas.drag(
        { x: box.x + box.width - 4, y: box.y + box.height - 4 },
        { x: box.x + box.width + 56, y: box.y + box.height + 36 },
      );
      const resized = (await canvas.layout()).notes?.["note_1"];
      assert.ok(resized !== undefined && (resized.width ?? 0) > 240 && (resized.height ?? 0) > 100);
      await page.mouse.dblclick(box.x + 150, box.y + box.height - 8);
      await page.keyboard.press("Control+A");
      await page.keyboard.type("Written by hand");
      await page.keyboard.press("Control+Enter");
      assert.equal((await canvas.layout()).notes?.["note_1"]?.text, "Written by hand");
      await page.keyboard.press("Delete");
      assert.equal((await canvas.layout()).notes?.["note_1"], undefined);
      await page.keyboard.press("n");
      await page.keyboard.type("New");
      await page.keyboard.press("Control+Enter");
      assert.deepEqual(
        Object.values((await canvas.layout()).notes ?? {}).map(({ text }) => text),
        ["New"],
      );
    });
  });
});

describe("auto layout", () => {
  test("a document without places is laid out when it is opened, and is not changed by it", async () => {
    await withCanvas({ pipeline }, async (canvas) => {
      assert.deepEqual(await canvas.ask("step"), { label: "Opened", dirty: false });
      const [orders, join, late] = [
        await canvas.middle(ids.orders),
        await canvas.middle(ids.join),
        await canvas.middle(ids.late),
      ];
      assert.ok(orders.x < join.x && join.x < late.x);
    });
  });

  test("L lays everything out in one step", async () => {
    const heap = Object.fromEntries(Object.keys(places).map((id) => [id, { x: 0, y: 0 }]));
    await withCanvas({ pipeline, layout: JSON.stringify({ format: 1, nodes: heap }) }, async (canvas) => {
      const { page } = canvas;
      await page.locator(".canvas").focus();
      await page.keyboard.press("l");
      await until(page, "window.weirTest.step().label === 'Tidy up everything'");
      await canvas.settled();
      const { nodes = {} } = await canvas.layout();
      assert.equal(new Set(Object.values(nodes).map(({ x, y }) => `${x} ${y}`)).size, 6);
      assert.ok((nodes[ids.orders]?.x ?? 0) < (nodes[ids.join]?.x ?? 0));
      await canvas.settled();
      await page.keyboard.press("Control+Z");
      assert.deepEqual((await canvas.layout()).nodes, heap);
    });
  });
});
