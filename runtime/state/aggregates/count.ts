import { Float64Pages, PAGE_BITS, PAGE_MASK } from "../pages.ts";
import type { ByteReader, ByteWriter } from "../byte-writer.ts";
import type { AggregateState } from "./aggregate-state.ts";
import type { Argument } from "./argument.ts";
import type { Results } from "./results.ts";

/** `count()`: records. `count(x)`: records of which x is not null. */
export class Count implements AggregateState {
  readonly #counts = new Float64Pages();

  get bytes(): number {
    return this.#counts.bytes;
  }

  ensure(count: number): void {
    this.#counts.ensure(count);
  }

  add(argument: Argument, rows: Int32Array, entries: Int32Array, from: number, to: number): void {
    const { pages } = this.#counts;
    const nulls = argument.kind === "numbers" ? argument.nulls : null;
    for (let k = from; k < to; k++) {
      if (nulls !== null && nulls[rows[k]!] === 1) continue;
      if (argument.kind === "values" && argument.values[rows[k]!] === null) continue;
      const entry = entries[k]!;
      pages[entry >>> PAGE_BITS]![entry & PAGE_MASK]! += 1;
    }
  }

  result(entry: number, results: Results, row: number): void {
    results.setNumber(row, this.#counts.get(entry));
  }

  write(entry: number, writer: ByteWriter): void {
    writer.varint(this.#counts.get(entry));
  }

  read(entry: number, reader: ByteReader): void {
    this.#counts.set(entry, reader.varint());
  }

  clear(): void {
    this.#counts.clear();
  }
}
