/**
 * Makes dist/runtime, what an installed package runs: Node strips types in a checkout but refuses to below node_modules. One entry for the
 * command line, one for the studio's processes, one for the engine's worker threads; all lie in one folder, so that
 * `new URL("./worker-thread.js", import.meta.url)` finds it from any chunk. Dependencies stay outside and are installed by npm.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = new URL("../", import.meta.url);
const output = fileURLToPath(new URL("dist/runtime", root));

const manifest: unknown = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const external = dependenciesOf(manifest).map((name) => new RegExp(`^${name.replaceAll("/", "\\/")}(?:\\/|$)`));

const entries: Record<string, string> = {
  main: fileURLToPath(new URL("runtime/cli/main.ts", root)),
  agent: fileURLToPath(new URL("runtime/agent/main.ts", root)),
  "worker-thread": fileURLToPath(new URL("runtime/engine/worker-thread.ts", root)),
};
for (const [name, file] of Object.entries(entries))
  if (!existsSync(file)) throw new Error(`entry ${name}: no file ${file}`);

rmSync(output, { recursive: true, force: true });
const bundle = await rolldown({ input: entries, platform: "node", external: [/^node:/, ...external] });
const { output: files } = await bundle.write({
  dir: output,
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
});
await bundle.close();
const bytes = files.reduce((sum, file) => sum + (file.type === "chunk" ? file.code.length : 0), 0);
console.log(`dist/runtime: ${files.length} files, ${Math.round(bytes / 1024)} KiB`);

function dependenciesOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null || !("dependencies" in value)) return [];
  const { dependencies } = value;
  return typeof dependencies === "object" && dependencies !== null ? Object.keys(dependencies) : [];
}
