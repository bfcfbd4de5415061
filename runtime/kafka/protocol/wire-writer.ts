import { ProtocolError } from "./protocol-error.ts";

/** Writes Kafka's primitive types, big-endian, into a buffer that grows. Used once per frame. */
export class WireWriter {
  #buffer: Buffer;
  #at = 0;

  constructor(size = 512) {
    this.#buffer = Buffer.allocUnsafe(size);
  }

  get length(): number {
    return this.#at;
  }

  #need(size: number): number {
    const at = this.#at;
    const end = at + size;
    if (end > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, at);
      this.#buffer = grown;
    }
    this.#at = end;
    return at;
  }

  boolean(value: boolean): void {
    this.int8(value ? 1 : 0);
  }

  int8(value: number): void {
    const at = this.#need(1);
    this.#buffer.writeInt8(value, at);
  }

  int16(value: number): void {
    const at = this.#need(2);
    this.#buffer.writeInt16BE(value, at);
  }

  uint16(value: number): void {
    const at = this.#need(2);
    this.#buffer.writeUInt16BE(value, at);
  }

  int32(value: number): void {
    const at = this.#need(4);
    this.#buffer.writeInt32BE(value, at);
  }

  int64(value: number | bigint): void {
    const at = this.#need(8);
    if (typeof value === "bigint") {
      this.#buffer.writeBigInt64BE(value, at);
      return;
    }
    if (!Number.isSafeInteger(value)) throw new ProtocolError(`${value} is not an exact 64-bit integer`);
    const high = Math.floor(value / 0x1_0000_0000);
    this.#buffer.writeInt32BE(high, at);
    this.#buffer.writeUInt32BE(value - high * 0x1_0000_0000, at + 4);
  }

  float64(value: number): void {
    const at = this.#need(8);
    this.#buffer.writeDoubleBE(value, at);
  }

  unsignedVarint(value: number): void {
    let at = this.#need(5);
    let rest = value >>> 0;
    while (rest > 127) {
      this.#buffer[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#buffer[at++] = rest;
    this.#at = at;
  }

  /** Length prefix of a string (`wide` false), or of bytes, records and arrays (`wide` true). -1 is null. */
  size(length: number, compact: boolean, wide: boolean): void {
    if (compact) this.unsignedVarint(length + 1);
    else if (wide) this.int32(length);
    else if (length > 0x7fff) throw new ProtocolError(`a string of ${length} bytes does not fit this version`);
    else this.int16(length);
  }

  string(value: string, compact: boolean): void {
    const length = Buffer.byteLength(value);
    this.size(length, compact, false);
    const at = this.#need(length);
    this.#buffer.write(value, at, length, "utf8");
  }

  bytes(value: Uint8Array, compact: boolean): void {
    this.size(value.length, compact, true);
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    const at = this.#need(value.length);
    this.#buffer.set(value, at);
  }

  uuid(value: string): void {
    const at = this.#need(16);
    if (value.length !== 22 || this.#buffer.write(value, at, 16, "base64url") !== 16) {
      throw new ProtocolError(`"${value}" is not a UUID in base64url`);
    }
  }

  patchInt32(at: number, value: number): void {
    this.#buffer.writeInt32BE(value, at);
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }
}
