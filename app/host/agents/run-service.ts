/** Runs, each in a process of its own: what they say is kept and passed on, and a death is a state of the run and of nothing else. */
import { randomBytes } from "node:crypto";
import { WeirError } from "../../../shared/errors.ts";
import type { AgentRunRequest } from "../../../shared/protocol/agent.ts";
import type { HostEvent } from "../../../shared/protocol/host-api.ts";
import type { RunLogLine, RunSnapshot } from "../../../shared/protocol/run.ts";
import type { AgentLauncher } from "./agent-launcher.ts";
import { createRun, isOver, type Run } from "./run.ts";

export interface RunService {
  /** Resolves with the run's id when it has begun; rejects with the runtime's findings where the pipeline is not fit to run. */
  start(request: Omit<AgentRunRequest, "run">): Promise<string>;
  /** Resolves when its process has ended, at most a few moments after the grace. HOST_0011 where there is no such run. */
  stop(run: string): Promise<void>;
  /** Newest first; the last few that ended among them. */
  list(): readonly RunSnapshot[];
  find(run: string): RunSnapshot;
  tap(run: string, edges: readonly string[]): Promise<void>;
  logs(run: string): readonly RunLogLine[];
  /** Stops every run. */
  close(): Promise<void>;
}

export interface RunServiceOptions {
  readonly launcher: AgentLauncher;
  readonly publish: (event: HostEvent) => void;
  /** Takes secrets out of what is logged and reported. */
  readonly redact: (text: string) => string;
  readonly times?: RunTimes;
}

export interface RunTimes {
  /** Between asking a process to stop and ending it. */
  readonly stopGraceMs: number;
  /** The same when the host itself ends. */
  readonly closeGraceMs: number;
  /** A process that says nothing for so long after it was started is given up. */
  readonly startLimitMs: number;
  /** Between the last that a run tells and the end of its process. */
  readonly overGraceMs: number;
}

export const runTimes: RunTimes = { stopGraceMs: 10_000, closeGraceMs: 5000, startLimitMs: 30_000, overGraceMs: 1000 };

const endedKept = 20;

export function createRunService({ launcher, publish, redact, times = runTimes }: RunServiceOptions): RunService {
  const runs = new Map<string, Run>();
  let closed = false;

  const must = (id: string): Run => {
    const run = runs.get(id);
    if (run === undefined) {
      throw new WeirError("HOST_0011", `There is no run ${id.slice(0, 40)}.`, {
        hint: "It ended some time ago, or the studio was started anew since.",
      });
    }
    return run;
  };
  const forgetOld = (): void => {
    const ended = [...runs].filter(([, run]) => isOver(run.snapshot()));
    for (const [id] of ended.slice(0, Math.max(0, ended.length - endedKept))) runs.delete(id);
  };

  return {
    async start(request) {
      if (closed) throw new WeirError("HOST_0010", "The studio is closing.");
      const id = `run_${randomBytes(6).toString("hex")}`;
      const run = createRun({ request: { ...request, run: id }, launcher, publish, redact, times });
      runs.set(id, run);
      forgetOld();
      await run.begun;
      return id;
    },
    stop: async (id) => await must(id).stop(times.stopGraceMs),
    list: () => [...runs.values()].map((run) => run.snapshot()).toReversed(),
    find: (id) => must(id).snapshot(),
    tap: async (id, edges) => await must(id).tap(edges),
    logs: (id) => must(id).logs(),
    async close() {
      closed = true;
      await Promise.all([...runs.values()].map(async (run) => await run.stop(times.closeGraceMs)));
    },
  };
}
