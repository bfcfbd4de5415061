import type { ProducerLane } from "../kafka/ports.ts";

/** Where a task's records go. Partition counts are known before a task is built, so nothing here waits. */
export interface TaskOutput {
  partitions(topic: string): number;
  lane(topic: string, partition: number): ProducerLane;
}

export interface TaskLog {
  (level: "info" | "warn" | "error", message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Whole lines for whoever runs the pipeline; `node` is the pipeline node that says them. */
export interface PrintLines {
  (text: string, node: string): void;
}
