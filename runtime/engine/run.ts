/** A run of a pipeline in this process: topics are made, workers started, their state gathered, the end noticed, and all of it stopped in order. */
import { systemClock } from "./clock.ts";
import { createEngineKafka } from "./create-engine-kafka.ts";
import { createInlineWorker } from "./inline-worker.ts";
import { provisionTopics } from "./provision.ts";
import type { TopicState } from "./provision.ts";
import type { RunRequest } from "./run-request.ts";
import { endOfInput, mergeStatus } from "./run-status.ts";
import type { RunStatus } from "./run-status.ts";
import type { TaskLog } from "./task-output.ts";
import { createThreadedWorker } from "./threaded-worker.ts";
import type { WorkerHandle } from "./worker-handle.ts";
import type { Topology } from "../../shared/topology/topology.ts";

export interface RunOptions {
  readonly topology: Topology;
  readonly request: RunRequest;
  readonly threads: number;
  readonly log: TaskLog;
  /** Lines that console sinks write. */
  readonly print: (text: string) => void;
}

export interface Run {
  readonly topics: readonly TopicState[];
  status(): Promise<RunStatus>;
  /** Resolves when bounded input has been processed to its end, or the run was stopped; rejects when a worker failed. */
  readonly ended: Promise<void>;
  /** Finishes what is under way, commits, leaves the group. */
  stop(): Promise<void>;
}

const POLL_MS = 100;

export async function startRun(options: RunOptions): Promise<Run> {
  const { topology, request } = options;
  const admin = createEngineKafka(request.connection, request.groupProtocol);
  let topics: TopicState[];
  try {
    topics = await provisionTopics(topology, admin.admin);
  } finally {
    await admin.close();
  }
  const outcome = Promise.withResolvers<void>();
  // Whoever only stops a run never looks at `ended`; a failure is then told by stop's caller having seen the log.
  outcome.promise.catch(() => {});
  const workers = Array.from({ length: options.threads }, () =>
    createWorker(options, (error) => outcome.reject(error)),
  );
  try {
    await Promise.all(workers.map((worker) => worker.start()));
  } catch (error) {
    await Promise.allSettled(workers.map((worker) => worker.stop()));
    throw error;
  }
  const status = async (): Promise<RunStatus> =>
    mergeStatus(await Promise.all(workers.map((worker) => worker.status())));
  const stopped = new AbortController();
  const watching = watchForEnd(topology, workers, status, stopped.signal).then(() => outcome.resolve(), outcome.reject);
  return {
    topics,
    status,
    ended: outcome.promise,
    async stop() {
      stopped.abort();
      await watching;
      await Promise.all(workers.map((worker) => worker.stop()));
      outcome.resolve();
    },
  };
}

function createWorker(options: RunOptions, onFailure: (error: Error) => void): WorkerHandle {
  const { topology, request, log, print } = options;
  if (options.threads > 1) return createThreadedWorker({ request, log, print, onFailure });
  const kafka = createEngineKafka(request.connection, request.groupProtocol);
  return createInlineWorker({
    topology,
    kafka,
    clock: systemClock,
    log,
    print,
    processId: request.processId,
    onFailure,
  });
}

/** When every source is bounded and has ended and nothing waits anywhere, open windows close, sub-topology after sub-topology. */
async function watchForEnd(
  topology: Topology,
  workers: readonly WorkerHandle[],
  status: () => Promise<RunStatus>,
  signal: AbortSignal,
): Promise<void> {
  // A topic has no end: such a run ends when it is stopped, and nothing has to wake up for it.
  if (topology.subTopologies.some((part) => part.sourceTopics.length > 0)) {
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    return;
  }
  while (!signal.aborted) {
    await systemClock.sleep(POLL_MS, signal);
    if (signal.aborted || !(await settled(workers, status, topology))) continue;
    for (const { id } of topology.subTopologies) {
      await Promise.all(workers.map((worker) => worker.finish(id)));
      while (!signal.aborted && !(await settled(workers, status, topology))) await systemClock.sleep(POLL_MS, signal);
    }
    return;
  }
}

/** Nothing waits, and still nothing after a commit that would have sent on what processors held back. */
async function settled(
  workers: readonly WorkerHandle[],
  status: () => Promise<RunStatus>,
  topology: Topology,
): Promise<boolean> {
  if (!endOfInput(await status(), topology)) return false;
  await Promise.all(workers.map((worker) => worker.commit()));
  const before = await status();
  await systemClock.sleep(POLL_MS);
  const after = await status();
  return endOfInput(before, topology) && endOfInput(after, topology) && total(before) === total(after);
}

function total(status: RunStatus): number {
  return status.nodes.reduce((sum, node) => sum + node.recordsIn, 0);
}
