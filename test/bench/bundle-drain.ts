/** Weir's side of the benchmark as one JavaScript file: an installed package runs a bundle too, and stripping types costs memory of its own. */
import { join } from "node:path";
import { rolldown } from "rolldown";
import { benchFolder } from "./java-peers.ts";

export async function bundleScript(name: "weir-drain" | "w0"): Promise<string> {
  const file = join(benchFolder, `${name}.js`);
  const bundle = await rolldown({
    input: join(import.meta.dirname, `${name}.ts`),
    platform: "node",
    external: [/^node:/, /^[a-z@]/],
  });
  await bundle.write({ file, format: "esm", codeSplitting: false });
  await bundle.close();
  return file;
}
