/** What runs for each sample pipeline, as text. `GOLDENS=write` writes the goldens anew; look at the difference before it is committed. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { describeTopology } from "../../shared/topology/describe.ts";
import { plan } from "../../shared/topology/plan.ts";
import { formatPipeline, openPipeline } from "../../shared/validation/open.ts";
import { validate } from "../../shared/validation/validate.ts";

const here = dirname(fileURLToPath(import.meta.url));
const samples = join(here, "../pipelines");

for (const file of readdirSync(samples).filter((name) => name.endsWith(".pipeline.json"))) {
  const text = readFileSync(join(samples, file), "utf8");
  const { pipeline, diagnostics } = openPipeline(text);

  test(`${file}: is canonical and without findings`, () => {
    assert.deepEqual(diagnostics, []);
    assert.ok(pipeline !== null);
    assert.equal(formatPipeline(pipeline), text);
    assert.deepEqual(validate(pipeline), []);
    assert.ok(existsSync(join(samples, file.replace(".pipeline.", ".test."))), "it has tests");
  });

  test(`${file}: plans as its golden says`, () => {
    assert.ok(pipeline !== null);
    const { topology } = plan(pipeline);
    assert.ok(topology !== null);
    const golden = join(here, "goldens", file.replace(".pipeline.json", ".txt"));
    const actual = describeTopology(topology);
    if (process.env["GOLDENS"] === "write") writeFileSync(golden, actual);
    assert.equal(actual, readFileSync(golden, "utf8"));
  });
}

test("every golden has its pipeline", () => {
  for (const file of readdirSync(join(here, "goldens")))
    assert.ok(existsSync(join(samples, file.replace(".txt", ".pipeline.json"))), file);
});
