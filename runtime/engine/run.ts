/** A run of a pipeline in this process: topics are made, workers started, their state gathered, the end noticed, and all of it stopped in order. */
import { systemClock } from "./clock.ts";
import { createEngineKafka } from "./create-engine-kafka.ts";
import { createInlineWorker } from "./inline-worker.ts";
import { provisionTopics, taskCount } from "./provision.ts";
import type { TopicState } from "./provision.ts";
import type { RunRequest } from "./run-request.ts";
import { endOfInput, isBounded, mergeStatus } from "./run-status.ts";
import type { RunStatus } from "./run-status.ts";
import type { PrintLines, TaskLog } from "./task-output.ts";
import { createThreadedWorker } from "./threaded-worker.ts";
import type { WorkerHandle } from "./worker-handle.ts";
import type { SampleListener } from "../observability/tap-sampler.ts";
import { inFlowOrder } from "../../shared/topology/flow-order.ts";
import type { Topology } from "../../shared/topology/topology.ts";

export interface RunOptions {
  readonly topology: Topology;
  readonly request: RunRequest;
  readonly threads: number;
  readonly log: TaskLog;
  /** Lines that console sinks write. */
  readonly print: PrintLines;
  /** Gets rows of the edges that `Run.tap` names. */
  readonly onSample?: SampleListener;
}

export interface Run {
  readonly topics: readonly TopicState[];
  status(): Promise<RunStatus>;
  /** Samples a few rows a second of these pipeline edges, and of no others. */
  tap(edges: readonly string[]): Promise<void>;
  /** Resolves when bounded input has been processed to its end, or the run was stopped; rejects when a worker failed. */
  readonly ended: Promise<void>;
  /** Finishes what is under way, commits, leaves the group. Rejects when a worker had failed or could not commit. */
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
  const stopped = new AbortController();
  const counts = new Map(
    topics.flatMap(({ plan, partitions }) => (partitions === null ? [] : [[plan.name, partitions]])),
  );
  const tasks = new Map(topology.subTopologies.map((part) => [part.id, taskCount(part, counts)]));
  const watching = watchForEnd(topology, workers, tasks, stopped.signal).then(() => outcome.resolve(), outcome.reject);
  return {
    topics,
    status: () => statusOf(workers),
    tap: async (edges) => void (await Promise.all(workers.map((worker) => worker.tap(edges)))),
    ended: outcome.promise,
    async stop() {
      stopped.abort();
      await watching;
      const results = await Promise.allSettled(workers.map((worker) => worker.stop()));
      outcome.resolve();
      for (const result of results) if (result.status === "rejected") throw result.reason;
    },
  };
}

function createWorker(options: RunOptions, onFailure: (error: Error) => void): WorkerHandle {
  const { topology, request, log, print, onSample = () => {} } = options;
  if (options.threads > 1) return createThreadedWorker({ request, log, print, onSample, onFailure });
  const kafka = createEngineKafka(request.connection, request.groupProtocol);
  return createInlineWorker({
    topology,
    kafka,
    clock: systemClock,
    log,
    print,
    processId: request.processId,
    onSample,
    onFailure,
  });
}

/**
 * When every source has ended and nothing waits anywhere, open windows close, sub-topology after sub-topology, each after those that it reads
 * from. Only where all tasks are in this process: what others still process may belong into windows here. (Where several processes share
 * bounded input, the one that is left when the others are stopped finishes it.)
 */
async function watchForEnd(
  topology: Topology,
  workers: readonly WorkerHandle[],
  tasks: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<void> {
  if (!isBounded(topology)) {
    await aborted(signal);
    return;
  }
  while (!signal.aborted) {
    await systemClock.sleep(POLL_MS, signal);
    if (signal.aborted || !(await settled(workers, tasks))) continue;
    for (const { id } of inFlowOrder(topology.subTopologies)) {
      await Promise.all(workers.map((worker) => worker.finish(id)));
      while (!signal.aborted && !(await settled(workers, tasks))) await systemClock.sleep(POLL_MS, signal);
    }
    return;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Nothing waits, and still nothing after a commit that would have sent on what processors held back. */
async function settled(workers: readonly WorkerHandle[], tasks: ReadonlyMap<string, number>): Promise<boolean> {
  if (!endOfInput(await statusOf(workers), tasks)) return false;
  await Promise.all(workers.map((worker) => worker.commit()));
  const before = await statusOf(workers);
  await systemClock.sleep(POLL_MS);
  const after = await statusOf(workers);
  return endOfInput(before, tasks) && endOfInput(after, tasks) && total(before) === total(after);
}

async function statusOf(workers: readonly WorkerHandle[]): Promise<RunStatus> {
  return mergeStatus(await Promise.all(workers.map((worker) => worker.status())));
}

function total(status: RunStatus): number {
  return status.nodes.reduce((sum, node) => sum + node.recordsIn, 0);
}
