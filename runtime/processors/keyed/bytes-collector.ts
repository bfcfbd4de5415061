import { copyBytes } from "../../state/copy-bytes.ts";
import type { ByteRows } from "../../vectors/batch.ts";

/** Byte strings gathered from anywhere into rows over one buffer. */
export class BytesCollector {
  #buffer: Buffer = Buffer.from(new ArrayBuffer(1 << 16));
  #length = 0;
  #starts = new Int32Array(1024);
  #lengths = new Int32Array(1024);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Bytes gathered. */
  get bytes(): number {
    return this.#length;
  }

  add(source: Buffer, start: number, length: number): void {
    const row = this.#nextRow();
    if (this.#length + length > this.#buffer.length) this.#grow(this.#length + length);
    copyBytes(source, start, length, this.#buffer, this.#length);
    this.#starts[row] = this.#length;
    this.#lengths[row] = length;
    this.#length += length;
  }

  addNull(): void {
    const row = this.#nextRow();
    this.#starts[row] = 0;
    this.#lengths[row] = -1;
  }

  /** Good until the next `add` after it; collecting starts again. */
  take(): ByteRows {
    const rows = {
      buffer: this.#buffer,
      starts: this.#starts.slice(0, this.#count),
      lengths: this.#lengths.slice(0, this.#count),
    };
    this.#count = 0;
    this.#length = 0;
    return rows;
  }

  #nextRow(): number {
    if (this.#count === this.#starts.length) {
      const starts = new Int32Array(this.#count * 2);
      starts.set(this.#starts);
      this.#starts = starts;
      const lengths = new Int32Array(this.#count * 2);
      lengths.set(this.#lengths);
      this.#lengths = lengths;
    }
    return this.#count++;
  }

  #grow(length: number): void {
    const grown = Buffer.from(new ArrayBuffer(2 ** Math.ceil(Math.log2(length))));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
