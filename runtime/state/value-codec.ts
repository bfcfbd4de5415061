/**
 * Any value of a pipeline in bytes, for state that must keep it: a tag, then what the tag says. This encoding is in changelogs, so it
 * only ever grows. Equal values have equal bytes, except that objects keep the order of their members; `writeCanonical` sorts them.
 *
 * | tag | value | then |
 * | --- | --- | --- |
 * | 0, 1, 2 | null, false, true | |
 * | 3, 4 | integer ≥ 0, integer < 0 that a double holds exactly | varint of n, of -1 - n |
 * | 5 | any other double, and -0 | 8 bytes |
 * | 6, 7 | larger integer ≥ 0, < 0 | varint of length, magnitude big endian |
 * | 8 | decimal | varint of scale, then the coefficient as a value of tag 3, 4, 6 or 7 |
 * | 9, 10 | string (UTF-8), bytes | varint of length, the bytes |
 * | 11 | array | varint of count, the values |
 * | 12 | object | varint of count, by turns name (as after tag 9) and value |
 *
 * Strings that are not well formed (single surrogates) are kept as tag 13: varint of length, UTF-16 big endian.
 */
import { WeirError } from "../../shared/errors.ts";
import { Decimal } from "../../shared/records/decimal.ts";
import type { ByteReader, ByteWriter } from "./byte-writer.ts";

export function writeValue(writer: ByteWriter, value: unknown): void {
  write(writer, value, false);
}

/** For comparing by bytes: members sorted by name, -0 as 0. */
export function writeCanonical(writer: ByteWriter, value: unknown): void {
  write(writer, value, true);
}

function write(writer: ByteWriter, value: unknown, canonical: boolean): void {
  if (value === null || value === undefined) writer.byte(0);
  else if (typeof value === "number") writeNumber(writer, canonical ? value + 0 : value);
  else if (typeof value === "string") writeString(writer, value);
  else if (typeof value === "boolean") writer.byte(value ? 2 : 1);
  else if (typeof value === "bigint") writeBigInt(writer, value);
  else if (value instanceof Decimal) writeDecimal(writer, value);
  else if (value instanceof Uint8Array) writeBytes(writer, value);
  else if (Array.isArray(value)) {
    writer.byte(11);
    writer.varint(value.length);
    for (const item of value) write(writer, item, canonical);
  } else {
    const entries = Object.entries(value);
    if (canonical) entries.sort(([a], [b]) => (a < b ? -1 : 1));
    writer.byte(12);
    writer.varint(entries.length);
    for (const [name, member] of entries) {
      writeString(writer, name);
      write(writer, member, canonical);
    }
  }
}

export function writeNumber(writer: ByteWriter, value: number): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    writer.byte(5);
    writer.double(value);
  } else if (value >= 0) {
    writer.byte(3);
    writer.varint(value);
  } else {
    writer.byte(4);
    writer.varint(-1 - value);
  }
}

function writeBigInt(writer: ByteWriter, value: bigint): void {
  const hex = (value < 0n ? -value : value).toString(16);
  const magnitude = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  writer.byte(value < 0n ? 7 : 6);
  writer.varint(magnitude.length);
  writer.bytes(magnitude, 0, magnitude.length);
}

function writeDecimal(writer: ByteWriter, value: Decimal): void {
  writer.byte(8);
  writer.varint(value.scale);
  if (typeof value.coefficient === "number") writeNumber(writer, value.coefficient);
  else writeBigInt(writer, value.coefficient);
}

function writeString(writer: ByteWriter, value: string): void {
  const wellFormed = value.isWellFormed();
  const length = wellFormed ? Buffer.byteLength(value) : value.length * 2;
  writer.byte(wellFormed ? 9 : 13);
  writer.varint(length);
  writer.reserve(length);
  if (wellFormed) writer.buffer.write(value, writer.length, length, "utf8");
  else for (let i = 0; i < value.length; i++) writer.buffer.writeUInt16BE(value.charCodeAt(i), writer.length + i * 2);
  writer.length += length;
}

function writeBytes(writer: ByteWriter, value: Uint8Array): void {
  writer.byte(10);
  writer.varint(value.length);
  writer.bytes(Buffer.from(value.buffer, value.byteOffset, value.length), 0, value.length);
}

export function readValue(reader: ByteReader): unknown {
  const tag = reader.byte();
  switch (tag) {
    case 0:
      return null;
    case 1:
      return false;
    case 2:
      return true;
    case 3:
      return reader.varint();
    case 4:
      return -1 - reader.varint();
    case 5:
      return reader.double();
    case 6:
      return readMagnitude(reader);
    case 7:
      return -readMagnitude(reader);
    case 8: {
      const scale = reader.varint();
      const coefficient = readValue(reader);
      if (typeof coefficient === "number" || typeof coefficient === "bigint") return Decimal.of(coefficient, scale);
      throw unreadable(tag);
    }
    case 9:
    case 13:
      return readString(reader, tag);
    case 10: {
      const length = reader.varint();
      const start = reader.skip(length);
      return new Uint8Array(reader.buffer.subarray(start, start + length));
    }
    case 11: {
      const items: unknown[] = [];
      for (let count = reader.varint(); count > 0; count--) items.push(readValue(reader));
      return items;
    }
    case 12: {
      const object: Record<string, unknown> = Object.create(null);
      for (let count = reader.varint(); count > 0; count--) {
        const name = readString(reader, reader.byte());
        object[name] = readValue(reader);
      }
      return object;
    }
    default:
      throw unreadable(tag);
  }
}

function readMagnitude(reader: ByteReader): bigint {
  const length = reader.varint();
  const start = reader.skip(length);
  return BigInt(`0x${reader.buffer.toString("hex", start, start + length)}`);
}

function readString(reader: ByteReader, tag: number): string {
  const length = reader.varint();
  const start = reader.skip(length);
  if (tag === 9) return reader.buffer.toString("utf8", start, start + length);
  let text = "";
  for (let i = start; i < start + length; i += 2) text += String.fromCharCode(reader.buffer.readUInt16BE(i));
  return text;
}

function unreadable(tag: number): WeirError {
  return new WeirError("RUN_0601", `The state holds a value of the unknown kind ${tag}.`, {
    hint: "It was written by a newer Weir, or it is damaged: run that version, or reset the pipeline.",
  });
}
