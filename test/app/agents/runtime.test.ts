/** The host's services with the runtime itself behind them. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { forkLauncher } from "../../../app/host/agents/fork-launcher.ts";
import { createPreviewService } from "../../../app/host/agents/preview-service.ts";
import { createRunService, type RunService } from "../../../app/host/agents/run-service.ts";
import { WeirError } from "../../../shared/errors.ts";
import type { HostEvent } from "../../../shared/protocol/host-api.ts";
import { until } from "../../support/weir-process.ts";
import { openBrowser } from "../kafka/cluster.ts";
import { isRunning } from "./support.ts";

const file = join(import.meta.dirname, "../../pipelines/card-payments.pipeline.json");
const pipeline = readFileSync(file, "utf8");
const request = {
  file: "card-payments.pipeline.json",
  pipeline,
  directory: dirname(file),
  target: { kind: "embedded" },
  threads: 1,
} as const;

function startRuns(context: TestContext): { service: RunService; events: HostEvent[] } {
  const events: HostEvent[] = [];
  const service = createRunService({
    launcher: forkLauncher(),
    publish: (event) => void events.push(event),
    redact: (text) => text,
  });
  context.after(() => service.close());
  return { service, events };
}

describe("the runtime behind the host", () => {
  test("previews the sample pipeline, and a second time", async (context) => {
    const previews = createPreviewService(forkLauncher());
    context.after(() => previews.close());
    const preview = () =>
      previews.preview(request.file, { pipeline, inputs: {}, defaultCount: 200, end: "close", rowsPerEdge: 100 });
    const result = await preview();
    assert.equal(result.version, 1);
    assert.ok(result.steps.length >= 200);
    assert.ok(Object.values(result.edges).some(({ count }) => count > 0));
    assert.deepEqual(Object.keys((await preview()).edges), Object.keys(result.edges));
    const empty = previews.preview("x", { pipeline: "{", inputs: {}, defaultCount: 1, end: "close", rowsPerEdge: 1 });
    await assert.rejects(
      empty,
      (error) => error instanceof WeirError && Array.isArray(error.cause) && error.cause.length > 0,
    );
  });

  test("runs on the embedded broker, which the topic browser looks into, and stops", async (context) => {
    const { service, events } = startRuns(context);
    const run = await service.start(request);
    await until("records flow", () =>
      Promise.resolve(Object.values(service.find(run).nodes).some(({ recordsIn }) => recordsIn > 0)),
    );
    const snapshot = service.find(run);
    const { ask } = openBrowser(context, "127.0.0.1:1", { runs: [snapshot] });
    const { topics } = await ask("topics.cluster", { cluster: { kind: "run", run } });
    assert.ok(topics.length > 0);
    const [group] = await ask("topics.groups", { cluster: { kind: "run", run } });
    assert.ok(group !== undefined && group.offsets.every(({ lag }) => lag === null || lag >= 0), "its group is listed");
    await service.stop(run);
    assert.equal(service.find(run).state, "ended");
    assert.equal(service.find(run).failure, null);
    const states = events.flatMap((event) => (event.event === "run" ? [event.snapshot.state] : []));
    assert.deepEqual([...new Set(states)], ["starting", "running", "stopping", "ended"]);
    await assert.rejects(
      openBrowser(context, "", { runs: [service.find(run)] }).ask("topics.cluster", { cluster: { kind: "run", run } }),
      {
        code: "HOST_0011",
      },
    );
  });

  test("a pipeline that is not fit to run is refused with what is wrong", async (context) => {
    const { service } = startRuns(context);
    await assert.rejects(service.start({ ...request, pipeline: "{}" }), (error) => {
      assert.ok(error instanceof WeirError && Array.isArray(error.cause) && error.cause.length > 0);
      return true;
    });
    assert.equal(service.list()[0]?.state, "failed");
  });

  test("no run outlives a host that is killed", async () => {
    const host = join(import.meta.dirname, "../../../app/host/agents");
    const script = `
      import { forkLauncher } from ${JSON.stringify(join(host, "fork-launcher.ts"))};
      import { createRunService } from ${JSON.stringify(join(host, "run-service.ts"))};
      const fork = forkLauncher();
      const service = createRunService({ launcher: fork, publish: () => undefined, redact: (text) => text });
      await service.start(${JSON.stringify(request)});
      process.stdout.write(String(process._getActiveHandles().find((handle) => handle.pid)?.pid) + "\\n");
    `;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
    const pid = Number(line.trim());
    assert.ok(pid > 0 && isRunning(pid));
    child.kill("SIGKILL");
    await until("the run's process has ended", () => Promise.resolve(!isRunning(pid)), 15_000);
  });
});
