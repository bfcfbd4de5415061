/** The roots of expressions (`value`, `key`, `timestamp`, …) as columns. Whoever has other roots (`left`, `$aggregate`) passes its own `Roots`. */
import type { Batch } from "./batch.ts";
import type { Column } from "./column.ts";

export interface Roots {
  /** Physical rows that every column covers. */
  readonly rows: number;
  /** The column of a root; made when first asked for. An unknown root is a bug of the planner. */
  column(root: string): Column;
}

/** The roots that every record has: key, value, timestamp, headers, topic, partition, offset. */
export function rootsOf(_batch: Batch): Roots {
  throw new Error("not yet");
}

/** `columns` by root name; what is not in there comes from `rest`. */
export function makeRoots(_rows: number, _columns: Readonly<Record<string, Column>>, _rest?: Roots): Roots {
  throw new Error("not yet");
}
