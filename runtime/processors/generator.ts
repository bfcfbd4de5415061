/** Makes up records. Record n is the same whenever and wherever it is made, so the position is simply n. */
import { NULL } from "../../shared/records/types.ts";
import type { ActiveSourceFactory } from "../engine/active-source.ts";
import type { Batch } from "../vectors/batch.ts";
import { withKey } from "../vectors/batch-with.ts";
import { compileColumn } from "../vectors/kernel.ts";
import { rootsOf } from "../vectors/roots.ts";
import { denseSelection } from "../vectors/rows.ts";
import { makeColumnMaker } from "./generated-column.ts";

export const generator: ActiveSourceFactory<"generator"> = (node, context) => {
  const { config } = node;
  const names = config.fields.map(({ name }) => name);
  const makers = config.fields.map((field) => makeColumnMaker(field, config.seed));
  const key = config.key === null ? null : compileColumn(config.key, { passThrough: true });
  const limit = config.limit ?? Number.POSITIVE_INFINITY;
  let next = 0;
  /** The rate counts from here. */
  let begin: { readonly ms: number; readonly index: number } | null = null;

  function timesOf(first: number, rows: number): Float64Array {
    const times = new Float64Array(rows);
    const { startMs, stepMs } = config;
    if (startMs === null) return times.fill(context.nowMs());
    for (let row = 0; row < rows; row++) times[row] = Math.floor(startMs + (first + row) * stepMs);
    return times;
  }

  function make(first: number, rows: number): Batch {
    const times = timesOf(first, rows);
    const offsets = new Float64Array(rows);
    for (let row = 0; row < rows; row++) offsets[row] = first + row;
    return {
      rows,
      selection: denseSelection(rows),
      selected: rows,
      timestamps: times,
      key: { kind: "constant", type: NULL, value: null },
      value: { kind: "struct", names, columns: makers.map((maker) => maker(first, times)), base: null, nulls: null },
      headers: null,
      origin: { topic: node.node, partition: 0, offsets, key: null, value: null, sequence: null },
    };
  }

  function withKeys(batch: Batch): Batch {
    if (key === null) return batch;
    const fail = (row: number, error: unknown): void => context.fail(batch, row, error);
    const result = key.run(rootsOf(batch), batch.selection, batch.selected, fail);
    return withKey(batch, result.column, result);
  }

  /** How many records the rate allows by now. */
  function due(): number {
    const { ratePerSecond } = config;
    if (ratePerSecond === null) return Number.POSITIVE_INFINITY;
    begin ??= { ms: context.nowMs(), index: next };
    const sinceBegin = Math.floor(((context.nowMs() - begin.ms) * ratePerSecond) / 1000) + 1;
    return begin.index + sinceBegin - next;
  }

  return {
    read(maxRows) {
      const rows = Math.min(maxRows, limit - next, due());
      if (rows <= 0) return null;
      const batch = make(next, rows);
      next += rows;
      return withKeys(batch);
    },
    get position() {
      return next;
    },
    seek(position) {
      next = position;
      begin = null;
    },
    get done() {
      return next >= limit;
    },
    nextReadyMs() {
      if (config.ratePerSecond === null || begin === null || next >= limit) return null;
      return begin.ms + Math.ceil(((next - begin.index) * 1000) / config.ratePerSecond);
    },
    close: () => undefined,
  };
};
