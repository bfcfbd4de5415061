/** Every view in both themes: axe finds nothing serious, and the page's policy and console stay quiet. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violations } from "../../support/axe.ts";
import { useChromium, type TestBrowser } from "../../support/chromium.ts";
import { openStudio, type Studio } from "../../support/studio.ts";

describe("accessibility", () => {
  let browser: TestBrowser;
  let studio: Studio;
  before(async () => {
    browser = await useChromium();
    studio = await openStudio();
  });
  after(async () => {
    await browser.close();
    await studio.close();
  });

  for (const colorScheme of ["dark", "light"] as const)
    test(`${colorScheme}: library, document, topics, settings and sheets`, async () => {
      const { page, problems, close } = await browser.open(studio.url, { colorScheme });
      await page.getByRole("heading", { name: "Templates" }).waitFor();
      assert.deepEqual(await violations(page), [], "library");

      await page.getByRole("button", { name: /^Card payments/ }).click();
      await page.getByRole("application", { name: /Canvas/ }).waitFor();
      assert.deepEqual(await violations(page), [], "document");

      await page.keyboard.press("Control+K");
      await page.getByRole("listbox", { name: "Found" }).waitFor();
      assert.deepEqual(await violations(page), [], "command palette");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });

      await page.keyboard.press("Control+Shift+H");
      await page.getByRole("dialog", { name: "History" }).getByRole("list").waitFor();
      assert.deepEqual(await violations(page), [], "history");
      await page.keyboard.press("Escape");

      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.keyboard.press("Alt+T");
      await page.getByRole("main", { name: "Topics" }).waitFor();
      assert.deepEqual(await violations(page), [], "topics");

      await page.keyboard.press("Control+,");
      await page.getByRole("heading", { name: "Secrets" }).waitFor();
      assert.deepEqual(await violations(page), [], "settings");
      assert.deepEqual(problems, []);
      await close();
    });
});
