/** The keys of a batch as bytes with their hashes: what every stateful processor begins with. */
import type { Type } from "../../../shared/records/types.ts";
import type { ProcessorContext } from "../../engine/processor.ts";
import { hashRows } from "../../state/hash-bytes.ts";
import type { Batch, ByteRows } from "../../vectors/batch.ts";
import { createEncoder, FAILED_ROW, type Encoder } from "../../vectors/encode.ts";
import type { Live } from "../../vectors/kernel.ts";
import { storeFormat } from "./store-format.ts";

export interface KeyedRows extends ByteRows {
  /** By row, valid where the row has a key. */
  readonly hashes: Int32Array;
}

export class KeyReader {
  readonly #encoder: Encoder;
  readonly #context: ProcessorContext;

  constructor(type: Type, context: ProcessorContext) {
    this.#encoder = createEncoder(type, storeFormat(type), { canonical: true });
    this.#context = context;
  }

  /** Good until the next call. A key that cannot be written is settled as a failure, and its length is FAILED_ROW. */
  read(batch: Batch): KeyedRows {
    const rows = this.#encoder.encode(batch.key, batch.selection, batch.selected, (row, error) =>
      this.#context.fail(batch, row, error),
    );
    const hashes = new Int32Array(batch.rows);
    hashRows(rows, batch.selection, batch.selected, hashes);
    return { buffer: rows.buffer, starts: rows.starts, lengths: rows.lengths, hashes };
  }
}

/** The live rows that have a key; those without are counted. */
export function rowsWithKey(batch: Batch, keys: ByteRows, context: ProcessorContext): Live {
  const { selection, selected } = batch;
  let missing = 0;
  for (let k = 0; k < selected; k++) if (keys.lengths[selection[k]!]! < 0) missing += 1;
  if (missing === 0) return { selection, selected };
  const kept = new Int32Array(selected - missing);
  let nulls = 0;
  let count = 0;
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    if (keys.lengths[row]! >= 0) kept[count++] = row;
    else if (keys.lengths[row] !== FAILED_ROW) nulls += 1;
  }
  if (nulls > 0) context.drop("null-key", nulls);
  return { selection: kept, selected: count };
}

/** The live rows for which `keep` holds; the arrays of `live` where that is all of them. */
export function filterLive(live: Live, keep: (row: number) => boolean): Live {
  const { selection, selected } = live;
  let kept = 0;
  while (kept < selected && keep(selection[kept]!)) kept += 1;
  if (kept === selected) return live;
  const rest = selection.slice(0, selected);
  for (let k = kept + 1; k < selected; k++) if (keep(selection[k]!)) rest[kept++] = selection[k]!;
  return { selection: rest, selected: kept };
}
