/** LZ4 frames as they stand in Kafka's batches. Format: lz4/lz4, doc/lz4_Frame_format.md. Checksums are left to the CRC of the batch. */
import { growable, malformed, type Growable } from "./growable.ts";

const magic = 0x184d2204;

export function decompressLz4(source: Buffer, limit: number): Buffer {
  if (source.length < 7 || source.readUInt32LE(0) !== magic) throw malformed("lz4");
  const flags = source.readUInt8(4);
  const blockChecksum = (flags & 0x10) !== 0;
  const output = growable(limit);
  let at = 7 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4);
  for (;;) {
    if (at + 4 > source.length) throw malformed("lz4");
    const word = source.readUInt32LE(at);
    at += 4;
    if (word === 0) return output.bytes();
    const size = word & 0x7fffffff;
    if (at + size > source.length) throw malformed("lz4");
    if (word >>> 31 === 1) output.append(source, at, at + size);
    else decompressBlock(source.subarray(at, at + size), output);
    at += size + (blockChecksum ? 4 : 0);
  }
}

function decompressBlock(source: Buffer, output: Growable): void {
  let at = 0;
  const byte = (): number => {
    const value = source[at++];
    if (value === undefined) throw malformed("lz4");
    return value;
  };
  const longer = (length: number): number => {
    if (length !== 15) return length;
    let total = length;
    for (let more = 255; more === 255;) total += more = byte();
    return total;
  };
  while (at < source.length) {
    const token = byte();
    const literals = longer(token >> 4);
    if (at + literals > source.length) throw malformed("lz4");
    output.append(source, at, at + literals);
    at += literals;
    if (at === source.length) return;
    const offset = byte() | (byte() << 8);
    // Blocks may lean on the ones before.
    if (offset === 0 || offset > output.length()) throw malformed("lz4");
    output.repeat(offset, longer(token & 15) + 4);
  }
}
