/** Gives each record a new key. */
import type { ProcessorFactory } from "../engine/processor.ts";
import { withKey } from "../vectors/batch-with.ts";
import { compileColumn } from "../vectors/kernel.ts";
import { rootsOf } from "../vectors/roots.ts";

export const selectKey: ProcessorFactory<"select-key"> = (config, context) => {
  const key = compileColumn(config.key, { passThrough: true });
  return {
    process(_port, batch) {
      const fail = (row: number, error: unknown): void => context.fail(batch, row, error);
      const result = key.run(rootsOf(batch), batch.selection, batch.selected, fail);
      if (result.selected > 0) context.emit(0, withKey(batch, result.column, result));
    },
  };
};
