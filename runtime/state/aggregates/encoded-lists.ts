import { ByteArena } from "../byte-arena.ts";
import { ByteReader, ByteWriter } from "../byte-writer.ts";
import { copyBytes } from "../copy-bytes.ts";
import { Int32Pages } from "../pages.ts";
import { readValue, writeValue } from "../value-codec.ts";

/** A list of values an entry, encoded one after the other in a block that doubles as it grows. */
export class EncodedLists {
  readonly #arena = new ByteArena();
  /** Per entry: reference of the block, its capacity, bytes used, values. */
  readonly #lists = new Int32Pages();

  get bytes(): number {
    return this.#arena.bytes + this.#lists.bytes;
  }

  ensure(count: number): void {
    this.#lists.ensure(count * 4);
  }

  length(entry: number): number {
    return this.#lists.get(entry * 4 + 3);
  }

  append(entry: number, value: unknown): void {
    writer.reset();
    writeValue(writer, value);
    const used = this.#lists.get(entry * 4 + 2);
    this.#reserve(entry, used + writer.length);
    const ref = this.#lists.get(entry * 4);
    copyBytes(writer.buffer, 0, writer.length, this.#arena.buffer(ref), this.#arena.offset(ref) + used);
    this.#lists.set(entry * 4 + 2, used + writer.length);
    this.#lists.set(entry * 4 + 3, this.length(entry) + 1);
  }

  get(entry: number): unknown[] {
    const values: unknown[] = [];
    const ref = this.#lists.get(entry * 4);
    reader.at(this.#arena.buffer(ref), this.#arena.offset(ref));
    for (let count = this.length(entry); count > 0; count--) values.push(readValue(reader));
    return values;
  }

  set(entry: number, values: readonly unknown[]): void {
    writer.reset();
    for (const value of values) writeValue(writer, value);
    this.#put(entry, values.length, writer.buffer, 0, writer.length);
  }

  write(entry: number, target: ByteWriter): void {
    const ref = this.#lists.get(entry * 4);
    const used = this.#lists.get(entry * 4 + 2);
    target.varint(this.length(entry));
    target.varint(used);
    target.bytes(this.#arena.buffer(ref), this.#arena.offset(ref), used);
  }

  read(entry: number, source: ByteReader): void {
    const length = source.varint();
    const used = source.varint();
    this.#put(entry, length, source.buffer, source.skip(used), used);
  }

  clear(): void {
    this.#lists.clear();
    this.#arena.clear();
  }

  #put(entry: number, length: number, source: Buffer, start: number, used: number): void {
    this.#lists.set(entry * 4 + 2, 0);
    this.#reserve(entry, used);
    const ref = this.#lists.get(entry * 4);
    if (used > 0) copyBytes(source, start, used, this.#arena.buffer(ref), this.#arena.offset(ref));
    this.#lists.set(entry * 4 + 2, used);
    this.#lists.set(entry * 4 + 3, length);
  }

  /** Room for so many bytes in all; those in use move along. */
  #reserve(entry: number, bytes: number): void {
    const capacity = this.#lists.get(entry * 4 + 1);
    if (bytes <= capacity) return;
    const grown = Math.max(bytes, capacity * 2, 16);
    const from = this.#lists.get(entry * 4);
    const to = this.#arena.allocate(grown);
    const used = this.#lists.get(entry * 4 + 2);
    this.#arena
      .buffer(from)
      .copy(this.#arena.buffer(to), this.#arena.offset(to), this.#arena.offset(from), this.#arena.offset(from) + used);
    this.#arena.free(from, capacity);
    this.#lists.set(entry * 4, to);
    this.#lists.set(entry * 4 + 1, grown);
  }
}

/** Scratch: every use of them is over before the next begins. */
const writer = new ByteWriter();
const reader = new ByteReader(writer.buffer);
