/** 32 bits of Murmur3 (x86, seed 0) over bytes, as a signed integer. The tables spread on all of its bits. */
export function hashBytes(buffer: Buffer, start: number, length: number): number {
  let hash = 0;
  let i = start;
  const wordsEnd = start + (length & ~3);
  for (; i < wordsEnd; i += 4) {
    let word = buffer[i]! | (buffer[i + 1]! << 8) | (buffer[i + 2]! << 16) | (buffer[i + 3]! << 24);
    word = Math.imul(word, 0xcc9e2d51);
    word = (word << 15) | (word >>> 17);
    hash ^= Math.imul(word, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  const rest = length & 3;
  if (rest > 0) {
    let word = buffer[i]!;
    if (rest > 1) word |= buffer[i + 1]! << 8;
    if (rest > 2) word |= buffer[i + 2]! << 16;
    word = Math.imul(word, 0xcc9e2d51);
    word = (word << 15) | (word >>> 17);
    hash ^= Math.imul(word, 0x1b873593);
  }
  hash ^= length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The hash of each live row, at `out[row]`; rows that are null are left alone. */
export function hashRows(
  rows: { readonly buffer: Buffer; readonly starts: Int32Array; readonly lengths: Int32Array },
  selection: Int32Array,
  selected: number,
  out: Int32Array,
): void {
  const { buffer, starts, lengths } = rows;
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    const length = lengths[row]!;
    if (length >= 0) out[row] = hashBytes(buffer, starts[row]!, length);
  }
}
