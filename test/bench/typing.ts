/**
 * Typing into an expression, in a real browser: from a key to the picture, and from a key to what the checker says of it.
 * `node test/bench/typing.ts` prints one line for each figure, in milliseconds.
 */
import { openInspector, closeBrowser, pipelineOf } from "../app/inspector/open-inspector.ts";

const KEYS = 60;

export interface TypingTimes {
  /** From the key until the picture with it. */
  readonly paint: readonly number[];
  /** From the key until what the checker says of the text. */
  readonly checked: readonly number[];
  /** Keys that took longer than a frame, as the browser counts. */
  readonly input: readonly number[];
}

const pipeline = pipelineOf(
  {
    orders: {
      type: "kafka-source",
      name: "Orders",
      config: {
        topic: "orders",
        value: {
          format: "json",
          type: `{ ${Array.from({ length: 60 }, (_, i) => `field${i}: decimal`).join("; ")}; lines: { sku: string; price: decimal }[] }`,
        },
      },
    },
    shape: {
      type: "map",
      name: "Shape",
      config: {
        keep: "none",
        fields: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}`, `value.field${i} * 2`])),
      },
    },
  },
  ["orders.out -> shape.in"],
);

/** In a browser of its own, which is closed afterwards. */
export async function measureTyping(): Promise<TypingTimes> {
  const opened = await openInspector(pipeline);
  const { page, inspector } = opened;
  await opened.select("shape");
  await inspector.getByRole("textbox", { name: "f3", exact: true }).click();
  await inspector.locator(".monaco-editor.focused").waitFor();
  await page.evaluate(`
  window.weirTyping = { paint: [], input: [], checked: [] };
  addEventListener("keydown", () => {
    const startMs = performance.now();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.weirTyping.paint.push(performance.now() - startMs);
      channel.port2.postMessage(null);
    });
    window.weirTyping.keyMs = startMs;
  }, true);
  new MutationObserver(() => {
    if (window.weirTyping.keyMs !== undefined) window.weirTyping.checked.push(performance.now() - window.weirTyping.keyMs);
    window.weirTyping.keyMs = undefined;
  }).observe(document.querySelector(".expression-row-active"), { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["aria-invalid", "title"] });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === "keydown") window.weirTyping.input.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: false });
`);
  const text = " + value.field7 / 3 - value.field12 * (value.field20 + value.field21)".repeat(2).slice(0, KEYS);
  for (const key of text) {
    await page.keyboard.type(key);
    await page.waitForTimeout(60);
  }
  await page.waitForTimeout(500);
  const figures: TypingTimes = await page.evaluate("window.weirTyping");
  await opened.close();
  await closeBrowser();
  return figures;
}

if (import.meta.main) {
  const figures = await measureTyping();
  print("key to picture", figures.paint);
  print("key to finding or value", figures.checked);
  print("keys slower than a frame (event timing)", figures.input);
}

function print(name: string, values: readonly number[]): void {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1);
  console.log(`${name}: median ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)} (${sorted.length})`);
}
