/** What a generator of the pipeline makes, on a clock that starts at a fixed instant: the same every time. */
import { toJson } from "../../../shared/records/coerce.ts";
import { writeJsonText } from "../../../shared/records/json-text.ts";
import type { SampleRecord } from "../../../shared/protocol/sample-record.ts";
import { NULL, type Type } from "../../../shared/records/types.ts";
import type { TopologyNode } from "../../../shared/topology/topology.ts";
import type { ProcessorContext } from "../../engine/processor.ts";
import { generator } from "../../processors/generator.ts";
import type { Column } from "../../vectors/column.ts";
import { valueAt } from "../../vectors/gather.ts";
import { MADE_UP_START_MS } from "../made-up/records.ts";

/** Apart where the generator runs as fast as it can: event time goes on by a millisecond a record. */
const FASTEST_STEP_MS = 1;

/** `seed` replaces the generator's own. Fewer than `count` where the generator has a smaller limit. */
export function generatedRecords(node: TopologyNode<"generator">, count: number, seed?: number): SampleRecord[] {
  const { config } = node;
  const stepMs = config.ratePerSecond === null ? FASTEST_STEP_MS : 1000 / config.ratePerSecond;
  const clock = config.startMs === null ? { startMs: MADE_UP_START_MS, stepMs } : {};
  const source = generator(
    { ...node, config: { ...config, ...clock, ratePerSecond: null, seed: seed ?? config.seed } },
    standingContext,
  );
  const batch = count === 0 ? null : source.read(count);
  if (batch === null) return [];
  const keyType = node.types[0]?.key ?? NULL;
  return Array.from(batch.selection.subarray(0, batch.selected), (row) => ({
    timestampMs: batch.timestamps[row] ?? MADE_UP_START_MS,
    key: textAt(batch.key, row, keyType),
    value: textAt(batch.value, row, config.valueType),
  }));
}

function textAt(column: Column, row: number, type: Type): string | null {
  const value = valueAt(column, row, type);
  return value === null || value === undefined ? null : writeJsonText(toJson(value, type));
}

/** Records whose key cannot be computed are left out; nothing else can happen to them here. */
export const standingContext: ProcessorContext = {
  emit: () => {},
  drop: () => {},
  fail: () => {},
  store() {
    throw new Error("Invariant broken: a source has no store");
  },
  nowMs: () => MADE_UP_START_MS,
  print: () => {},
  log: () => {},
};
