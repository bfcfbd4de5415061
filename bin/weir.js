#!/usr/bin/env node
// The launcher. Plain JavaScript, because it must run on whatever Node the host has: where that is older than Weir
// needs, it re-executes itself on the Node 24 that npm installed beside it, forwards signals and returns its status.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const needed = 24;

function packagedNode() {
  const file = process.platform === "win32" ? "node.exe" : "node";
  const places = [
    join(root, "node_modules", ".bin", file),
    join(dirname(root), ".bin", file),
    ...["node", "node-bin"].flatMap((prefix) => {
      const name = `${prefix}-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
      return [join(root, "node_modules", name, "bin", file), join(dirname(root), name, "bin", file)];
    }),
  ];
  return places.find((place) => existsSync(place));
}

function reExecute(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, WEIR_REEXECUTED: "1" },
  });
  // A terminal sends SIGINT to the whole group; the child decides when to end, so this process only waits.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (signal ? (constants.signals[signal] ?? 0) : 0)));
}

if (Number.parseInt(process.versions.node, 10) >= needed) {
  // Node refuses type stripping below node_modules, so an installed package carries a bundle and a checkout its source.
  const source = join(root, "runtime", "cli", "main.ts");
  const bundle = join(root, "dist", "runtime", "main.js");
  const { main } = await import(pathToFileURL(existsSync(source) ? source : bundle).href);
  await main(process.argv.slice(2));
} else {
  const node = process.env.WEIR_REEXECUTED ? undefined : packagedNode();
  if (node === undefined) {
    console.error(
      `weir needs Node ${needed} or newer, and this is ${process.versions.node}. Install a newer Node and run it again.`,
    );
    process.exit(1);
  }
  reExecute(node);
}
