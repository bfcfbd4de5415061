/**
 * The state of an aggregate: one table per window, so that a window ends by being dropped; an aggregate without windows has one table that never
 * ends. Stream time is part of the state: what is closed at it has been emitted, and stays closed after a restore.
 *
 * Changelog, version 1 (the high half of a key's first byte), for a compacted topic:
 *
 * | key | value |
 * | --- | --- |
 * | 0x10, key bytes | aggregates of an entry without a window |
 * | 0x11, start of the window (int64 big endian), key bytes | aggregates of an entry of a window; tombstone when the window has closed |
 * | 0x12 | stream time (double) |
 *
 * Aggregates of an entry: layout (uint32, see aggregate-layout.ts), time of its last record (double), then each aggregate as its state writes it.
 *
 * Windows that closed before they were ever written need no record at all. For the others tombstones follow, at most `TOMBSTONES_PER_FLUSH` at a time;
 * they only return space: a restore discards closed windows by stream time, and writes the tombstones that are still due. So the topic
 * needs no time-based retention, which would delete open windows when old data is replayed.
 */
import { WeirError } from "../../shared/errors.ts";
import type { AggregateCall } from "../../shared/topology/processors.ts";
import type { RecordColumns } from "../kafka/records/columns.ts";
import { AggregateTable } from "./aggregate-table.ts";
import { aggregateLayout } from "./aggregate-layout.ts";
import { ByteReader, ByteWriter } from "./byte-writer.ts";
import { changelogTimeMs, NO_VALUE, TOMBSTONES_PER_FLUSH, unreadableRecord } from "./changelog.ts";
import { hashBytes } from "./hash-bytes.ts";
import type { ChangelogWriter, StateStore } from "./state-store.ts";

const PLAIN_ENTRY = 0x10;
const WINDOW_ENTRY = 0x11;
const STREAM_TIME = 0x12;
const SPARE_TABLES = 2;

export interface WindowStoreOptions {
  readonly name: string;
  readonly aggregates: readonly AggregateCall[];
  /** Size and grace of the windows; null: one table that never closes. */
  readonly window: { readonly sizeMs: number; readonly graceMs: number } | null;
  /** Whether there is a changelog, that is whether anybody will call `flush`. */
  readonly logged: boolean;
}

interface Expired {
  readonly table: AggregateTable;
  /** Entries before it are settled. */
  next: number;
}

export class WindowStore implements StateStore {
  readonly name: string;
  readonly #options: WindowStoreOptions;
  readonly #layout: number;
  readonly #tables = new Map<number, AggregateTable>();
  /** Open windows by start, ascending. */
  readonly #open: AggregateTable[] = [];
  readonly #expired: Expired[] = [];
  readonly #spare: AggregateTable[] = [];
  readonly #key = new ByteWriter();
  readonly #value = new ByteWriter();
  #streamTimeMs = -Infinity;
  #writtenStreamTimeMs = -Infinity;

  constructor(options: WindowStoreOptions) {
    this.name = options.name;
    this.#options = options;
    this.#layout = aggregateLayout(options.aggregates);
  }

  get size(): number {
    return this.#open.reduce((sum, table) => sum + table.size, 0);
  }

  get bytes(): number {
    const tables = [...this.#open, ...this.#spare, ...this.#expired.map((expired) => expired.table)];
    return tables.reduce((sum, table) => sum + table.bytes, 0);
  }

  /** The largest time that the operator has seen. */
  get streamTimeMs(): number {
    return this.#streamTimeMs;
  }

  /** Open windows, ascending. Not to be kept over calls of `table` and `drop`. */
  get open(): readonly AggregateTable[] {
    return this.#open;
  }

  /** The first window that closes, with the time at which it does; Infinity when none is open. */
  get nextCloseMs(): number {
    const first = this.#open[0];
    return first === undefined ? Infinity : this.#closesAtMs(first.startMs);
  }

  get closesAtMs(): number {
    const last = this.#open.at(-1);
    return last === undefined || this.#options.window === null ? -Infinity : this.#closesAtMs(last.startMs);
  }

  /** Never backwards. Windows that close by it are the caller's to emit and `drop`, before anything is flushed. */
  advance(streamTimeMs: number): void {
    if (streamTimeMs > this.#streamTimeMs) this.#streamTimeMs = streamTimeMs;
  }

  /** The table of a window, which is opened if need be; without windows the start is 0. */
  table(startMs: number): AggregateTable {
    return this.#tables.get(startMs) ?? this.#openTable(startMs);
  }

  #openTable(startMs: number): AggregateTable {
    const table = this.#spare.pop() ?? new AggregateTable(this.#options.aggregates);
    table.startMs = startMs;
    this.#tables.set(startMs, table);
    let at = this.#open.length;
    while (at > 0 && this.#open[at - 1]!.startMs > startMs) at -= 1;
    this.#open.splice(at, 0, table);
    return table;
  }

  /** Forgets the first open window. */
  drop(): void {
    const table = this.#open.shift();
    if (table === undefined) return;
    this.#tables.delete(table.startMs);
    if (table.written > 0) this.#expired.push({ table, next: 0 });
    else this.#recycle(table);
  }

  #recycle(table: AggregateTable): void {
    if (this.#spare.length >= SPARE_TABLES) return;
    table.clear();
    this.#spare.push(table);
  }

  flush(write: ChangelogWriter): void {
    for (const table of this.#open) this.#flushTable(table, write);
    if (this.#streamTimeMs > this.#writtenStreamTimeMs) this.#flushStreamTime(write);
    this.#flushTombstones(write);
  }

  #flushTable(table: AggregateTable, write: ChangelogWriter): void {
    const { changed } = table;
    for (let i = 0; i < changed.length; i++) {
      const entry = changed.values[i]!;
      this.#writeKey(table, entry);
      const value = this.#value;
      value.reset();
      value.uint32(this.#layout);
      value.double(table.timeMs(entry));
      for (const state of table.states) state.write(entry, value);
      write(this.#key.buffer, 0, this.#key.length, value.buffer, 0, value.length, changelogTimeMs(table.timeMs(entry)));
    }
    table.settleChanged();
  }

  #flushTombstones(write: ChangelogWriter): void {
    let left = TOMBSTONES_PER_FLUSH;
    for (let expired = this.#expired[0]; expired !== undefined && left > 0; expired = this.#expired[0]) {
      const { table } = expired;
      for (; expired.next < table.keys.end && left > 0; expired.next++) {
        if (!table.isWritten(expired.next)) continue;
        this.#writeKey(table, expired.next);
        write(this.#key.buffer, 0, this.#key.length, NO_VALUE, 0, -1, changelogTimeMs(table.timeMs(expired.next)));
        left -= 1;
      }
      if (expired.next < table.keys.end) return;
      this.#expired.shift();
      this.#recycle(table);
    }
  }

  #writeKey(table: AggregateTable, entry: number): void {
    const key = this.#key;
    key.reset();
    if (this.#options.window === null) key.byte(PLAIN_ENTRY);
    else {
      key.byte(WINDOW_ENTRY);
      key.int64(table.startMs);
    }
    key.bytes(table.keys.keyBuffer(entry), table.keys.keyStart(entry), table.keys.keyLength(entry));
  }

  #flushStreamTime(write: ChangelogWriter): void {
    this.#key.reset();
    this.#key.byte(STREAM_TIME);
    this.#value.reset();
    this.#value.double(this.#streamTimeMs);
    write(this.#key.buffer, 0, 1, this.#value.buffer, 0, 8, changelogTimeMs(this.#streamTimeMs));
    this.#writtenStreamTimeMs = this.#streamTimeMs;
  }

  restore(records: RecordColumns): void {
    const reader = new ByteReader(records.buffer);
    for (let i = 0; i < records.count; i++) {
      const length = records.keyLengths[i]!;
      if (length < 1) throw unreadableRecord(this.name, "it has no key");
      reader.position = records.keyStarts[i]!;
      const kind = reader.byte();
      if (kind === STREAM_TIME && length === 1) this.#restoreStreamTime(reader, records, i);
      else if (kind === PLAIN_ENTRY) this.#restoreEntry(reader, records, i, 0, 1);
      else if (kind === WINDOW_ENTRY && length >= 9) this.#restoreEntry(reader, records, i, reader.int64(), 9);
      else throw unreadableRecord(this.name, `its kind is ${kind}`);
    }
    while (this.nextCloseMs <= this.#streamTimeMs) this.drop();
  }

  #restoreStreamTime(reader: ByteReader, records: RecordColumns, i: number): void {
    if (records.valueLengths[i] !== 8) return;
    reader.position = records.valueStarts[i]!;
    this.advance(reader.double());
    this.#writtenStreamTimeMs = this.#streamTimeMs;
  }

  #restoreEntry(reader: ByteReader, records: RecordColumns, i: number, startMs: number, prefix: number): void {
    const start = records.keyStarts[i]! + prefix;
    const length = records.keyLengths[i]! - prefix;
    const hash = hashBytes(records.buffer, start, length);
    if (records.valueLengths[i]! < 0) {
      this.#restoreTombstone(startMs, hash, records.buffer, start, length);
      return;
    }
    const table = this.table(startMs);
    const entry = table.keys.findOrInsert(hash, records.buffer, start, length);
    table.ensure();
    reader.position = records.valueStarts[i]!;
    if (reader.uint32() !== this.#layout) throw this.#otherLayout();
    table.setTimeMs(entry, reader.double());
    for (const state of table.states) state.read(entry, reader);
    table.markWritten(entry);
  }

  /** Only closed windows have tombstones: the entry is gone with its table, or waits for its tombstone, which is hereby written. */
  #restoreTombstone(startMs: number, hash: number, buffer: Buffer, start: number, length: number): void {
    const tables = [this.#tables.get(startMs), ...this.#expired.map((expired) => expired.table)];
    for (const table of tables) {
      if (table === undefined || table.startMs !== startMs) continue;
      const entry = table.keys.find(hash, buffer, start, length);
      if (entry >= 0) table.forgetWritten(entry);
    }
  }

  #otherLayout(): WeirError {
    return new WeirError(
      "RUN_0602",
      `The changelog of ${this.name} was written for other aggregates than the pipeline has now.`,
      {
        hint: "Reset the pipeline, or give the node a new id so that it starts with new state.",
      },
    );
  }

  #closesAtMs(startMs: number): number {
    const { window } = this.#options;
    return window === null ? Infinity : startMs + window.sizeMs + window.graceMs;
  }

  clear(): void {
    this.#tables.clear();
    this.#open.length = 0;
    this.#expired.length = 0;
    this.#streamTimeMs = -Infinity;
    this.#writtenStreamTimeMs = -Infinity;
  }
}
