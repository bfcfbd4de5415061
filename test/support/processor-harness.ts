/**
 * Runs one processor on plain records and gives back plain data. Every case runs as one batch, record by record, and as a batch in which the
 * records lie scattered between dead rows; the results have to be the same.
 */
import assert from "node:assert/strict";
import { writeJsonText } from "../../shared/records/json-text.ts";
import { ANY, type Type } from "../../shared/records/types.ts";
import { toJson } from "../../shared/records/coerce.ts";
import { WeirError } from "../../shared/errors.ts";
import type { ProcessorConfigs, ProcessorType } from "../../shared/topology/processors.ts";
import type { Format, TopologyNode } from "../../shared/topology/topology.ts";
import type { DropReason, Processor, ProcessorContext } from "../../runtime/engine/processor.ts";
import { createProcessor } from "../../runtime/processors/create-processor.ts";
import type { Batch } from "../../runtime/vectors/batch.ts";
import { createDecoder } from "../../runtime/vectors/decode.ts";
import { createEncoder } from "../../runtime/vectors/encode.ts";
import { byteRows } from "./byte-rows.ts";

export interface TestRecord {
  readonly key?: unknown;
  readonly value?: unknown;
  readonly timestamp?: number;
}

export interface OutputRecord {
  readonly key: unknown;
  readonly value: unknown;
  readonly timestamp: number;
}

export interface Outcome {
  /** By output port. */
  readonly outputs: readonly (readonly OutputRecord[])[];
  readonly drops: Readonly<Partial<Record<DropReason, number>>>;
  /** Position of the record, and the code of the error. */
  readonly failures: readonly { readonly record: number; readonly code: string }[];
  readonly logs: readonly string[];
  /** What went to the console. */
  readonly printed: readonly string[];
}

export interface Setting {
  readonly keyType?: Type;
  readonly valueType?: Type;
  /** Types of the outputs; those of the input unless told. */
  readonly outputType?: { readonly key?: Type; readonly value?: Type };
  /** Paths that the scan locates beforehand; the whole value unless told. */
  readonly uses?: readonly (readonly string[])[];
  readonly nowMs?: () => number;
  readonly outputs?: readonly string[];
}

const JSON_FORMAT: Format = { format: "json" };

export function makeNode<T extends ProcessorType>(
  type: T,
  config: ProcessorConfigs[T],
  outputs: readonly string[] = ["out"],
): TopologyNode<T> {
  return {
    id: `${type}_1`,
    node: `${type}_1`,
    type,
    config,
    inputs: [],
    outputs,
    types: [],
    onError: { policy: "skip" },
  };
}

/** Runs the case in all the ways and checks that they agree. */
export function runProcessor<T extends ProcessorType>(
  type: T,
  config: ProcessorConfigs[T],
  records: readonly TestRecord[],
  setting: Setting = {},
): Outcome {
  const run = (batches: (setting: Setting) => Batch[]): Outcome => runOnce(type, config, batches(setting), setting);
  const whole = run((s) => [makeBatch(records, s)]);
  const single = run((s) => records.map((record, k) => makeBatch([record], s, { firstOffset: k })));
  const sparse = run((s) => [makeBatch(records, s, { scatter: true })]);
  // Logs and console texts go out per batch.
  const joined = (outcome: Outcome): unknown => ({ ...outcome, logs: [], printed: outcome.printed.join("") });
  assert.deepEqual(joined(single), joined(whole), "record by record differs from one batch");
  assert.deepEqual(sparse, whole, "a sparse selection differs from a dense one");
  return whole;
}

export function runOnce<T extends ProcessorType>(
  type: T,
  config: ProcessorConfigs[T],
  batches: readonly Batch[],
  setting: Setting = {},
): Outcome {
  const node = makeNode(type, config, setting.outputs);
  const { context, outcome } = createTestContext(node, setting);
  const processor: Processor = createProcessor(node, context);
  for (const batch of batches) processor.process(0, batch);
  processor.flush?.();
  processor.close?.();
  return outcome;
}

export function createTestContext(
  node: TopologyNode,
  setting: Setting = {},
): { readonly context: ProcessorContext; readonly outcome: Outcome } {
  const outputs: OutputRecord[][] = node.outputs.map(() => []);
  const drops: Partial<Record<DropReason, number>> = {};
  const failures: { record: number; code: string }[] = [];
  const logs: string[] = [];
  const printed: string[] = [];
  const keyType = setting.outputType?.key ?? setting.keyType ?? ANY;
  const valueType = setting.outputType?.value ?? setting.valueType ?? ANY;
  const context: ProcessorContext = {
    emit: (port, batch) => outputs[port]!.push(...readBatch(batch, keyType, valueType)),
    drop: (reason, rows) => {
      assert.ok(rows > 0, "a drop of nothing");
      drops[reason] = (drops[reason] ?? 0) + rows;
    },
    fail: (batch, row, error) => {
      failures.push({
        record: batch.origin.offsets[row]!,
        code: error instanceof WeirError ? error.code : `not a WeirError: ${String(error)}`,
      });
    },
    store: () => assert.fail("a stateless processor has no store"),
    nowMs: setting.nowMs ?? (() => 0),
    print: (text) => printed.push(text),
    log: (_level, message, fields) => logs.push(`${message} ${JSON.stringify(fields)}`),
  };
  return { context, outcome: { outputs, drops, failures, logs, printed } };
}

export function makeBatch(
  records: readonly TestRecord[],
  setting: Setting = {},
  options: { readonly firstOffset?: number; readonly scatter?: boolean } = {},
): Batch {
  const rows = records.flatMap((record, k) =>
    options.scatter === true ? [null, null, { record, k }, null] : [{ record, k }],
  );
  const text = (value: unknown, declared: Type): string | null =>
    value === null || value === undefined ? null : writeJsonText(toJson(value, declared));
  const keyType = setting.keyType ?? ANY;
  const valueType = setting.valueType ?? ANY;
  const key = byteRows(rows.map((row) => text(row?.record.key, keyType)));
  const value = byteRows(rows.map((row) => (row === null ? "not JSON" : text(row.record.value, valueType))));
  const live = Int32Array.from(rows.flatMap((row, index) => (row === null ? [] : [index])));
  const never = (row: number, error: unknown): never => assert.fail(`row ${row}: ${String(error)}`);
  const keys = createDecoder(keyType, JSON_FORMAT, [[]]).decode(key, live, live.length, never);
  const values = createDecoder(valueType, JSON_FORMAT, setting.uses ?? [[]]).decode(value, live, live.length, never);
  return {
    rows: rows.length,
    selection: live,
    selected: live.length,
    timestamps: Float64Array.from(rows, (row) => row?.record.timestamp ?? row?.k ?? Number.NaN),
    key: keys.column,
    value: values.column,
    headers: null,
    origin: {
      topic: "test",
      partition: 0,
      offsets: Float64Array.from(rows, (row) => (row === null ? Number.NaN : row.k + (options.firstOffset ?? 0))),
      key,
      value,
      sequence: null,
    },
  };
}

/** What a sink would write, read again. */
export function readBatch(batch: Batch, keyType: Type = ANY, valueType: Type = ANY): OutputRecord[] {
  const read = (column: Batch["key"], declared: Type): unknown[] => {
    const rows = createEncoder(declared, JSON_FORMAT).encode(column, batch.selection, batch.selected);
    return Array.from({ length: batch.selected }, (_, k) => {
      const row = batch.selection[k]!;
      const start = rows.starts[row]!;
      return rows.lengths[row]! < 0
        ? null
        : JSON.parse(rows.buffer.toString("utf8", start, start + rows.lengths[row]!));
    });
  };
  const keys = read(batch.key, keyType);
  const values = read(batch.value, valueType);
  return keys.map((key, k) => ({ key, value: values[k], timestamp: batch.timestamps[batch.selection[k]!]! }));
}
