/** Previews, runs and clusters as a page asks for them: through the whole host, trust included. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { until } from "../../support/weir-process.ts";
import { openHost } from "../host/open-host.ts";

const file = "card-payments.pipeline.json";
const pipeline = readFileSync(join(import.meta.dirname, "../../pipelines", file), "utf8");
const request = { pipeline, inputs: {}, defaultCount: 20, end: "close", rowsPerEdge: 10 } as const;

test("what nobody trusts is previewed and not run; what is trusted runs, and ends with the host", async (context) => {
  const { call, fails, events, host } = await openHost(context);
  assert.ok((await call("preview.run", { file, request })).steps.length >= 20);
  const broken = await fails("preview.run", { file, request: { ...request, pipeline: "{" } });
  assert.ok(broken.diagnostics.length > 0, "what is wrong with the pipeline crosses as well");
  const start = { file, pipeline, environment: "embedded", threads: 1 };
  assert.equal((await fails("run.start", start)).code, "HOST_0005");
  assert.equal((await fails("topics.cluster", { cluster: { kind: "run", run: "run_1" } })).code, "HOST_0005");

  await call("workspace.trust", { trusted: true });
  assert.equal((await fails("topics.cluster", { cluster: { kind: "run", run: "run_1" } })).code, "HOST_0011");
  const { run } = await call("run.start", start);
  const cluster = { kind: "run", run } as const;
  const { topics } = await call("topics.cluster", { cluster });
  const topic = topics.find(({ name }) => !name.startsWith("__"))?.name ?? "";
  assert.ok((await call("topics.topic", { cluster, topic })).offsets.length > 0);
  const edge = Object.keys((JSON.parse(pipeline) as { edges: object }).edges)[0] ?? "";
  await call("run.tap", { run, edges: [edge] });
  await until("rows of the edge are seen", () => Promise.resolve(events.some(({ event }) => event === "tap")));
  assert.deepEqual(
    (await call("run.list", {})).map(({ state }) => state),
    ["running"],
  );
  await host.close();
  const last = events.findLast((event) => event.event === "run");
  assert.equal(last?.event === "run" && last.snapshot.state, "ended");
});
