/** Help is there where one is, and can be searched. */
import assert from "node:assert/strict";
import { after, it } from "node:test";
import { library } from "../../../shared/expressions/functions/library.ts";
import { closeBrowser, openInspector, sample } from "./open-inspector.ts";

after(closeBrowser);

it("of a node: what it does, its settings, and examples with what goes in and comes out", async () => {
  const { page, inspector, select, problems, close } = await openInspector(await sample("late-payments"));
  await select("join_c41z8w0q");
  await inspector.getByRole("button", { name: "Help on Join streams" }).click();
  const help = page.getByRole("complementary", { name: "Help" });
  await help.getByRole("heading", { name: "Join streams" }).waitFor();
  await help
    .getByRole("region", { name: "Settings" })
    .getByText("How long records that come late are still joined.")
    .waitFor();
  const example = help.getByRole("region", { name: "A click within ten seconds of its impression" });
  assert.deepEqual(await example.getByRole("table").last().getByRole("columnheader").allInnerTexts(), [
    "time",
    "key",
    "ad",
    "page",
  ]);
  assert.deepEqual(await example.getByRole("table").last().getByRole("cell").allInnerTexts(), [
    "00:00:11",
    "u1",
    "a1",
    "p1",
  ]);
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  assert.deepEqual(problems, []);
  await close();
});

it("finds functions and operators by what they do", async () => {
  const { page, problems, close } = await openInspector(await sample("late-payments"));
  await page.keyboard.press("F1");
  const help = page.getByRole("complementary", { name: "Help" });
  await help.getByRole("searchbox").fill("upper");
  await help.getByRole("button", { name: /^text\.upper/ }).click();
  await help.getByText(`${library.size} functions for expressions`).waitFor();
  await help.locator("[data-function='text.upper'][data-marked]").waitFor();
  assert.equal((await help.locator("[data-function]").count()) >= library.size, true);
  await help.getByRole("searchbox").fill("sensitive fields");
  await help.getByRole("button", { name: /^Mask/ }).first().click();
  await help.getByRole("heading", { name: "Mask" }).waitFor();
  await help.getByRole("button", { name: "Back" }).click();
  await help.getByText("functions for expressions").waitFor();
  assert.deepEqual(problems, []);
  await close();
});
