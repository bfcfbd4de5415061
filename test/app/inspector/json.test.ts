/** Text and canvas are two views of one document. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { closeBrowser, openInspector, sample } from "./open-inspector.ts";

after(closeBrowser);

const editor = (page: Page) =>
  page.getByRole("region", { name: "Panels" }).locator(".json-editor .monaco-editor").first();
const says = (page: Page) => page.getByRole("region", { name: "Panels" }).locator(".synced-editor-foot");

async function openText(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "JSON" }).click();
  await editor(page).waitFor();
}

/** Puts the cursor behind the first place where the text stands. */
async function goBehind(page: Page, text: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+F");
  await page.locator(".find-widget.visible").waitFor();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
}

describe("JSON of the pipeline", () => {
  it("changes the canvas as it is typed, as one step", async () => {
    const { page, document, step, eventually, problems, close } = await openInspector(await sample("late-payments"));
    await openText(page);
    await goBehind(page, '"name": "Not fully paid');
    await page.keyboard.type(" yet, at all");
    await eventually(async () =>
      assert.equal((await document()).nodes["late_5h3n6v2r"]?.name, "Not fully paid yet, at all"),
    );
    assert.equal(await step(), "Edit JSON");
    await says(page).getByText("In step with the canvas").waitFor();
    assert.deepEqual(problems, []);
    await close();
  });

  it("keeps broken text, says where it is broken, and keeps the graph", async () => {
    const { page, document, eventually, close } = await openInspector(await sample("late-payments"));
    await openText(page);
    await goBehind(page, '"name": "Not fully paid"');
    await page.keyboard.type(" oops");
    await says(page)
      .getByText(/^Line \d+, column \d+: /)
      .waitFor();
    assert.equal((await document()).nodes["late_5h3n6v2r"]?.name, "Not fully paid");
    await page.getByRole("tab", { name: "Problems" }).click();
    await editor(page).waitFor({ state: "detached" });
    await openText(page);
    await says(page)
      .getByText(/^Line \d+, column \d+: /)
      .waitFor();
    await says(page).getByRole("button", { name: /^Line/ }).click();
    await eventually(async () => assert.match(await editor(page).locator(".view-lines").innerText(), /oops/));
    await goBehind(page, " oops");
    for (let i = 0; i < 5; i += 1) await page.keyboard.press("Backspace");
    await says(page).getByText("In step with the canvas").waitFor();
    await eventually(async () => assert.equal(Object.keys((await document()).nodes).length, 6));
    await close();
  });

  it("takes over what changes elsewhere without losing the cursor", async () => {
    const { page, inspector, document, select, eventually, close } = await openInspector(await sample("late-payments"));
    await openText(page);
    await goBehind(page, '"topic": "late-payments.dead');
    await select("orders_2mq8f7ya");
    await inspector.getByRole("textbox", { name: "Name of the node" }).fill("All of the orders");
    await inspector.getByRole("textbox", { name: "Name of the node" }).press("Enter");
    await eventually(async () => assert.equal((await document()).nodes["orders_2mq8f7ya"]?.name, "All of the orders"));
    await editor(page).locator("textarea, .native-edit-context").first().focus();
    await page.keyboard.type("er");
    await eventually(async () =>
      assert.deepEqual((await document()).nodes["late_5h3n6v2r"]?.onError, {
        policy: "dead-letter",
        topic: "late-payments.deader",
      }),
    );
    assert.equal((await document()).nodes["orders_2mq8f7ya"]?.name, "All of the orders");
    await close();
  });

  it("is completed from the schema", async () => {
    const { page, close } = await openInspector(await sample("late-payments"));
    await openText(page);
    await goBehind(page, '"topic": "late-totals", ');
    await page.keyboard.type('"com');
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "compression" }).waitFor();
    await close();
  });
});

it("a node is edited as JSON in place of its form", async () => {
  const { page, inspector, document, step, select, eventually, problems, close } = await openInspector(
    await sample("late-payments"),
  );
  await select("late_5h3n6v2r");
  await inspector.getByRole("radio", { name: "JSON" }).click();
  const text = inspector.locator(".json-editor .monaco-editor").first();
  await text.click();
  await page.keyboard.press("ControlOrMeta+A");
  const typed = '{"type": "filter", "name": "Unpaid", "config": {"where": "value.paid == 0"}}';
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(typed)})`);
  await page.keyboard.press("ControlOrMeta+V");
  await eventually(async () => {
    const node = (await document()).nodes["late_5h3n6v2r"];
    assert.deepEqual([node?.name, node?.config, node?.onError], ["Unpaid", { where: "value.paid == 0" }, undefined]);
  });
  assert.equal(await step(), "Edit JSON of Not fully paid");
  await inspector.getByRole("radio", { name: "Form" }).click();
  await inspector.getByText("value.paid == 0").waitFor();
  assert.deepEqual(problems, []);
  await close();
});
