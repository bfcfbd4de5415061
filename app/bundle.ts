/**
 * Makes what runs outside of a checkout: dist/host (the studio's server, which `weir studio` loads), dist/main (the desktop app) and dist/preload
 * (CommonJS, because a sandboxed preload knows no modules). Dependencies stay outside; the runtime's processes are made by runtime/bundle.ts.
 */
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown, type OutputOptions } from "rolldown";

const root = new URL("../", import.meta.url);
const pathOf = (file: string): string => fileURLToPath(new URL(file, root));

const manifest: unknown = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const external = [
  /^node:/,
  /^electron(?:\/|$)/,
  ...dependenciesOf(manifest).map((name) => new RegExp(`^${name.replaceAll("/", "\\/")}(?:\\/|$)`)),
];

// All chunks lie in the folder of their entry: `new URL("../runtime/agent.js", import.meta.url)` then means the same in each.
const modules: OutputOptions = { format: "esm", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" };

const threads = { "materialise-thread": "app/host/library/materialise-thread.ts" };
await bundle("dist/host", { serve: "app/host/server/serve.ts", ...threads }, modules);
await bundle("dist/main", { entry: "app/main/entry.ts", ...threads }, modules);
await bundle("dist/preload", { bridge: "app/preload/bridge.ts" }, { format: "cjs", entryFileNames: "[name].cjs" });

async function bundle(folder: string, entries: Record<string, string>, options: OutputOptions): Promise<void> {
  const output = pathOf(folder);
  rmSync(output, { recursive: true, force: true });
  const input = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, pathOf(file)]));
  const made = await rolldown({ input, platform: "node", external });
  const { output: files } = await made.write({ dir: output, ...options });
  await made.close();
  const bytes = files.reduce((sum, file) => sum + (file.type === "chunk" ? file.code.length : 0), 0);
  console.log(`${folder}: ${files.length} files, ${Math.round(bytes / 1024)} KiB`);
}

function dependenciesOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null || !("dependencies" in value)) return [];
  const { dependencies } = value;
  return typeof dependencies === "object" && dependencies !== null ? Object.keys(dependencies) : [];
}
