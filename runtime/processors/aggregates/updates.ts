import type { AggregateTable } from "../../state/aggregate-table.ts";
import { IntList } from "../../state/int-list.ts";

/** What a batch changes, in order: row by row, and of a row its windows by start. Entries of equal tables need not stand together. */
export class Updates {
  readonly rows = new IntList();
  readonly entries = new IntList();
  /** Index into `tables` per update. */
  readonly tableIndices = new IntList();
  readonly tables: AggregateTable[] = [];

  get count(): number {
    return this.rows.length;
  }

  add(table: AggregateTable, row: number, entry: number): void {
    if (table.updateIndex < 0) table.updateIndex = this.tables.push(table) - 1;
    this.rows.push(row);
    this.entries.push(entry);
    this.tableIndices.push(table.updateIndex);
  }

  clear(): void {
    this.rows.clear();
    this.entries.clear();
    this.tableIndices.clear();
    for (const table of this.tables) table.updateIndex = -1;
    this.tables.length = 0;
  }

  /** Calls back once per table, with its updates in order. */
  forEachTable(visit: (table: AggregateTable, rows: Int32Array, entries: Int32Array, count: number) => void): void {
    if (this.tables.length === 1) {
      visit(this.tables[0]!, this.rows.values, this.entries.values, this.count);
      return;
    }
    const ends = this.#groupEnds();
    const rows = new Int32Array(this.count);
    const entries = new Int32Array(this.count);
    for (let k = this.count - 1; k >= 0; k--) {
      const at = --ends[this.tableIndices.values[k]!]!;
      rows[at] = this.rows.values[k]!;
      entries[at] = this.entries.values[k]!;
    }
    for (const [i, table] of this.tables.entries()) {
      const from = ends[i]!;
      const to = ends[i + 1] ?? this.count;
      visit(table, rows.subarray(from, to), entries.subarray(from, to), to - from);
    }
  }

  #groupEnds(): Int32Array {
    const ends = new Int32Array(this.tables.length);
    for (let k = 0; k < this.count; k++) ends[this.tableIndices.values[k]!]! += 1;
    for (let i = 1; i < ends.length; i++) ends[i]! += ends[i - 1]!;
    return ends;
  }
}
