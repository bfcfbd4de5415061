/** Building a pipeline on the canvas as a person does, in a real browser. What happened is read from the document. */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { closeBrowser, ids, samplePipeline, withCanvas } from "./open-canvas.ts";

after(closeBrowser);

const late = { pipeline: await samplePipeline("late-payments") };

const empty = { pipeline: JSON.stringify({ format: 1, id: "empty", name: "Empty one" }) };

describe("adding", () => {
  test("an empty canvas teaches, and the palette builds a pipeline by keyboard", async () => {
    await withCanvas(empty, async (canvas) => {
      const { page } = canvas;
      await page.getByText("Nothing flows yet").waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("generator");
      await page.keyboard.press("Enter");
      await page.getByText("Nothing flows yet").waitFor({ state: "detached" });
      await page.keyboard.press("Control+A");
      await page.keyboard.type("filter");
      await page.keyboard.press("Enter");
      await page.keyboard.type("filter");
      await page.keyboard.press("Shift+Enter");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("console");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Enter");
      const { nodes, edges } = await canvas.document();
      assert.deepEqual(
        Object.values(nodes)
          .map(({ name }) => name)
          .toSorted(),
        ["Console", "Filter", "Filter 2", "Generator"],
      );
      const [generator, filter, second, sink] = await Promise.all(
        ["Generator", "Filter", "Filter 2", "Console"].map((name) => canvas.idOf(name)),
      );
      const pairs = Object.values(edges).map(({ from, to }) => `${from} ${to}`);
      assert.deepEqual(pairs.toSorted(), [`${generator}.out ${filter}.in`, `${second}.out ${sink}.in`].toSorted());
      const { nodes: places = {} } = await canvas.layout();
      const all = Object.values(places);
      assert.equal(all.length, 4);
      for (const [index, a] of all.entries())
        for (const b of all.slice(index + 1))
          assert.ok(Math.abs(a.x - b.x) >= 188 || Math.abs(a.y - b.y) >= 80, "nothing stands on another");
    });
  });

  test("dragged from the palette onto the canvas, and onto an edge, which it splits in one step", async () => {
    await withCanvas(late, async (canvas) => {
      const { page } = canvas;
      const row = page.locator('[data-operator="mask"]').first();
      const from = await row.boundingBox();
      assert.ok(from !== null);
      await canvas.drag({ x: from.x + 60, y: from.y + 15 }, { x: 620, y: 480 });
      const mask = await canvas.idOf("Mask");
      const { nodes: places = {} } = await canvas.layout();
      assert.ok(places[mask] !== undefined);
      assert.equal(Object.keys(places).length, 7, "the others keep the places that they are shown at");
      const edge = await canvas.ask("edge", "e_5g8h2j4k");
      assert.ok(edge !== null);
      const peek = await page.locator('[data-operator="peek"]').first().boundingBox();
      assert.ok(peek !== null);
      await canvas.drag({ x: peek.x + 60, y: peek.y + 15 }, edge);
      const id = await canvas.idOf("Peek");
      const { edges } = await canvas.document();
      assert.deepEqual(edges["e_5g8h2j4k"], { from: `${ids.late}.out`, to: `${id}.in` });
      assert.ok(Object.values(edges).some(({ from, to }) => from === `${id}.out` && to === `${ids.count}.in`));
      await page.keyboard.press("Control+Z");
      assert.deepEqual((await canvas.document()).edges["e_5g8h2j4k"], {
        from: `${ids.late}.out`,
        to: `${ids.count}.in`,
      });
      assert.equal(Object.keys((await canvas.document()).nodes).length, 7);
    });
  });

  test("an edge dropped on the empty canvas asks what comes next, and only what fits is offered", async () => {
    await withCanvas(late, async (canvas) => {
      const { page } = canvas;
      const port = await canvas.ask("port", ids.count, "late", "outputs");
      assert.ok(port !== null);
      await canvas.drag(port, { x: port.x + 40, y: port.y + 120 });
      const menu = page.getByRole("dialog", { name: "Add what comes next" });
      await menu.waitFor();
      assert.equal(await menu.locator('[data-operator="kafka-source"]').count(), 0, "a source takes nothing in");
      await page.keyboard.type("console");
      await page.keyboard.press("Enter");
      const sink = await canvas.idOf("Console");
      const { edges } = await canvas.document();
      assert.ok(Object.values(edges).some(({ from, to }) => from === `${ids.count}.late` && to === `${sink}.in`));
    });
  });

  test("A on an edge puts an operator between", async () => {
    await withCanvas(late, async (canvas) => {
      const edge = await canvas.ask("edge", "e_7z3x6c9v");
      assert.ok(edge !== null);
      await canvas.page.mouse.click(edge.x, edge.y);
      assert.deepEqual((await canvas.ask("selection")).edges, ["e_7z3x6c9v"]);
      await canvas.page.keyboard.press("a");
      await canvas.page.getByRole("dialog", { name: "Put on this edge" }).waitFor();
      await canvas.page.keyboard.type("map");
      await canvas.page.keyboard.press("Enter");
      const id = await canvas.idOf("Map");
      assert.equal((await canvas.document()).edges["e_7z3x6c9v"]?.to, `${id}.in`);
    });
  });
});

describe("connecting", () => {
  test("ports that refuse are dimmed and say why; those that fit connect", async () => {
    await withCanvas(late, async (canvas) => {
      const { page } = canvas;
      const port = await canvas.ask("port", ids.late, "out", "outputs");
      const join = await canvas.middle(ids.join);
      assert.ok(port !== null);
      await page.mouse.move(port.x, port.y);
      await page.mouse.down();
      await page.mouse.move(join.x, join.y, { steps: 6 });
      await page.getByText(/circle/).waitFor();
      assert.match((await page.locator(`[data-node="${ids.join}"]`).getAttribute("class")) ?? "", /node-view-refuses/);
      await page.keyboard.press("Escape");
      await page.mouse.up();
      assert.equal(Object.keys((await canvas.document()).edges).length, 5, "Escape leaves everything");
      const orders = await canvas.ask("port", ids.orders, "out", "outputs");
      const late = await canvas.middle(ids.late);
      assert.ok(orders !== null);
      await page.mouse.move(orders.x, orders.y);
      await page.mouse.down();
      await page.mouse.move(late.x, late.y, { steps: 6 });
      assert.doesNotMatch(
        (await page.locator(`[data-node="${ids.late}"]`).getAttribute("class")) ?? "",
        /node-view-refuses/,
      );
      assert.match(
        (await page.locator(`[data-node="${ids.payments}"]`).getAttribute("class")) ?? "",
        /node-view-refuses/,
      );
      await page.mouse.up();
      const { edges } = await canvas.document();
      assert.ok(Object.values(edges).some(({ from, to }) => from === `${ids.orders}.out` && to === `${ids.late}.in`));
    });
  });

  test("an end is taken to another port, and an edge is deleted", async () => {
    await withCanvas(late, async (canvas) => {
      const { page } = canvas;
      const target = await canvas.ask("port", ids.join, "left", "inputs");
      const other = await canvas.ask("port", ids.late, "in", "inputs");
      assert.ok(target !== null && other !== null);
      await canvas.drag({ x: target.x - 13, y: target.y }, other, 12);
      assert.deepEqual((await canvas.document()).edges["e_0q7w2e4r"], {
        from: `${ids.orders}.out`,
        to: `${ids.late}.in`,
      });
      await page.keyboard.press("Control+Z");
      assert.equal((await canvas.document()).edges["e_0q7w2e4r"]?.to, `${ids.join}.left`);
      const edge = await canvas.ask("edge", "e_1t5y8u3i");
      assert.ok(edge !== null);
      await page.mouse.click(edge.x, edge.y);
      await page.keyboard.press("Delete");
      assert.equal((await canvas.document()).edges["e_1t5y8u3i"], undefined);
      assert.equal((await canvas.ask("step")).label, "Delete edge");
    });
  });

  test("by keyboard alone: C marks, arrows choose, Enter connects; refusals are said", async () => {
    await withCanvas(late, async (canvas) => {
      const { page } = canvas;
      await page.locator(".canvas").focus();
      await page.keyboard.press("Tab");
      const first = (await canvas.ask("selection")).nodes[0];
      assert.ok(first === ids.orders || first === ids.payments);
      await page.keyboard.press("ArrowRight");
      assert.deepEqual((await canvas.ask("selection")).nodes, [ids.join]);
      assert.match((await canvas.ask("state")).spoken, /Order with its payment/);
      await page.keyboard.press("c");
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("Enter");
      assert.match((await canvas.ask("state")).spoken, /has no input/);
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      assert.deepEqual((await canvas.ask("selection")).nodes, [ids.count]);
      await page.keyboard.press("Enter");
      assert.match((await canvas.ask("state")).spoken, /connected to/);
      const { edges } = await canvas.document();
      assert.ok(Object.values(edges).some(({ from, to }) => from === `${ids.join}.out` && to === `${ids.count}.in`));
    });
  });
});

describe("changing", () => {
  test("F2 and a double click on the name rename in place; Escape does not", async () => {
    await withCanvas(late, async (canvas) => {
      const { page } = canvas;
      const { x, y } = await canvas.middle(ids.late);
      await page.mouse.click(x, y);
      await page.keyboard.press("F2");
      await page.keyboard.type("Owes something");
      await page.keyboard.press("Enter");
      assert.equal((await canvas.document()).nodes[ids.late]?.name, "Owes something");
      await page.locator(`[data-node="${ids.late}"] [data-rename]`).dblclick();
      await page.keyboard.type("Other");
      await page.keyboard.press("Escape");
      assert.equal((await canvas.document()).nodes[ids.late]?.name, "Owes something");
      await page.keyboard.press("Delete");
      assert.equal((await canvas.document()).nodes[ids.late], undefined);
      assert.equal((await canvas.ask("step")).label, "Delete Owes something");
    });
  });

  test("a node without edges that is dropped on an edge goes between", async () => {
    await withCanvas(late, async (canvas) => {
      const { page } = canvas;
      await page
        .locator('[data-operator="peek"]')
        .first()
        .click({ modifiers: ["Shift"] });
      const id = await canvas.idOf("Peek");
      await canvas.settled();
      await canvas.drag(await canvas.middle(id), { x: 560, y: 480 });
      const edge = await canvas.ask("edge", "e_3a6s9d1f");
      assert.ok(edge !== null);
      const middle = await canvas.middle(id);
      await canvas.drag(middle, edge, 14);
      const { edges } = await canvas.document();
      assert.equal(edges["e_3a6s9d1f"]?.to, `${id}.in`);
      assert.equal((await canvas.ask("step")).label, "Put Peek on the edge");
      await page.keyboard.press("Control+Z");
      assert.equal((await canvas.document()).edges["e_3a6s9d1f"]?.to, `${ids.late}.in`);
    });
  });
});

test("the plus beside a free output asks what comes next", async () => {
  await withCanvas(late, async (canvas) => {
    const { page } = canvas;
    const { x, y } = await canvas.middle(ids.count);
    await page.mouse.click(x, y);
    const plus = await page.locator(`[data-node="${ids.count}"] [data-port="late"] .node-view-port-plus`).boundingBox();
    assert.ok(plus !== null);
    await page.mouse.click(plus.x + plus.width / 2, plus.y + plus.height / 2);
    await page.getByRole("dialog", { name: "Add what comes next" }).waitFor();
    await page.keyboard.type("file");
    await page.keyboard.press("Enter");
    const sink = await canvas.idOf("File");
    const { edges } = await canvas.document();
    assert.ok(Object.values(edges).some(({ from, to }) => from === `${ids.count}.late` && to === `${sink}.in`));
  });
});
