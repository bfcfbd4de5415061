import { Decimal, MAX_DECIMAL_DIGITS } from "../../../shared/records/decimal.ts";
import { ValueError } from "../../../shared/records/value-error.ts";
import type { ByteReader, ByteWriter } from "../byte-writer.ts";
import { Float64Pages } from "../pages.ts";
import type { AggregateState } from "./aggregate-state.ts";
import type { Argument } from "./argument.ts";
import type { Results } from "./results.ts";
import { ValueCells } from "./value-cells.ts";

/** The exact sum of decimals. Its memory is one encoded decimal an entry. A sum beyond 1,000 digits is given up for good: the result throws. */
export class DecimalSum implements AggregateState {
  readonly #sums = new ValueCells();
  readonly #counts = new Float64Pages();
  readonly #finish: (total: Decimal, count: number) => unknown;

  constructor(finish: (total: Decimal, count: number) => unknown) {
    this.#finish = finish;
  }

  get bytes(): number {
    return this.#sums.bytes + this.#counts.bytes;
  }

  ensure(count: number): void {
    this.#sums.ensure(count);
    this.#counts.ensure(count);
  }

  add(argument: Argument, rows: Int32Array, entries: Int32Array, from: number, to: number): void {
    if (argument.kind !== "values") return;
    for (let k = from; k < to; k++) {
      const value = argument.values[rows[k]!];
      if (!(value instanceof Decimal)) continue;
      const entry = entries[k]!;
      this.#counts.set(entry, this.#counts.get(entry) + 1);
      this.#addTo(entry, value);
    }
  }

  /** A whole sum is kept as a number, the usual one as coefficient and scale, one that is beyond the limit as null. */
  #addTo(entry: number, value: Decimal): void {
    const before = this.#sum(entry);
    const sum = before === null ? null : tryAdd(before, value);
    if (sum !== null && sum.scale === 0 && typeof sum.coefficient === "number")
      this.#sums.setNumber(entry, sum.coefficient);
    else this.#sums.set(entry, sum);
  }

  #sum(entry: number): Decimal | null {
    const stored = this.#sums.get(entry);
    if (stored instanceof Decimal) return stored;
    if (typeof stored === "number") return Decimal.fromInt(stored);
    return this.#sums.has(entry) ? null : Decimal.zero;
  }

  result(entry: number, results: Results, row: number): void {
    const count = this.#counts.get(entry);
    if (count === 0) results.setNull(row);
    else results.setValue(row, this.#finish(this.#sum(entry) ?? tooLong(), count));
  }

  write(entry: number, writer: ByteWriter): void {
    writer.varint(this.#counts.get(entry));
    this.#sums.write(entry, writer);
  }

  read(entry: number, reader: ByteReader): void {
    this.#counts.set(entry, reader.varint());
    this.#sums.read(entry, reader);
  }

  clear(): void {
    this.#sums.clear();
    this.#counts.clear();
  }
}

function tryAdd(a: Decimal, b: Decimal): Decimal | null {
  try {
    return a.add(b);
  } catch (error) {
    if (error instanceof ValueError) return null;
    throw error;
  }
}

function tooLong(): never {
  throw new ValueError("REC_0004", `A sum has more than ${MAX_DECIMAL_DIGITS} digits.`, "Round what is summed.");
}

export function finishDecimalSum(total: Decimal): Decimal {
  return total;
}

export function finishDecimalAverage(total: Decimal, count: number): Decimal {
  return total.divide(Decimal.fromInt(count));
}

export function finishDecimalAsNumber(total: Decimal): number {
  return total.toNumber();
}

export function finishDecimalAverageAsNumber(total: Decimal, count: number): number {
  return finishDecimalAverage(total, count).toNumber();
}
