/** Snappy, raw and in the chunked framing of snappy-java that Kafka's Java clients write. */
import { copyLiterals, copyMatch } from "./match-copy.ts";
import { RecordBatchError } from "./record-batch-error.ts";
import type { Slab } from "./slab.ts";

const framing = Buffer.from("\x82SNAPPY\0\0\0\0\x01\0\0\0\x01", "latin1");
const chunkSize = 65536;
const hashBits = 14;

function bad(reason: string): RecordBatchError {
  return new RecordBatchError("corrupt", `Snappy: ${reason}`);
}

/** Appends what `source` holds to `slab`. */
export function snappyDecompress(source: Buffer, start: number, end: number, slab: Slab): void {
  if (end - start < 16 || framing.compare(source, start, start + 8, 0, 8) !== 0)
    return readRaw(source, start, end, slab);
  let at = start + 16;
  while (at < end) {
    if (at + 4 > end) throw bad("a chunk is cut off");
    const size = source.readUInt32BE(at);
    at += 4;
    if (size > end - at) throw bad("a chunk is cut off");
    readRaw(source, at, at + size, slab);
    at += size;
  }
}

function readRaw(source: Buffer, start: number, end: number, slab: Slab): void {
  let at = start;
  let size = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = source[at++]!;
    if (at > end || shift > 28) throw bad("the length is cut off");
    size += (byte & 127) * 2 ** shift;
    if (byte < 128) break;
  }
  // Three bytes of a copy make at most 64: a length beyond that is a lie, found before anything is allocated for it.
  if (size > (end - at) * 22 + 64) throw bad("the length is more than the data can make");
  slab.reserve(size);
  const target = slab.buffer;
  const floor = slab.length;
  const limit = floor + size;
  let out = floor;
  while (at < end) {
    const tag = source[at++]!;
    let length = (tag >>> 2) + 1;
    let distance = 0;
    switch (tag & 3) {
      case 0: {
        const extra = length - 60;
        if (extra > 0) {
          if (at + extra > end) throw bad("a literal is cut off");
          length = source.readUIntLE(at, extra) + 1;
          at += extra;
        }
        if (length > end - at || length > limit - out) throw bad("a literal reaches beyond the block");
        copyLiterals(target, out, source, at, length);
        at += length;
        out += length;
        continue;
      }
      case 1:
        length = ((tag >>> 2) & 7) + 4;
        distance = ((tag >>> 5) << 8) | source[at]!;
        at += 1;
        break;
      case 2:
        distance = source[at]! | (source[at + 1]! << 8);
        at += 2;
        break;
      default:
        if (at + 4 > end) throw bad("a copy is cut off");
        distance = source.readUInt32LE(at);
        at += 4;
    }
    if (at > end) throw bad("a copy is cut off");
    if (distance === 0 || distance > out - floor || length > limit - out) throw bad("a copy reaches beyond the block");
    copyMatch(target, out, distance, length);
    out += length;
  }
  if (out !== limit) throw bad("the data is shorter than its length");
  slab.length = out;
}

const table = new Int32Array(1 << hashBits);

/** In snappy-java's framing. */
export function snappyCompress(source: Buffer): Buffer {
  const chunks = Math.ceil(source.length / chunkSize);
  const target = Buffer.allocUnsafe(16 + chunks * (4 + 3 + 8) + source.length + Math.ceil(source.length / 6));
  framing.copy(target);
  let out = 16;
  for (let start = 0; start < source.length; start += chunkSize) {
    const written = writeRaw(source, start, Math.min(start + chunkSize, source.length), target, out + 4);
    target.writeUInt32BE(written - out - 4, out);
    out = written;
  }
  return target.subarray(0, out);
}

function writeRaw(source: Buffer, start: number, end: number, target: Buffer, out: number): number {
  let size = end - start;
  for (; size > 127; size >>>= 7) target[out++] = (size & 127) | 128;
  target[out++] = size;
  table.fill(-1);
  let anchor = start;
  let misses = 1 << 5;
  for (let at = start; at + 4 <= end;) {
    const word = source[at]! | (source[at + 1]! << 8) | (source[at + 2]! << 16) | (source[at + 3]! << 24);
    const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - hashBits);
    const seen = table[slot]!;
    table[slot] = at;
    if (
      seen < 0 ||
      source[seen] !== source[at] ||
      source[seen + 1] !== source[at + 1] ||
      source[seen + 2] !== source[at + 2] ||
      source[seen + 3] !== source[at + 3]
    ) {
      at += misses++ >>> 5;
      continue;
    }
    misses = 1 << 5;
    let length = 4;
    while (at + length < end && source[seen + length] === source[at + length]) length++;
    out = writeLiteral(source, anchor, at, target, out);
    out = writeCopies(target, out, at - seen, length);
    at += length;
    anchor = at;
  }
  return writeLiteral(source, anchor, end, target, out);
}

function writeLiteral(source: Buffer, from: number, to: number, target: Buffer, out: number): number {
  const length = to - from;
  if (length === 0) return out;
  const code = length - 1;
  if (code < 60) target[out++] = code << 2;
  else {
    const extra = code < 256 ? 1 : 2;
    target[out++] = (59 + extra) << 2;
    target[out++] = code & 255;
    if (extra === 2) target[out++] = code >>> 8;
  }
  copyLiterals(target, out, source, from, length);
  return out + length;
}

/** Distances are below the chunk size, so that two bytes hold them. */
function writeCopies(target: Buffer, out: number, distance: number, length: number): number {
  for (let rest = length; rest > 0;) {
    // A copy has at least four bytes in its short form and one in its long form; the long form is always right.
    const part = Math.min(rest, 64);
    if (part >= 4 && part <= 11 && distance < 2048) {
      target[out++] = 1 | ((part - 4) << 2) | ((distance >>> 8) << 5);
      target[out++] = distance & 255;
    } else {
      target[out++] = 2 | ((part - 1) << 2);
      target[out++] = distance & 255;
      target[out++] = distance >>> 8;
    }
    rest -= part;
  }
  return out;
}
