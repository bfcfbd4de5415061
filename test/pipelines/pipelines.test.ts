/** The sample pipelines do what their own tests say. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { loadTopology } from "../../runtime/engine/load-topology.ts";
import { runTest } from "../../runtime/engine/run-tests.ts";
import { parseTestDocument } from "../../shared/pipeline/test-document.ts";

const folder = import.meta.dirname;

for (const file of readdirSync(folder).filter((name) => name.endsWith(".pipeline.json"))) {
  const { topology } = loadTopology(readFileSync(join(folder, file)), folder);
  const { document, diagnostics } = parseTestDocument(
    readFileSync(join(folder, file.replace(".pipeline.", ".test."))),
  );
  assert.deepEqual(diagnostics, []);
  assert.ok(topology !== null && document !== null && document.tests.size > 0, file);
  for (const [name, given] of document.tests)
    test(`${file}: ${name}`, () => {
      assert.deepEqual(runTest(topology, name, given).differences, []);
    });
}
