/** What the compiler cannot hold about the tree. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { describe, test } from "node:test";
import { errorCodes } from "../shared/errors.ts";
import { catalogue } from "../shared/operators/catalogue.ts";

const root = join(import.meta.dirname, "..");

function sources(folder: string): { readonly path: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(root, file), text: readFileSync(file, "utf8") }));
}

const shared = sources("shared");
const runtime = sources("runtime");
const app = sources("app");
const product = [...shared, ...runtime, ...app];
const all = [...product, ...sources("test")];

describe("tidy", () => {
  test("imports name .ts files, and shared imports nothing of Node or of others", () => {
    for (const { path, text } of all) {
      for (const [, from = ""] of text.matchAll(/^(?:import|export)[^;]*? from "([^"]+)"/gm)) {
        if (from.startsWith(".")) assert.match(from, /\.(?:tsx?|json)$/, `${path} imports ${from}`);
        if (path.startsWith("shared"))
          assert.doesNotMatch(from, /^node:|\/runtime\/|\/test\//, `${path} imports ${from}`);
        if (path.startsWith("runtime")) assert.doesNotMatch(from, /\/(?:test|app)\//, `${path} imports ${from}`);
        if (path.startsWith("app")) assert.doesNotMatch(from, /\/(?:test|runtime)\//, `${path} imports ${from}`);
        if (path.startsWith("app/renderer"))
          assert.doesNotMatch(
            from,
            /^node:|^electron|\/(?:host|main|preload)\/(?!connect|host-error)/,
            `${path} imports ${from}`,
          );
      }
    }
  });

  test("every operator is one name: definition, and file of the same stem", () => {
    for (const type of catalogue.keys()) {
      const found = shared.filter(
        ({ path }) => path.startsWith("shared/operators/") && basename(path) === `${type}.ts`,
      );
      assert.equal(found.length, 1, `the definition of ${type}`);
    }
  });

  test("no file is dead: each is imported, or is an entry", () => {
    const entries =
      /\/(?:main|worker-thread|bundle|generate-tables|generate-wanted|entry|bridge|serve|materialise-thread|gallery|vite\.[\w.]*config|vite\.config|zod-jitless|[\w-]+\.d)\.tsx?$/;
    const imported = new Set(
      all.flatMap(({ path, text }) =>
        [...text.matchAll(/(?:from|import|import\(|new URL\()\s*"(\.[^"?]+)(?:\?\w+)?"/g)].map(([, from = ""]) =>
          relative(root, join(root, path, "..", from)),
        ),
      ),
    );
    const dead = product.map(({ path }) => path).filter((path) => !imported.has(path) && !entries.test(path));
    assert.deepEqual(dead, []);
  });

  test("every code that is used is in the table, and has a form that can be searched", () => {
    for (const code of Object.keys(errorCodes)) assert.match(code, /^[A-Z]+_\d{4}$/);
    for (const { path, text } of product)
      for (const [, code = ""] of text.matchAll(/"((?:DOC|NODE|EXPR|PLAN|RUN|REC|KAFKA|EMB|CLI|STATE|HOST)_\d{4})"/g))
        assert.ok(Object.hasOwn(errorCodes, code), `${code} in ${path}`);
  });

  test("the pages take colours only from the tokens", () => {
    for (const file of readdirSync(join(root, "app/renderer"), { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".css") || file.startsWith("theme")) continue;
      const css = readFileSync(join(root, "app/renderer", file), "utf8").replaceAll(/\/\*.*?\*\//gs, "");
      assert.doesNotMatch(css, /#[0-9a-f]{3,8}\b(?![^{]*\{)|\b(?:rgb|hsl)a?\(/i, `a colour in ${file}`);
    }
  });

  test("nothing names a registry host or a path of one machine", () => {
    const hosts = /registry\.npm[j]s|repo1?\.mav[e]n\.org|\/wo[r]k\//;
    for (const { path, text } of all) assert.doesNotMatch(text, hosts, path);
  });

  test("dependencies stay few", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object };
    assert.deepEqual(Object.keys(dependencies).toSorted(), [
      "@platformatic/wasm-utils",
      "acorn",
      "better-sqlite3",
      "kafkajs",
      "re2js",
      "zod",
    ]);
  });
});
