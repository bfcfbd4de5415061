/** The LZ4 frame format, as Kafka uses it (64 KiB blocks when written; any frame when read). */
import { copyLiterals, copyMatch } from "./match-copy.ts";
import { RecordBatchError } from "./record-batch-error.ts";
import type { Slab } from "./slab.ts";
import { xxhash32 } from "./xxhash32.ts";

const frameMagic = 0x184d2204;
const blockMaximum = 65536;
const hashBits = 14;

function bad(reason: string): RecordBatchError {
  return new RecordBatchError("corrupt", `LZ4: ${reason}`);
}

/** Appends what the frames in `source` hold to `slab`. */
export function lz4Decompress(source: Buffer, start: number, end: number, slab: Slab): void {
  let at = start;
  while (at < end) {
    if (end - at < 8) throw bad("the frame header is cut off");
    const magic = source.readUInt32LE(at);
    if (magic >>> 4 === 0x184d2a5) at += 8 + source.readUInt32LE(at + 4);
    else if (magic === frameMagic) at = readFrame(source, at, end, slab);
    else throw bad("it is not an LZ4 frame");
  }
  if (at > end) throw bad("a skippable frame is cut off");
}

function readFrame(source: Buffer, start: number, end: number, slab: Slab): number {
  const flags = source[start + 4]!;
  const blockSize = 1 << (8 + 2 * ((source[start + 5]! >>> 4) & 7));
  if (flags >>> 6 !== 1 || blockSize < 65536) throw bad("unknown version or block size");
  if ((flags & 1) !== 0) throw bad("dictionaries are not supported");
  const headerEnd = start + 6 + ((flags & 8) === 0 ? 0 : 8);
  if (headerEnd + 5 > end) throw bad("the frame header is cut off");
  if (source[headerEnd] !== ((xxhash32(source, start + 4, headerEnd) >>> 8) & 255)) {
    throw bad("the frame header's checksum is wrong");
  }
  const independent = (flags & 32) !== 0;
  const blockChecksum = (flags & 16) === 0 ? 0 : 4;
  const frameStart = slab.length;
  let at = headerEnd + 1;
  for (;;) {
    if (at + 4 > end) throw bad("a block is cut off");
    const word = source.readUInt32LE(at);
    at += 4;
    if (word === 0) break;
    const size = word & 0x7fffffff;
    if (size > blockSize || at + size + blockChecksum > end) throw bad("a block is cut off or too large");
    if (word >= 0x80000000) slab.append(source.subarray(at, at + size));
    else readBlock(source, at, at + size, slab, independent ? slab.length : frameStart, blockSize);
    if (blockChecksum > 0 && source.readUInt32LE(at + size) !== xxhash32(source, at, at + size)) {
      throw bad("a block's checksum is wrong");
    }
    at += size + blockChecksum;
  }
  if ((flags & 4) === 0) return at;
  if (at + 4 > end || source.readUInt32LE(at) !== xxhash32(slab.buffer, frameStart, slab.length)) {
    throw bad("the content's checksum is wrong or cut off");
  }
  return at + 4;
}

function readBlock(source: Buffer, start: number, end: number, slab: Slab, floor: number, blockSize: number): void {
  // A byte of a block makes at most 255: no more room is reserved than the block can fill.
  slab.reserve(Math.min(blockSize, (end - start) * 255));
  const target = slab.buffer;
  const limit = Math.min(slab.length + blockSize, target.length);
  let out = slab.length;
  let at = start;
  while (at < end) {
    const token = source[at++]!;
    let literals = token >>> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255 && at < end) literals += more = source[at++]!;
    }
    if (literals > end - at || literals > limit - out) throw bad("literals reach beyond the block");
    copyLiterals(target, out, source, at, literals);
    at += literals;
    out += literals;
    if (at === end) break;
    if (at + 2 > end) throw bad("a match is cut off");
    const distance = source[at]! | (source[at + 1]! << 8);
    at += 2;
    let length = (token & 15) + 4;
    if (length === 19) {
      let more = 255;
      while (more === 255 && at < end) length += more = source[at++]!;
    }
    if (distance === 0 || distance > out - floor || length > limit - out) throw bad("a match reaches beyond the block");
    copyMatch(target, out, distance, length);
    out += length;
  }
  slab.length = out;
}

const table = new Int32Array(1 << hashBits);

/** One frame of independent blocks. */
export function lz4Compress(source: Buffer): Buffer {
  const blocks = Math.ceil(source.length / blockMaximum);
  const target = Buffer.allocUnsafe(source.length + blocks * 4 + 15 + (source.length >>> 7));
  target.writeUInt32LE(frameMagic, 0);
  target[4] = 0x60;
  target[5] = 0x40;
  target[6] = (xxhash32(target, 4, 6) >>> 8) & 255;
  let out = 7;
  for (let start = 0; start < source.length; start += blockMaximum) {
    const end = Math.min(start + blockMaximum, source.length);
    const size = writeBlock(source, start, end, target, out + 4);
    if (size < end - start) {
      target.writeUInt32LE(size, out);
      out += 4 + size;
    } else {
      target.writeUInt32LE((0x80000000 | (end - start)) >>> 0, out);
      source.copy(target, out + 4, start, end);
      out += 4 + end - start;
    }
  }
  target.writeUInt32LE(0, out);
  return target.subarray(0, out + 4);
}

/** The size of the block written at `out`, or a size not below the source's when it does not get smaller. */
function writeBlock(source: Buffer, start: number, end: number, target: Buffer, out: number): number {
  const from = out;
  const matchEnd = end - 5;
  const lastMatch = end - 12;
  table.fill(-1);
  let anchor = start;
  let misses = 1 << 6;
  for (let at = start; at <= lastMatch;) {
    const word = source[at]! | (source[at + 1]! << 8) | (source[at + 2]! << 16) | (source[at + 3]! << 24);
    const slot = Math.imul(word, -1640531535) >>> (32 - hashBits);
    const seen = table[slot]!;
    table[slot] = at;
    if (
      seen < 0 ||
      source[seen] !== source[at] ||
      source[seen + 1] !== source[at + 1] ||
      source[seen + 2] !== source[at + 2] ||
      source[seen + 3] !== source[at + 3] ||
      at - seen > 65535
    ) {
      at += misses++ >>> 6;
      continue;
    }
    misses = 1 << 6;
    let length = 4;
    while (at + length < matchEnd && source[seen + length] === source[at + length]) length++;
    out = writeSequence(source, anchor, at, target, out, at - seen, length);
    at += length;
    anchor = at;
    if (out - from >= end - start) return end - start;
  }
  out = writeSequence(source, anchor, end, target, out, 0, 0);
  return out - from;
}

function writeSequence(
  source: Buffer,
  from: number,
  to: number,
  target: Buffer,
  out: number,
  distance: number,
  length: number,
): number {
  const literals = to - from;
  const token = out++;
  let code = Math.min(literals, 15) << 4;
  if (literals >= 15) {
    let rest = literals - 15;
    for (; rest >= 255; rest -= 255) target[out++] = 255;
    target[out++] = rest;
  }
  copyLiterals(target, out, source, from, literals);
  out += literals;
  if (length > 0) {
    target[out++] = distance & 255;
    target[out++] = distance >>> 8;
    code |= Math.min(length - 4, 15);
    if (length >= 19) {
      let rest = length - 19;
      for (; rest >= 255; rest -= 255) target[out++] = 255;
      target[out++] = rest;
    }
  }
  target[token] = code;
  return out;
}
