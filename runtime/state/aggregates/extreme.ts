import type { ByteReader, ByteWriter } from "../byte-writer.ts";
import type { AggregateState } from "./aggregate-state.ts";
import type { Argument } from "./argument.ts";
import { compareValues } from "./compare-values.ts";
import type { Results } from "./results.ts";
import { ValueCells } from "./value-cells.ts";

/** min and max. Of equal values the first stays. NaN is never chosen over another value. */
export class Extreme implements AggregateState {
  readonly #cells = new ValueCells();
  /** 1: the larger one wins, -1: the smaller one. */
  readonly #sign: 1 | -1;

  constructor(which: "min" | "max") {
    this.#sign = which === "max" ? 1 : -1;
  }

  get bytes(): number {
    return this.#cells.bytes;
  }

  ensure(count: number): void {
    this.#cells.ensure(count);
  }

  add(argument: Argument, rows: Int32Array, entries: Int32Array, from: number, to: number): void {
    if (argument.kind === "values") {
      for (let k = from; k < to; k++) this.#addValue(entries[k]!, argument.values[rows[k]!]);
      return;
    }
    if (argument.kind !== "numbers") return;
    const { values, nulls } = argument;
    for (let k = from; k < to; k++) {
      const row = rows[k]!;
      if (nulls === null || nulls[row] === 0) this.#addNumber(entries[k]!, values[row]!);
    }
  }

  #addNumber(entry: number, value: number): void {
    const current = this.#cells.number(entry);
    if (current === undefined) this.#addValue(entry, value);
    else if ((value - current) * this.#sign > 0 || Number.isNaN(current)) this.#cells.setNumber(entry, value);
  }

  #addValue(entry: number, value: unknown): void {
    if (value === null || value === undefined) return;
    if (!this.#cells.has(entry) || compareValues(value, this.#cells.get(entry)) * this.#sign > 0)
      this.#cells.set(entry, value);
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
