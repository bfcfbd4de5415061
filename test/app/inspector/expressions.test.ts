/** Expressions as a person writes them: with completion, help, types, findings and values. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { closeBrowser, openInspector, pipelineOf, sample, type InspectorPage } from "./open-inspector.ts";

after(closeBrowser);

const nodes = {
  orders: {
    type: "generator",
    name: "Orders",
    config: {
      fields: {
        id: { kind: "sequence", prefix: "o-" },
        total: { kind: "decimal", min: 1, max: 90 },
        note: { kind: "choice", values: ["gift", null] },
      },
      key: "value.id",
      limit: 50,
      rate: 10,
      start: "2026-01-31T10:00:00Z",
    },
  },
  big: { type: "filter", name: "Big", config: { where: "value.total > 20" } },
  shape: { type: "map", name: "Shape", config: { keep: "none", fields: { id: "value.id", total: "value.total" } } },
  out: { type: "console-sink", name: "Out", config: {} },
};
const edges = ["orders.out -> big.in", "big.out -> shape.in", "shape.out -> out.in"];

async function openFilter(): Promise<InspectorPage> {
  const opened = await openInspector(pipelineOf(nodes, edges));
  await opened.select("big");
  await opened.inspector.getByRole("textbox", { name: "Keep records where" }).waitFor();
  return opened;
}

/** Replaces what the field holds by typing. */
async function write(page: Page, inspector: InspectorPage["inspector"], text: string): Promise<void> {
  await inspector.locator(".expression-box").first().click();
  await inspector.locator(".monaco-editor.focused").waitFor();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(text, { delay: 15 });
}

const suggestions = (page: Page) => page.locator(".suggest-widget.visible .monaco-list-row");

describe("an expression", () => {
  it("is typed, checked and kept; Escape leaves it, Enter takes it up again", async () => {
    const { page, inspector, config, step, eventually, problems, close } = await openFilter();
    await write(page, inspector, "value.total > 50");
    await eventually(async () => assert.equal((await config("big"))["where"], "value.total > 50"));
    assert.equal(await step(), "Set where of Big".replace("where", "keep records where"));
    await inspector.getByText("boolean", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await inspector.locator(".monaco-editor.focused").waitFor({ state: "detached" });
    const field = inspector.getByRole("textbox", { name: "Keep records where" });
    assert.ok(
      await field.evaluate((element) =>
        (element as unknown as { matches(selector: string): boolean }).matches(":focus"),
      ),
    );
    await page.keyboard.press("Enter");
    await inspector.locator(".monaco-editor.focused").waitFor();
    await page.keyboard.type(" && true");
    await eventually(async () => assert.equal((await config("big"))["where"], "value.total > 50 && true"));
    assert.deepEqual(problems, []);
    await close();
  });

  it("offers the fields of the input with their types, and functions with help", async () => {
    const { page, inspector, config, eventually, close } = await openFilter();
    await write(page, inspector, "value.");
    await suggestions(page).first().waitFor();
    const shown = await suggestions(page).allInnerTexts();
    assert.ok(
      shown.some((row) => row.startsWith("total")) && shown.some((row) => row.startsWith("note")),
      shown.join("; "),
    );
    await page.keyboard.type("to");
    await page.keyboard.press("Tab");
    await page.keyboard.type(" > 5 && text.star");
    await suggestions(page).first().waitFor();
    assert.match((await suggestions(page).allInnerTexts()).join("; "), /starts/i);
    await page.keyboard.press("Enter");
    await page.locator(".parameter-hints-widget.visible").waitFor();
    assert.match(await page.locator(".parameter-hints-widget").innerText(), /text\.starts/i);
    await page.keyboard.type('value.id, "o-1"');
    await eventually(async () =>
      assert.match(String((await config("big"))["where"]), /^value\.total > 5 && text\.starts\w*\(value\.id, "o-1"\)$/),
    );
    await close();
  });

  it("offers fields where nothing is written yet, and keeps no empty lines at the end", async () => {
    const unkeyed = { ...nodes, orders: { ...nodes.orders, config: { fields: nodes.orders.config.fields } } };
    const { page, inspector, config, select, eventually, problems, close } = await openInspector(
      pipelineOf(unkeyed, edges),
    );
    await select("orders");
    await inspector.getByRole("textbox", { name: "Key" }).waitFor();
    await write(page, inspector, "value.");
    await suggestions(page).first().waitFor();
    const shown = await suggestions(page).allInnerTexts();
    assert.ok(
      shown.some((row) => row.startsWith("total")),
      shown.join("; "),
    );
    await page.keyboard.type("id");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal((await config("orders"))["key"], "value.id\n"));
    await page.keyboard.press("Escape");
    await eventually(async () => assert.equal((await config("orders"))["key"], "value.id"));
    assert.deepEqual(problems, []);
    await close();
  });

  it("marks what is wrong at its place, and mends it on request", async () => {
    const { page, inspector, config, eventually, close } = await openFilter();
    await write(page, inspector, "value.totl > 5");
    await page.keyboard.press("Escape");
    await inspector.getByText("is not a field of value").waitFor();
    await inspector.locator(".squiggly-error, .expression-marked").first().waitFor();
    await inspector.getByRole("button", { name: "Write total" }).click();
    await eventually(async () => assert.equal((await config("big"))["where"], "value.total > 5"));
    await inspector.getByText("is not a field of value").waitFor({ state: "detached" });
    await close();
  });

  it("says the type of what the pointer is on", async () => {
    const { page, inspector, close } = await openFilter();
    await write(page, inspector, "value.total > 5");
    await inspector.locator(".view-line span", { hasText: "total" }).last().hover();
    await page.locator(".monaco-hover", { hasText: "decimal" }).waitFor();
    await close();
  });

  it("shows its value on records of the preview, one after the other", async () => {
    const { page, inspector, config, eventually, close } = await openFilter();
    await inspector.getByText(/^= (?:true|false)$/).waitFor();
    await page.getByRole("button", { name: "Preview", exact: true }).first().click();
    await inspector.locator(".expression-box").first().click();
    await inspector.getByText("On the sample record o-1.").waitFor();
    await inspector.getByRole("button", { name: "Try another" }).click();
    await inspector.getByText("On the sample record o-2.").waitFor();
    await inspector.locator(".monaco-editor").click();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("int(value.id) > 3");
    await inspector.getByText(/^Fails on the sample record o-2/).waitFor();
    await eventually(async () => assert.equal((await config("big"))["where"], "int(value.id) > 3"));
    await close();
  });

  it("takes fields from the tree", async () => {
    const { page, inspector, config, eventually, close } = await openFilter();
    await write(page, inspector, "1 < ");
    await inspector.getByRole("button", { name: "Fields for Keep records where" }).click();
    await page.getByRole("button", { name: /^value\.total, decimal/ }).click();
    await eventually(async () => assert.equal((await config("big"))["where"], "1 < value.total"));
    await close();
  });

  it("undoes in the editor while that has the focus, in the document otherwise", async () => {
    const { page, inspector, config, eventually, close } = await openFilter();
    await write(page, inspector, "value.total > 70");
    await eventually(async () => assert.equal((await config("big"))["where"], "value.total > 70"));
    await page.keyboard.press("ControlOrMeta+Z");
    await eventually(async () => assert.notEqual((await config("big"))["where"], "value.total > 70"));
    await write(page, inspector, "value.total > 80");
    await eventually(async () => assert.equal((await config("big"))["where"], "value.total > 80"));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await inspector.getByRole("combobox", { name: "When a record fails" }).focus();
    await inspector.getByRole("combobox", { name: "When a record fails" }).blur();
    await page.keyboard.press("ControlOrMeta+Z");
    await eventually(async () => assert.notEqual((await config("big"))["where"], "value.total > 80"));
    await inspector.getByText("value.total > 80").waitFor({ state: "detached" });
    await close();
  });
});

it("in a list Tab goes from field to field, Enter keeps a single line", async () => {
  const { page, inspector, config, select, eventually, problems, close } = await openInspector(
    pipelineOf(nodes, edges),
  );
  await select("shape");
  await inspector.getByRole("textbox", { name: "id", exact: true }).click();
  await inspector.locator(".monaco-editor.focused").waitFor();
  await page.keyboard.type(' + "!"');
  await page.keyboard.press("Escape");
  await eventually(async () =>
    assert.deepEqual((await config("shape"))["fields"], { id: 'value.id + "!"', total: "value.total" }),
  );
  await inspector.getByRole("textbox", { name: "total", exact: true }).focus();
  await inspector.locator(".monaco-editor.focused").waitFor();
  await page.keyboard.type(" * 2");
  await page.keyboard.press("Escape");
  await inspector
    .getByRole("textbox", { name: "total", exact: true })
    .or(inspector.locator(".monaco-editor.focused"))
    .first()
    .waitFor();
  await eventually(async () =>
    assert.deepEqual((await config("shape"))["fields"], { id: 'value.id + "!"', total: "value.total * 2" }),
  );
  assert.equal((await inspector.locator(".monaco-editor").count()) <= 1, true, "one editor for all fields");
  assert.deepEqual(problems, []);
  await close();
});

it("an aggregate's function is chosen from the list, its argument stays", async () => {
  const { page, inspector, config, select, eventually, close } = await openInspector(await sample("late-payments"));
  await select("count_9d2x7k4b");
  await inspector.getByRole("textbox", { name: "amount", exact: true }).click();
  await inspector.getByRole("button", { name: "Choose a function" }).click();
  await page.getByRole("menuitemcheckbox", { name: /^max/ }).click();
  await eventually(async () =>
    assert.deepEqual((await config("count_9d2x7k4b"))["fields"], { orders: "count()", amount: "max(value.total)" }),
  );
  await close();
});
