import type { ByteReader, ByteWriter } from "../byte-writer.ts";
import { Float64Pages, PAGE_BITS, PAGE_MASK } from "../pages.ts";
import type { AggregateState } from "./aggregate-state.ts";
import type { Argument } from "./argument.ts";
import type { Results } from "./results.ts";

/** The sum of doubles in order of arrival, rounded at each step as IEEE says; or their average. */
export class NumberSum implements AggregateState {
  readonly #sums = new Float64Pages();
  readonly #counts = new Float64Pages();
  readonly #average: boolean;

  constructor(average: boolean) {
    this.#average = average;
  }

  get bytes(): number {
    return this.#sums.bytes + this.#counts.bytes;
  }

  ensure(count: number): void {
    this.#sums.ensure(count);
    this.#counts.ensure(count);
  }

  add(argument: Argument, rows: Int32Array, entries: Int32Array, from: number, to: number): void {
    if (argument.kind !== "numbers") return;
    const { values, nulls } = argument;
    const sums = this.#sums.pages;
    const counts = this.#counts.pages;
    for (let k = from; k < to; k++) {
      const row = rows[k]!;
      if (nulls !== null && nulls[row] === 1) continue;
      const entry = entries[k]!;
      sums[entry >>> PAGE_BITS]![entry & PAGE_MASK]! += values[row]!;
      counts[entry >>> PAGE_BITS]![entry & PAGE_MASK]! += 1;
    }
  }

  result(entry: number, results: Results, row: number): void {
    const count = this.#counts.get(entry);
    if (count === 0) results.setNull(row);
    else results.setNumber(row, this.#average ? this.#sums.get(entry) / count : this.#sums.get(entry));
  }

  write(entry: number, writer: ByteWriter): void {
    writer.varint(this.#counts.get(entry));
    writer.double(this.#sums.get(entry));
  }

  read(entry: number, reader: ByteReader): void {
    this.#counts.set(entry, reader.varint());
    this.#sums.set(entry, reader.double());
  }

  clear(): void {
    this.#sums.clear();
    this.#counts.clear();
  }
}
