/**
 * The state of one aggregate call for many entries, in columns. Works by updates: update k adds the argument of `rows[k]` to entry
 * `entries[k]`. Null arguments are skipped, as in SQL; an entry that has seen none gives null (count: 0, collect and topK: []).
 */
import type { ByteReader, ByteWriter } from "../byte-writer.ts";
import type { Argument } from "./argument.ts";
import type { Results } from "./results.ts";

export interface AggregateState {
  readonly bytes: number;
  /** Entries [0, count) exist; new ones are empty. */
  ensure(count: number): void;
  /** Applies the updates [from, to). Never throws for what a record holds. */
  add(argument: Argument, rows: Int32Array, entries: Int32Array, from: number, to: number): void;
  /** The result of an entry. Throws a ValueError where it is beyond its type. */
  result(entry: number, results: Results, row: number): void;
  /** For the changelog: `read` of what `write` wrote gives the same entry. */
  write(entry: number, writer: ByteWriter): void;
  read(entry: number, reader: ByteReader): void;
  /** Every entry back to empty; the memory stays. */
  clear(): void;
}
