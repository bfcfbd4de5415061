/**
 * Snappy as it stands in Kafka's batches: raw blocks, or the blocks of snappy-java with their sizes behind a header of 16 bytes.
 * Format: google/snappy, format_description.txt.
 */
import { growable, malformed, type Growable } from "./growable.ts";

const javaMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const javaHeaderLength = 16;

export function decompressSnappy(source: Buffer, limit: number): Buffer {
  const output = growable(limit);
  if (!source.subarray(0, javaMagic.length).equals(javaMagic)) {
    decompressBlock(source, output);
    return output.bytes();
  }
  for (let at = javaHeaderLength; at < source.length;) {
    if (at + 4 > source.length) throw malformed("snappy");
    const size = source.readInt32BE(at);
    at += 4;
    if (size < 0 || at + size > source.length) throw malformed("snappy");
    decompressBlock(source.subarray(at, at + size), output);
    at += size;
  }
  return output.bytes();
}

function decompressBlock(source: Buffer, output: Growable): void {
  let at = 0;
  const byte = (): number => {
    const value = source[at++];
    if (value === undefined) throw malformed("snappy");
    return value;
  };
  const little = (count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index += 1) value += byte() * 256 ** index;
    return value;
  };
  // The length of the whole, which the limit of the output makes unnecessary.
  while (byte() >= 128);
  const start = output.length();
  while (at < source.length) {
    const tag = byte();
    if ((tag & 3) === 0) {
      const short = tag >> 2;
      const length = (short < 60 ? short : little(short - 59)) + 1;
      if (at + length > source.length) throw malformed("snappy");
      output.append(source, at, at + length);
      at += length;
    } else {
      const kind = tag & 3;
      const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
      const offset = kind === 1 ? ((tag >> 5) << 8) | byte() : little(kind === 2 ? 2 : 4);
      if (offset === 0 || offset > output.length() - start) throw malformed("snappy");
      output.repeat(offset, length);
    }
  }
}
