/**
 * What an operator is at run time. Synchronous and single-threaded: the engine hands over a batch and everything that follows from it has
 * been emitted when the call returns. One instance per task; it sees only its own partition.
 */
import type { ProcessorConfigs, ProcessorType } from "../../shared/topology/processors.ts";
import type { TopologyNode } from "../../shared/topology/topology.ts";
import type { StateStore } from "../state/state-store.ts";
import type { Batch } from "../vectors/batch.ts";

export interface Processor {
  /** Handles the live rows of a batch that arrived on an input port. */
  process(port: number, batch: Batch): void;
  /**
   * Joins implement this instead: two inputs in the order in which they must be seen. Entry k of `order` is `row * 2 + port`;
   * either batch may be null when no row of it is named.
   */
  processMerged?(left: Batch | null, right: Batch | null, order: Int32Array, count: number): void;
  /** Stream time moves to `timeMs` although no record says so (an idle source, the end of a test). Never backwards. */
  advanceStreamTime?(timeMs: number): void;
  /** Before every commit: emits what it held back (coalesced results). */
  flush?(): void;
  /** The clock on the wall went on; called about once a second. */
  tick?(nowMs: number): void;
  /**
   * When it tries again (by `flush`) to write what it could not write to something outside of Kafka, as its node's `retry` says; null when
   * nothing waits. Until then its task is given no more records, and nothing of the task is committed.
   */
  blockedUntilMs?(): number | null;
  /** What it could not write is tried a last time; throws where that fails. */
  close?(): void;
}

export interface ProcessorContext {
  /** Hands a batch to everything connected to an output port (index into `TopologyNode.outputs`). */
  emit(output: number, batch: Batch): void;
  /** Counts rows that end here without output, under a reason that is shown to the user. */
  drop(reason: DropReason, rows: number): void;
  /** Applies the node's `onError` to one row. Returns when the row is settled (skipped, dead-lettered); throws when the pipeline must stop. */
  fail(batch: Batch, row: number, error: unknown): void;
  store<T extends StateStore>(name: string): T;
  nowMs(): number;
  /** Text for the console of whoever runs the pipeline: whole lines. */
  print(text: string): void;
  /** To the pipeline's log, with the node attached. Never per record. */
  log(level: "info" | "warn" | "error", message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export type DropReason =
  | "filtered"
  | "no-match"
  | "null-key"
  | "null-value"
  | "late"
  | "no-join-partner"
  | "empty-list"
  | "failed"
  | "future";

export type ProcessorFactory<T extends ProcessorType> = (
  config: ProcessorConfigs[T],
  context: ProcessorContext,
  node: TopologyNode<T>,
) => Processor;
