/** The roots of expressions (`value`, `key`, `timestamp`, …) as columns. Whoever has other roots (`left`, `$aggregate`) passes its own `Roots`. */
import { INSTANT, INT, STRING } from "../../shared/records/types.ts";
import type { Batch } from "./batch.ts";
import type { Column } from "./column.ts";
import { headersColumn } from "./headers-column.ts";

export interface Roots {
  /** Physical rows that every column covers. */
  readonly rows: number;
  /** The column of a root; made when first asked for. An unknown root is a bug of the planner. */
  column(root: string): Column;
}

/** The roots that every record has: key, value, timestamp, headers, topic, partition, offset. */
export function rootsOf(batch: Batch): Roots {
  let roots = rootsByBatch.get(batch);
  if (roots === undefined) {
    roots = new BatchRoots(batch);
    rootsByBatch.set(batch, roots);
  }
  return roots;
}

/** `columns` by root name; what is not in there comes from `rest`. */
export function makeRoots(rows: number, columns: Readonly<Record<string, Column>>, rest?: Roots): Roots {
  return {
    rows,
    column(root) {
      if (Object.hasOwn(columns, root)) return columns[root]!;
      if (rest === undefined)
        throw new Error(`Invariant broken: an expression names the root ${root}, which is not here`);
      return rest.column(root);
    },
  };
}

const rootsByBatch = new WeakMap<Batch, BatchRoots>();

class BatchRoots implements Roots {
  readonly rows: number;
  readonly #batch: Batch;
  readonly #made = new Map<string, Column>();

  constructor(batch: Batch) {
    this.rows = batch.rows;
    this.#batch = batch;
  }

  column(root: string): Column {
    if (root === "value") return this.#batch.value;
    if (root === "key") return this.#batch.key;
    let column = this.#made.get(root);
    if (column === undefined) {
      column = this.#make(root);
      this.#made.set(root, column);
    }
    return column;
  }

  #make(root: string): Column {
    const { timestamps, headers, origin, rows } = this.#batch;
    switch (root) {
      case "timestamp":
        return { kind: "number", type: INSTANT, values: timestamps, nulls: null };
      case "headers":
        return headersColumn(headers, rows);
      case "topic":
        return { kind: "constant", type: STRING, value: origin.topic };
      case "partition":
        return { kind: "constant", type: INT, value: origin.partition };
      case "offset":
        return { kind: "number", type: INT, values: origin.offsets, nulls: null };
      default:
        throw new Error(`Invariant broken: an expression names the root ${root}, which records do not have`);
    }
  }
}
