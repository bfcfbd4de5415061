/** The controls in a real browser: accessibility by axe, contrast as drawn, keyboard, and no error in the console. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { catalogue } from "../../../shared/operators/catalogue.ts";
import { violations } from "../../support/axe.ts";
import { openGallery, type OpenGallery } from "./open-gallery.ts";

describe("the gallery of controls", () => {
  let gallery: OpenGallery;
  before(async () => {
    gallery = await openGallery();
  });
  after(() => gallery.close());

  for (const theme of ["dark", "light"] as const)
    test(`${theme}: axe finds nothing serious, at rest and with each thing that floats`, async () => {
      const { page, problems, close } = await gallery.open(theme);
      assert.deepEqual(await violations(page), []);
      await page.getByRole("button", { name: "Node", exact: true }).click();
      await page.getByRole("menu").waitFor();
      assert.deepEqual(await violations(page), [], "menu");
      await page.keyboard.press("Escape");
      await page.getByRole("combobox", { name: "Topic" }).nth(1).click();
      await page.getByRole("listbox").waitFor();
      assert.deepEqual(await violations(page), [], "combobox");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Bad notice" }).click();
      await page.getByRole("button", { name: "Delete dialog" }).click();
      await page.getByRole("dialog").waitFor();
      assert.deepEqual(await violations(page), [], "dialog and notice");
      assert.deepEqual(problems, []);
      await close();
    });

  test("every icon of the catalogue is in the map", async () => {
    const { page, close } = await gallery.open("dark");
    assert.equal(await page.locator("[data-operator][data-known=true]").count(), catalogue.size);
    await close();
  });

  test("controls are 28 to 30 pixels high, small ones 24", async () => {
    const { page, close } = await gallery.open("light");
    const heights = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll(".ui-button, .ui-text-field, .ui-select, .ui-segmented")].map(
        (element) => element.className + ": " + element.getBoundingClientRect().height)`,
    );
    assert.ok(heights.length > 60);
    for (const line of heights) assert.match(line, line.includes("small") ? /: 24$/ : /: (?:28|30)$/);
    await close();
  });

  test("figures stand in columns at every size and weight, and code shows what is typed", async () => {
    const watched = await gallery.open("light");
    const widths = await watched.page.evaluate<readonly (readonly [string, string, number])[]>(
      `document.fonts.ready.then(() => ["var(--t-11)", "600 13px/20px var(--font)", "var(--code-12)"].flatMap((font) =>
        ["111111", "000000"].map((text) => {
          const span = document.createElement("span");
          span.style.font = font;
          span.textContent = text;
          document.body.append(span);
          const width = span.getBoundingClientRect().width;
          return [font, text, width];
        })))`,
    );
    const width = (font: string, text: string): number | undefined =>
      widths.find((each) => each[0] === font && each[1] === text)?.[2];
    for (const font of new Set(widths.map(([name]) => name)))
      assert.equal(width(font, "111111"), width(font, "000000"), font);
    const ligatures = await watched.page.evaluate<readonly string[]>(
      "[...new Set([...document.querySelectorAll('body *')].map((each) => getComputedStyle(each).fontVariantLigatures))]",
    );
    assert.deepEqual(ligatures, ["no-contextual"]);
    await watched.close();
  });

  test("reduced motion: nothing moves", async () => {
    const { page, close } = await gallery.open("dark");
    const moving = await page.evaluate(
      "document.getAnimations().filter((each) => Number(each.effect.getComputedTiming().duration) > 0).length",
    );
    assert.equal(moving, 0);
    await close();
  });
});
