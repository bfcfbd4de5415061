import { RecordBatchError } from "./record-batch-error.ts";

/** Reads zig-zag varints one after the other; for what is not on the hot path. */
export class VarintReader {
  readonly #data: Buffer;
  #at: number;
  readonly #end: number;

  constructor(data: Buffer, start: number, end: number) {
    this.#data = data;
    this.#at = start;
    this.#end = end;
  }

  get position(): number {
    return this.#at;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.#at >= this.#end) break;
      const byte = this.#data[this.#at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return (value >>> 1) ^ -(value & 1);
    }
    throw new RecordBatchError("corrupt", "a variable-length integer is cut off or too long");
  }

  /** The next `length` bytes, which are skipped. */
  slice(length: number): Buffer {
    if (length < 0 || length > this.#end - this.#at) throw new RecordBatchError("corrupt", "a field is cut off");
    this.#at += length;
    return this.#data.subarray(this.#at - length, this.#at);
  }
}

/** Bytes that the zig-zag varint of a number takes. Exact for safe integers. */
export function varintSize(value: number): number {
  if (value >= -64 && value < 64) return 1;
  if (value >= -8192 && value < 8192) return 2;
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  let size = 1;
  while (rest >= 128) {
    rest = Math.floor(rest / 128);
    size++;
  }
  return size;
}

/** Writes the zig-zag varint of a safe integer; returns the position behind it. There must be ten bytes of room. */
export function writeVarint(target: Uint8Array, at: number, value: number): number {
  if (value >= -64 && value < 64) {
    target[at] = (value << 1) ^ (value >> 31);
    return at + 1;
  }
  if (value >= -8192 && value < 8192) {
    const short = (value << 1) ^ (value >> 31);
    target[at] = (short & 127) | 128;
    target[at + 1] = short >>> 7;
    return at + 2;
  }
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  while (rest > 0x7fffffff) {
    target[at++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  while (rest > 127) {
    target[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  target[at++] = rest;
  return at;
}
