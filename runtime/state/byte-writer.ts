/** Bytes put together in one growing buffer, used again and again. Numbers are big endian, so that byte order is number order. */
import { copyBytes } from "./copy-bytes.ts";

export class ByteWriter {
  buffer: Buffer = Buffer.from(new ArrayBuffer(256));
  length = 0;

  reset(): void {
    this.length = 0;
  }

  /** Makes room for so many more bytes. */
  reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const grown = Buffer.from(new ArrayBuffer(Math.max(this.length + bytes, this.buffer.length * 2)));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
  }

  byte(value: number): void {
    this.reserve(1);
    this.buffer[this.length++] = value;
  }

  uint32(value: number): void {
    this.reserve(4);
    this.length = this.buffer.writeUInt32BE(value >>> 0, this.length);
  }

  /** A safe integer in 8 bytes, two's complement. */
  int64(value: number): void {
    this.reserve(8);
    const high = Math.floor(value / 0x1_0000_0000);
    this.buffer.writeInt32BE(high, this.length);
    this.buffer.writeUInt32BE(value - high * 0x1_0000_0000, this.length + 4);
    this.length += 8;
  }

  double(value: number): void {
    this.reserve(8);
    this.length = this.buffer.writeDoubleBE(value, this.length);
  }

  /** A safe integer that is not negative, 7 bits a byte, lowest first. */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.buffer[this.length++] = (rest % 128) | 0x80;
    this.buffer[this.length++] = rest;
  }

  bytes(source: Buffer, start: number, length: number): void {
    this.reserve(length);
    copyBytes(source, start, length, this.buffer, this.length);
    this.length += length;
  }
}

/** Reads what a ByteWriter wrote. */
export class ByteReader {
  buffer: Buffer;
  position: number;

  constructor(buffer: Buffer, position = 0) {
    this.buffer = buffer;
    this.position = position;
  }

  at(buffer: Buffer, position: number): this {
    this.buffer = buffer;
    this.position = position;
    return this;
  }

  byte(): number {
    return this.buffer.readUInt8(this.position++);
  }

  uint32(): number {
    this.position += 4;
    return this.buffer.readUInt32BE(this.position - 4);
  }

  int64(): number {
    this.position += 8;
    return this.buffer.readInt32BE(this.position - 8) * 0x1_0000_0000 + this.buffer.readUInt32BE(this.position - 4);
  }

  double(): number {
    this.position += 8;
    return this.buffer.readDoubleBE(this.position - 8);
  }

  varint(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
    }
  }

  /** The position of the next `length` bytes, which are passed over. */
  skip(length: number): number {
    const start = this.position;
    this.position += length;
    return start;
  }
}
