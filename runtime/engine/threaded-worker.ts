/** A worker in a thread of its own, with its own connections and state: nothing is shared but the request. */
import { Worker } from "node:worker_threads";
import { WeirError } from "../../shared/errors.ts";
import { fromPlainError } from "./plain-error.ts";
import type { SampleListener } from "../observability/tap-sampler.ts";
import type { RunRequest } from "./run-request.ts";
import type { PrintLines, TaskLog } from "./task-output.ts";
import type { WorkerHandle } from "./worker-handle.ts";
import type { WorkerCall, WorkerData, WorkerMessage } from "./worker-messages.ts";
import type { WorkerStatus } from "./worker-status.ts";

export interface ThreadedWorkerOptions {
  readonly request: RunRequest;
  readonly log: TaskLog;
  readonly print: PrintLines;
  readonly onSample: SampleListener;
  readonly onFailure: (error: Error) => void;
}

// Source runs from .ts files, the bundle from .js: the thread's entry has the same ending as this file.
const entry = new URL(import.meta.url.endsWith(".ts") ? "./worker-thread.ts" : "./worker-thread.js", import.meta.url);
const NO_STATUS: WorkerStatus = { tasks: [], waitingFor: null, pendingBytes: 0 };

export function createThreadedWorker(options: ThreadedWorkerOptions): WorkerHandle {
  const data: WorkerData = { request: options.request };
  const thread = new Worker(entry, { workerData: data });
  const waiting = new Map<number, { resolve: (status: WorkerStatus | null) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  let stopped = false;

  thread.on("message", (message: WorkerMessage) => {
    if (message.kind === "log") options.log(message.level, message.message, message.fields);
    else if (message.kind === "print") options.print(message.text, message.node);
    else if (message.kind === "sample") options.onSample(message.edge, message.rows);
    else if (message.kind === "failed") options.onFailure(fromPlainError(message.error));
    else if (message.kind === "answer") take(message.id)?.resolve(message.status);
    else take(message.id)?.reject(fromPlainError(message.error));
  });
  thread.on("error", (error) => ended(error));
  thread.on("exit", (code) => {
    if (!stopped)
      ended(
        new WeirError("RUN_0007", `A worker thread ended by itself with status ${code}.`, {
          hint: "Run again; if it repeats, please report it.",
        }),
      );
    for (const { resolve } of waiting.values()) resolve(null);
    waiting.clear();
  });

  function take(
    id: number,
  ): { resolve: (status: WorkerStatus | null) => void; reject: (error: Error) => void } | undefined {
    const call = waiting.get(id);
    waiting.delete(id);
    return call;
  }

  function ended(error: Error): void {
    stopped = true;
    options.onFailure(error);
  }

  function ask(call: DistributiveOmit<WorkerCall, "id">): Promise<WorkerStatus | null> {
    if (stopped) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      thread.postMessage({ ...call, id });
    });
  }

  return {
    start: async () => void (await ask({ call: "start" })),
    status: async () => (await ask({ call: "status" })) ?? NO_STATUS,
    commit: async () => void (await ask({ call: "commit" })),
    finish: async (subTopology) => void (await ask({ call: "finish", subTopology })),
    tap: async (edges) => void (await ask({ call: "tap", edges })),
    async stop() {
      try {
        await ask({ call: "stop" });
      } finally {
        stopped = true;
        await thread.terminate();
      }
    },
  };
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
