/** A topic into batches: decodes keys and values once, finds the event time, and sets aside what cannot be read. */
import { WeirError } from "../../shared/errors.ts";
import type { SourceConfig } from "../../shared/topology/processors.ts";
import type { RecordColumns } from "../kafka/records/columns.ts";
import type { Batch, ByteRows, HeaderRows } from "../vectors/batch.ts";
import type { BytesColumn, NumberColumn } from "../vectors/column.ts";
import { createDecoder } from "../vectors/decode.ts";
import type { Decoder } from "../vectors/decode.ts";
import { denseSelection } from "../vectors/gather.ts";
import { compileColumn } from "../vectors/kernel.ts";
import type { ColumnKernel, Live } from "../vectors/kernel.ts";
import { rootsOf } from "../vectors/roots.ts";
import type { ProcessorContext } from "./processor.ts";

export class Source {
  readonly #config: SourceConfig;
  readonly #context: ProcessorContext;
  readonly #partition: number;
  readonly #key: Decoder;
  readonly #value: Decoder;
  readonly #time: ColumnKernel | null;

  constructor(config: SourceConfig, context: ProcessorContext, partition: number) {
    this.#config = config;
    this.#context = context;
    this.#partition = partition;
    this.#key = createDecoder(config.keyType, config.key, pathsOf(config, "key"));
    this.#value = createDecoder(config.valueType, config.value, pathsOf(config, "value"));
    this.#time = config.time === null ? null : compileColumn(config.time, { passThrough: false });
  }

  /** The records as a batch whose live rows are readable and have a time; the others have been settled by the node's `onError`. */
  decode(records: RecordColumns): Batch {
    const raw = this.#raw(records);
    const fail = (row: number, error: unknown): void => this.#context.fail(raw, row, error);
    const keyed = this.#key.decode(mustRows(raw.origin.key), raw.selection, raw.selected, fail);
    const valued = this.#value.decode(mustRows(raw.origin.value), keyed.selection, keyed.selected, fail);
    const batch: Batch = {
      ...raw,
      key: keyed.column,
      value: valued.column,
      selection: valued.selection,
      selected: valued.selected,
    };
    return this.#checkTime(this.#withEventTime(batch));
  }

  #raw(records: RecordColumns): Batch {
    const key: ByteRows = { buffer: records.buffer, starts: records.keyStarts, lengths: records.keyLengths };
    const value: ByteRows = { buffer: records.buffer, starts: records.valueStarts, lengths: records.valueLengths };
    return {
      rows: records.count,
      selection: denseSelection(records.count),
      selected: records.count,
      timestamps: records.timestamps,
      key: bytesColumn(key),
      value: bytesColumn(value),
      headers: headersOf(records),
      origin: {
        topic: this.#config.topic,
        partition: this.#partition,
        offsets: records.offsets,
        key,
        value,
        sequence: null,
      },
    };
  }

  #withEventTime(batch: Batch): Batch {
    if (this.#time === null || batch.selected === 0) return batch;
    const fail = (row: number, error: unknown): void => this.#context.fail(batch, row, error);
    const { column, selection, selected } = this.#time.run(rootsOf(batch), batch.selection, batch.selected, fail);
    const times = mustNumbers(column);
    const timestamps = new Float64Array(batch.rows);
    for (let k = 0; k < selected; k++) {
      const row = selection[k]!;
      timestamps[row] = times.nulls !== null && times.nulls[row] === 1 ? -1 : Math.floor(times.values[row]!);
    }
    return { ...batch, timestamps, selection, selected };
  }

  /** Leaves out rows without a time and rows from further in the future than the source allows. */
  #checkTime(batch: Batch): Batch {
    const skew = this.#config.maxFutureSkewMs;
    const latest = skew === null ? Number.POSITIVE_INFINITY : this.#context.nowMs() + skew;
    const { timestamps } = batch;
    let bad = 0;
    for (let k = 0; k < batch.selected; k++) {
      const time = timestamps[batch.selection[k]!]!;
      if (!(time >= 0 && time <= latest)) bad += 1;
    }
    return bad === 0 ? batch : { ...batch, ...this.#withoutBadTimes(batch, latest) };
  }

  #withoutBadTimes(batch: Batch, latest: number): Live {
    const selection = new Int32Array(batch.selected);
    let selected = 0;
    for (let k = 0; k < batch.selected; k++) {
      const row = batch.selection[k]!;
      const time = batch.timestamps[row]!;
      if (time >= 0 && time <= latest) selection[selected++] = row;
      else this.#context.fail(batch, row, timeError(time));
    }
    return { selection, selected };
  }
}

function timeError(time: number): WeirError {
  return time >= 0
    ? new WeirError(
        "REC_0101",
        `The record's time ${new Date(time).toISOString()} is further in the future than the source allows.`,
        {
          hint: "Check the producer's clock and the unit of the time field, or raise maxFutureSkew.",
        },
      )
    : new WeirError("REC_0102", "The record has no valid event time.", {
        hint: "Name a field that is always there in the source's time, or let the producer set timestamps.",
      });
}

function pathsOf(config: SourceConfig, root: string): (readonly string[])[] {
  return config.uses.filter((use) => use.root === root).map((use) => use.steps);
}

function bytesColumn(rows: ByteRows): BytesColumn {
  return { kind: "bytes", buffer: rows.buffer, starts: rows.starts, lengths: rows.lengths };
}

function headersOf(records: RecordColumns): HeaderRows | null {
  const { buffer, headerStarts: starts, headerLengths: lengths, headerCounts: counts } = records;
  for (let row = 0; row < records.count; row++) if (counts[row]! > 0) return { buffer, starts, lengths, counts };
  return null;
}

function mustRows(rows: ByteRows | null): ByteRows {
  if (rows === null) throw new Error("Invariant broken: a source batch has its bytes");
  return rows;
}

function mustNumbers(column: { readonly kind: string }): NumberColumn {
  if (!isNumbers(column)) throw new Error("Invariant broken: a time expression gives numbers");
  return column;
}

function isNumbers(column: { readonly kind: string }): column is NumberColumn {
  return column.kind === "number";
}
