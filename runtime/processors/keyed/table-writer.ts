import { must } from "../../../shared/assert.ts";
import type { Type } from "../../../shared/records/types.ts";
import type { ProcessorContext } from "../../engine/processor.ts";
import type { TableStore } from "../../state/table-store.ts";
import type { Batch, ByteRows } from "../../vectors/batch.ts";
import { createEncoder, type Encoder } from "../../vectors/encode.ts";
import type { KeyedRows } from "./keyed-rows.ts";
import { storeFormat } from "./store-format.ts";

/** Applies the rows of a batch to a table one by one: a value is an upsert, null deletes. */
export class TableWriter {
  readonly #store: TableStore;
  readonly #encoder: Encoder;
  readonly #context: ProcessorContext;
  #batch: Batch | null = null;
  #values: ByteRows | null = null;

  constructor(store: TableStore, valueType: Type, context: ProcessorContext) {
    this.#store = store;
    this.#encoder = createEncoder(valueType, storeFormat(valueType));
    this.#context = context;
  }

  /** Takes the values of the live rows; those that cannot be written are settled as failures and change nothing. */
  begin(batch: Batch): void {
    this.#batch = batch;
    this.#values = this.#encoder.encode(batch.value, batch.selection, batch.selected, (row, error) =>
      this.#context.fail(batch, row, error),
    );
  }

  /** Every live row has a key. */
  applyAll(batch: Batch, keys: KeyedRows): void {
    this.begin(batch);
    for (let k = 0; k < batch.selected; k++) this.apply(keys, batch.selection[k]!);
  }

  /** The row has a key. */
  apply(keys: KeyedRows, row: number): void {
    const { buffer, starts, lengths } = must(this.#values, "the batch");
    const length = lengths[row]!;
    const timeMs = this.#batch!.timestamps[row]!;
    const hash = keys.hashes[row]!;
    const keyStart = keys.starts[row]!;
    const keyLength = keys.lengths[row]!;
    if (length >= 0) this.#store.put(hash, keys.buffer, keyStart, keyLength, buffer, starts[row]!, length, timeMs);
    else if (length === -1) this.#store.remove(hash, keys.buffer, keyStart, keyLength, timeMs);
  }
}
