/**
 * The rows of one side of a stream–stream join, by key and time, duplicates included. Kept in segments of time, so that what is too old
 * goes by dropping a segment. Before + after + grace behind stream time nothing is too old: a row that is not late looks no further back.
 *
 * Where the join emits rows without a partner (`emitsUnmatched`), rows wait in a heap by time until their window has closed. Whether a row
 * was emitted so follows from stream time, which is part of the state: never again, and never joined afterwards.
 *
 * Changelog, version 1 (the high half of a key's first byte), for a compacted topic:
 *
 * | key | value |
 * | --- | --- |
 * | 0x14, time (double), sequence (uint32), key bytes | 1 where it has found a partner, else 0 (a byte); value bytes |
 * | 0x15, as above | 1: the row found a partner after it was written |
 * | 0x16 | stream time (double) |
 *
 * Tombstones for rows that are too old follow, at most `TOMBSTONES_PER_FLUSH` at a time; rows that never were written need none.
 */
import type { RecordColumns } from "../kafka/records/columns.ts";
import { ByteReader, ByteWriter } from "./byte-writer.ts";
import { changelogTimeMs, NO_VALUE, TOMBSTONES_PER_FLUSH, unreadableRecord } from "./changelog.ts";
import { compareBytes } from "./copy-bytes.ts";
import { hashBytes } from "./hash-bytes.ts";
import { JoinSegment } from "./join-segment.ts";
import { RowHeap } from "./row-heap.ts";
import type { ChangelogWriter, StateStore } from "./state-store.ts";

const ROW = 0x14;
const MATCH = 0x15;
const STREAM_TIME = 0x16;
const ROW_PREFIX = 13;

export interface JoinStoreOptions {
  readonly name: string;
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly graceMs: number;
  /** A row's window closes so long after its time: after + grace on the left, before + grace on the right. */
  readonly closesAfterMs: number;
  readonly emitsUnmatched: boolean;
  readonly logged: boolean;
}

export class JoinStore implements StateStore {
  readonly name: string;
  readonly #options: JoinStoreOptions;
  readonly #retentionMs: number;
  readonly #segmentMs: number;
  readonly #segments = new Map<number, JoinSegment>();
  /** The same, ascending. */
  readonly #order: JoinSegment[] = [];
  readonly #expired: { readonly segment: JoinSegment; next: number }[] = [];
  readonly #waiting: RowHeap;
  readonly #key = new ByteWriter();
  readonly #value = new ByteWriter();
  #nextSequence = 0;
  /** Whether a restored row has said where numbers stand. */
  #isNumbered = false;
  #lastRowMs = -Infinity;
  #streamTimeMs = -Infinity;
  #writtenStreamTimeMs = -Infinity;
  /** The heap does not hold what was restored yet. */
  #restored = false;
  // The cursor of `seek`: where it stands, and what it looks for.
  #segment: JoinSegment | null = null;
  #row = -1;
  #toMs = 0;
  #fromMs = 0;
  #seekHash = 0;
  #seekKey: Buffer = NO_VALUE;
  #seekStart = 0;
  #seekLength = 0;

  constructor(options: JoinStoreOptions) {
    this.name = options.name;
    this.#options = options;
    this.#retentionMs = options.beforeMs + options.afterMs + options.graceMs;
    // A look-up covers before + after and meets two or three segments; a long grace makes at most seventeen.
    const spanMs = (options.beforeMs + options.afterMs) / 2;
    this.#segmentMs = Math.max(1, Math.ceil(spanMs), Math.ceil(this.#retentionMs / 16));
    this.#waiting = new RowHeap((timeMs, a, b) => this.#comesBefore(timeMs, a, b));
  }

  get size(): number {
    return this.#order.reduce((sum, segment) => sum + segment.count, 0);
  }

  get bytes(): number {
    const segments = [...this.#order, ...this.#expired.map((expired) => expired.segment)];
    return segments.reduce((sum, segment) => sum + segment.bytes, this.#waiting.bytes);
  }

  get streamTimeMs(): number {
    return this.#streamTimeMs;
  }

  /** Only rows that leave without a partner wait for anything. */
  get closesAtMs(): number {
    if (!this.#options.emitsUnmatched) return -Infinity;
    const closesAtMs = this.#lastRowMs + this.#options.closesAfterMs + 1;
    return closesAtMs > this.#streamTimeMs ? closesAtMs : -Infinity;
  }

  /** True when the window of a row of this time has closed: it is late. */
  isClosed(timeMs: number): boolean {
    return timeMs + this.#options.closesAfterMs < this.#streamTimeMs;
  }

  /** Never backwards. Rows whose window closes by it are to be taken (`closing`) before anything else. */
  advance(streamTimeMs: number): void {
    if (this.#restored) this.#refillWaiting();
    if (streamTimeMs > this.#streamTimeMs) this.#streamTimeMs = streamTimeMs;
  }

  /** Drops what is too old; answers how many rows of it never had a partner and were not emitted either. */
  expire(): number {
    let lonely = 0;
    for (let first = this.#order[0]; first !== undefined && this.#isTooOld(first); first = this.#order[0]) {
      this.#order.shift();
      this.#segments.delete(first.index);
      if (!this.#options.emitsUnmatched) lonely += first.unmatched;
      if (first.written > 0) this.#expired.push({ segment: first, next: 0 });
    }
    return lonely;
  }

  #isTooOld(segment: JoinSegment): boolean {
    return (segment.index + 1) * this.#segmentMs <= this.#streamTimeMs - this.#retentionMs;
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
    matched: boolean,
  ): void {
    if (this.#restored) this.#refillWaiting();
    const segment = this.#segmentAt(timeMs);
    if (timeMs > this.#lastRowMs) this.#lastRowMs = timeMs;
    const sequence = this.#nextSequence;
    this.#nextSequence = (sequence + 1) | 0;
    const row = segment.add(hash, key, keyStart, keyLength, value, valueStart, valueLength, timeMs, sequence);
    if (matched) segment.markMatched(row);
    else if (this.#options.emitsUnmatched) this.#waiting.push(timeMs, row);
  }

  #segmentAt(timeMs: number): JoinSegment {
    const index = Math.floor(timeMs / this.#segmentMs);
    return this.#segments.get(index) ?? this.#openSegment(index);
  }

  #openSegment(index: number): JoinSegment {
    const segment = new JoinSegment(index);
    this.#segments.set(index, segment);
    let at = this.#order.length;
    while (at > 0 && this.#order[at - 1]!.index > index) at -= 1;
    this.#order.splice(at, 0, segment);
    return segment;
  }

  /** For a row that is not late. Stands before the rows of a key in [fromMs, toMs], ascending by time, then by arrival. */
  seek(hash: number, key: Buffer, start: number, length: number, fromMs: number, toMs: number): void {
    this.#fromMs = fromMs;
    this.#toMs = toMs;
    this.#seekHash = hash;
    this.#seekKey = key;
    this.#seekStart = start;
    this.#seekLength = length;
    this.#segment = null;
    this.#row = -1;
  }

  /** Goes to the next row; false at the end. Rows that were emitted as unmatched are passed over. */
  next(): boolean {
    for (;;) {
      if (this.#segment !== null && this.#row >= 0) this.#row = this.#segment.next(this.#row);
      if (this.#row < 0 && !this.#nextSegment()) return false;
      const segment = this.#segment!;
      const timeMs = segment.timeMs(this.#row);
      if (timeMs > this.#toMs) return false;
      const emitted = this.#options.emitsUnmatched && this.isClosed(timeMs) && !segment.isMatched(this.#row);
      if (!emitted) return true;
    }
  }

  #nextSegment(): boolean {
    const last = Math.floor(this.#toMs / this.#segmentMs);
    let index = this.#segment === null ? Math.floor(this.#fromMs / this.#segmentMs) : this.#segment.index + 1;
    for (; index <= last; index++) {
      const segment = this.#segments.get(index);
      if (segment === undefined) continue;
      const row = segment.first(this.#seekHash, this.#seekKey, this.#seekStart, this.#seekLength, this.#fromMs);
      if (row < 0) continue;
      this.#segment = segment;
      this.#row = row;
      return true;
    }
    return false;
  }

  /** Where the cursor stands. */
  get segment(): JoinSegment {
    return this.#segment!;
  }

  get row(): number {
    return this.#row;
  }

  /** The row at the cursor has found a partner. */
  markMatched(): void {
    const segment = this.#segment!;
    if (segment.markMatched(this.#row) && this.#options.emitsUnmatched && this.#row < segment.written)
      segment.newlyMatched.push(this.#row);
  }

  /** Time of the first row whose window has closed without a partner; Infinity when there is none. */
  closing(): number {
    if (this.#restored) this.#refillWaiting();
    for (;;) {
      const { timeMs } = this.#waiting;
      if (timeMs + this.#options.closesAfterMs >= this.#streamTimeMs) return Infinity;
      if (!this.#segmentAt(timeMs).isMatched(this.#waiting.row)) return timeMs;
      this.#waiting.pop();
    }
  }

  /** The row that `closing` found. */
  closingRow(): { segment: JoinSegment; row: number } {
    return { segment: this.#segmentAt(this.#waiting.timeMs), row: this.#waiting.row };
  }

  /** It has been emitted. */
  popClosing(): void {
    this.#waiting.pop();
  }

  /** Rows of one time are in one segment; by key, then by arrival. */
  #comesBefore(timeMs: number, a: number, b: number): boolean {
    const segment = this.#segmentAt(timeMs);
    const { keys } = segment;
    const x = segment.key(a);
    const y = segment.key(b);
    if (x === y) return a < b;
    const order = compareBytes(
      keys.keyBuffer(x),
      keys.keyStart(x),
      keys.keyLength(x),
      keys.keyBuffer(y),
      keys.keyStart(y),
      keys.keyLength(y),
    );
    return order < 0;
  }

  flush(write: ChangelogWriter): void {
    for (const segment of this.#order) this.#flushSegment(segment, write);
    if (this.#streamTimeMs > this.#writtenStreamTimeMs) this.#flushStreamTime(write);
    this.#flushTombstones(write);
  }

  #flushSegment(segment: JoinSegment, write: ChangelogWriter): void {
    const { newlyMatched } = segment;
    for (let i = 0; i < newlyMatched.length; i++) {
      const row = newlyMatched.values[i]!;
      segment.setMarked(row);
      this.#writeKey(MATCH, segment, row);
      this.#value.reset();
      this.#value.byte(1);
      write(this.#key.buffer, 0, this.#key.length, this.#value.buffer, 0, 1, changelogTimeMs(segment.timeMs(row)));
    }
    newlyMatched.clear();
    for (; segment.written < segment.count; segment.written++) this.#flushRow(segment, segment.written, write);
  }

  #flushRow(segment: JoinSegment, row: number, write: ChangelogWriter): void {
    this.#writeKey(ROW, segment, row);
    const value = this.#value;
    value.reset();
    value.byte(segment.isMatched(row) ? 1 : 0);
    value.bytes(segment.valueBuffer(row), segment.valueStart(row), segment.valueLength(row));
    write(this.#key.buffer, 0, this.#key.length, value.buffer, 0, value.length, changelogTimeMs(segment.timeMs(row)));
  }

  #writeKey(kind: number, segment: JoinSegment, row: number): void {
    const entry = segment.key(row);
    const key = this.#key;
    key.reset();
    key.byte(kind);
    key.double(segment.timeMs(row));
    key.uint32(segment.sequence(row));
    key.bytes(segment.keys.keyBuffer(entry), segment.keys.keyStart(entry), segment.keys.keyLength(entry));
  }

  #flushStreamTime(write: ChangelogWriter): void {
    this.#key.reset();
    this.#key.byte(STREAM_TIME);
    this.#value.reset();
    this.#value.double(this.#streamTimeMs);
    write(this.#key.buffer, 0, 1, this.#value.buffer, 0, 8, changelogTimeMs(this.#streamTimeMs));
    this.#writtenStreamTimeMs = this.#streamTimeMs;
  }

  #flushTombstones(write: ChangelogWriter): void {
    let left = TOMBSTONES_PER_FLUSH;
    for (let expired = this.#expired[0]; expired !== undefined && left > 0; expired = this.#expired[0]) {
      const { segment } = expired;
      for (; expired.next < segment.written && left > 0; expired.next++) {
        if (segment.isGone(expired.next)) continue;
        left -= this.#flushTombstone(segment, expired.next, write);
      }
      if (expired.next < segment.written) return;
      this.#expired.shift();
    }
  }

  #flushTombstone(segment: JoinSegment, row: number, write: ChangelogWriter): number {
    const timeMs = changelogTimeMs(segment.timeMs(row));
    this.#writeKey(ROW, segment, row);
    write(this.#key.buffer, 0, this.#key.length, NO_VALUE, 0, -1, timeMs);
    if (!segment.isMarked(row)) return 1;
    this.#key.buffer[0] = MATCH;
    write(this.#key.buffer, 0, this.#key.length, NO_VALUE, 0, -1, timeMs);
    return 2;
  }

  restore(records: RecordColumns): void {
    const reader = new ByteReader(records.buffer);
    for (let i = 0; i < records.count; i++) {
      const length = records.keyLengths[i]!;
      if (length < 1) throw unreadableRecord(this.name, "it has no key");
      reader.position = records.keyStarts[i]!;
      const kind = reader.byte();
      if (kind === STREAM_TIME && length === 1) this.#restoreStreamTime(reader, records, i);
      else if ((kind === ROW || kind === MATCH) && length >= ROW_PREFIX) this.#restoreRow(kind, reader, records, i);
      else throw unreadableRecord(this.name, `its kind is ${kind}`);
    }
    this.#restored = true;
    this.expire();
  }

  #restoreStreamTime(reader: ByteReader, records: RecordColumns, i: number): void {
    if (records.valueLengths[i] !== 8) return;
    reader.position = records.valueStarts[i]!;
    this.#streamTimeMs = Math.max(this.#streamTimeMs, reader.double());
    this.#writtenStreamTimeMs = this.#streamTimeMs;
  }

  #restoreRow(kind: number, reader: ByteReader, records: RecordColumns, i: number): void {
    const { buffer } = records;
    const timeMs = reader.double();
    const sequence = reader.uint32() | 0;
    const start = records.keyStarts[i]! + ROW_PREFIX;
    const length = records.keyLengths[i]! - ROW_PREFIX;
    const hash = hashBytes(buffer, start, length);
    const segment = this.#segmentAt(timeMs);
    const valueStart = records.valueStarts[i]!;
    const valueLength = records.valueLengths[i]!;
    let row = segment.first(hash, buffer, start, length, timeMs);
    while (row >= 0 && segment.sequence(row) !== sequence) row = segment.next(row);
    if (valueLength < 0) {
      if (row >= 0 && kind === ROW) segment.markGone(row);
    } else if (kind === MATCH) {
      if (row >= 0) segment.setMarked(row);
    } else if (row < 0) {
      row = segment.add(hash, buffer, start, length, buffer, valueStart + 1, valueLength - 1, timeMs, sequence);
      segment.written = segment.count;
      if (timeMs > this.#lastRowMs) this.#lastRowMs = timeMs;
      // Without marks of later matches nobody can tell; better not to count it as lonely than to count it wrongly.
      if (buffer[valueStart] === 1 || !this.#options.emitsUnmatched) segment.markMatched(row);
      this.#continueAfter(sequence);
    }
  }

  /** Rows come in the order in which they were flushed, not in that of their numbers, which wrap around. */
  #continueAfter(sequence: number): void {
    const next = (sequence + 1) | 0;
    if (!this.#isNumbered || ((next - this.#nextSequence) | 0) > 0) this.#nextSequence = next;
    this.#isNumbered = true;
  }

  /** Rows that still wait: those without a partner whose window was open at the stream time that was written. */
  #refillWaiting(): void {
    this.#restored = false;
    this.#waiting.clear();
    if (!this.#options.emitsUnmatched) return;
    for (const segment of this.#order)
      for (let row = 0; row < segment.count; row++)
        if (!segment.isMatched(row) && !this.isClosed(segment.timeMs(row)))
          this.#waiting.push(segment.timeMs(row), row);
  }

  clear(): void {
    this.#segments.clear();
    this.#order.length = 0;
    this.#expired.length = 0;
    this.#waiting.clear();
    this.#restored = false;
    this.#nextSequence = 0;
    this.#isNumbered = false;
    this.#lastRowMs = -Infinity;
    this.#streamTimeMs = -Infinity;
    this.#writtenStreamTimeMs = -Infinity;
  }
}
