import type { SampleListener } from "../observability/tap-sampler.ts";
import { TapSampler } from "../observability/tap-sampler.ts";
import { Taps } from "../observability/taps.ts";
import { StreamWorker } from "./stream-worker.ts";
import type { WorkerOptions } from "./stream-worker.ts";
import type { WorkerHandle } from "./worker-handle.ts";

export interface InlineWorkerOptions extends Omit<WorkerOptions, "taps"> {
  readonly onSample: SampleListener;
}

/** A worker in this thread: the least memory, and all that one core can do. */
export function createInlineWorker(options: InlineWorkerOptions): WorkerHandle {
  const taps = new Taps();
  const sampler = new TapSampler(taps, options.onSample);
  const worker = new StreamWorker({ ...options, taps });
  return {
    start: () => worker.start(),
    status: () => Promise.resolve(worker.status()),
    commit: () => worker.commit(),
    finish: (subTopology) => worker.finish(subTopology),
    tap(edges) {
      sampler.watch(edges);
      return Promise.resolve();
    },
    async stop() {
      try {
        await worker.stop();
      } finally {
        await options.kafka.close();
      }
    },
  };
}
