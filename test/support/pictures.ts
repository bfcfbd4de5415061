/** `npm run pictures`: the README's pictures of the studio, taken from the real thing: app/pictures/*.png, 1440 by 900. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { useChromium } from "./chromium.ts";
import { openStudio } from "./studio.ts";

const folder = join(import.meta.dirname, "../../app/pictures");

interface Picture {
  readonly file: string;
  readonly theme: "dark" | "light";
  readonly pipeline: RegExp;
  readonly take: (page: Page) => Promise<void>;
}

const pictures: readonly Picture[] = [
  {
    file: "preview-dark.png",
    theme: "dark",
    pipeline: /^Late payments by country/,
    async take(page) {
      await preview(page);
      await page.getByRole("group", { name: /^Order with its payment/ }).click();
      await page.getByText("Keep", { exact: true }).first().waitFor();
    },
  },
  {
    file: "run-light.png",
    theme: "light",
    pipeline: /^Card payments/,
    async take(page) {
      await page.keyboard.press("Alt+R");
      await page.getByText(/running on this computer/).waitFor();
      await page.getByRole("tab", { name: "Logs" }).click();
      // Rates are differences of two snapshots; a few make a line.
      for (let second = 0; second < 12; second++) await page.waitForTimeout(1000);
    },
  },
  {
    file: "topology-dark.png",
    theme: "dark",
    pipeline: /^Late payments by country/,
    async take(page) {
      await preview(page);
      await page.getByRole("radio", { name: "Topology" }).click();
      await page
        .getByText(/sub-topologies/)
        .first()
        .waitFor();
      await page.getByRole("tab", { name: "Lineage" }).click();
      await page.getByRole("treeitem", { name: /^total/ }).click();
    },
  },
];

const studio = await openStudio();
const browser = await useChromium();
try {
  await mkdir(folder, { recursive: true });
  for (const { file, theme, pipeline, take } of pictures) {
    const { page, problems, close } = await browser.open(studio.url, { colorScheme: theme, reducedMotion: "reduce" });
    await page.getByRole("button", { name: pipeline }).first().click();
    await page.getByRole("application", { name: /Canvas/ }).waitFor();
    await take(page);
    await page.mouse.move(5, 895);
    await page.evaluate("document.fonts.ready.then(() => true)");
    await page.screenshot({ path: join(folder, file) });
    for (const problem of problems) console.log(`${file}: ${problem}`);
    await close();
    console.log(`app/pictures/${file}`);
  }
} finally {
  await browser.close();
  await studio.close();
}

async function preview(page: Page): Promise<void> {
  await page.keyboard.press("Control+Enter");
  await page.getByRole("grid").first().getByRole("row").nth(1).waitFor();
}
