/** Shows a record now and then in the log, and passes all of them on unchanged. */
import { writeJsonText } from "../../shared/records/json-text.ts";
import { ANY } from "../../shared/records/types.ts";
import type { ProcessorFactory } from "../engine/processor.ts";
import type { Batch } from "../vectors/batch.ts";
import { valueAt } from "../vectors/gather.ts";
import { compileColumn } from "../vectors/kernel.ts";
import { rootsOf } from "../vectors/roots.ts";

const MAX_SHOWN = 1000;

export const peek: ProcessorFactory<"peek"> = (config, context) => {
  const label = config.label === null ? null : compileColumn(config.label, { passThrough: false });
  let seen = 0;
  let nextMs = Number.NEGATIVE_INFINITY;

  function show(batch: Batch): void {
    const row = batch.selection[batch.selected - 1]!;
    const shown = {
      key: describe(() => valueAt(batch.key, row, ANY)),
      value: describe(() => valueAt(batch.value, row, ANY)),
      seen,
    };
    context.log("info", labelOf(batch, row), shown);
  }

  /** A label that cannot be computed is no reason to stop: nothing depends on it. */
  function labelOf(batch: Batch, row: number): string {
    if (label === null) return "record";
    const { column, selected } = label.run(rootsOf(batch), Int32Array.of(row), 1, () => undefined);
    return selected === 0 ? "record" : describe(() => valueAt(column, row, ANY));
  }

  return {
    process(_port, batch) {
      seen += batch.selected;
      const nowMs = context.nowMs();
      if (nowMs >= nextMs) {
        nextMs = nowMs + config.everyMs;
        show(batch);
      }
      context.emit(0, batch);
    },
  };
};

function describe(read: () => unknown): string {
  try {
    const value = read();
    const text = typeof value === "string" ? value : writeJsonText(value);
    return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  } catch {
    return "(not readable)";
  }
}
