/** A batch with some of its parts replaced; the rest is shared. */
import type { Batch, ByteRows } from "./batch.ts";
import type { Column } from "./column.ts";
import { FAILED_ROW } from "./encode.ts";
import type { Live } from "./kernel.ts";

/** The same batch where nothing changed, so that everything prepared for it stays good. */
export function withSelection(batch: Batch, selection: Int32Array, selected: number): Batch {
  return selected === batch.selected ? batch : { ...batch, selection, selected };
}

export function withValue(batch: Batch, value: Column, { selection, selected }: Live): Batch {
  return { ...batch, value, selection, selected };
}

export function withKey(batch: Batch, key: Column, { selection, selected }: Live): Batch {
  return { ...batch, key, selection, selected };
}

/** Without the rows that an encoder could not write: they have been settled, and nothing else may fail on them again. */
export function withoutFailed(batch: Batch, { lengths }: ByteRows): Batch {
  const { selection, selected } = batch;
  let failed = 0;
  for (let k = 0; k < selected; k++) if (lengths[selection[k]!] === FAILED_ROW) failed += 1;
  if (failed === 0) return batch;
  const live = selection.subarray(0, selected).filter((row) => lengths[row] !== FAILED_ROW);
  return { ...batch, selection: live, selected: live.length };
}
