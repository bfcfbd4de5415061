/**
 * Aggregates by key, and by window where there is one. Rules (Kafka Streams' unless a reason is given):
 *
 * - Rows without a key are dropped; without windows so are rows with a null value. Null arguments do not count (SQL).
 * - Stream time is the largest time of a row that has a key, over all keys of the partition. A window [start, end) is closed as soon as stream time
 *   reaches end + grace; a row is late for it from then on.
 * - Windows start at multiples of the advance from the epoch on, never before it.
 * - `on-close` emits every window that closes exactly once, however far stream time jumps: by end of the window, then by first arrival of the key.
 *   (Kafka Streams loses those behind its store's retention.)
 * - A result has the largest time of the rows in it.
 */
import { WeirError } from "../../shared/errors.ts";
import type { AggregateConfig } from "../../shared/topology/processors.ts";
import type { Processor, ProcessorContext, ProcessorFactory } from "../engine/processor.ts";
import { makeArgument, NO_ARGUMENT, type Argument } from "../state/aggregates/argument.ts";
import { Results } from "../state/aggregates/results.ts";
import type { AggregateTable } from "../state/aggregate-table.ts";
import { IntList } from "../state/int-list.ts";
import type { WindowStore } from "../state/window-store.ts";
import type { Batch } from "../vectors/batch.ts";
import { withSelection } from "../vectors/batch-with.ts";
import { isNullAt } from "../vectors/encode.ts";
import { denseSelection, gatherColumn } from "../vectors/gather.ts";
import { compileColumns, type ColumnsKernel, type Live } from "../vectors/kernel.ts";
import { rootsOf } from "../vectors/roots.ts";
import { makeBatch, ResultBatches, settle } from "./aggregates/result-batches.ts";
import { Updates } from "./aggregates/updates.ts";
import { filterLive, KeyReader, rowsWithKey } from "./keyed/keyed-rows.ts";

export const aggregate: ProcessorFactory<"aggregate"> = (config, context, node) =>
  new AggregateProcessor(config, context, node.node);

class AggregateProcessor implements Processor {
  readonly #config: AggregateConfig;
  readonly #context: ProcessorContext;
  readonly #store: WindowStore;
  readonly #keys: KeyReader;
  readonly #arguments: ColumnsKernel;
  readonly #results: ResultBatches;
  readonly #updates = new Updates();
  readonly #late = new IntList();
  #lateWindows = 0;
  #partition = 0;

  constructor(config: AggregateConfig, context: ProcessorContext, node: string) {
    this.#config = config;
    this.#context = context;
    this.#store = context.store<WindowStore>(config.store);
    this.#keys = new KeyReader(config.keyType, context);
    const given = config.aggregates.flatMap((call) => (call.argument === null ? [] : [call.argument]));
    this.#arguments = compileColumns(given, { passThrough: false });
    this.#results = new ResultBatches(config, context, node);
  }

  process(_port: number, batch: Batch): void {
    this.#partition = batch.origin.partition;
    const keys = this.#keys.read(batch);
    const admitted = this.#admit(batch, rowsWithKey(batch, keys, this.#context));
    const { live, given } = this.#readArguments(batch, admitted);
    if (this.#config.window === null) this.#updateOnly(live);
    else this.#updateWindows(batch, live);
    this.#updates.resolve(keys);
    if (this.#config.emit === "on-update" && !this.#config.coalesce) this.#applyOneByOne(batch, given);
    else this.#applyAll(batch, given);
    this.#updates.clear();
    this.#settleLate(batch);
    this.#closeWindows();
  }

  advanceStreamTime(timeMs: number): void {
    if (this.#config.window === null) return;
    this.#store.advance(timeMs);
    this.#closeWindows();
  }

  flush(): void {
    if (this.#config.emit !== "on-update" || !this.#config.coalesce) return;
    for (const table of this.#store.open) this.#emitPending(table);
  }

  #admit(batch: Batch, live: Live): Live {
    const { value, timestamps } = batch;
    if (this.#config.window === null) {
      const kept = filterLive(live, (row) => !isNullAt(value, row));
      if (kept.selected < live.selected) this.#context.drop("null-value", live.selected - kept.selected);
      return kept;
    }
    return filterLive(live, (row) => {
      if (timestamps[row]! >= 0) return true;
      this.#context.fail(batch, row, noTime(timestamps[row]!));
      return false;
    });
  }

  /** One argument per aggregate; rows for which one cannot be computed are settled and gone. */
  #readArguments(batch: Batch, live: Live): { live: Live; given: Argument[] } {
    const failed = new Set<number>();
    const fail = (row: number, error: unknown) => {
      if (failed.has(row)) return;
      failed.add(row);
      this.#context.fail(batch, row, error);
    };
    const { columns, selection, selected } = this.#arguments.run(rootsOf(batch), live.selection, live.selected, fail);
    let next = 0;
    const given = this.#config.aggregates.map((call) =>
      call.argument === null
        ? NO_ARGUMENT
        : makeArgument(call, columns[next++]!, batch.rows, selection, selected, fail),
    );
    const alive =
      failed.size === 0 ? { selection, selected } : filterLive({ selection, selected }, (row) => !failed.has(row));
    return { live: alive, given };
  }

  #updateOnly({ selection, selected }: Live): void {
    if (selected === 0) return;
    const table = this.#store.table(0);
    for (let k = 0; k < selected; k++) this.#updates.add(table, selection[k]!);
  }

  #updateWindows(batch: Batch, { selection, selected }: Live): void {
    const { sizeMs, advanceMs, graceMs } = this.#config.window!;
    const { timestamps } = batch;
    const store = this.#store;
    let table: AggregateTable | null = null;
    let streamTimeMs = store.streamTimeMs;
    for (let k = 0; k < selected; k++) {
      const row = selection[k]!;
      const timeMs = timestamps[row]!;
      if (timeMs > streamTimeMs) streamTimeMs = timeMs;
      const late = this.#lateWindows;
      for (
        let startMs = Math.max(0, (Math.floor((timeMs - sizeMs) / advanceMs) + 1) * advanceMs);
        startMs <= timeMs;
        startMs += advanceMs
      ) {
        if (startMs + sizeMs + graceMs <= streamTimeMs) {
          this.#lateWindows += 1;
          continue;
        }
        if (table === null || table.startMs !== startMs) table = store.table(startMs);
        this.#updates.add(table, row);
      }
      if (this.#lateWindows > late) this.#late.push(row);
    }
    store.advance(streamTimeMs);
  }

  #applyAll(batch: Batch, given: readonly Argument[]): void {
    const pending = this.#config.emit === "on-update";
    this.#updates.forEachTable((table, rows, entries, count) => {
      for (const [i, state] of table.states.entries()) state.add(given[i]!, rows, entries, 0, count);
      table.touch(rows, entries, 0, count, batch.timestamps, pending);
    });
  }

  /** A result after each update: what the aggregates are at that moment. */
  #applyOneByOne(batch: Batch, given: readonly Argument[]): void {
    const { count, tables } = this.#updates;
    if (count === 0) return;
    const rows = this.#updates.rows.values;
    const { entries } = this.#updates;
    const tableIndices = this.#updates.tableIndices.values;
    const results = this.#config.aggregates.map(({ type }) => new Results(type, count));
    const timestamps = new Float64Array(count);
    const starts = new Float64Array(count);
    const alive = new Uint8Array(count).fill(1);
    const fail = (k: number, error: unknown) => {
      if (alive[k] === 0) return;
      alive[k] = 0;
      this.#context.fail(batch, rows[k]!, error);
    };
    for (let k = 0; k < count; k++) {
      const table = tables[tableIndices[k]!]!;
      table.touch(rows, entries, k, k + 1, batch.timestamps, false);
      for (let i = 0; i < results.length; i++) {
        table.states[i]!.add(given[i]!, rows, entries, k, k + 1);
        settle(table, i, entries[k]!, results[i]!, k, fail);
      }
      timestamps[k] = table.timeMs(entries[k]!);
      starts[k] = table.startMs;
    }
    const key = gatherColumn(batch.key, rows, count);
    const origin = originOf(batch, rows, count);
    const columns = results.map((each) => each.column());
    this.#results.emit(makeBatch(count, timestamps, key, origin), columns, starts, alive, fail);
  }

  #settleLate(batch: Batch): void {
    if (this.#lateWindows === 0) return;
    // A row of overlapping windows may be late for some of them only; it leaves once.
    if (this.#config.lateOutput)
      this.#context.emit(1, withSelection(batch, this.#late.values.slice(0, this.#late.length), this.#late.length));
    else this.#context.drop("late", this.#lateWindows);
    this.#late.clear();
    this.#lateWindows = 0;
  }

  #closeWindows(): void {
    const store = this.#store;
    while (store.nextCloseMs <= store.streamTimeMs) {
      const table = store.open[0]!;
      if (this.#config.emit === "on-close") {
        const { end } = table.keys;
        this.#results.emitEntries(table, denseSelection(end), end, this.#partition);
      } else this.#emitPending(table);
      store.drop();
    }
  }

  #emitPending(table: AggregateTable): void {
    const { pending } = table;
    if (pending.length === 0) return;
    this.#results.emitEntries(table, pending.values, pending.length, this.#partition);
    table.clearPending();
  }
}

function originOf(batch: Batch, rows: Int32Array, count: number): Batch["origin"] {
  const { topic, partition, offsets, sequence } = batch.origin;
  const gathered = new Float64Array(count);
  for (let k = 0; k < count; k++) gathered[k] = offsets[rows[k]!]!;
  const places = sequence === null ? null : new Int32Array(count);
  if (places !== null) for (let k = 0; k < count; k++) places[k] = sequence![rows[k]!]!;
  return { topic, partition, offsets: gathered, key: null, value: null, sequence: places };
}

function noTime(timeMs: number): WeirError {
  return new WeirError("RUN_0603", `The record's time is ${timeMs}, so it is in no window.`, {
    hint: "Give the source an expression for the time, or have the producer write timestamps.",
  });
}
