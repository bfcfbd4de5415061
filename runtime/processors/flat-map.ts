/** Makes a record of each item of a list. */
import { INT } from "../../shared/records/types.ts";
import type { ProcessorFactory } from "../engine/processor.ts";
import { withValue } from "../vectors/batch-with.ts";
import type { Column } from "../vectors/column.ts";
import { columnFromValues, gatherBatch } from "../vectors/gather.ts";
import { compileColumn, compileProjection } from "../vectors/kernel.ts";
import { makeRoots, rootsOf } from "../vectors/roots.ts";

/** Output rows of one batch; a batch whose lists hold more is emitted in parts. */
const MAX_ROWS = 8192;

export const flatMap: ProcessorFactory<"flat-map"> = (config, context) => {
  const list = compileColumn(config.list, { passThrough: false });
  const value = config.value === null ? null : compileProjection(config.value);

  return {
    process(_port, batch) {
      const fail = (row: number, error: unknown): void => context.fail(batch, row, error);
      const { column, selection, selected } = list.run(rootsOf(batch), batch.selection, batch.selected, fail);
      let rows: number[] = [];
      let items: unknown[] = [];
      let indices: number[] = [];
      let empty = 0;

      const emitItems = (): void => {
        if (items.length === 0) return;
        const expanded = gatherBatch(batch, Int32Array.from(rows), rows.length);
        const itemColumn = columnFromValues(items, config.itemType);
        if (value === null) context.emit(0, { ...expanded, value: itemColumn });
        else {
          const roots = makeRoots(
            expanded.rows,
            { item: itemColumn, index: columnFromValues(indices, INT) },
            rootsOf(expanded),
          );
          const failExpanded = (row: number, error: unknown): void => context.fail(expanded, row, error);
          const result = value.run(roots, expanded.selection, expanded.selected, failExpanded);
          if (result.selected > 0) context.emit(0, withValue(expanded, result.column, result));
        }
        rows = [];
        items = [];
        indices = [];
      };

      for (let k = 0; k < selected; k++) {
        const row = selection[k]!;
        const found = listAt(column, row);
        if (found.length === 0) empty += 1;
        for (const [index, item] of found.entries()) {
          rows.push(row);
          items.push(item);
          indices.push(index);
          if (items.length === MAX_ROWS) emitItems();
        }
      }
      emitItems();
      if (empty > 0) context.drop("empty-list", empty);
    },
  };
};

function listAt(column: Column, row: number): readonly unknown[] {
  const value = column.kind === "value" ? column.values[row] : column.kind === "constant" ? column.value : null;
  return Array.isArray(value) ? value : [];
}
