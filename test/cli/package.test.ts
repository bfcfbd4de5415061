/** What npm packs runs without a checkout: below node_modules, where Node strips no types, from the bundle. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

test("npm pack, unpack, weir version and validate", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-pack-"));
  try {
    const modules = join(folder, "node_modules");
    mkdirSync(modules);
    run("npm", ["pack", "--silent", "--pack-destination", folder], root);
    const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
    assert.ok(archive);
    run("tar", ["xzf", archive], folder);
    renameSync(join(folder, "package"), join(modules, "weir"));
    for (const name of dependencies()) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(root, "node_modules", name), join(modules, name));
    }
    const weir = join(modules, "weir", "bin", "weir.js");
    assert.equal(existsSync(join(modules, "weir", "runtime")), false, "sources are not packed");
    assert.ok(existsSync(join(modules, "weir", "dist", "runtime", "worker-thread.js")));
    assert.match(run(process.execPath, [weir, "version"], folder), /^weir \d+\.\d+\.\d+ /);
    assert.match(
      run(process.execPath, [weir, "validate", join(root, "test/pipeline/fixtures")], folder),
      /6 nodes, 5 edges/,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function run(file: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd, encoding: "utf8" });
  assert.equal(status, 0, `${file} ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}

function dependencies(): string[] {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  return Object.keys(manifest.dependencies);
}
