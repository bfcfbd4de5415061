/**
 * What happened to the records of one node, in one task. Every row that came in is accounted for: it went out, was dropped under a
 * reason, or failed and was skipped or dead-lettered. Plain numbers, added to once per batch.
 */
import type { DropReason } from "../engine/processor.ts";

export class NodeCounters {
  recordsIn = 0;
  /** By output port. */
  readonly recordsOut: Float64Array;
  readonly dropped = new Map<DropReason, number>();
  failed = 0;
  deadLettered = 0;
  /** Greatest event time that arrived; -1 before the first. */
  streamTimeMs = -1;

  constructor(outputs: number) {
    this.recordsOut = new Float64Array(outputs);
  }

  drop(reason: DropReason, rows: number): void {
    this.dropped.set(reason, (this.dropped.get(reason) ?? 0) + rows);
  }
}

/** The same as plain data, summed over tasks: what leaves the worker. */
export interface NodeCount {
  readonly node: string;
  readonly recordsIn: number;
  readonly recordsOut: readonly number[];
  readonly dropped: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly deadLettered: number;
  readonly streamTimeMs: number;
}

export function snapshot(node: string, counters: NodeCounters): NodeCount {
  return {
    node,
    recordsIn: counters.recordsIn,
    recordsOut: [...counters.recordsOut],
    dropped: Object.fromEntries(counters.dropped),
    failed: counters.failed,
    deadLettered: counters.deadLettered,
    streamTimeMs: counters.streamTimeMs,
  };
}

export function addCounts(a: NodeCount, b: NodeCount): NodeCount {
  const dropped: Record<string, number> = { ...a.dropped };
  for (const [reason, count] of Object.entries(b.dropped)) dropped[reason] = (dropped[reason] ?? 0) + count;
  const ports = Math.max(a.recordsOut.length, b.recordsOut.length);
  return {
    node: a.node,
    recordsIn: a.recordsIn + b.recordsIn,
    recordsOut: Array.from({ length: ports }, (_, port) => (a.recordsOut[port] ?? 0) + (b.recordsOut[port] ?? 0)),
    dropped,
    failed: a.failed + b.failed,
    deadLettered: a.deadLettered + b.deadLettered,
    streamTimeMs: Math.max(a.streamTimeMs, b.streamTimeMs),
  };
}
