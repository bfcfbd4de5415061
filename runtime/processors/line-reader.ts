/** A file in records of one line each, read in chunks. Positions are bytes from its beginning. */
import { closeSync, openSync, readSync } from "node:fs";
import { WeirError } from "../../shared/errors.ts";
import type { ByteRows } from "../vectors/batch.ts";

const CHUNK_BYTES = 1 << 20;
const MAX_LINE_BYTES = 32 << 20;
const LINE_FEED = 0x0a;
const QUOTE = 0x22;

export interface Lines extends ByteRows {
  readonly count: number;
  /** Where each line begins in the file. */
  readonly offsets: Float64Array;
}

export class LineReader {
  readonly #path: string;
  /** Line breaks inside of double quotes belong to the record (RFC 4180). */
  readonly #quotes: boolean;
  #file: number | null = null;
  /** Bytes that were read and not handed out: `#pending[#from, #to)`; the first of them lies at `position`. */
  #pending: Buffer = Buffer.alloc(0);
  #from = 0;
  #to = 0;
  #ended = false;
  position = 0;

  constructor(path: string, quotes: boolean) {
    this.#path = path;
    this.#quotes = quotes;
  }

  get done(): boolean {
    return this.#ended && this.#from === this.#to;
  }

  seek(position: number): void {
    this.position = position;
    this.#from = 0;
    this.#to = 0;
    this.#ended = false;
  }

  /** The next lines that are not blank, without their line breaks; none at the end of the file. They stay as they are: each call has its own buffer. */
  read(maxLines: number): Lines {
    const starts = new Int32Array(maxLines);
    const lengths = new Int32Array(maxLines);
    const offsets = new Float64Array(maxLines);
    let count = 0;
    while (count === 0 && !this.done) {
      this.#fill();
      const base = this.position - this.#from;
      while (count < maxLines) {
        const end = this.#lineEnd();
        if (end < 0) break;
        const length = this.#lengthWithoutBreak(end);
        if (length > 0) {
          starts[count] = this.#from;
          lengths[count] = length;
          offsets[count++] = base + this.#from;
        }
        this.#from = end;
      }
      this.position = base + this.#from;
    }
    return { buffer: this.#pending, starts, lengths, offsets, count };
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  /** Reads on until at least one line is complete, into a new buffer, because lines of the old one may still be in use. */
  #fill(): void {
    if (this.#to > this.#from && this.#lineEnd() >= 0) return;
    let size = this.#to - this.#from + CHUNK_BYTES;
    while (!this.#ended) {
      if (size > MAX_LINE_BYTES + CHUNK_BYTES)
        throw this.#error(`A line at byte ${this.position} is longer than 32 MiB.`);
      const next = Buffer.allocUnsafe(size);
      const kept = this.#pending.copy(next, 0, this.#from, this.#to);
      const read = this.#readInto(next, kept);
      this.#pending = next;
      this.#from = 0;
      this.#to = kept + read;
      if (read < size - kept) this.#ended = true;
      this.#skipByteOrderMark();
      if (this.#lineEnd() >= 0) return;
      size += CHUNK_BYTES;
    }
  }

  #readInto(buffer: Buffer, at: number): number {
    try {
      this.#file ??= openSync(this.#path, "r");
      let filled = at;
      while (filled < buffer.length) {
        const position = this.position + filled;
        const read = readSync(this.#file, buffer, filled, buffer.length - filled, position);
        if (read === 0) break;
        filled += read;
      }
      return filled - at;
    } catch (error) {
      throw this.#error(error instanceof Error ? error.message : String(error));
    }
  }

  #skipByteOrderMark(): void {
    const bytes = this.#pending;
    if (this.position !== 0 || this.#to < 3 || bytes[0] !== 0xef || bytes[1] !== 0xbb || bytes[2] !== 0xbf) return;
    this.#from = 3;
    this.position = 3;
  }

  #error(reason: string): WeirError {
    return new WeirError("RUN_0501", `The file ${this.#path} cannot be read: ${reason}`, {
      hint: "Check the path and the permissions of the file.",
    });
  }

  /** The position behind the next line break (or the end of the file); -1 where more must be read. */
  #lineEnd(): number {
    const bytes = this.#pending;
    if (this.#from === this.#to) return -1;
    if (!this.#quotes) {
      const at = bytes.subarray(0, this.#to).indexOf(LINE_FEED, this.#from);
      return at >= 0 ? at + 1 : this.#ended ? this.#to : -1;
    }
    let quoted = false;
    for (let p = this.#from; p < this.#to; p++) {
      const c = bytes[p]!;
      if (c === QUOTE) quoted = !quoted;
      else if (c === LINE_FEED && !quoted) return p + 1;
    }
    return this.#ended ? this.#to : -1;
  }

  #lengthWithoutBreak(end: number): number {
    let to = end;
    if (this.#pending[to - 1] === LINE_FEED) to--;
    if (to > this.#from && this.#pending[to - 1] === 0x0d) to--;
    return to - this.#from;
  }
}
