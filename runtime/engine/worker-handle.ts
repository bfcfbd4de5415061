import type { WorkerStatus } from "./worker-status.ts";

/** A worker as the supervisor sees it, in this thread or in another. */
export interface WorkerHandle {
  start(): Promise<void>;
  status(): Promise<WorkerStatus>;
  commit(): Promise<void>;
  finish(subTopology: string): Promise<void>;
  /** Samples rows of these pipeline edges from now on, and of no others. */
  tap(edges: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}
