/** A process that speaks the runtime's side of shared/protocol/agent.ts, and does what the test says in the pipeline's text. */
import { writeFileSync } from "node:fs";
import type { AgentMessage, AgentRequest } from "../../../shared/protocol/agent.ts";
import type { RunSnapshot } from "../../../shared/protocol/run.ts";

const post = (message: AgentMessage): void => void process.send?.(message);
let snapshot: RunSnapshot | null = null;

process.on("disconnect", () => process.exit(0));
process.on("message", (request: AgentRequest) => answer(request));
// What a library might post.
process.send?.("hello");
post({ event: "ready" });

function answer(request: AgentRequest): void {
  switch (request.ask) {
    case "preview":
      preview(request.id, request.request.pipeline);
      break;
    case "tests":
      post({ answer: request.id, tests: [{ name: request.tests, passed: true, ms: 1, differences: [] }] });
      break;
    case "run":
      run(request.id, request.request);
      break;
    case "stop":
      if (snapshot?.waitingFor === "stubborn") break;
      if (snapshot !== null) post({ event: "snapshot", snapshot: { ...snapshot, state: "ended" } });
      post({ answer: request.id, done: true });
      break;
    case "tap":
      post({ answer: request.id, done: true });
      for (const edge of request.edges)
        post({
          event: "tap",
          tap: { run: snapshot?.run ?? "", edge, rows: [{ timestampMs: 1, key: null, value: "1" }] },
        });
      break;
  }
}

function preview(id: number, text: string): void {
  const [what = "", argument = "", mark = ""] = text.split(" ");
  if (mark !== "") writeFileSync(mark, String(process.pid));
  if (what === "die") {
    process.stderr.write("RangeError: out of everything\n", () => process.kill(process.pid, "SIGKILL"));
  } else if (what === "refuse") {
    const finding = { code: "DOC_0211", severity: "error", message: "No nodes." } as const;
    post({ answer: id, failure: { code: "CLI_0101", message: "No.", hint: null, node: "n", diagnostics: [finding] } });
  } else if (what === "hang") {
    writeFileSync(argument, String(process.pid));
    // Deaf, as a loop in an expression would be.
    for (;;);
  } else {
    const done = (): void =>
      post({
        answer: id,
        preview: {
          version: 1,
          steps: [],
          inputs: {},
          edges: {},
          sinks: {},
          deadLetters: {},
          nodes: {},
          drops: [],
          windows: [],
          ms: process.pid,
        },
      });
    if (what === "wait") setTimeout(done, Number(argument));
    else done();
  }
}

function run(id: number, request: Extract<AgentRequest, { ask: "run" }>["request"]): void {
  const [what = "", argument = ""] = request.pipeline.split(" ");
  if (what === "refuse") {
    const message = `The broker does not accept ${Object.values(atSecrets(request)).join()}.`;
    post({ answer: id, failure: { code: "KAFKA_0005", message, hint: null, node: null, diagnostics: [] } });
    return;
  }
  snapshot = {
    run: request.run,
    file: request.file,
    state: "running",
    startedAtMs: 1,
    atMs: Date.now(),
    target: "embedded",
    bootstrap: [`127.0.0.1:${process.pid}`],
    nodes: {},
    tasks: [],
    lag: 0,
    waitingFor: what,
    failure: null,
  };
  post({ event: "snapshot", snapshot });
  post({ answer: id, done: true });
  const say = (count: number): void =>
    post({
      event: "log",
      lines: Array.from({ length: count }, (_, index) => ({
        run: request.run,
        atMs: index,
        level: "info" as const,
        node: null,
        message: `line ${index} ${Object.values(atSecrets(request)).join()}`,
      })),
    });
  if (what === "loud") say(Number(argument));
  if (what === "secret") say(1);
  if (what === "die")
    process.stderr.write(`Error: ${Object.values(atSecrets(request)).join()} was here\n`, () => process.exit(7));
  if (what === "bounded") post({ event: "snapshot", snapshot: { ...snapshot, state: "ended" } });
}

function atSecrets(request: Extract<AgentRequest, { ask: "run" }>["request"]): Readonly<Record<string, string>> {
  return request.target.kind === "environment" ? request.target.secrets : {};
}
