/**
 * The last value of each key, with its time. The changelog is the table itself: key and value as they are, the time as the record's time, a tombstone for
 * a removed key.
 */
import type { RecordColumns } from "../kafka/records/columns.ts";
import { ByteArena } from "./byte-arena.ts";
import { ByteTable } from "./byte-table.ts";
import { changelogTimeMs, NO_VALUE } from "./changelog.ts";
import { copyBytes } from "./copy-bytes.ts";
import { hashBytes } from "./hash-bytes.ts";
import { IntList } from "./int-list.ts";
import { Float64Pages, Int32Pages, Uint8Pages } from "./pages.ts";
import type { ChangelogWriter, StateStore } from "./state-store.ts";

const CHANGED = 1;
const WRITTEN = 2;

export class TableStore implements StateStore {
  readonly name: string;
  readonly #logged: boolean;
  readonly #keys = new ByteTable();
  readonly #values = new ByteArena();
  /** Reference and length by turns; a removed key, of which the changelog does not know yet, has length -1. */
  readonly #blocks = new Int32Pages();
  readonly #times = new Float64Pages();
  readonly #flags = new Uint8Pages();
  readonly #changed = new IntList();
  #removed = 0;

  /** `logged`: there is a changelog, that is somebody will call `flush`. */
  constructor(name: string, logged: boolean) {
    this.name = name;
    this.#logged = logged;
  }

  get size(): number {
    return this.#keys.size - this.#removed;
  }

  get bytes(): number {
    return this.#keys.bytes + this.#values.bytes + this.#blocks.bytes + this.#times.bytes + this.#flags.bytes;
  }

  /** The entry of a key that has a value, or -1. Valid, as what follows from it, until the next change. */
  find(hash: number, key: Buffer, start: number, length: number): number {
    const entry = this.#keys.find(hash, key, start, length);
    return entry < 0 || this.#blocks.get(entry * 2 + 1) < 0 ? -1 : entry;
  }

  valueBuffer(entry: number): Buffer {
    return this.#values.buffer(this.#blocks.get(entry * 2));
  }

  valueStart(entry: number): number {
    return this.#values.offset(this.#blocks.get(entry * 2));
  }

  valueLength(entry: number): number {
    return this.#blocks.get(entry * 2 + 1);
  }

  timeMs(entry: number): number {
    return this.#times.get(entry);
  }

  put(
    hash: number,
    key: Buffer,
    keyStart: number,
    keyLength: number,
    value: Buffer,
    valueStart: number,
    valueLength: number,
    timeMs: number,
  ): void {
    this.#markChanged(this.#put(hash, key, keyStart, keyLength, value, valueStart, valueLength, timeMs));
  }

  remove(hash: number, key: Buffer, start: number, length: number, timeMs: number): void {
    const entry = this.find(hash, key, start, length);
    if (entry < 0) return;
    this.#freeValue(entry);
    if (!this.#logged) {
      this.#keys.remove(entry);
      return;
    }
    this.#blocks.set(entry * 2 + 1, -1);
    this.#times.set(entry, timeMs);
    this.#removed += 1;
    this.#markChanged(entry);
  }

  #put(
    hash: number,
    key: Buffer,
    keyStart: number,
    keyLength: number,
    value: Buffer,
    valueStart: number,
    valueLength: number,
    timeMs: number,
  ): number {
    const { size } = this.#keys;
    const entry = this.#keys.findOrInsert(hash, key, keyStart, keyLength);
    const isNew = this.#keys.size > size;
    if (isNew) this.#addColumns(entry);
    const had = isNew ? -1 : this.#blocks.get(entry * 2 + 1);
    this.#times.set(entry, timeMs);
    if (had >= 0 && this.#values.fits(had, valueLength)) {
      const ref = this.#blocks.get(entry * 2);
      if (valueLength > 0)
        copyBytes(value, valueStart, valueLength, this.#values.buffer(ref), this.#values.offset(ref));
    } else {
      if (had >= 0) this.#freeValue(entry);
      else if (!isNew) this.#removed -= 1;
      this.#blocks.set(entry * 2, this.#values.write(value, valueStart, valueLength));
    }
    this.#blocks.set(entry * 2 + 1, valueLength);
    return entry;
  }

  #addColumns(entry: number): void {
    this.#blocks.ensure(this.#keys.end * 2);
    this.#times.ensure(this.#keys.end);
    this.#flags.ensure(this.#keys.end);
    this.#flags.set(entry, 0);
  }

  #freeValue(entry: number): void {
    this.#values.free(this.#blocks.get(entry * 2), this.#blocks.get(entry * 2 + 1));
  }

  #markChanged(entry: number): void {
    if (!this.#logged) return;
    const flag = this.#flags.get(entry);
    if ((flag & CHANGED) !== 0) return;
    this.#flags.set(entry, flag | CHANGED);
    this.#changed.push(entry);
  }

  flush(write: ChangelogWriter): void {
    for (let i = 0; i < this.#changed.length; i++) this.#flushEntry(this.#changed.values[i]!, write);
    this.#changed.clear();
  }

  #flushEntry(entry: number, write: ChangelogWriter): void {
    const length = this.valueLength(entry);
    const key = this.#keys.keyBuffer(entry);
    const start = this.#keys.keyStart(entry);
    const keyLength = this.#keys.keyLength(entry);
    const timeMs = changelogTimeMs(this.#times.get(entry));
    if (length >= 0) {
      write(key, start, keyLength, this.valueBuffer(entry), this.valueStart(entry), length, timeMs);
      this.#flags.set(entry, WRITTEN);
      return;
    }
    // A key that came and went between two flushes needs no tombstone.
    if ((this.#flags.get(entry) & WRITTEN) !== 0) write(key, start, keyLength, NO_VALUE, 0, -1, timeMs);
    this.#keys.remove(entry);
    this.#removed -= 1;
  }

  restore(records: RecordColumns): void {
    const { buffer, keyStarts, keyLengths, valueStarts, valueLengths, timestamps } = records;
    for (let i = 0; i < records.count; i++) {
      const start = keyStarts[i]!;
      const length = keyLengths[i]!;
      if (length < 0) continue;
      const hash = hashBytes(buffer, start, length);
      if (valueLengths[i]! < 0) this.#restoreTombstone(hash, buffer, start, length);
      else {
        const entry = this.#put(hash, buffer, start, length, buffer, valueStarts[i]!, valueLengths[i]!, timestamps[i]!);
        this.#flags.set(entry, WRITTEN);
      }
    }
  }

  #restoreTombstone(hash: number, buffer: Buffer, start: number, length: number): void {
    const entry = this.find(hash, buffer, start, length);
    if (entry < 0) return;
    this.#freeValue(entry);
    this.#keys.remove(entry);
  }

  clear(): void {
    this.#keys.clear();
    this.#values.clear();
    this.#changed.clear();
    this.#removed = 0;
  }
}
