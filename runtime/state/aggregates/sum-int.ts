import { makeInt } from "../../../shared/records/integers.ts";
import { Decimal } from "../../../shared/records/decimal.ts";
import { Float64Pages, PAGE_BITS, PAGE_MASK } from "../pages.ts";
import type { ByteReader, ByteWriter } from "../byte-writer.ts";
import type { AggregateState } from "./aggregate-state.ts";
import type { Argument } from "./argument.ts";
import type { Results } from "./results.ts";
import { readValue, writeNumber } from "../value-codec.ts";

const LIMB = 2 ** 32;
const BIG_LIMB = 2n ** 32n;

/** Makes the result of an exact total, which is a bigint only where it must be. */
export type FinishInt = (total: number | bigint, count: number) => unknown;

/**
 * The exact sum of integers: `high * 2^32 + low`. `low` alone while it stays a safe integer, which is the usual case; else what is beyond 32 bits
 * goes to `high`. Exact up to 2^85, that is for four million records of the largest 64-bit integer and for any that occur.
 */
export class IntSum implements AggregateState {
  readonly #low = new Float64Pages();
  readonly #high = new Float64Pages();
  readonly #counts = new Float64Pages();
  readonly #finish: FinishInt;

  constructor(finish: FinishInt) {
    this.#finish = finish;
  }

  get bytes(): number {
    return this.#low.bytes + this.#high.bytes + this.#counts.bytes;
  }

  ensure(count: number): void {
    this.#low.ensure(count);
    this.#high.ensure(count);
    this.#counts.ensure(count);
  }

  add(argument: Argument, rows: Int32Array, entries: Int32Array, from: number, to: number): void {
    if (argument.kind === "numbers") this.#addNumbers(argument.values, argument.nulls, rows, entries, from, to);
    else if (argument.kind === "values") this.#addValues(argument.values, rows, entries, from, to);
  }

  #addNumbers(
    values: Float64Array,
    nulls: Uint8Array | null,
    rows: Int32Array,
    entries: Int32Array,
    from: number,
    to: number,
  ): void {
    const low = this.#low.pages;
    const counts = this.#counts.pages;
    for (let k = from; k < to; k++) {
      const row = rows[k]!;
      if (nulls !== null && nulls[row] === 1) continue;
      const entry = entries[k]!;
      const page = low[entry >>> PAGE_BITS]!;
      // The sum of two safe integers is exact if it is safe itself.
      const sum = page[entry & PAGE_MASK]! + values[row]!;
      if (sum <= Number.MAX_SAFE_INTEGER && sum >= -Number.MAX_SAFE_INTEGER) page[entry & PAGE_MASK] = sum;
      else
        this.#addLimbs(entry, Math.floor(values[row]! / LIMB), values[row]! - Math.floor(values[row]! / LIMB) * LIMB);
      counts[entry >>> PAGE_BITS]![entry & PAGE_MASK]! += 1;
    }
  }

  #addValues(values: readonly unknown[], rows: Int32Array, entries: Int32Array, from: number, to: number): void {
    for (let k = from; k < to; k++) {
      const value = values[rows[k]!];
      if (typeof value !== "number" && typeof value !== "bigint") continue;
      const entry = entries[k]!;
      this.#addBig(entry, BigInt(value));
      this.#counts.set(entry, this.#counts.get(entry) + 1);
    }
  }

  #addBig(entry: number, value: bigint): void {
    const high = value >> 32n;
    this.#addLimbs(entry, Number(high), Number(value - high * BIG_LIMB));
  }

  /** `low` is in [0, 2^32) after every call, so that it never overflows. */
  #addLimbs(entry: number, high: number, low: number): void {
    const current = this.#low.get(entry);
    const carry = Math.floor(current / LIMB);
    const sum = current - carry * LIMB + low;
    const carryOfSum = sum >= LIMB ? 1 : 0;
    this.#low.set(entry, sum - carryOfSum * LIMB);
    this.#high.set(entry, this.#high.get(entry) + high + carry + carryOfSum);
  }

  #total(entry: number): number | bigint {
    const high = this.#high.get(entry);
    return high === 0 ? this.#low.get(entry) : BigInt(high) * BIG_LIMB + BigInt(this.#low.get(entry));
  }

  result(entry: number, results: Results, row: number): void {
    const count = this.#counts.get(entry);
    if (count === 0) results.setNull(row);
    else results.setValue(row, this.#finish(this.#total(entry), count));
  }

  write(entry: number, writer: ByteWriter): void {
    writer.varint(this.#counts.get(entry));
    writeNumber(writer, this.#high.get(entry));
    writeNumber(writer, this.#low.get(entry));
  }

  read(entry: number, reader: ByteReader): void {
    this.#counts.set(entry, reader.varint());
    this.#high.set(entry, Number(readValue(reader)));
    this.#low.set(entry, Number(readValue(reader)));
  }

  clear(): void {
    this.#low.clear();
    this.#high.clear();
    this.#counts.clear();
  }
}

/** Throws REC_0004 beyond 64 bits. */
export function finishIntSum(total: number | bigint): number | bigint {
  return typeof total === "number" ? total : makeInt(total);
}

export function finishIntAverage(total: number | bigint, count: number): number {
  return Number(total) / count;
}

export function finishIntAsDecimal(total: number | bigint): Decimal {
  return Decimal.fromInt(total);
}

export function finishIntAverageAsDecimal(total: number | bigint, count: number): Decimal {
  return Decimal.fromInt(total).divide(Decimal.fromInt(count));
}
