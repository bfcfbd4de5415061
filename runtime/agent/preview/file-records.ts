/** Records of a file: what its lines hold, with the key and the time that the source computes from them. */
import { toJson, coerce, Mismatch } from "../../../shared/records/coerce.ts";
import { parseJsonText, writeJsonText } from "../../../shared/records/json-text.ts";
import type { SampleRecord } from "../../../shared/protocol/sample-record.ts";
import { NULL } from "../../../shared/records/types.ts";
import type { Typed } from "../../../shared/expressions/typed.ts";
import type { TopologyNode } from "../../../shared/topology/topology.ts";
import type { Batch } from "../../vectors/batch.ts";
import { columnFromValues, denseSelection, valueAt } from "../../vectors/gather.ts";
import { compileColumn, type ColumnKernel } from "../../vectors/kernel.ts";
import { rootsOf } from "../../vectors/roots.ts";

/** What is given with a record stays where the source computes nothing; so does a record that the expressions fail on. */
export function withKeysAndTimes(node: TopologyNode<"file-source">, records: readonly SampleRecord[]): SampleRecord[] {
  const { key, time, valueType } = node.config;
  const kernels = { key: compiled(key), time: compiled(time) };
  if (kernels.key === null && kernels.time === null) return [...records];
  return records.map((record) => {
    const value = record.value === null ? null : coerce(parsed(record.value), valueType);
    if (value instanceof Mismatch) return record;
    const batch = batchOf(value, record.timestampMs, node);
    const computedKey = read(kernels.key, key, batch);
    const timeMs = read(kernels.time, time, batch);
    return {
      ...record,
      ...(key === null || computedKey === undefined
        ? {}
        : { key: computedKey === null ? null : writeJsonText(toJson(computedKey, key.type)) }),
      ...(typeof timeMs === "number" && timeMs >= 0 ? { timestampMs: Math.floor(timeMs) } : {}),
    };
  });
}

function compiled(expression: Typed | null): ColumnKernel | null {
  return expression === null ? null : compileColumn(expression, { passThrough: false });
}

/** Undefined where the expression fails. */
function read(kernel: ColumnKernel | null, expression: Typed | null, batch: Batch): unknown {
  if (kernel === null || expression === null) return undefined;
  const { column, selected } = kernel.run(rootsOf(batch), denseSelection(1), 1, () => {});
  return selected === 0 ? undefined : valueAt(column, 0, expression.type);
}

function parsed(text: string): unknown {
  try {
    return parseJsonText(text);
  } catch {
    return new Mismatch("", "is not valid JSON");
  }
}

function batchOf(value: unknown, timestampMs: number, node: TopologyNode<"file-source">): Batch {
  return {
    rows: 1,
    selection: denseSelection(1),
    selected: 1,
    timestamps: Float64Array.of(timestampMs),
    key: { kind: "constant", type: NULL, value: null },
    value: columnFromValues([value], node.config.valueType),
    headers: null,
    origin: { topic: node.node, partition: 0, offsets: Float64Array.of(0), key: null, value: null, sequence: null },
  };
}
