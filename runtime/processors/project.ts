/** Makes a new value out of each record: what `map` and `mask` do. A record without a value (a deletion) stays one. */
import type { Projection } from "../../shared/topology/processors.ts";
import type { Processor, ProcessorContext } from "../engine/processor.ts";
import type { Batch } from "../vectors/batch.ts";
import { withValue } from "../vectors/batch-with.ts";
import { hasNoNulls, isNullAt } from "../vectors/encode.ts";
import { compileProjection } from "../vectors/kernel.ts";
import type { Live } from "../vectors/kernel.ts";
import { rootsOf } from "../vectors/roots.ts";

export function project(projection: Projection, context: ProcessorContext): Processor {
  const kernel = compileProjection(projection);
  return {
    process(_port, batch) {
      const fail = (row: number, error: unknown): void => context.fail(batch, row, error);
      // One expression for the whole value may turn nothing into something; fields of nothing may not.
      const deletions = projection.whole === null ? deletionsOf(batch) : null;
      if (deletions === null) {
        const result = kernel.run(rootsOf(batch), batch.selection, batch.selected, fail);
        if (result.selected > 0) context.emit(0, withValue(batch, result.column, result));
        return;
      }
      const present = rowsWhere(batch.selection, batch.selected, (row) => deletions[row] === 0);
      const result = kernel.run(rootsOf(batch), present.selection, present.selected, fail);
      // Columns of values have nothing in the rows that were left out.
      const column = result.column.kind === "struct" ? { ...result.column, nulls: deletions } : result.column;
      const alive = new Uint8Array(deletions);
      for (let k = 0; k < result.selected; k++) alive[result.selection[k]!] = 1;
      const live = rowsWhere(batch.selection, batch.selected, (row) => alive[row] === 1);
      if (live.selected > 0) context.emit(0, withValue(batch, column, live));
    },
  };
}

/** 1 at rows without a value; null where there is none, which is nearly always. */
function deletionsOf(batch: Batch): Uint8Array | null {
  if (hasNoNulls(batch.value)) return null;
  let found: Uint8Array | null = null;
  for (let k = 0; k < batch.selected; k++) {
    const row = batch.selection[k]!;
    if (isNullAt(batch.value, row)) (found ??= new Uint8Array(batch.rows))[row] = 1;
  }
  return found;
}

function rowsWhere(selection: Int32Array, selected: number, keeps: (row: number) => boolean): Live {
  const rows = new Int32Array(selected);
  let count = 0;
  for (let k = 0; k < selected; k++) if (keeps(selection[k]!)) rows[count++] = selection[k]!;
  return { selection: rows, selected: count };
}
