/** Weir's side of the benchmark as one JavaScript file: an installed package runs a bundle too, and stripping types costs memory of its own. */
import { join } from "node:path";
import { rolldown } from "rolldown";
import { benchFolder } from "./java-peers.ts";

export async function bundleDrain(): Promise<string> {
  const file = join(benchFolder, "weir-drain.js");
  const bundle = await rolldown({
    input: join(import.meta.dirname, "weir-drain.ts"),
    platform: "node",
    external: [/^node:/, /^[a-z@]/],
  });
  await bundle.write({ file, format: "esm", codeSplitting: false });
  await bundle.close();
  return file;
}
