/** Makes a new value out of each record: what `map` and `mask` do. */
import type { Projection } from "../../shared/topology/processors.ts";
import type { Processor, ProcessorContext } from "../engine/processor.ts";
import { withValue } from "../vectors/batch-with.ts";
import { compileProjection } from "../vectors/kernel.ts";
import { rootsOf } from "../vectors/roots.ts";

export function project(projection: Projection, context: ProcessorContext): Processor {
  const kernel = compileProjection(projection);
  return {
    process(_port, batch) {
      const fail = (row: number, error: unknown): void => context.fail(batch, row, error);
      const result = kernel.run(rootsOf(batch), batch.selection, batch.selected, fail);
      if (result.selected > 0) context.emit(0, withValue(batch, result.column, result));
    },
  };
}
