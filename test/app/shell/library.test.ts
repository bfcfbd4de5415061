/** The library, tabs, trust, keys and the command palette, as a person uses them. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openPipeline } from "../../../shared/validation/open.ts";
import { useChromium, type TestBrowser, type Watched } from "../../support/chromium.ts";
import { until } from "../../support/until.ts";
import { openStudio, type Studio } from "../../support/studio.ts";

describe("library", () => {
  let browser: TestBrowser;
  let studio: Studio;
  let watched: Watched;
  before(async () => {
    browser = await useChromium();
    studio = await openStudio();
    watched = await browser.open(studio.url);
  });
  after(async () => {
    await browser.close();
    await studio.close();
  });

  test("shows the folder's pipelines and opens one in a tab", async () => {
    const { page } = watched;
    await page.getByRole("button", { name: /^Card payments/ }).click();
    await page.getByRole("tab", { name: /Card payments/ }).waitFor();
    assert.equal(await page.getByRole("tab", { name: /Card payments/ }).getAttribute("aria-selected"), "true");
    await page.getByRole("button", { name: /^Library of/ }).click();
    await page.getByRole("heading", { name: "Templates" }).waitFor();
  });

  test("finds by parts of words", async () => {
    const { page } = watched;
    await page.getByPlaceholder("Find a pipeline or template").fill("late pay");
    await page.getByRole("button", { name: /^Card payments/ }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: /^Late payments by country/ }).waitFor();
    await page.getByPlaceholder("Find a pipeline or template").fill("");
  });

  test("makes a new pipeline by keyboard, with a file that is canonical", async () => {
    const { page } = watched;
    await page.keyboard.press("Alt+N");
    await page.getByRole("dialog", { name: "New pipeline" }).waitFor();
    await page.keyboard.type("Fraud: über 100 €!");
    await page.keyboard.press("Enter");
    await page.getByRole("tab", { name: /Fraud/ }).waitFor();
    const { pipeline, diagnostics } = openPipeline(await studio.read("fraud-uber-100.pipeline.json"));
    assert.equal(pipeline?.name, "Fraud: über 100 €!");
    assert.deepEqual(diagnostics, []);
  });

  test("duplicates, renames and deletes files with what belongs to them", async () => {
    const { page } = watched;
    await page.getByRole("button", { name: /^Library of/ }).click();
    const more = page.getByRole("button", { name: "More about Relay" });
    await more.click();
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    await page.getByText("relay-copy.pipeline.json").waitFor();
    assert.ok(existsSync(join(studio.folder, "relay-copy.test.json")));

    await page
      .getByRole("listitem")
      .filter({ hasText: "relay-copy.pipeline.json" })
      .getByRole("button", { name: /More about/ })
      .click();
    await page.getByRole("menuitem", { name: "Rename the file" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("copied/relay-two.pipeline.json");
    await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
    await page.getByText("copied/relay-two.pipeline.json").waitFor();
    await until(() => existsSync(join(studio.folder, "copied/relay-two.test.json")));
    await until(() => !existsSync(join(studio.folder, "relay-copy.test.json")));

    await page
      .getByRole("listitem")
      .filter({ hasText: "relay-two" })
      .getByRole("button", { name: /More about/ })
      .click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("copied/relay-two.pipeline.json").waitFor({ state: "detached" });
    await until(() => !existsSync(join(studio.folder, "copied/relay-two.pipeline.json")));
  });

  test("runs commands from the palette, and says why one cannot be run", async () => {
    const { page } = watched;
    await page.keyboard.press("Control+K");
    const theme = await page.locator("html").getAttribute("data-theme");
    await page.getByRole("combobox").fill("dark and light");
    await page.keyboard.press("Enter");
    await page.locator(`html[data-theme=${theme === "dark" ? "light" : "dark"}]`).waitFor();
    await page.keyboard.press("Control+K");
    await page.getByRole("combobox").fill("save");
    await page.getByRole("option", { name: /^Save/ }).first().getByText("Open a pipeline first.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("keys can be changed, and a key leads to one command", async () => {
    const { page } = watched;
    await page.keyboard.press("Control+K");
    await page.getByRole("combobox").fill("show the keys");
    await page.keyboard.press("Enter");
    const row = page.getByRole("dialog").getByRole("listitem").filter({ hasText: "Show the topics" });
    await row.getByRole("button", { name: "Change" }).click();
    await page.keyboard.press("Alt+H");
    await row.getByText("Alt H").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Alt+H");
    await page.getByRole("main", { name: "Topics" }).waitFor();
    assert.deepEqual((await studio.call("preferences.get", {}))["keys"], { "go.topics": "Alt+H", "go.home": "" });
  });

  test("opens another folder by its path, says when there is none, and comes back by what was open before", async () => {
    const { page } = watched;
    const other = join(dirname(studio.folder), "other");
    await mkdir(other);
    await page.keyboard.press("Alt+O");
    const dialog = page.getByRole("dialog", { name: "Open a folder" });
    await dialog.getByRole("textbox", { name: "Path" }).fill(`${other}-missing`);
    await page.keyboard.press("Enter");
    await dialog.getByText(/cannot be opened/).waitFor();
    await dialog.getByRole("textbox", { name: "Path" }).fill(other);
    await page.keyboard.press("Enter");
    await page.getByText("No pipelines in this folder yet").waitFor();
    await page.getByText(/Do you trust the files in other/).waitFor();
    await page.keyboard.press("Alt+O");
    await dialog.getByRole("button", { name: studio.folder }).click();
    await page.getByRole("button", { name: /^Card payments/ }).waitFor();
  });

  // The folder that does not exist is refused with 400.
  test("nothing else went wrong on the way", () =>
    assert.deepEqual(
      watched.problems.filter((problem) => !/status of 400/.test(problem)),
      [],
    ));
});

describe("a folder that is not trusted", () => {
  test("shows and previews, runs nothing, and says so", async () => {
    const browser = await useChromium();
    const studio = await openStudio({ trusted: false });
    try {
      const { page } = await browser.open(studio.url);
      await page.getByText(/Do you trust the files in shop/).waitFor();
      await page.getByRole("button", { name: /^Relay/ }).click();
      const run = page.getByRole("button", { name: "Run", exact: true });
      assert.equal(await run.getAttribute("aria-disabled"), "true");
      await page.getByRole("button", { name: "Trust this folder" }).click();
      await page.getByText(/Do you trust the files/).waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Run", exact: true, disabled: false }).waitFor();
      assert.equal((await studio.call("workspace.get", {})).trusted, true);
    } finally {
      await browser.close();
      await studio.close();
    }
  });
});
