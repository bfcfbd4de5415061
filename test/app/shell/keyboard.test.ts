/** A whole pipeline drawn, set, previewed and saved without a pointer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPipeline } from "../../../shared/validation/open.ts";
import { validate } from "../../../shared/validation/validate.ts";
import { useChromium } from "../../support/chromium.ts";
import { openStudio } from "../../support/studio.ts";
import { until } from "../../support/until.ts";

test("a complete pipeline is built, previewed and saved by keyboard alone", async () => {
  const browser = await useChromium();
  const studio = await openStudio({ files: {} });
  try {
    const { page, problems } = await browser.open(studio.url);
    const { keyboard } = page;
    await page.getByText("No pipelines in this folder yet").waitFor();

    await keyboard.press("Alt+N");
    await page.getByRole("dialog", { name: "New pipeline" }).waitFor();
    await keyboard.type("By keyboard");
    await keyboard.press("Enter");
    await page.getByRole("tab", { name: /By keyboard/ }).waitFor();

    await page.getByRole("application", { name: /Canvas/ }).waitFor();
    await keyboard.press("/");
    for (const operator of ["generator", "filter", "console"]) {
      await until(() => page.evaluate('document.activeElement?.id === "palette-search"'));
      await keyboard.type(operator);
      await keyboard.press("Enter");
      await page
        .getByRole("group", { name: new RegExp(`^${operator}`, "i") })
        .first()
        .waitFor();
    }

    // Back along the edge to the filter, and into its first field.
    await keyboard.press("Escape");
    await keyboard.press("ArrowLeft");
    await page.getByRole("complementary").getByText("Keep records where").waitFor();
    await keyboard.press("Enter");
    await until(() => page.evaluate('document.activeElement?.closest(".monaco-editor") !== null'));
    await keyboard.press("Control+A");
    await keyboard.type("value.id % 2 == 0");
    await keyboard.press("Escape");

    await keyboard.press("Control+Enter");
    await page.getByRole("grid").first().getByRole("row").nth(1).waitFor();
    await keyboard.press("Control+S");
    await page.getByText("saved", { exact: true }).waitFor();

    await until(
      async () => (openPipeline(await studio.read("by-keyboard.pipeline.json")).pipeline?.nodes.size ?? 0) === 3,
    );
    const { pipeline } = openPipeline(await studio.read("by-keyboard.pipeline.json"));
    assert.ok(pipeline !== null);
    assert.deepEqual([...pipeline.nodes.values()].map(({ type }) => type).toSorted(), [
      "console-sink",
      "filter",
      "generator",
    ]);
    assert.equal(pipeline.edges.size, 2);
    assert.deepEqual(
      validate(pipeline).filter(({ severity }) => severity === "error"),
      [],
    );
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
    await studio.close();
  }
});
