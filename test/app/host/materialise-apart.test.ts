/** Large documents are put together beside the host's thread, and come out the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { applyToTextsApart } from "../../../app/host/library/materialise-apart.ts";
import { applyToTexts } from "../../../app/host/library/materialise.ts";
import { drawPipeline } from "../../bench/canvas-pipelines.ts";
import { samplePipeline } from "./temporary-folder.ts";

const rename = (name: string) => [{ edit: "renamePipeline", name }];

/** Of this thread. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

test("a pipeline of 5,000 nodes costs the host's thread a fraction", async () => {
  const texts = drawPipeline(5000);
  const steps = [rename("one"), rename("two")];
  const before = cpuMs();
  const here = applyToTexts(texts, steps);
  const between = cpuMs();
  const apart = await applyToTextsApart(texts, steps);
  const after = cpuMs();
  assert.deepEqual(apart, here);
  assert.equal(JSON.parse(apart.pipeline).name, "two");
  const [alone, beside] = [between - before, after - between];
  assert.ok(beside < alone / 2, `${beside} ms beside, ${alone} ms here`);
});

test("what cannot be done fails with its reason, whatever the size", async () => {
  for (const pipeline of [samplePipeline("small"), drawPipeline(5000).pipeline]) {
    const unknown = applyToTextsApart({ pipeline, layout: "" }, [[{ edit: "teleport" }]]);
    await assert.rejects(unknown, { code: "DOC_0301" });
  }
});
