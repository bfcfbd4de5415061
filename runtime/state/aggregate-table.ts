import type { AggregateCall } from "../../shared/topology/processors.ts";
import type { AggregateState } from "./aggregates/aggregate-state.ts";
import { createAggregateState } from "./aggregates/create-aggregate-state.ts";
import { ByteTable } from "./byte-table.ts";
import { IntList } from "./int-list.ts";
import { Float64Pages, PAGE_BITS, PAGE_MASK } from "./pages.ts";

const CHANGED = 1;
const WRITTEN = 2;
const PENDING = 4;

/** The keys of one window (or of an aggregate without windows) with their aggregates, in order of first arrival. */
export class AggregateTable {
  startMs = 0;
  /** Scratch of the processor: where the table stands among those that the current batch changes, or -1. */
  updateIndex = -1;
  readonly keys = new ByteTable();
  readonly states: readonly AggregateState[];
  /** Per entry the largest time of a record, and flags: side by side, because every update needs both. */
  readonly #marks = new Float64Pages();
  readonly #changed = new IntList();
  readonly #pending = new IntList();
  #covered = 0;
  #written = 0;

  constructor(calls: readonly AggregateCall[]) {
    this.states = calls.map(createAggregateState);
  }

  get size(): number {
    return this.keys.size;
  }

  get bytes(): number {
    let bytes = this.keys.bytes + this.#marks.bytes;
    for (const state of this.states) bytes += state.bytes;
    return bytes;
  }

  /** Entries that changed since `takeChanged`, in order of their first change. */
  get changed(): IntList {
    return this.#changed;
  }

  /** Entries that were marked pending, in order. */
  get pending(): IntList {
    return this.#pending;
  }

  /** Entries that the changelog holds. */
  get written(): number {
    return this.#written;
  }

  /** Makes the columns cover all entries. */
  ensure(): void {
    const { end } = this.keys;
    if (end <= this.#covered) return;
    this.#marks.ensure(end * 2);
    for (const state of this.states) state.ensure(end);
    for (let entry = this.#covered; entry < end; entry++) this.#marks.set(entry * 2, -Infinity);
    this.#covered = end;
  }

  timeMs(entry: number): number {
    return this.#marks.get(entry * 2);
  }

  /** Notes the changes [from, to) and the times of the records that brought them. */
  touch(
    rows: Int32Array,
    entries: Int32Array,
    from: number,
    to: number,
    timestamps: Float64Array,
    pending: boolean,
  ): void {
    const { pages } = this.#marks;
    const wanted = pending ? CHANGED | PENDING : CHANGED;
    for (let k = from; k < to; k++) {
      const entry = entries[k]!;
      const page = pages[(entry * 2) >>> PAGE_BITS]!;
      const at = (entry * 2) & PAGE_MASK;
      const time = timestamps[rows[k]!]!;
      if (time > page[at]!) page[at] = time;
      const flag = page[at + 1]!;
      if ((flag & wanted) !== wanted) this.#mark(entry, flag, wanted);
    }
  }

  #mark(entry: number, flag: number, wanted: number): void {
    if ((flag & CHANGED) === 0) this.#changed.push(entry);
    if ((wanted & ~flag & PENDING) !== 0) this.#pending.push(entry);
    this.#marks.set(entry * 2 + 1, flag | wanted);
  }

  clearPending(): void {
    for (let i = 0; i < this.#pending.length; i++) this.#clearFlag(this.#pending.values[i]!, PENDING);
    this.#pending.clear();
  }

  /** Everything that changed has been written. */
  settleChanged(): void {
    for (let i = 0; i < this.#changed.length; i++) this.markWritten(this.#changed.values[i]!);
    this.#changed.clear();
  }

  isWritten(entry: number): boolean {
    return (this.#marks.get(entry * 2 + 1) & WRITTEN) !== 0;
  }

  /** The changelog holds this state of the entry. */
  markWritten(entry: number): void {
    const flag = this.#marks.get(entry * 2 + 1);
    if ((flag & WRITTEN) === 0) this.#written += 1;
    this.#marks.set(entry * 2 + 1, (flag & ~CHANGED) | WRITTEN);
  }

  /** Restore: the changelog does not hold it any more. */
  forgetWritten(entry: number): void {
    if (!this.isWritten(entry)) return;
    this.#clearFlag(entry, WRITTEN);
    this.#written -= 1;
  }

  /** Restore: the time as it was. */
  setTimeMs(entry: number, timeMs: number): void {
    this.#marks.set(entry * 2, timeMs);
  }

  /** Empty again; the memory stays for the next window. */
  clear(): void {
    this.keys.clear();
    this.#marks.clear();
    for (const state of this.states) state.clear();
    this.#changed.clear();
    this.#pending.clear();
    this.#covered = 0;
    this.#written = 0;
  }

  #clearFlag(entry: number, flag: number): void {
    this.#marks.set(entry * 2 + 1, this.#marks.get(entry * 2 + 1) & ~flag);
  }
}
