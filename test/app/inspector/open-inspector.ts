/** The studio in a real browser with one pipeline open, and hands for its inspector. What happened is read from the document. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { useChromium, type TestBrowser } from "../../support/chromium.ts";
import { openStudio, type Studio } from "../../support/studio.ts";

export interface PipelineText {
  readonly name: string;
  readonly description?: string;
  readonly nodes: Readonly<
    Record<
      string,
      { readonly type: string; readonly name: string; readonly config?: unknown; readonly onError?: unknown }
    >
  >;
  readonly edges: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface InspectorPage {
  readonly page: Page;
  readonly inspector: Locator;
  /** Errors of the page so far. */
  readonly problems: readonly string[];
  readonly document: () => Promise<PipelineText>;
  /** Configuration of a node, as it would be saved. */
  readonly config: (id: string) => Promise<Record<string, unknown>>;
  /** Label of the newest step of the history. */
  readonly step: () => Promise<string>;
  readonly select: (...ids: readonly string[]) => Promise<void>;
  /** Waits until it holds: the reason of the last failure is thrown. */
  readonly eventually: (check: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

let browser: Promise<TestBrowser> | null = null;
/** A test that fails leaves its studio open; it would keep the process alive. */
const studios = new Set<Studio>();

export async function closeBrowser(): Promise<void> {
  const open = browser;
  browser = null;
  await (await open)?.close();
  for (const studio of studios) await studio.close();
}

export async function sample(name: string): Promise<string> {
  return await readFile(join(import.meta.dirname, "../../pipelines", `${name}.pipeline.json`), "utf8");
}

/** A document of these nodes; edges as `from.port -> to.port`. */
export function pipelineOf(nodes: PipelineText["nodes"], edges: readonly string[] = []): string {
  const types = [...new Set(Object.values(nodes).map(({ type }) => type))].toSorted();
  return JSON.stringify({
    format: 1,
    id: "tested_1a2b3c4d",
    name: "Tested",
    operators: Object.fromEntries(types.map((type) => [type, 1])),
    nodes,
    edges: Object.fromEntries(
      edges.map((edge, i) => {
        const [from = "", to = ""] = edge.split(" -> ");
        return [`e${i}`, { from, to }];
      }),
    ),
  });
}

export async function openInspector(
  pipeline: string,
  options: { readonly theme?: "dark" | "light"; readonly height?: number } = {},
): Promise<InspectorPage> {
  const studio = await openStudio({ files: { "tested.pipeline.json": pipeline } });
  studios.add(studio);
  browser ??= useChromium();
  const watched = await (
    await browser
  ).open(studio.url, {
    viewport: { width: 1440, height: options.height ?? 1000 },
    colorScheme: options.theme ?? "dark",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const { page, problems } = watched;
  page.setDefaultTimeout(8000);
  await page.goto(new URL("/?test=1", page.url()).href);
  const { name } = JSON.parse(pipeline) as { readonly name: string };
  await page.getByRole("button", { name }).first().click();
  const inspector = page.getByRole("region", { name: "Inspector" });
  await inspector.waitFor();
  const eventually: InspectorPage["eventually"] = async (check) => {
    const endMs = Date.now() + 8000;
    for (;;) {
      try {
        return await check();
      } catch (error) {
        if (Date.now() > endMs) throw error;
        await page.waitForTimeout(25);
      }
    }
  };
  const ask = async (call: string): Promise<unknown> => page.evaluate(`window.weirTest?.${call}`);
  const document = async (): Promise<PipelineText> => {
    const { pipeline: text } = (await ask("document()")) as { readonly pipeline: string };
    return JSON.parse(text) as PipelineText;
  };
  await eventually(async () => {
    const state = (await ask("state()")) as { readonly settled: boolean; readonly analysed: boolean } | undefined;
    assert.ok(state?.settled === true && state.analysed, "the canvas has settled");
  });
  return {
    page,
    inspector,
    problems,
    document,
    eventually,
    async config(id) {
      return ((await document()).nodes[id]?.config ?? {}) as Record<string, unknown>;
    },
    step: async () => ((await ask("step()")) as { readonly label: string }).label,
    async select(...ids) {
      for (const [i, id] of ids.entries()) {
        const box = (await ask(`box(${JSON.stringify(id)})`)) as {
          x: number;
          y: number;
          width: number;
          height: number;
        } | null;
        assert.ok(box !== null, `${id} is on the canvas`);
        if (i > 0) await page.keyboard.down("Shift");
        await page.mouse.click(box.x + box.width / 2, box.y + 12);
        if (i > 0) await page.keyboard.up("Shift");
      }
      await eventually(async () => {
        const { nodes } = (await ask("selection()")) as { readonly nodes: readonly string[] };
        assert.deepEqual(nodes.toSorted(), [...ids].toSorted());
      });
    },
    async close() {
      await watched.close();
      studios.delete(studio);
      await studio.close();
    },
  };
}
