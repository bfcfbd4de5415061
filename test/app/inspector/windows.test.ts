/** Windows are drawn with their real values, and set by their handles. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { closeBrowser, openInspector, sample } from "./open-inspector.ts";

after(closeBrowser);

describe("a join's window", () => {
  it("is set with the arrow keys and said in words", async () => {
    const { page, inspector, config, select, eventually, problems, close } = await openInspector(
      await sample("late-payments"),
    );
    await select("join_c41z8w0q");
    await inspector.getByText("when it is up to 15 minutes later").waitFor();
    const latest = inspector.getByRole("slider", { name: "Latest Payments" });
    assert.equal(await latest.getAttribute("aria-valuetext"), "15 minutes");
    await latest.focus();
    await page.keyboard.press("ArrowRight");
    await eventually(async () => assert.equal((await config("join_c41z8w0q"))["after"], "20m"));
    await inspector.getByRole("slider", { name: "Earliest Payments" }).focus();
    await page.keyboard.press("ArrowLeft");
    await eventually(async () => assert.equal((await config("join_c41z8w0q"))["before"], "100ms"));
    await inspector.getByText("before to 20 minutes after it").waitFor();
    assert.deepEqual(problems, []);
    await close();
  });

  it("is dragged", async () => {
    const { page, inspector, config, step, select, eventually, close } = await openInspector(
      await sample("late-payments"),
    );
    await select("join_c41z8w0q");
    const box = await inspector.getByRole("slider", { name: "Latest Payments" }).boundingBox();
    assert.ok(box !== null);
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x - 70, at.y, { steps: 6 });
    await page.mouse.up();
    await eventually(async () => assert.match(String((await config("join_c41z8w0q"))["after"]), /^(?:8|9|10|11)m/));
    assert.equal(await step(), "Set after of Order with its payment");
    await close();
  });
});

describe("an aggregate's window", () => {
  it("becomes hopping, with an advance and when its results leave", async () => {
    const { page, inspector, config, select, eventually, close } = await openInspector(await sample("late-payments"));
    await select("count_9d2x7k4b");
    await inspector.getByText("Each record is in one window of 1 minute.").waitFor();
    await inspector.getByRole("radio", { name: "hopping" }).click();
    await eventually(async () =>
      assert.deepEqual((await config("count_9d2x7k4b"))["window"], {
        kind: "hopping",
        size: "1m",
        advance: "15s",
        grace: "10s",
      }),
    );
    await inspector.getByText("each record is in 4 windows").waitFor();
    await inspector.getByRole("slider", { name: "Advance" }).focus();
    await page.keyboard.press("ArrowRight");
    await eventually(async () =>
      assert.deepEqual((await config("count_9d2x7k4b"))["window"], {
        kind: "hopping",
        size: "1m",
        advance: "20s",
        grace: "10s",
      }),
    );
    await inspector.getByRole("radio", { name: "each change" }).click();
    await inspector.getByText("Its result leaves whenever it changes.").waitFor();
    await inspector.getByRole("textbox", { name: "Size" }).fill("0s");
    await inspector
      .getByText(/A window has no length|is not valid/)
      .first()
      .waitFor();
    await inspector.getByRole("radio", { name: "none", exact: true }).click();
    await eventually(async () => assert.equal((await config("count_9d2x7k4b"))["window"], undefined));
    await close();
  });
});
