import type { AggregateCall } from "../../../shared/topology/processors.ts";
import type { ByteReader, ByteWriter } from "../byte-writer.ts";
import { Float64Pages } from "../pages.ts";
import type { AggregateState } from "./aggregate-state.ts";
import type { Argument } from "./argument.ts";
import { isBoolean, valueOf } from "./collect.ts";
import { compareValues } from "./compare-values.ts";
import { EncodedLists } from "./encoded-lists.ts";
import type { Results } from "./results.ts";

/** The `k` largest values, duplicates included, largest first. NaN does not take part. */
export class TopK implements AggregateState {
  readonly #lists = new EncodedLists();
  /** The smallest member where the list is full and it is a number that is not 0: what is not above it needs no look at the list. */
  readonly #floors = new Float64Pages();
  readonly #k: number;
  readonly #booleans: boolean;

  constructor(call: AggregateCall, k: number) {
    this.#k = k;
    this.#booleans = isBoolean(call);
  }

  get bytes(): number {
    return this.#lists.bytes + this.#floors.bytes;
  }

  ensure(count: number): void {
    this.#lists.ensure(count);
    this.#floors.ensure(count);
  }

  add(argument: Argument, rows: Int32Array, entries: Int32Array, from: number, to: number): void {
    for (let k = from; k < to; k++) {
      const entry = entries[k]!;
      const value = valueOf(argument, rows[k]!, this.#booleans);
      if (value === null || Number.isNaN(value)) continue;
      const floor = this.#floors.get(entry);
      if (typeof value !== "number" || floor === 0 || value > floor) this.#insert(entry, value);
    }
  }

  #insert(entry: number, value: unknown): void {
    const values = this.#lists.get(entry);
    let at = values.length;
    while (at > 0 && compareValues(value, values[at - 1]) > 0) at -= 1;
    if (at === this.#k) return;
    values.splice(at, 0, value);
    if (values.length > this.#k) values.pop();
    this.#lists.set(entry, values);
    this.#setFloor(entry, values);
  }

  #setFloor(entry: number, values: readonly unknown[]): void {
    const smallest = values[this.#k - 1];
    this.#floors.set(entry, typeof smallest === "number" ? smallest : 0);
  }

  result(entry: number, results: Results, row: number): void {
    results.setValue(row, this.#lists.get(entry));
  }

  write(entry: number, writer: ByteWriter): void {
    this.#lists.write(entry, writer);
  }

  read(entry: number, reader: ByteReader): void {
    this.#lists.read(entry, reader);
    this.#setFloor(entry, this.#lists.get(entry));
  }

  clear(): void {
    this.#lists.clear();
    this.#floors.clear();
  }
}
