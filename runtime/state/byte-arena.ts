/**
 * Byte strings in chunks of 1 MiB, referred to by a 32-bit number: the chunk and the position in it in units of 8 bytes (32 GiB in all).
 * Freed blocks are kept in lists by size class, threaded through the blocks themselves, and used again for blocks of that class; memory
 * goes back to the system only with the arena. Blocks above half a chunk get a buffer of their own, which is released when they are freed.
 */
import { assert } from "../../shared/assert.ts";
import { copyBytes } from "./copy-bytes.ts";

const UNIT_BITS = 3;
const CHUNK_BYTES = 1 << 20;
const FIRST_CHUNK_BYTES = 1 << 10;
const CHUNK_REF_BITS = 20 - UNIT_BITS;
const OFFSET_MASK = (1 << CHUNK_REF_BITS) - 1;
const MAX_CHUNKS = 2 ** (32 - CHUNK_REF_BITS);
/** Sizes up to this many units have a class each; above, there are four classes to each power of two. */
const EXACT_CLASSES = 64;
const CLASSES = EXACT_CLASSES + 1 + 4 * 12;
const NO_BLOCK = 0xffff_ffff;
const NOTHING = Buffer.alloc(0);

export class ByteArena {
  readonly #chunks: Buffer[] = [];
  /** Chunk numbers whose large block was freed, by how many numbers in a row it had. */
  readonly #freeRuns = new Map<number, number[]>();
  readonly #freeBlocks = new Uint32Array(CLASSES).fill(NO_BLOCK);
  /** Chunk numbers that belong to large blocks, in use or free. */
  readonly #large = new Set<number>();
  #current = 0;
  #used = 0;
  #bytes = 0;

  constructor() {
    this.#chunks.push(this.#resized(NOTHING, FIRST_CHUNK_BYTES));
  }

  /** Buffers held, free blocks included. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Where a block lies; valid until the next `allocate`. */
  buffer(ref: number): Buffer {
    return this.#chunks[ref >>> CHUNK_REF_BITS]!;
  }

  offset(ref: number): number {
    return (ref & OFFSET_MASK) << UNIT_BITS;
  }

  /** A block with undefined contents; nothing is 0. */
  allocate(length: number): number {
    if (length === 0) return 0;
    if (length > CHUNK_BYTES / 2) return this.#allocateLarge(length);
    const sizeClass = classOf((length + 7) >>> UNIT_BITS);
    const free = this.#freeBlocks[sizeClass]!;
    if (free !== NO_BLOCK) {
      this.#freeBlocks[sizeClass] = this.buffer(free).readUInt32LE(this.offset(free));
      return free | 0;
    }
    const bytes = unitsOf(sizeClass) << UNIT_BITS;
    if (this.#used + bytes > this.#chunks[this.#current]!.length) this.#makeRoom(bytes);
    const ref = (this.#current << CHUNK_REF_BITS) | (this.#used >>> UNIT_BITS);
    this.#used += bytes;
    return ref;
  }

  /** A copy of bytes that lie outside of this arena. */
  write(source: Buffer, start: number, length: number): number {
    const ref = this.allocate(length);
    if (length > 0) copyBytes(source, start, length, this.buffer(ref), this.offset(ref));
    return ref;
  }

  /** `length` as it was given to `allocate`. */
  free(ref: number, length: number): void {
    if (length === 0) return;
    if (length > CHUNK_BYTES / 2) {
      this.#freeLarge(ref, length);
      return;
    }
    const sizeClass = classOf((length + 7) >>> UNIT_BITS);
    this.buffer(ref).writeUInt32LE(this.#freeBlocks[sizeClass]!, this.offset(ref));
    this.#freeBlocks[sizeClass] = ref;
  }

  /** True when a block that was allocated for `had` bytes also holds `wanted`, so that it can be written in place and still be freed as `wanted`. */
  fits(had: number, wanted: number): boolean {
    if (had === 0 || wanted === 0) return had === wanted;
    if (had > CHUNK_BYTES / 2 || wanted > CHUNK_BYTES / 2) return false;
    return classOf((had + 7) >>> UNIT_BITS) === classOf((wanted + 7) >>> UNIT_BITS);
  }

  /** Forgets every block; chunks are kept for the next ones. */
  clear(): void {
    const kept = this.#chunks.filter((_, chunk) => !this.#large.has(chunk));
    this.#chunks.splice(0, Infinity, ...kept);
    this.#bytes = kept.reduce((sum, chunk) => sum + chunk.length, 0);
    this.#large.clear();
    this.#freeRuns.clear();
    this.#freeBlocks.fill(NO_BLOCK);
    this.#current = 0;
    this.#used = 0;
  }

  /** The first chunk grows until it is whole; then comes the next one, which `clear` may have left here. */
  #makeRoom(bytes: number): void {
    const current = this.#chunks[this.#current]!;
    if (current.length < CHUNK_BYTES && this.#used + bytes <= CHUNK_BYTES) {
      let length = current.length * 2;
      while (length < this.#used + bytes) length *= 2;
      this.#chunks[this.#current] = this.#resized(current, length);
      return;
    }
    let next = this.#current + 1;
    while (this.#large.has(next)) next += 1;
    if (next === this.#chunks.length) {
      assert(next < MAX_CHUNKS, "an arena holds at most 32 GiB");
      this.#chunks.push(this.#resized(NOTHING, CHUNK_BYTES));
    }
    this.#current = next;
    this.#used = 0;
  }

  #resized(from: Buffer, length: number): Buffer {
    const grown = Buffer.from(new ArrayBuffer(length));
    from.copy(grown);
    this.#bytes += length - from.length;
    return grown;
  }

  #allocateLarge(length: number): number {
    const run = Math.ceil(length / CHUNK_BYTES);
    let chunk = this.#freeRuns.get(run)?.pop();
    if (chunk === undefined) {
      chunk = this.#chunks.length;
      assert(chunk + run <= MAX_CHUNKS, "an arena holds at most 32 GiB");
      for (let i = 0; i < run; i++) {
        this.#large.add(chunk + i);
        this.#chunks.push(NOTHING);
      }
    }
    this.#chunks[chunk] = this.#resized(NOTHING, length);
    return chunk << CHUNK_REF_BITS;
  }

  #freeLarge(ref: number, length: number): void {
    const chunk = ref >>> CHUNK_REF_BITS;
    const run = Math.ceil(length / CHUNK_BYTES);
    this.#bytes -= this.#chunks[chunk]!.length;
    this.#chunks[chunk] = NOTHING;
    const runs = this.#freeRuns.get(run);
    if (runs === undefined) this.#freeRuns.set(run, [chunk]);
    else runs.push(chunk);
  }
}

function classOf(units: number): number {
  if (units <= EXACT_CLASSES) return units;
  const exponent = 31 - Math.clz32(units - 1);
  const step = exponent - 2;
  return EXACT_CLASSES + 1 + (exponent - 6) * 4 + (((units - 1) >>> step) - 4);
}

/** The largest size of a class. */
function unitsOf(sizeClass: number): number {
  if (sizeClass <= EXACT_CLASSES) return sizeClass;
  const index = sizeClass - EXACT_CLASSES - 1;
  const exponent = (index >>> 2) + 6;
  return ((index & 3) + 5) << (exponent - 2);
}
