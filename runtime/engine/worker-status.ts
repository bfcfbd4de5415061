import type { NodeCount } from "../observability/counters.ts";

/** What a worker tells about itself, about once a second. Plain data. */
export interface WorkerStatus {
  readonly tasks: readonly TaskStatus[];
  /** What the group is waiting for, in words; null when all is well. */
  readonly waitingFor: string | null;
  readonly pendingBytes: number;
}

export interface TaskStatus {
  readonly id: string;
  readonly subTopology: string;
  readonly partition: number;
  readonly state: "restoring" | "running";
  readonly counts: readonly NodeCount[];
  /** Records on the broker that it has not processed; null while the end is not known. */
  readonly lag: number | null;
  readonly buffered: number;
  /** Its own sources (files, generators) have ended; null where it has none. */
  readonly ended: boolean | null;
  readonly streamTimeMs: number;
  readonly stores: readonly { readonly name: string; readonly entries: number; readonly bytes: number }[];
}
