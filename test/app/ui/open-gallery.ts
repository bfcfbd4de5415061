import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { useChromium, type TestBrowser, type Watched } from "../../support/chromium.ts";
import { serveFolder } from "../../support/serve-folder.ts";

export interface OpenGallery {
  readonly chromium: TestBrowser;
  open(theme: "dark" | "light"): Promise<Watched>;
  close(): Promise<void>;
}

/** Builds the gallery into a folder of its own, serves it, and starts the browser. */
export async function openGallery(): Promise<OpenGallery> {
  const folder = await mkdtemp(join(tmpdir(), "weir-gallery-"));
  const configFile = join(import.meta.dirname, "../../../app/renderer/ui/vite.gallery.config.ts");
  await build({ configFile, logLevel: "error", build: { outDir: folder } });
  const served = await serveFolder(folder);
  const chromium = await useChromium();
  return {
    chromium,
    open: async (theme) => {
      const watched = await chromium.open(`${served.url}/ui/gallery.html?theme=${theme}`, {
        permissions: ["clipboard-read", "clipboard-write"],
        reducedMotion: "reduce",
      });
      await watched.page.locator("[data-section=Icons]").waitFor();
      return watched;
    },
    close: async () => {
      await chromium.close();
      await served.close();
      await rm(folder, { recursive: true });
    },
  };
}
