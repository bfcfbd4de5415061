/** A pipeline and its layout as one compressed value of the library. */
import { deflateRawSync, inflateRawSync } from "node:zlib";

export interface Texts {
  readonly pipeline: string;
  readonly layout: string;
}

/** Four bytes with the length of the pipeline, then both texts; more than any document may have is refused when it is read. */
export function packTexts({ pipeline, layout }: Texts): Buffer {
  const first = Buffer.from(pipeline);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(first.length);
  return deflateRawSync(Buffer.concat([length, first, Buffer.from(layout)]), { level: 3 });
}

export function unpackTexts(packed: Uint8Array): Texts {
  const bytes = inflateRawSync(packed, { maxOutputLength: 256 * 1024 * 1024 });
  const end = 4 + bytes.readUInt32LE(0);
  return { pipeline: bytes.toString("utf8", 4, end), layout: bytes.toString("utf8", end) };
}
