import { ByteArena } from "./byte-arena.ts";
import { ByteTable } from "./byte-table.ts";
import { IntList } from "./int-list.ts";
import { Float64Pages, Int32Pages } from "./pages.ts";

const MATCHED = 1;
const GONE = 2;
const MARKED = 4;

/** The rows of one side of a join in one span of time: per key a chain in order of time, then of arrival. Row numbers are in order of arrival. */
export class JoinSegment {
  readonly index: number;
  readonly keys = new ByteTable();
  /** Per key: last row of its chain, plus one. */
  readonly #tails = new Int32Pages();
  /** Per row: previous and next in the chain, plus one; the key; reference and length of the value; sequence number; flags. */
  readonly #rows = new Int32Pages();
  readonly #times = new Float64Pages();
  readonly #values = new ByteArena();
  /** Rows before it are in the changelog. */
  written = 0;
  /** Rows in the changelog that have found their first partner since the last flush. */
  readonly newlyMatched = new IntList();
  #count = 0;
  #matched = 0;

  constructor(index: number) {
    this.index = index;
  }

  get count(): number {
    return this.#count;
  }

  /** Rows that never found a partner. */
  get unmatched(): number {
    return this.#count - this.#matched;
  }

  get bytes(): number {
    const tables = this.keys.bytes + this.#values.bytes;
    return tables + this.#tails.bytes + this.#rows.bytes + this.#times.bytes;
  }

  add(
    hash: number,
    key: Buffer,
    keyStart: number,
    keyLength: number,
    value: Buffer,
    valueStart: number,
    valueLength: number,
    timeMs: number,
    sequence: number,
  ): number {
    const entry = this.keys.findOrInsert(hash, key, keyStart, keyLength);
    this.#tails.ensure(this.keys.end);
    const row = this.#count++;
    this.#rows.ensure(this.#count * FIELDS);
    this.#times.ensure(this.#count);
    this.#times.set(row, timeMs);
    this.#rows.set(row * FIELDS + KEY, entry);
    this.#rows.set(row * FIELDS + VALUE, this.#values.write(value, valueStart, valueLength));
    this.#rows.set(row * FIELDS + LENGTH, valueLength);
    this.#rows.set(row * FIELDS + SEQUENCE, sequence);
    this.#link(entry, row, timeMs);
    return row;
  }

  /** Behind the last row that is not younger; in order of arrival that is the tail. */
  #link(entry: number, row: number, timeMs: number): void {
    let before = this.#tails.get(entry) - 1;
    let after = -1;
    while (before >= 0 && this.#times.get(before) > timeMs) {
      after = before;
      before = this.previous(before);
    }
    this.#rows.set(row * FIELDS + PREVIOUS, before + 1);
    this.#rows.set(row * FIELDS + NEXT, after + 1);
    if (before >= 0) this.#rows.set(before * FIELDS + NEXT, row + 1);
    if (after >= 0) this.#rows.set(after * FIELDS + PREVIOUS, row + 1);
    else this.#tails.set(entry, row + 1);
  }

  /** The first row of a key that is not before a time, or -1. */
  first(hash: number, key: Buffer, start: number, length: number, fromMs: number): number {
    const entry = this.keys.find(hash, key, start, length);
    if (entry < 0) return -1;
    let found = -1;
    for (let row = this.#tails.get(entry) - 1; row >= 0 && this.#times.get(row) >= fromMs; row = this.previous(row))
      found = row;
    return found;
  }

  previous(row: number): number {
    return this.#rows.get(row * FIELDS + PREVIOUS) - 1;
  }

  /** The next row of the same key, or -1. */
  next(row: number): number {
    return this.#rows.get(row * FIELDS + NEXT) - 1;
  }

  timeMs(row: number): number {
    return this.#times.get(row);
  }

  key(row: number): number {
    return this.#rows.get(row * FIELDS + KEY);
  }

  sequence(row: number): number {
    return this.#rows.get(row * FIELDS + SEQUENCE);
  }

  valueBuffer(row: number): Buffer {
    return this.#values.buffer(this.#rows.get(row * FIELDS + VALUE));
  }

  valueStart(row: number): number {
    return this.#values.offset(this.#rows.get(row * FIELDS + VALUE));
  }

  valueLength(row: number): number {
    return this.#rows.get(row * FIELDS + LENGTH);
  }

  isMatched(row: number): boolean {
    return (this.#rows.get(row * FIELDS + FLAGS) & MATCHED) !== 0;
  }

  /** True the first time. */
  markMatched(row: number): boolean {
    const flag = this.#rows.get(row * FIELDS + FLAGS);
    if ((flag & MATCHED) !== 0) return false;
    this.#rows.set(row * FIELDS + FLAGS, flag | MATCHED);
    this.#matched += 1;
    return true;
  }

  /** The changelog says separately that the row has found a partner. */
  setMarked(row: number): void {
    this.markMatched(row);
    this.#rows.set(row * FIELDS + FLAGS, this.#rows.get(row * FIELDS + FLAGS) | MARKED);
  }

  isMarked(row: number): boolean {
    return (this.#rows.get(row * FIELDS + FLAGS) & MARKED) !== 0;
  }

  /** The changelog does not hold the row any more. */
  markGone(row: number): void {
    this.#rows.set(row * FIELDS + FLAGS, this.#rows.get(row * FIELDS + FLAGS) | GONE);
  }

  isGone(row: number): boolean {
    return (this.#rows.get(row * FIELDS + FLAGS) & GONE) !== 0;
  }
}

const PREVIOUS = 0;
const NEXT = 1;
const KEY = 2;
const VALUE = 3;
const LENGTH = 4;
const SEQUENCE = 5;
const FLAGS = 6;
/** Half a cache line. */
const FIELDS = 8;
