/** What becomes of a record that a node cannot handle: `onError` of the node, applied to one row. */
import { WeirError } from "../../shared/errors.ts";
import type { ErrorPolicy, TopologyNode } from "../../shared/topology/topology.ts";
import { encodeHeaders } from "../kafka/records/headers.ts";
import type { NodeCounters } from "../observability/counters.ts";
import type { Batch, ByteRows } from "../vectors/batch.ts";
import { valueAt } from "../vectors/gather.ts";
import { writeJsonText } from "../../shared/records/json-text.ts";
import type { TaskOutput } from "./task-output.ts";

export interface FailureContext {
  readonly pipeline: string;
  readonly node: TopologyNode;
  readonly counters: NodeCounters;
  readonly output: TaskOutput;
  readonly nowMs: () => number;
}

const NOTHING = Buffer.alloc(0);

/** Settles the row (skipped or dead-lettered) or throws a WeirError that stops the pipeline. */
export function settleFailure(context: FailureContext, batch: Batch, row: number, error: unknown): void {
  const policy = finalPolicy(context.node.onError);
  context.counters.failed += 1;
  if (policy.policy === "skip") return;
  if (policy.policy === "dead-letter") {
    writeDeadLetter(context, policy.topic, batch, row, error);
    context.counters.deadLettered += 1;
    return;
  }
  throw new WeirError("RUN_0001", `${describeError(error)} (${describeOrigin(batch, row)})`, {
    node: context.node.node,
    hint: "Correct the record or the node, or set the node's onError to skip or dead-letter, and start again: nothing of this record was written.",
    cause: error,
  });
}

/**
 * A pure computation gives the same result however often it is tried, so for a record `retry` goes straight to what follows it. What may pass
 * is tried again where it happens: writing to Kafka by the producer, writing to a file by the sink, which holds up its task meanwhile.
 */
function finalPolicy(policy: ErrorPolicy): Exclude<ErrorPolicy, { policy: "retry" }> {
  return policy.policy === "retry" ? finalPolicy(policy.then) : policy;
}

function writeDeadLetter(context: FailureContext, topic: string, batch: Batch, row: number, error: unknown): void {
  const { origin } = batch;
  const headers = encodeHeaders([
    ["weir.error.code", errorCode(error)],
    ["weir.error.message", describeError(error)],
    ["weir.pipeline", context.pipeline],
    ["weir.node", context.node.node],
    ["weir.origin.topic", origin.topic],
    ["weir.origin.partition", String(origin.partition)],
    ["weir.origin.offset", String(origin.offsets[row] ?? -1)],
    ["weir.origin.timestamp", String(batch.timestamps[row] ?? -1)],
  ]);
  const key = origin.key === null ? computed(batch, "key", row) : slice(origin.key, row);
  const value = origin.value === null ? computed(batch, "value", row) : slice(origin.value, row);
  const partition = origin.partition % context.output.partitions(topic);
  context.output
    .lane(topic, partition)
    .append(
      timeOf(context, batch, row, error),
      key ?? NOTHING,
      0,
      key === null ? -1 : key.length,
      value ?? NOTHING,
      0,
      value === null ? -1 : value.length,
      headers.bytes,
      0,
      headers.bytes.length,
      headers.count,
    );
}

/** The record's own time; the clock's where that is too far ahead, as brokers refuse it then (`message.timestamp.after.max.ms`). */
function timeOf({ nowMs }: FailureContext, batch: Batch, row: number, error: unknown): number {
  return errorCode(error) === "REC_0101" ? nowMs() : Math.max(0, batch.timestamps[row] ?? 0);
}

function slice(rows: ByteRows, row: number): Buffer | null {
  const length = rows.lengths[row] ?? -1;
  const start = rows.starts[row] ?? 0;
  return length < 0 ? null : rows.buffer.subarray(start, start + length);
}

/** Rows made from several records have no original bytes: what they hold is written as JSON. */
function computed(batch: Batch, part: "key" | "value", row: number): Buffer | null {
  const value = valueAt(batch[part], row, { kind: "any" });
  return value === null ? null : Buffer.from(writeJsonText(value));
}

export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "RUN_0500";
}

export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describeOrigin(batch: Batch, row: number): string {
  const { topic, partition, offsets } = batch.origin;
  return `record at ${topic}, partition ${partition}, offset ${offsets[row] ?? "unknown"}`;
}
