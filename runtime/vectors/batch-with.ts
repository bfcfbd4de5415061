/** A batch with some of its parts replaced; the rest is shared. */
import type { Batch } from "./batch.ts";
import type { Column } from "./column.ts";
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
