import { ByteArena } from "../byte-arena.ts";
import { ByteReader, ByteWriter } from "../byte-writer.ts";
import { Float64Pages, Int32Pages, Uint8Pages } from "../pages.ts";
import { readValue, writeValue } from "../value-codec.ts";

const EMPTY = 0;
const NUMBER = 1;
const ENCODED = 2;

/** One value an entry, or none: numbers in a column of doubles, everything else encoded in an arena that is made when first needed. */
export class ValueCells {
  readonly #kinds = new Uint8Pages();
  readonly #numbers = new Float64Pages();
  /** Reference and length by turns. */
  readonly #blocks = new Int32Pages();
  #arena: ByteArena | null = null;
  #count = 0;

  get bytes(): number {
    return this.#kinds.bytes + this.#numbers.bytes + this.#blocks.bytes + (this.#arena?.bytes ?? 0);
  }

  ensure(count: number): void {
    this.#kinds.ensure(count);
    this.#numbers.ensure(count);
    if (this.#arena !== null) this.#blocks.ensure(count * 2);
    this.#count = Math.max(this.#count, count);
  }

  has(entry: number): boolean {
    return this.#kinds.get(entry) !== EMPTY;
  }

  /** The number, if that is what the cell holds. */
  number(entry: number): number | undefined {
    return this.#kinds.get(entry) === NUMBER ? this.#numbers.get(entry) : undefined;
  }

  /** Null where there is none. */
  get(entry: number): unknown {
    const kind = this.#kinds.get(entry);
    if (kind === EMPTY) return null;
    if (kind === NUMBER) return this.#numbers.get(entry);
    const ref = this.#blocks.get(entry * 2);
    const arena = this.#arena!;
    return readValue(reader.at(arena.buffer(ref), arena.offset(ref)));
  }

  setNumber(entry: number, value: number): void {
    if (this.#kinds.get(entry) === ENCODED) this.#free(entry);
    this.#kinds.set(entry, NUMBER);
    this.#numbers.set(entry, value);
  }

  set(entry: number, value: unknown): void {
    if (typeof value === "number") {
      this.setNumber(entry, value);
      return;
    }
    writer.reset();
    writeValue(writer, value);
    const arena = this.#useArena();
    if (this.#kinds.get(entry) === ENCODED) {
      const ref = this.#blocks.get(entry * 2);
      if (arena.fits(this.#blocks.get(entry * 2 + 1), writer.length)) {
        writer.buffer.copy(arena.buffer(ref), arena.offset(ref), 0, writer.length);
        this.#blocks.set(entry * 2 + 1, writer.length);
        return;
      }
      this.#free(entry);
    }
    this.#kinds.set(entry, ENCODED);
    this.#blocks.set(entry * 2, arena.write(writer.buffer, 0, writer.length));
    this.#blocks.set(entry * 2 + 1, writer.length);
  }

  /** The cell for the changelog. */
  write(entry: number, target: ByteWriter): void {
    target.byte(this.#kinds.get(entry) === EMPTY ? 0 : 1);
    if (this.has(entry)) writeValue(target, this.get(entry));
  }

  read(entry: number, source: ByteReader): void {
    if (source.byte() === 1) this.set(entry, readValue(source));
    else if (this.has(entry)) {
      if (this.#kinds.get(entry) === ENCODED) this.#free(entry);
      this.#kinds.set(entry, EMPTY);
    }
  }

  clear(): void {
    this.#kinds.clear();
    this.#arena?.clear();
  }

  #useArena(): ByteArena {
    if (this.#arena === null) {
      this.#arena = new ByteArena();
      this.#blocks.ensure(this.#count * 2);
    }
    return this.#arena;
  }

  #free(entry: number): void {
    this.#arena!.free(this.#blocks.get(entry * 2), this.#blocks.get(entry * 2 + 1));
  }
}

/** Scratch: every use of them is over before the next begins. */
const writer = new ByteWriter();
const reader = new ByteReader(writer.buffer);
