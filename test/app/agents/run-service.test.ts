import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { forkLauncher } from "../../../app/host/agents/fork-launcher.ts";
import { createRunService, runTimes, type RunService } from "../../../app/host/agents/run-service.ts";
import { WeirError } from "../../../shared/errors.ts";
import type { AgentRunRequest } from "../../../shared/protocol/agent.ts";
import type { HostEvent } from "../../../shared/protocol/host-api.ts";
import type { RunSnapshot } from "../../../shared/protocol/run.ts";
import { until } from "../../support/weir-process.ts";
import { fakeAgentEntry, isRunning } from "./support.ts";

interface Started {
  readonly service: RunService;
  readonly events: HostEvent[];
  readonly states: (run: string) => RunSnapshot["state"][];
}

function start(context: TestContext, stopGraceMs = runTimes.stopGraceMs): Started {
  const events: HostEvent[] = [];
  const service = createRunService({
    launcher: forkLauncher(fakeAgentEntry),
    publish: (event) => void events.push(event),
    redact: (text) => text.replaceAll("canary-7d1", "•••"),
    times: { ...runTimes, stopGraceMs, closeGraceMs: Math.min(stopGraceMs, 2000) },
  });
  context.after(() => service.close());
  const states = (run: string): RunSnapshot["state"][] =>
    events.flatMap((event) => (event.event === "run" && event.snapshot.run === run ? [event.snapshot.state] : []));
  return { service, events, states };
}

function request(pipeline: string, secret?: string): Omit<AgentRunRequest, "run"> {
  const environment = {
    kind: "environment",
    name: "shop",
    environment: "",
    secrets: { "env P": secret ?? "" },
  } as const;
  return {
    file: "a.pipeline.json",
    pipeline,
    directory: "/",
    target: secret === undefined ? { kind: "embedded" } : environment,
    threads: 1,
  };
}

function pidOf(snapshot: RunSnapshot): number {
  return Number(snapshot.bootstrap[0]?.split(":")[1]);
}

describe("runs in processes", () => {
  test("starts, publishes, taps, and stops", async (context) => {
    const { service, events, states } = start(context);
    const run = await service.start(request("steady"));
    assert.equal(service.find(run).state, "running");
    assert.deepEqual(
      service.list().map((snapshot) => snapshot.run),
      [run],
    );
    await service.tap(run, ["e1", "e2"]);
    await until("both taps arrive", () => Promise.resolve(events.filter(({ event }) => event === "tap").length === 2));
    const pid = pidOf(service.find(run));
    assert.ok(isRunning(pid));
    await service.stop(run);
    assert.equal(isRunning(pid), false);
    assert.deepEqual(states(run), ["starting", "running", "stopping", "ended"]);
    await service.stop(run);
  });

  test("a process that does not stop is ended after the grace, and the run says so", async (context) => {
    const { service } = start(context, 300);
    const run = await service.start(request("stubborn"));
    await service.stop(run);
    const { state, failure } = service.find(run);
    assert.equal(state, "failed");
    assert.match(failure?.message ?? "", /did not stop in time/);
    assert.equal(isRunning(pidOf(service.find(run))), false);
  });

  test("a process that dies makes its run failed, and no other", async (context) => {
    const { service, states } = start(context);
    const other = await service.start(request("steady"));
    const run = await service.start(request("die", "canary-7d1"));
    await until("the run has failed", () => Promise.resolve(service.find(run).state === "failed"));
    const { failure } = service.find(run);
    assert.equal(failure?.code, "HOST_0009");
    assert.match(failure.message, /with status 7: Error: ••• was here/);
    assert.match(service.logs(run).at(-1)?.message ?? "", /••• was here/);
    assert.equal(service.find(other).state, "running");
    assert.deepEqual(states(run), ["starting", "running", "failed"]);
  });

  test("a run that is killed from outside fails", async (context) => {
    const { service } = start(context);
    const run = await service.start(request("steady"));
    process.kill(pidOf(service.find(run)), "SIGKILL");
    await until("the run has failed", () => Promise.resolve(service.find(run).state === "failed"));
    assert.match(service.find(run).failure?.message ?? "", /by SIGKILL/);
  });

  test("what does not begin is refused with the runtime's reason, without secrets", async (context) => {
    const { service, events } = start(context);
    await assert.rejects(service.start(request("refuse", "canary-7d1")), (error) => {
      assert.ok(error instanceof WeirError);
      assert.deepEqual([error.code, error.message], ["KAFKA_0005", "The broker does not accept •••."]);
      return true;
    });
    assert.equal(service.list()[0]?.state, "failed");
    assert.doesNotMatch(JSON.stringify(events), /canary/);
  });

  test("keeps the newest 2,000 lines of each log, without secrets", async (context) => {
    const { service, events } = start(context);
    const run = await service.start(request("loud 5000"));
    await until("the log is there", () => Promise.resolve(service.logs(run).length === 2000));
    assert.match(service.logs(run)[0]?.message ?? "", /^line 3000/);
    assert.match(service.logs(run).at(-1)?.message ?? "", /^line 4999/);
    const careful = await service.start(request("secret", "canary-7d1"));
    await until("its line is there", () => Promise.resolve(service.logs(careful).length === 1));
    assert.equal(service.logs(careful)[0]?.message, "line 0 •••");
    assert.doesNotMatch(JSON.stringify(events), /canary/);
  });

  test("a run that ends by itself is over, and its process goes", async (context) => {
    const { service } = start(context, 200);
    const run = await service.start(request("bounded"));
    await until("the run is over", () => Promise.resolve(service.find(run).state === "ended"));
    await until("its process is gone", () => Promise.resolve(!isRunning(pidOf(service.find(run)))));
    assert.equal(service.find(run).state, "ended");
  });

  test("an unknown run is told", async (context) => {
    const { service } = start(context);
    assert.throws(() => service.logs("run_x"), { code: "HOST_0011" });
    await assert.rejects(service.stop("run_x"), { code: "HOST_0011" });
  });

  test("closing stops every run", async (context) => {
    const { service } = start(context);
    const runs = [await service.start(request("steady")), await service.start(request("steady"))];
    const pids = runs.map((run) => pidOf(service.find(run)));
    await service.close();
    assert.deepEqual(pids.map(isRunning), [false, false]);
    await assert.rejects(service.start(request("steady")), { code: "HOST_0010" });
  });

  test("no process outlives a host that is killed", async () => {
    const script = `
      import { forkLauncher } from ${JSON.stringify(join(import.meta.dirname, "../../../app/host/agents/fork-launcher.ts"))};
      import { createRunService } from ${JSON.stringify(join(import.meta.dirname, "../../../app/host/agents/run-service.ts"))};
      const service = createRunService({ launcher: forkLauncher(${JSON.stringify(fakeAgentEntry)}), publish: () => undefined, redact: (text) => text });
      const run = await service.start(${JSON.stringify(request("steady"))});
      console.log(service.find(run).bootstrap[0]);
    `;
    const host = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(host.stdout.setEncoding("utf8"), "data")) as [string];
    const pid = Number(line.trim().split(":")[1]);
    assert.ok(isRunning(pid));
    host.kill("SIGKILL");
    await until("the agent has ended", () => Promise.resolve(!isRunning(pid)), 5000);
  });
});
