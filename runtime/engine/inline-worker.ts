import { StreamWorker } from "./stream-worker.ts";
import type { WorkerOptions } from "./stream-worker.ts";
import type { WorkerHandle } from "./worker-handle.ts";

/** A worker in this thread: the least memory, and all that one core can do. */
export function createInlineWorker(options: WorkerOptions): WorkerHandle {
  const worker = new StreamWorker(options);
  return {
    start: () => worker.start(),
    status: () => Promise.resolve(worker.status()),
    commit: () => worker.commit(),
    finish: (subTopology) => worker.finish(subTopology),
    async stop() {
      try {
        await worker.stop();
      } finally {
        await options.kafka.close();
      }
    },
  };
}
