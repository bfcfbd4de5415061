import { ProtocolError } from "./protocol-error.ts";

/** Reads Kafka's primitive types from one frame. Every read is checked against the frame's end; nothing is allocated by a length that was read. */
export class WireReader {
  readonly #buffer: Buffer;
  #at: number;
  readonly #end: number;

  constructor(buffer: Buffer, start = 0, end = buffer.length) {
    this.#buffer = buffer;
    this.#at = start;
    this.#end = end;
  }

  get position(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#end - this.#at;
  }

  #take(size: number): number {
    const at = this.#at;
    if (size < 0 || size > this.#end - at) {
      throw new ProtocolError(`the frame ends at byte ${this.#end}, a field of ${size} bytes starts at ${at}`);
    }
    this.#at = at + size;
    return at;
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  int8(): number {
    const at = this.#take(1);
    return this.#buffer.readInt8(at);
  }

  int16(): number {
    const at = this.#take(2);
    return this.#buffer.readInt16BE(at);
  }

  uint16(): number {
    const at = this.#take(2);
    return this.#buffer.readUInt16BE(at);
  }

  int32(): number {
    const at = this.#take(4);
    return this.#buffer.readInt32BE(at);
  }

  int64(): number | bigint {
    const at = this.#take(8);
    const value = this.#buffer.readInt32BE(at) * 0x1_0000_0000 + this.#buffer.readUInt32BE(at + 4);
    return Number.isSafeInteger(value) ? value : this.#buffer.readBigInt64BE(at);
  }

  float64(): number {
    const at = this.#take(8);
    return this.#buffer.readDoubleBE(at);
  }

  unsignedVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#buffer[this.#take(1)]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw new ProtocolError(`the variable-length integer at byte ${this.#at - 5} is longer than 5 bytes`);
  }

  /** Length prefix of a string (`wide` false), or of bytes, records and arrays (`wide` true); -1 is null. Never more than what remains. */
  size(compact: boolean, wide: boolean): number {
    const length = compact ? this.unsignedVarint() - 1 : wide ? this.int32() : this.int16();
    if (length < -1 || length > this.remaining) {
      throw new ProtocolError(`a length of ${length} at byte ${this.#at}, ${this.remaining} bytes remain`);
    }
    return length;
  }

  text(length: number): string {
    const at = this.#take(length);
    return this.#buffer.toString("utf8", at, at + length);
  }

  slice(length: number): Buffer {
    const at = this.#take(length);
    return this.#buffer.subarray(at, at + length);
  }

  uuid(): string {
    const at = this.#take(16);
    return this.#buffer.toString("base64url", at, at + 16);
  }

  skipTaggedFields(): void {
    for (let count = this.unsignedVarint(); count > 0; count--) {
      this.unsignedVarint();
      this.slice(this.unsignedVarint());
    }
  }
}
