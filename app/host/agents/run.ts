/** One run: a process from its first question to its end. */
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import { WeirError } from "../../../shared/errors.ts";
import type { AgentRunRequest } from "../../../shared/protocol/agent.ts";
import type { HostEvent } from "../../../shared/protocol/host-api.ts";
import type { RunFailure, RunLogLine, RunSnapshot } from "../../../shared/protocol/run.ts";
import { agentError, deathOf, startAgent, type AgentEvent } from "./agent.ts";
import type { AgentExit, AgentLauncher } from "./agent-launcher.ts";
import { makeFailure } from "../failure.ts";
import { LogRing } from "./log-ring.ts";
import type { RunTimes } from "./run-service.ts";

export interface Run {
  /** Resolves when it is under way; rejects when it does not come to that. */
  readonly begun: Promise<void>;
  snapshot(): RunSnapshot;
  logs(): readonly RunLogLine[];
  tap(edges: readonly string[]): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

export interface RunOptions {
  readonly request: AgentRunRequest;
  readonly launcher: AgentLauncher;
  readonly publish: (event: HostEvent) => void;
  readonly redact: (text: string) => string;
  readonly times: RunTimes;
}

const logLinesKept = 2000;

export function isOver({ state }: RunSnapshot): boolean {
  return state === "ended" || state === "failed";
}

export function createRun({ request, launcher, publish, redact, times }: RunOptions): Run {
  const agent = startAgent(launcher);
  const log = new LogRing<RunLogLine>(logLinesKept);
  let current = firstSnapshot(request);
  let stopping = false;
  let overdue = false;
  const silent = setTimeout(() => agent.kill(), times.startLimitMs);
  const heard = (): void => clearTimeout(silent);

  const show = (snapshot: RunSnapshot): void => {
    current = snapshot;
    publish({ event: "run", snapshot });
  };
  const note = (lines: readonly RunLogLine[]): void => {
    log.add(lines);
    publish({ event: "log", lines });
  };
  const end = (how: AgentExit): void => {
    const dying = how.stderr.split("\n").filter((line) => line.trim() !== "");
    if (dying.length > 0 && !isOver(current)) note(dying.map((line) => logLine(request.run, redact(line))));
    if (isOver(current)) return;
    const atMs = Date.now();
    if (stopping && !overdue) show({ ...current, state: "ended", atMs, waitingFor: null });
    else show({ ...current, state: "failed", atMs, waitingFor: null, failure: clean(failureOf(how, overdue), redact) });
  };
  const hear = (event: AgentEvent): void => {
    heard();
    if (event.event === "ready") return;
    if (event.event === "tap") publish(event);
    else if (event.event === "log") note(event.lines.map((line) => ({ ...line, message: redact(line.message) })));
    else {
      const { failure, state } = event.snapshot;
      show({
        ...event.snapshot,
        state: stopping && !isOver(event.snapshot) ? "stopping" : state,
        failure: failure === null ? null : clean(failure, redact),
      });
      // Everything is told, but for the answer to what it was asked last.
      if (isOver(event.snapshot)) killLater(times.overGraceMs);
    }
  };
  const killLater = (ms: number): void => {
    const timer = setTimeout(() => agent.kill(), ms);
    void agent.exited.then(() => clearTimeout(timer));
  };

  agent.onEvent(hear);
  const ended = agent.exited.then((how) => {
    heard();
    end(how);
  });
  publish({ event: "run", snapshot: current });
  return {
    begun: begin(),
    snapshot: () => current,
    logs: () => log.list(),
    async tap(edges) {
      if (agent.isAlive()) await agent.ask({ ask: "tap", edges });
    },
    async stop(graceMs) {
      if (!agent.isAlive()) return;
      if (!isOver(current)) {
        stopping = true;
        show({ ...current, state: "stopping", atMs: Date.now() });
      }
      const timer = setTimeout(() => {
        overdue = true;
        agent.kill();
      }, graceMs);
      // However it answers, it has done what it could; what it says of it came before as a snapshot.
      agent.ask({ ask: "stop" }).then(agent.kill, agent.kill);
      await ended;
      clearTimeout(timer);
    },
  };

  async function begin(): Promise<void> {
    try {
      await agent.ask({ ask: "run", request });
    } catch (error) {
      const failure = clean(asFailure(error), redact);
      if (!isOver(current)) show({ ...current, state: "failed", atMs: Date.now(), failure });
      agent.kill();
      await ended;
      throw agentError(failure);
    }
  }
}

function firstSnapshot({ run, file, target }: AgentRunRequest): RunSnapshot {
  const now = Date.now();
  return {
    run,
    file,
    state: "starting",
    startedAtMs: now,
    atMs: now,
    target: target.kind === "embedded" ? "embedded" : target.name,
    bootstrap: [],
    nodes: {},
    tasks: [],
    lag: null,
    waitingFor: null,
    failure: null,
  };
}

function failureOf(how: AgentExit, overdue: boolean): RunFailure {
  return asFailure(
    overdue
      ? new WeirError("HOST_0009", "The run did not stop in time, and its process was ended.", {
          hint: "What was not committed is processed again by the next run.",
        })
      : deathOf(how),
  );
}

function asFailure(error: unknown): RunFailure {
  if (!(error instanceof WeirError)) throw error;
  return makeFailure(error, findingsOf(error));
}

function findingsOf({ cause }: WeirError): readonly Diagnostic[] {
  return Array.isArray(cause) ? cause.filter((item): item is Diagnostic => typeof item === "object") : [];
}

function clean(failure: RunFailure, redact: (text: string) => string): RunFailure {
  return {
    ...failure,
    message: redact(failure.message),
    hint: failure.hint === null ? null : redact(failure.hint),
    diagnostics: failure.diagnostics.map((finding) => ({ ...finding, message: redact(finding.message) })),
  };
}

function logLine(run: string, message: string): RunLogLine {
  return { run, atMs: Date.now(), level: "error", node: null, message };
}
