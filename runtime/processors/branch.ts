/** Sends each record to the output of the first case that holds, or to the last output. */
import type { ProcessorFactory } from "../engine/processor.ts";
import { withSelection } from "../vectors/batch-with.ts";
import { compilePredicate } from "../vectors/kernel.ts";
import { rootsOf } from "../vectors/roots.ts";

export const branch: ProcessorFactory<"branch"> = (config, context, node) => {
  const cases = config.cases.map((condition) => compilePredicate(condition));
  const otherwise = cases.length;
  return {
    process(_port, batch) {
      const roots = rootsOf(batch);
      let { selection, selected } = batch;
      for (const [output, condition] of cases.entries()) {
        if (selected === 0) return;
        const failed: number[] = [];
        const matching = new Int32Array(selected);
        const count = condition.run(roots, selection, selected, matching, (row, error) => {
          failed.push(row);
          context.fail(batch, row, error);
        });
        if (count > 0) context.emit(output, withSelection(batch, matching, count));
        const rest = without(selection, selected, matching, count, failed);
        selected -= count + failed.length;
        selection = rest;
      }
      if (selected === 0) return;
      if (otherwise < node.outputs.length) context.emit(otherwise, withSelection(batch, selection, selected));
      else context.drop("no-match", selected);
    },
  };
};

/** The rows that are in neither list; both are in the order of the selection. */
function without(
  selection: Int32Array,
  selected: number,
  matching: Int32Array,
  count: number,
  failed: readonly number[],
): Int32Array {
  if (count === 0 && failed.length === 0) return selection;
  const rest = new Int32Array(selected);
  let left = 0;
  for (let k = 0, m = 0, f = 0; k < selected; k++) {
    const row = selection[k]!;
    if (m < count && row === matching[m]) m++;
    else if (f < failed.length && row === failed[f]) f++;
    else rest[left++] = row;
  }
  return rest;
}
