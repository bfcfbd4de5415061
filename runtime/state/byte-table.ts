/**
 * Byte keys to small integers ("entries"), under which the caller keeps columns. An extendible hash table: a directory of blocks, each
 * open addressing over slots that have all a look-up needs but the key's bytes; a block doubles while it is small and splits in two when it is large, so no insertion
 * moves more than a block, whether the table has ten keys or ten million. Entries are numbered in order of insertion; a removed
 * entry's number is given to a later key, so iteration is in order of insertion as long as nothing was removed.
 */
import { ByteArena } from "./byte-arena.ts";
import { copyBytes, equalBytes } from "./copy-bytes.ts";
import { hashBytes } from "./hash-bytes.ts";
import { IntList } from "./int-list.ts";
import { Int32Pages } from "./pages.ts";

/** Numbers a slot has. */
const SLOT = 4;
const FIRST_BLOCK_SLOTS = 16;
const MAX_BLOCK_SLOTS = 1 << 15;
/** Beyond it blocks double again, which only keys of equal hashes can bring about. */
const MAX_DEPTH = 16;

/** Keys as rows with the hash of each, by row. */
export interface HashedRows {
  readonly buffer: Buffer;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly hashes: Int32Array;
}

interface Block {
  /** By turns entry + 1, hash, reference and length of the key; an entry of 0 is a free slot. */
  slots: Int32Array;
  mask: number;
  used: number;
  /** How many leading bits of the hash all keys in it share. */
  depth: number;
}

export class ByteTable {
  readonly #arena = new ByteArena();
  /** Reference and length of each entry's key, side by side; a removed entry has length -1. */
  readonly #keys = new Int32Pages();
  readonly #free = new IntList();
  /** Scratch: references of the keys that may be those of the rows. */
  #refs = new Int32Array(0);
  #directory: Block[] = [makeBlock(FIRST_BLOCK_SLOTS, 0)];
  #depth = 0;
  #end = 0;

  get size(): number {
    return this.#end - this.#free.length;
  }

  /** One more than the largest entry ever given out: what the caller's columns must cover. */
  get end(): number {
    return this.#end;
  }

  get bytes(): number {
    let bytes = this.#arena.bytes + this.#keys.bytes;
    for (const block of new Set(this.#directory)) bytes += block.slots.byteLength;
    return bytes;
  }

  /** The entry of a key, or -1. */
  find(hash: number, buffer: Buffer, start: number, length: number): number {
    const { slots, mask } = this.#block(hash);
    for (let at = (hash & mask) * SLOT; ; at = (at + SLOT) & (mask * SLOT + SLOT - 1)) {
      const entry = slots[at]! - 1;
      if (entry < 0) return -1;
      if (slots[at + 1] === hash && slots[at + 3] === length && this.#hasKey(slots[at + 2]!, buffer, start, length))
        return entry;
    }
  }

  /** The entry of a key, which is inserted if it is new: then `end` or `size` has grown. */
  findOrInsert(hash: number, buffer: Buffer, start: number, length: number): number {
    const entry = this.find(hash, buffer, start, length);
    return entry < 0 ? this.#insert(hash, buffer, start, length) : entry;
  }

  /**
   * `findOrInsert` for the keys of `rows[0..count)`, in order. In two passes, so that memory is waited for once for many rows and not row by row: the
   * first only looks at the slot where a key lies unless it was displaced.
   */
  findOrInsertRows(keys: HashedRows, rows: Int32Array, count: number, entries: Int32Array): void {
    const { buffer, starts, lengths, hashes } = keys;
    if (this.#refs.length < count) this.#refs = new Int32Array(count);
    const refs = this.#refs;
    for (let k = 0; k < count; k++) {
      const row = rows[k]!;
      const hash = hashes[row]!;
      const { slots, mask } = this.#block(hash);
      const at = (hash & mask) * SLOT;
      const isHere = slots[at + 1] === hash && slots[at + 3] === lengths[row]!;
      entries[k] = isHere ? slots[at]! - 1 : -1;
      refs[k] = slots[at + 2]!;
    }
    for (let k = 0; k < count; k++) {
      const row = rows[k]!;
      const start = starts[row]!;
      const length = lengths[row]!;
      if (entries[k]! < 0 || !this.#hasKey(refs[k]!, buffer, start, length))
        entries[k] = this.findOrInsert(hashes[row]!, buffer, start, length);
    }
  }

  has(entry: number): boolean {
    return entry < this.#end && this.#keys.get(entry * 2 + 1) >= 0;
  }

  /** Where an entry's key lies; valid until the next insertion. */
  keyBuffer(entry: number): Buffer {
    return this.#arena.buffer(this.#keys.get(entry * 2));
  }

  keyStart(entry: number): number {
    return this.#arena.offset(this.#keys.get(entry * 2));
  }

  keyLength(entry: number): number {
    return this.#keys.get(entry * 2 + 1);
  }

  copyKey(entry: number, target: Buffer, at: number): void {
    copyBytes(this.keyBuffer(entry), this.keyStart(entry), this.keyLength(entry), target, at);
  }

  remove(entry: number): void {
    const ref = this.#keys.get(entry * 2);
    const length = this.#keys.get(entry * 2 + 1);
    const hash = hashBytes(this.#arena.buffer(ref), this.#arena.offset(ref), length);
    this.#removeSlot(this.#block(hash), hash, entry);
    this.#arena.free(ref, length);
    this.#keys.set(entry * 2 + 1, -1);
    this.#free.push(entry);
  }

  /** Empty again; the memory stays for the next keys. */
  clear(): void {
    for (const block of this.#directory) {
      block.slots.fill(0);
      block.used = 0;
    }
    this.#arena.clear();
    this.#free.clear();
    this.#end = 0;
  }

  #block(hash: number): Block {
    // Shifting by 32 would be shifting by 0, hence in two steps.
    return this.#directory[(hash >>> 1) >>> (31 - this.#depth)]!;
  }

  #hasKey(ref: number, buffer: Buffer, start: number, length: number): boolean {
    return equalBytes(this.#arena.buffer(ref), this.#arena.offset(ref), buffer, start, length);
  }

  #insert(hash: number, buffer: Buffer, start: number, length: number): number {
    let block = this.#block(hash);
    while ((block.used + 1) * 4 > (block.mask + 1) * 3) {
      this.#makeRoom(block, hash);
      block = this.#block(hash);
    }
    const entry = this.#free.length > 0 ? this.#free.pop() : this.#end++;
    this.#keys.ensure(this.#end * 2);
    const ref = this.#arena.write(buffer, start, length);
    this.#keys.set(entry * 2, ref);
    this.#keys.set(entry * 2 + 1, length);
    place(block, entry + 1, hash, ref, length);
    return entry;
  }

  #makeRoom(block: Block, hash: number): void {
    if (block.mask + 1 < MAX_BLOCK_SLOTS || block.depth === MAX_DEPTH) doubleBlock(block);
    else this.#split(block, hash);
  }

  #split(block: Block, hash: number): void {
    if (block.depth === this.#depth) {
      this.#directory = this.#directory.flatMap((each) => [each, each]);
      this.#depth += 1;
    }
    const depth = block.depth + 1;
    const halves = [makeBlock(block.mask + 1, depth), makeBlock(block.mask + 1, depth)] as const;
    const { slots } = block;
    for (let at = 0; at < slots.length; at += SLOT)
      if (slots[at] !== 0) move(slots, at, halves[(slots[at + 1]! >>> (32 - depth)) & 1]!);
    // The directory entries of a block are those that share its prefix.
    const width = 2 ** (this.#depth - depth);
    const prefix = ((hash >>> 1) >>> (31 - block.depth)) * 2;
    for (let half = 0; half < 2; half++)
      this.#directory.fill(halves[half]!, (prefix + half) * width, (prefix + half + 1) * width);
  }

  /** Moves later members of the probe sequence up, so that no marks of removed slots are needed. */
  #removeSlot(block: Block, hash: number, entry: number): void {
    const { slots, mask } = block;
    let hole = hash & mask;
    while (slots[hole * SLOT] !== entry + 1) hole = (hole + 1) & mask;
    for (let slot = (hole + 1) & mask; slots[slot * SLOT] !== 0; slot = (slot + 1) & mask) {
      const home = slots[slot * SLOT + 1]! & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      slots.copyWithin(hole * SLOT, slot * SLOT, slot * SLOT + SLOT);
      hole = slot;
    }
    slots[hole * SLOT] = 0;
    block.used -= 1;
  }
}

function makeBlock(slots: number, depth: number): Block {
  return { slots: new Int32Array(slots * SLOT), mask: slots - 1, used: 0, depth };
}

function place(block: Block, entryPlusOne: number, hash: number, ref: number, length: number): void {
  const { slots, mask } = block;
  let slot = hash & mask;
  while (slots[slot * SLOT] !== 0) slot = (slot + 1) & mask;
  slots[slot * SLOT] = entryPlusOne;
  slots[slot * SLOT + 1] = hash;
  slots[slot * SLOT + 2] = ref;
  slots[slot * SLOT + 3] = length;
  block.used += 1;
}

function move(slots: Int32Array, at: number, to: Block): void {
  place(to, slots[at]!, slots[at + 1]!, slots[at + 2]!, slots[at + 3]!);
}

function doubleBlock(block: Block): void {
  const old = block.slots;
  block.slots = new Int32Array(old.length * 2);
  block.mask = block.mask * 2 + 1;
  block.used = 0;
  for (let at = 0; at < old.length; at += SLOT) if (old[at] !== 0) move(old, at, block);
}
