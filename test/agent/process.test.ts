/** The process itself: answers exactly once whatever it is told, ends with its host, and cannot reach anything in a preview. */
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { after, before, describe, test } from "node:test";
import { openChannel } from "../../runtime/agent/channel.ts";
import { until } from "../support/weir-process.ts";
import { pipelineText, previewOf, previewRequest, startAgent, type AgentProcess } from "./agent-process.ts";

const root = join(import.meta.dirname, "../..");

describe("requests", () => {
  let agent: AgentProcess;
  before(() => {
    agent = startAgent();
  });
  after(() => agent.kill("SIGKILL"));

  test("it says that it is ready, and nothing on standard output", async () => {
    await agent.event((event) => event.event === "ready");
    assert.equal(agent.stdout(), "");
  });

  test("what is not understood is answered as a failure, once, and the next request is served", async () => {
    const request = previewRequest(pipelineText("relay"), { defaultCount: 1 });
    const nested = `{"format":1,"nodes":${"[".repeat(5000)}`;
    const hostile: readonly unknown[] = [
      "text",
      null,
      [],
      { ask: "preview" },
      { id: "1", ask: "preview", request },
      { id: -1, ask: "preview", request },
      { id: 1001, ask: "format the disk" },
      { id: 1002, ask: "preview" },
      { id: 1003, ask: "preview", request: { ...request, rowsPerEdge: 0 } },
      { id: 1004, ask: "preview", request: { ...request, pipeline: nested } },
      {
        id: 1005,
        ask: "preview",
        request: { ...request, inputs: JSON.parse('{"__proto__":{"kind":"generated","count":1}}') },
      },
      { id: 1006, ask: "preview", request: { ...request, more: true } },
      { id: 1007, ask: "tests", pipeline: 7, tests: [] },
      { id: 1008, ask: "tap", edges: ["e"] },
      { id: 1009, ask: "stop" },
      { id: 1010, ask: "run", request: { target: { kind: "embedded" } } },
    ];
    for (const message of hostile) agent.raw(message);
    await previewOf(agent, request);
    const failures = agent.answers.filter(({ answer }) => answer > 1000);
    assert.deepEqual(
      failures.map(({ answer }) => answer).toSorted((a, b) => a - b),
      [1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010],
    );
    for (const answer of failures) {
      if ("preview" in answer) assert.equal(answer.answer, 1005);
      else assert.match("failure" in answer ? answer.failure.code : "", /^(?:HOST_0001|HOST_0011|CLI_0101)$/);
    }
    assert.equal(agent.stdout(), "");
  });

  test("a document with errors is refused with its findings", async () => {
    const answer = await agent.ask({ ask: "preview", request: previewRequest("{") });
    assert.ok("failure" in answer);
    assert.equal(answer.failure.code, "CLI_0101");
    assert.ok(answer.failure.diagnostics.length > 0 && answer.failure.hint !== null);
  });

  test("tests are run and differences told", async () => {
    const tests = readFileSync(join(root, "test/pipelines/late-payments.test.json"), "utf8");
    const passed = await agent.ask({ ask: "tests", pipeline: pipelineText("late-payments"), tests });
    assert.ok("tests" in passed && passed.tests.length > 0);
    assert.ok(passed.tests.every((report) => report.passed));

    const wrong = tests.replace('"orders": 1, "amount": 20', '"orders": 2, "amount": 20');
    const failed = await agent.ask({ ask: "tests", pipeline: pipelineText("late-payments"), tests: wrong });
    assert.ok("tests" in failed);
    const [difference] = failed.tests[0]?.differences ?? [];
    assert.equal(difference?.node, "out_8k1p3c6t");
    assert.match(difference?.expected[0]?.value ?? "", /"orders":2/);
    assert.match(difference?.actual[0]?.value ?? "", /"orders":1/);

    const broken = await agent.ask({ ask: "tests", pipeline: pipelineText("late-payments"), tests: "{}" });
    assert.ok("failure" in broken && broken.failure.diagnostics.length > 0);
  });
});

test("a preview is cancelled by ending the process, also while it computes", async () => {
  const agent = startAgent();
  await agent.event((event) => event.event === "ready");
  void agent.ask({ ask: "preview", request: previewRequest(pipelineText("card-payments"), { defaultCount: 20_000 }) });
  if (process.platform === "linux") {
    const idle = processorTicks(agent.pid);
    await until("it computes", () => Promise.resolve(processorTicks(agent.pid) > idle + 30));
  }
  agent.kill("SIGTERM");
  assert.equal((await agent.exited).signal, "SIGTERM");
  assert.deepEqual(agent.answers, []);
});

/** Time that a process has computed, in hundredths of a second. */
function processorTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

test("an error that nobody caught fails what is open, and the process goes on", async () => {
  const trap = "process.on('message', (message) => { if (message === 'boom') throw new Error('a bug'); })";
  const agent = startAgent({ execArgv: ["--import", `data:text/javascript,${encodeURIComponent(trap)}`] });
  try {
    const answer = await agent.ask({
      ask: "run",
      request: {
        run: "r1",
        file: "a.pipeline.json",
        pipeline: pipelineText("card-payments"),
        directory: root,
        target: { kind: "embedded" },
        threads: 1,
      },
    });
    assert.ok("done" in answer);
    agent.raw("boom");
    const failed = await agent.snapshot(({ state }) => state === "failed");
    assert.deepEqual([failed.failure?.code, failed.failure?.message], ["RUN_0500", "Error: a bug"]);
    assert.match(failed.failure?.hint ?? "", /report/);
    const result = await previewOf(agent, previewRequest(pipelineText("relay"), { defaultCount: 1 }));
    assert.equal(result.steps.length, 1);
  } finally {
    agent.kill("SIGKILL");
  }
});

test("it ends when nobody is there any more", async () => {
  const agent = startAgent();
  await agent.event((event) => event.event === "ready");
  agent.disconnect();
  assert.deepEqual(await agent.exited, { code: 0, signal: null });
});

test("in a utility process of Electron it speaks over the port to its parent", () => {
  const port = new EventEmitter();
  const posted: unknown[] = [];
  const got: unknown[] = [];
  let closed = false;
  Object.assign(process, {
    parentPort: Object.assign(port, { postMessage: (message: unknown) => posted.push(message) }),
  });
  try {
    const channel = openChannel();
    channel?.send({ event: "ready" });
    channel?.onMessage((message) => got.push(message));
    channel?.onClose(() => (closed = true));
    port.emit("message", { data: { id: 1 } });
    port.emit("close");
    assert.deepEqual([posted, got, closed], [[{ event: "ready" }], [{ id: 1 }], true]);
  } finally {
    Reflect.deleteProperty(process, "parentPort");
  }
});

test("what a preview runs on opens no connection, starts no process and writes no file", () => {
  const seen = importsOf(join(root, "runtime/agent/main.ts"));
  const used = [...seen].filter((path) => path.startsWith("node:"));
  assert.deepEqual(
    used.filter((name) => /^node:(?:net|tls|http|https|dgram|child_process|worker_threads)$/.test(name)),
    [],
  );
  const ours = [...seen].filter((path) => !path.startsWith("node:")).map((path) => relative(root, path));
  assert.ok(ours.includes("runtime/engine/simulation.ts"));
  assert.deepEqual(
    ours.filter((path) =>
      /^runtime\/(?:kafka\/(?:client|connection|producer|fetcher)|embedded|cli|engine\/run\.ts)/.test(path),
    ),
    [],
  );
  // Processors of files come along with all others; the simulation puts topics in their place (see "a file that a sink names is not written").
  const files = ours.filter((path) => /from "node:fs/.test(readFileSync(join(root, path), "utf8")));
  assert.deepEqual(
    files.filter((path) => !path.startsWith("runtime/processors/")),
    [],
  );
});

/** Files that a file brings along when it is loaded, and modules of Node. */
function importsOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!existsSync(file)) return seen;
  const text = readFileSync(file, "utf8");
  for (const [statement, from = ""] of text.matchAll(/^(?:import|export)[^;]*? from "([^"]+)"/gm)) {
    if (/^(?:import|export) type /.test(statement)) continue;
    if (from.startsWith("node:")) seen.add(from);
    else if (from.startsWith(".")) importsOf(join(dirname(file), from), seen);
  }
  return seen;
}
