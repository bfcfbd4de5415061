import type { AggregateTable } from "../../state/aggregate-table.ts";
import type { HashedRows } from "../../state/byte-table.ts";
import { IntList } from "../../state/int-list.ts";

/** What a batch changes, in order: row by row, and of a row its windows by start. Entries of equal tables need not stand together. */
export class Updates {
  readonly rows = new IntList();
  /** By update, valid after `resolve`. */
  entries = new Int32Array(0);
  /** Index into `tables` per update. */
  readonly tableIndices = new IntList();
  readonly tables: AggregateTable[] = [];

  get count(): number {
    return this.rows.length;
  }

  add(table: AggregateTable, row: number): void {
    if (table.updateIndex < 0) table.updateIndex = this.tables.push(table) - 1;
    this.rows.push(row);
    this.tableIndices.push(table.updateIndex);
  }

  /** Finds the entries of all updates, and makes those of new keys. */
  resolve(keys: HashedRows): void {
    const { count, rows, tables } = this;
    if (this.entries.length < count) this.entries = new Int32Array(rows.values.length);
    if (tables.length === 1) tables[0]!.keys.findOrInsertRows(keys, rows.values, count, this.entries);
    else this.#resolveEach(keys);
    for (const table of tables) table.ensure();
  }

  #resolveEach({ buffer, starts, lengths, hashes }: HashedRows): void {
    for (let k = 0; k < this.count; k++) {
      const row = this.rows.values[k]!;
      const table = this.tables[this.tableIndices.values[k]!]!;
      this.entries[k] = table.keys.findOrInsert(hashes[row]!, buffer, starts[row]!, lengths[row]!);
    }
  }

  clear(): void {
    this.rows.clear();
    this.tableIndices.clear();
    for (const table of this.tables) table.updateIndex = -1;
    this.tables.length = 0;
  }

  /** Calls back once per table, with its updates in order. */
  forEachTable(visit: (table: AggregateTable, rows: Int32Array, entries: Int32Array, count: number) => void): void {
    if (this.tables.length === 1) {
      visit(this.tables[0]!, this.rows.values, this.entries, this.count);
      return;
    }
    const ends = this.#groupEnds();
    const rows = new Int32Array(this.count);
    const entries = new Int32Array(this.count);
    for (let k = this.count - 1; k >= 0; k--) {
      const at = --ends[this.tableIndices.values[k]!]!;
      rows[at] = this.rows.values[k]!;
      entries[at] = this.entries[k]!;
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
