/** Batches to a topic: encodes keys and values, chooses the partition, appends. */
import { WeirError } from "../../shared/errors.ts";
import type { SinkConfig } from "../../shared/topology/processors.ts";
import { murmur2 } from "../kafka/murmur2.ts";
import type { ProducerLane } from "../kafka/ports.ts";
import type { Batch, ByteRows } from "../vectors/batch.ts";
import type { Column } from "../vectors/column.ts";
import { withoutFailed } from "../vectors/batch-with.ts";
import { createEncoder } from "../vectors/encode.ts";
import type { Encoder } from "../vectors/encode.ts";
import { compileColumn } from "../vectors/kernel.ts";
import type { ColumnKernel } from "../vectors/kernel.ts";
import { rootsOf } from "../vectors/roots.ts";
import type { Processor, ProcessorContext } from "./processor.ts";
import type { TaskOutput } from "./task-output.ts";

/** Records without a key stay on one partition for so many rows, so that batches fill (KIP-480's idea). */
const STICKY_ROWS = 512;

export class Sink implements Processor {
  readonly #context: ProcessorContext;
  readonly #key: Encoder;
  readonly #value: Encoder;
  readonly #partition: ColumnKernel | null;
  readonly #lanes: ProducerLane[];
  #sticky = 0;

  constructor(config: SinkConfig, context: ProcessorContext, output: TaskOutput) {
    this.#context = context;
    this.#key = createEncoder(config.keyType, config.key, { canonical: config.internal });
    this.#value = createEncoder(config.valueType, config.value);
    this.#partition = config.partition === null ? null : compileColumn(config.partition, { passThrough: false });
    this.#lanes = Array.from({ length: output.partitions(config.topic) }, (_, index) =>
      output.lane(config.topic, index),
    );
  }

  process(_port: number, batch: Batch): void {
    const fail = (row: number, error: unknown): void => this.#context.fail(batch, row, error);
    const keys = this.#key.encode(batch.key, batch.selection, batch.selected, fail);
    const keyed = withoutFailed(batch, keys);
    const values = this.#value.encode(batch.value, keyed.selection, keyed.selected, fail);
    const whole = withoutFailed(keyed, values);
    if (this.#partition === null) this.#append(whole, keys, values);
    else this.#appendChosen(whole, keys, values, this.#partition);
  }

  #append(batch: Batch, keys: ByteRows, values: ByteRows): void {
    const { selection, selected } = batch;
    const lanes = this.#lanes;
    for (let k = 0; k < selected; k++) {
      const row = selection[k]!;
      const keyLength = keys.lengths[row]!;
      const partition =
        keyLength < 0
          ? this.#nextSticky()
          : (murmur2(keys.buffer, keys.starts[row]!, keyLength) & 0x7fffffff) % lanes.length;
      this.#write(lanes[partition]!, batch, row, keys, values);
    }
  }

  #appendChosen(batch: Batch, keys: ByteRows, values: ByteRows, choice: ColumnKernel): void {
    const fail = (row: number, error: unknown): void => this.#context.fail(batch, row, error);
    const chosen = choice.run(rootsOf(batch), batch.selection, batch.selected, fail);
    for (let k = 0; k < chosen.selected; k++) {
      const row = chosen.selection[k]!;
      const partition = numberAt(chosen.column, row);
      const lane = this.#lanes[partition];
      if (lane === undefined) fail(row, partitionError(partition, this.#lanes.length));
      else this.#write(lane, batch, row, keys, values);
    }
  }

  #nextSticky(): number {
    this.#sticky = (this.#sticky + 1) % (STICKY_ROWS * this.#lanes.length);
    return Math.floor(this.#sticky / STICKY_ROWS);
  }

  #write(lane: ProducerLane, batch: Batch, row: number, keys: ByteRows, values: ByteRows): void {
    const { headers } = batch;
    lane.append(
      batch.timestamps[row]!,
      keys.buffer,
      keys.starts[row]!,
      keys.lengths[row]!,
      values.buffer,
      values.starts[row]!,
      values.lengths[row]!,
      headers === null ? null : headers.buffer,
      headers === null ? 0 : headers.starts[row]!,
      headers === null ? 0 : headers.lengths[row]!,
      headers === null ? 0 : headers.counts[row]!,
    );
  }
}

function numberAt(column: Column, row: number): number {
  if (column.kind === "constant") return Number(column.value);
  if (column.kind !== "number") return Number.NaN;
  return column.nulls !== null && column.nulls[row] === 1 ? Number.NaN : column.values[row]!;
}

function partitionError(partition: number, count: number): WeirError {
  return new WeirError(
    "REC_0103",
    `The partition expression gave ${partition}, and the topic has partitions 0 to ${count - 1}.`,
    {
      hint: "Take the remainder by the number of partitions, or leave the choice to the key.",
    },
  );
}
