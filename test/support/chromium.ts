/**
 * A real browser for tests of the studio. `useChromium` gives pages that are watched: whatever the console says at level error, whatever is thrown,
 * whatever the content security policy refuses is kept as a problem, and a test asserts that there is none.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

const places = [
  process.env["WEIR_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

export interface Watched {
  readonly page: Page;
  /** Errors of the console, thrown errors and policy violations so far, each one line. */
  readonly problems: readonly string[];
  readonly close: () => Promise<void>;
}

export interface TestBrowser {
  readonly browser: Browser;
  /** A page in a context of its own (storage, permissions). Viewport 1440 by 900 when not given. */
  open(url: string, options?: BrowserContextOptions): Promise<Watched>;
  close(): Promise<void>;
}

/** The path of a Chromium; undefined where there is none and none can be installed. */
export async function findChromium(): Promise<string | undefined> {
  const found = places.find((place) => place !== undefined && existsSync(place));
  if (found !== undefined) return found;
  if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) return undefined;
  const run = promisify(execFile);
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  await run("apt-get", ["update"], quiet);
  await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], quiet);
  return places.find((place) => place !== undefined && existsSync(place));
}

export async function useChromium(): Promise<TestBrowser> {
  const executablePath = await findChromium();
  if (executablePath === undefined)
    throw new Error("There is no Chromium here. Install one, or give its path in WEIR_CHROMIUM.");
  // Root has no sandbox of its own; the small shared memory of a container is not used.
  const args = ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  const browser = await chromium.launch({ executablePath, args });
  return {
    browser,
    open: async (url, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      const page = await context.newPage();
      const problems: string[] = [];
      await watch(page, problems);
      await page.goto(url);
      return { page, problems, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}

async function watch(page: Page, problems: string[]): Promise<void> {
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`thrown: ${error.message}`));
  await page.exposeFunction("weirReportViolation", (text: string) => problems.push(`policy: ${text}`));
  await page.addInitScript(
    `addEventListener("securitypolicyviolation", (event) =>
      weirReportViolation(event.effectiveDirective + " refuses " + event.blockedURI));`,
  );
}
