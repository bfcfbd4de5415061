import { readFile } from "node:fs/promises";
import type { Command } from "../command.ts";

export const command: Command = {
  name: "version",
  summary: "Print the version of Weir and of Node",
  usage: "",
  options: {},
  positionals: { min: 0, max: 0 },
  examples: [{ run: "weir version --json", does: "For scripts" }],
  async run(context) {
    const version = await packageVersion();
    context.result({ weir: version, node: process.versions.node });
    if (!context.json) context.print(`weir ${version} (Node ${process.versions.node})`);
    return 0;
  },
};

/** The nearest package.json that is Weir's, above the source or the bundle. */
async function packageVersion(): Promise<string> {
  for (let folder = new URL("./", import.meta.url); ; folder = new URL("../", folder)) {
    const text = await readFile(new URL("package.json", folder), "utf8").catch(() => null);
    if (text !== null) {
      const found: unknown = JSON.parse(text);
      if (isManifest(found) && found.name === "weir") return found.version;
    }
    if (folder.pathname === new URL("../", folder).pathname) return "unknown";
  }
}

function isManifest(value: unknown): value is { name: string; version: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    "version" in value &&
    typeof value.version === "string"
  );
}
