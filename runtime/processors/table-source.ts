import type { ProcessorFactory } from "../engine/processor.ts";
import { withSelection } from "../vectors/batch-with.ts";
import type { TableStore } from "../state/table-store.ts";
import { KeyReader, rowsWithKey } from "./keyed/keyed-rows.ts";
import { TableWriter } from "./keyed/table-writer.ts";

/** Reads a stream as the changes of a table: rows without a key are dropped, the rest goes on, and into the store if there is one. */
export const tableSource: ProcessorFactory<"table-source"> = (config, context, node) => {
  const type = node.types[0]!;
  const keyReader = new KeyReader(type.key, context);
  const writer =
    config.store === null ? null : new TableWriter(context.store<TableStore>(config.store), type.value, context);
  return {
    process(_port, batch) {
      const keys = keyReader.read(batch);
      const { selection, selected } = rowsWithKey(batch, keys, context);
      const rows = withSelection(batch, selection, selected);
      writer?.applyAll(rows, keys);
      context.emit(0, rows);
    },
  };
};
