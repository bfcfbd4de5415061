/** Lets through the records for which a condition is true. */
import type { ProcessorFactory } from "../engine/processor.ts";
import { withSelection } from "../vectors/batch-with.ts";
import { compilePredicate } from "../vectors/kernel.ts";
import { rootsOf } from "../vectors/roots.ts";

export const filter: ProcessorFactory<"filter"> = (config, context) => {
  const where = compilePredicate(config.where);
  return {
    process(_port, batch) {
      const { selection, selected } = batch;
      let failed = 0;
      const passing = new Int32Array(selected);
      const count = where.run(rootsOf(batch), selection, selected, passing, (row, error) => {
        failed += 1;
        context.fail(batch, row, error);
      });
      const filtered = selected - count - failed;
      if (filtered > 0) context.drop("filtered", filtered);
      if (count > 0) context.emit(0, withSelection(batch, passing, count));
    },
  };
};
