import { RecordBatchError } from "./record-batch-error.ts";

/** A buffer that grows by appending, for decompressed blocks. `limit` bounds what one block may add. */
export class Slab {
  buffer: Buffer;
  length = 0;
  #limitAt = Infinity;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafeSlow(size);
  }

  /** From here on at most `bytes` more may be appended until the next call. */
  allow(bytes: number): void {
    this.#limitAt = this.length + bytes;
  }

  /** Makes room for `bytes` behind `length`; throws before it allocates when that is beyond the limit. */
  reserve(bytes: number): void {
    const end = this.length + bytes;
    if (end > this.#limitAt) throw new RecordBatchError("too large", "it decompresses to more than is allowed");
    if (end <= this.buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(end, Math.min(this.buffer.length * 2, this.#limitAt)));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
  }

  append(bytes: Buffer): void {
    this.reserve(bytes.length);
    bytes.copy(this.buffer, this.length);
    this.length += bytes.length;
  }
}
