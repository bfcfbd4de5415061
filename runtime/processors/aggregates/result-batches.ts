/** Results of an aggregate as batches: keys, windows and aggregates put into the fields that the node asks for. */
import { fieldUses } from "../../../shared/expressions/field-uses.ts";
import { INSTANT, NULL } from "../../../shared/records/types.ts";
import type { AggregateConfig } from "../../../shared/topology/processors.ts";
import type { ProcessorContext } from "../../engine/processor.ts";
import type { AggregateTable } from "../../state/aggregate-table.ts";
import { Results } from "../../state/aggregates/results.ts";
import type { Batch, Origin } from "../../vectors/batch.ts";
import type { Column } from "../../vectors/column.ts";
import { createDecoder, type Decoder } from "../../vectors/decode.ts";
import { denseSelection } from "../../vectors/gather.ts";
import { compileProjection, type ColumnKernel, type RowError } from "../../vectors/kernel.ts";
import { makeRoots } from "../../vectors/roots.ts";
import { BytesCollector } from "../keyed/bytes-collector.ts";
import { storeFormat } from "../keyed/store-format.ts";

const CHUNK = 4096;
const NOTHING: Column = { kind: "constant", type: NULL, value: null };

export class ResultBatches {
  readonly #config: AggregateConfig;
  readonly #context: ProcessorContext;
  readonly #node: string;
  readonly #fields: ColumnKernel;
  readonly #key: ColumnKernel | null;
  readonly #keyDecoder: Decoder;
  readonly #keys = new BytesCollector();

  constructor(config: AggregateConfig, context: ProcessorContext, node: string) {
    this.#config = config;
    this.#context = context;
    this.#node = node;
    const projection = { base: { keep: "none" }, whole: null } as const;
    this.#fields = compileProjection({ ...projection, fields: config.fields });
    this.#key = config.outputKey === null ? null : compileProjection({ ...projection, fields: config.outputKey });
    const used = fieldUses(...[...config.fields, ...(config.outputKey ?? [])].map((field) => field.value));
    // A key that only passes through needs no look.
    const steps = used.filter(({ root, steps }) => root === "key" && steps.length > 0).map((use) => use.steps);
    this.#keyDecoder = createDecoder(config.keyType, storeFormat(config.keyType), steps);
  }

  /** Emits the results of entries of one table, in their order. */
  emitEntries(table: AggregateTable, entries: Int32Array, count: number, partition: number): void {
    for (let from = 0; from < count; from += CHUNK)
      this.#emitChunk(table, entries.subarray(from, Math.min(count, from + CHUNK)), partition);
  }

  #emitChunk(table: AggregateTable, entries: Int32Array, partition: number): void {
    const count = entries.length;
    const timestamps = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      const entry = entries[k]!;
      this.#keys.add(table.keys.keyBuffer(entry), table.keys.keyStart(entry), table.keys.keyLength(entry));
      timestamps[k] = table.timeMs(entry);
    }
    const { column: key } = this.#keyDecoder.decode(this.#keys.take(), denseSelection(count), count, (_, error) => {
      throw error;
    });
    const offsets = new Float64Array(count).fill(-1);
    const origin = { topic: this.#node, partition, offsets, key: null, value: null, sequence: null };
    const batch = makeBatch(count, timestamps, key, origin);
    const alive = new Uint8Array(count).fill(1);
    const fail: RowError = (row, error) => {
      alive[row] = 0;
      this.#context.fail(batch, row, error);
    };
    const aggregates = this.#config.aggregates.map(({ type }, i) => {
      const results = new Results(type, count);
      for (let k = 0; k < count; k++) if (alive[k] === 1) settle(table, i, entries[k]!, results, k, fail);
      return results.column();
    });
    const starts = new Float64Array(count).fill(table.startMs);
    this.emit(batch, aggregates, starts, alive, (row, error) => this.#context.fail(batch, row, error));
  }

  /** Emits a dense batch of which everything but the value is there; `alive` are the rows whose aggregates could be computed. */
  emit(batch: Batch, aggregates: readonly Column[], starts: Float64Array, alive: Uint8Array, fail: RowError): void {
    const { rows } = batch;
    const selection = denseSelection(rows).subarray(0, rows);
    const live = alive.includes(0) ? selection.filter((row) => alive[row] === 1) : selection;
    const names = aggregates.map((_, i) => String(i));
    const struct: Column = { kind: "struct", names, columns: aggregates, base: null, nulls: null };
    const window = this.#config.window === null ? NOTHING : windowColumn(starts, this.#config.window.sizeMs);
    const roots = makeRoots(rows, { key: batch.key, window, $aggregate: struct });
    const fields = this.#fields.run(roots, live, live.length, fail);
    if (this.#key === null) {
      this.#context.emit(0, { ...batch, value: fields.column, selection: fields.selection, selected: fields.selected });
      return;
    }
    const key = this.#key.run(roots, fields.selection, fields.selected, fail);
    this.#context.emit(0, {
      ...batch,
      key: key.column,
      value: fields.column,
      selection: key.selection,
      selected: key.selected,
    });
  }
}

/** The result of one aggregate; a sum may be beyond its type. */
export function settle(
  table: AggregateTable,
  aggregate: number,
  entry: number,
  results: Results,
  row: number,
  fail: RowError,
): void {
  try {
    table.states[aggregate]!.result(entry, results, row);
  } catch (error) {
    fail(row, error);
  }
}

/** A dense batch without a value yet. */
export function makeBatch(rows: number, timestamps: Float64Array, key: Column, origin: Origin): Batch {
  return {
    rows,
    selection: denseSelection(rows),
    selected: rows,
    timestamps,
    key,
    value: NOTHING,
    headers: null,
    origin,
  };
}

function windowColumn(starts: Float64Array, sizeMs: number): Column {
  const ends = starts.map((start) => start + sizeMs);
  return {
    kind: "struct",
    names: ["start", "end"],
    columns: [
      { kind: "number", type: INSTANT, values: starts, nulls: null },
      { kind: "number", type: INSTANT, values: ends, nulls: null },
    ],
    base: null,
    nulls: null,
  };
}
