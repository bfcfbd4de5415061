/** Copy, cut and paste as text through the real clipboard, between two windows. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, ids, makePage, openCanvas, samplePipeline, withCanvas } from "./open-canvas.ts";

after(closeBrowser);

const pipeline = await samplePipeline("late-payments");
const other = JSON.stringify({ format: 1, id: "other", name: "Another one" });

test("what is copied in one window is pasted in another; garbage says why and changes nothing", async () => {
  const first = await openCanvas({ pipeline }, { "other.pipeline.json": other });
  try {
    const context = first.page.context();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const { x, y } = await first.middle(ids.join);
    await first.page.mouse.click(x, y);
    await first.page.keyboard.press("Shift+ArrowRight");
    await first.page.keyboard.press("Control+C");
    const page = await context.newPage();
    await page.goto(first.page.url());
    await page.getByRole("button", { name: "Another one" }).first().click();
    await page.locator(".canvas").focus();
    const second = makePage({ ...first.watched, page }, first.studio);
    await page.keyboard.press("Control+V");
    const { nodes, edges } = await second.document();
    assert.deepEqual(
      Object.values(nodes)
        .map(({ name }) => name)
        .toSorted(),
      ["Late per country and minute", "Late totals", "Not fully paid", "Order with its payment"],
    );
    assert.equal(Object.keys(edges).length, 3);
    assert.ok(!Object.keys(nodes).includes(ids.join), "with ids of their own");
    assert.equal((await second.ask("step")).label, "Paste 4 items");
    for (const garbage of ["hello", '{"weir": "fragment", "format": 1, "nodes": {"a": 1}}']) {
      await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(garbage)})`);
      await page.keyboard.press("Control+V");
      await page
        .getByText(garbage === "hello" ? /no part of a pipeline/ : /damaged at/)
        .first()
        .waitFor();
    }
    assert.equal(Object.keys((await second.document()).nodes).length, 4);
    assert.deepEqual(first.watched.problems, []);
  } finally {
    await first.close();
  }
});

test("cut takes away, paste brings back; duplicate stands beside", async () => {
  await withCanvas({ pipeline }, async (canvas) => {
    const { page } = canvas;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const { x, y } = await canvas.middle(ids.late);
    await page.mouse.click(x, y);
    await page.keyboard.press("Control+X");
    assert.equal((await canvas.document()).nodes[ids.late], undefined);
    await page.keyboard.press("Control+V");
    const pasted = await canvas.idOf("Not fully paid");
    assert.deepEqual((await canvas.ask("selection")).nodes, [pasted]);
    await page.keyboard.press("Control+D");
    const copy = await canvas.idOf("Not fully paid 2");
    const { nodes = {} } = await canvas.layout();
    assert.deepEqual(
      [(nodes[copy]?.x ?? 0) - (nodes[pasted]?.x ?? 0), (nodes[copy]?.y ?? 0) - (nodes[pasted]?.y ?? 0)],
      [40, 40],
    );
  });
});
