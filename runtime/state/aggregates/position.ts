import type { ByteReader, ByteWriter } from "../byte-writer.ts";
import type { AggregateState } from "./aggregate-state.ts";
import type { Argument } from "./argument.ts";
import type { Results } from "./results.ts";
import { ValueCells } from "./value-cells.ts";

/** first and last: by order of arrival, not by time. */
export class Position implements AggregateState {
  readonly #cells = new ValueCells();
  readonly #first: boolean;

  constructor(which: "first" | "last") {
    this.#first = which === "first";
  }

  get bytes(): number {
    return this.#cells.bytes;
  }

  ensure(count: number): void {
    this.#cells.ensure(count);
  }

  add(argument: Argument, rows: Int32Array, entries: Int32Array, from: number, to: number): void {
    for (let k = from; k < to; k++) {
      const row = rows[k]!;
      const entry = entries[k]!;
      if (this.#first && this.#cells.has(entry)) continue;
      if (argument.kind === "numbers") {
        if (argument.nulls === null || argument.nulls[row] === 0) this.#cells.setNumber(entry, argument.values[row]!);
      } else if (argument.kind === "values") {
        const value = argument.values[row];
        if (value !== null && value !== undefined) this.#cells.set(entry, value);
      }
    }
  }

  result(entry: number, results: Results, row: number): void {
    results.setValue(row, this.#cells.get(entry));
  }

  write(entry: number, writer: ByteWriter): void {
    this.#cells.write(entry, writer);
  }

  read(entry: number, reader: ByteReader): void {
    this.#cells.read(entry, reader);
  }

  clear(): void {
    this.#cells.clear();
  }
}
