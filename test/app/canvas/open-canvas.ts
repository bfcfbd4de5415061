/** A canvas in a real browser on the real host, and hands to use it with. Places come from the page's test handle, results from its document. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { CanvasTestHandle } from "../../../app/renderer/canvas/test-handle.ts";
import { useChromium, type TestBrowser, type Watched } from "../../support/chromium.ts";
import { openStudio, type Studio } from "../../support/studio.ts";

export interface OpenedDocument {
  readonly nodes: Readonly<Record<string, { readonly type: string; readonly name: string; readonly config?: unknown }>>;
  readonly edges: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
}
export interface OpenedLayout {
  readonly nodes?: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
  readonly notes?: Readonly<
    Record<
      string,
      {
        readonly x: number;
        readonly y: number;
        readonly width?: number;
        readonly height?: number;
        readonly text: string;
      }
    >
  >;
  readonly groups?: Readonly<
    Record<string, { readonly title: string; readonly nodes: readonly string[]; readonly collapsed?: boolean }>
  >;
}

export interface CanvasPage {
  readonly page: Page;
  readonly watched: Watched;
  readonly studio: Studio;
  document(): Promise<OpenedDocument>;
  layout(): Promise<OpenedLayout>;
  /** Calls one function of the test handle. */
  ask<K extends keyof CanvasTestHandle>(
    name: K,
    ...args: Parameters<CanvasTestHandle[K]>
  ): Promise<ReturnType<CanvasTestHandle[K]>>;
  /** Middle of a node, note or group on the window. */
  middle(id: string): Promise<{ readonly x: number; readonly y: number }>;
  drag(
    from: { readonly x: number; readonly y: number },
    to: { readonly x: number; readonly y: number },
    steps?: number,
  ): Promise<void>;
  settled(): Promise<void>;
  /** Id of the only node of that name. */
  idOf(name: string): Promise<string>;
  close(): Promise<void>;
}

export interface CanvasFiles {
  readonly pipeline: string;
  readonly layout?: string;
}

/** Opens, does, and asserts that the page had nothing to complain about. */
export async function withCanvas(
  files: CanvasFiles,
  work: (canvas: CanvasPage) => Promise<void>,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const canvas = await openCanvas(files, more);
  try {
    await work(canvas);
    assert.deepEqual(canvas.watched.problems, []);
  } finally {
    await canvas.close();
  }
}

/** Nodes of the sample `late-payments`. */
export const ids = {
  orders: "orders_2mq8f7ya",
  payments: "payments_6w0d5j9e",
  join: "join_c41z8w0q",
  late: "late_5h3n6v2r",
  count: "count_9d2x7k4b",
  out: "out_8k1p3c6t",
} as const;

let browser: Promise<TestBrowser> | null = null;

/** One browser for a file of tests; `closeBrowser` ends it. */
export function sharedBrowser(): Promise<TestBrowser> {
  browser ??= useChromium();
  return browser;
}

export async function closeBrowser(): Promise<void> {
  const open = browser;
  browser = null;
  await (await open)?.close();
}

export async function samplePipeline(name: string): Promise<string> {
  return await readFile(join(import.meta.dirname, "../../pipelines", `${name}.pipeline.json`), "utf8");
}

export async function openCanvas(files: CanvasFiles, more: Readonly<Record<string, string>> = {}): Promise<CanvasPage> {
  const studio = await openStudio({
    files: {
      "drawn.pipeline.json": files.pipeline,
      ...(files.layout === undefined ? {} : { "drawn.layout.json": files.layout }),
      ...more,
    },
  });
  const watched = await (await sharedBrowser()).open(studio.url);
  const { page } = watched;
  await page.goto(new URL("/?test=1", page.url()).href);
  await page
    .getByRole("button", { name: (JSON.parse(files.pipeline) as { name: string }).name })
    .first()
    .click();
  await until(page, "window.weirTest !== undefined");
  const canvas = makePage(watched, studio);
  await canvas.settled();
  return canvas;
}

/** Waits until an expression holds in the page. Asked again and again from here: the page's policy allows no eval. */
export async function until(page: Page, expression: string, mostMs = 15_000): Promise<void> {
  const endMs = Date.now() + mostMs;
  while ((await page.evaluate(expression)) !== true) {
    if (Date.now() > endMs) throw new Error(`It did not come true: ${expression}`);
    await page.waitForTimeout(10);
  }
}

export function makePage(watched: Watched, studio: Studio): CanvasPage {
  const { page } = watched;
  const ask: CanvasPage["ask"] = (name, ...args) =>
    page.evaluate(`window.weirTest.${name}(...${JSON.stringify(args)})`);
  const document = async (): Promise<OpenedDocument> => JSON.parse((await ask("document")).pipeline) as OpenedDocument;
  const settled = async (): Promise<void> => {
    await until(page, "(({ settled, analysed }) => settled && analysed)(window.weirTest.state())");
  };
  return {
    page,
    watched,
    studio,
    ask,
    document,
    settled,
    layout: async () => JSON.parse((await ask("document")).layout) as OpenedLayout,
    async middle(id) {
      const box = await ask("box", id);
      if (box === null) throw new Error(`${id} is not on the canvas.`);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    },
    async drag(from, to, steps = 8) {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps });
      await page.mouse.up();
    },
    async idOf(name) {
      const found = Object.entries((await document()).nodes).filter(([, node]) => node.name === name);
      if (found.length !== 1) throw new Error(`${found.length} nodes are named ${name}.`);
      return found[0]?.[0] ?? "";
    },
    async close() {
      await watched.close();
      await studio.close();
    },
  };
}
