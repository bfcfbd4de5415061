const prime1 = 0x9e3779b1 | 0;
const prime2 = 0x85ebca77 | 0;
const prime3 = 0xc2b2ae3d | 0;
const prime4 = 0x27d4eb2f | 0;
const prime5 = 0x165667b1 | 0;

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function word(data: Uint8Array, at: number): number {
  return data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
}

function round(lane: number, input: number): number {
  return Math.imul(rotate((lane + Math.imul(input, prime2)) | 0, 13), prime1);
}

/** xxHash32 with seed 0, as LZ4 frames use it. Unsigned. */
export function xxhash32(data: Uint8Array, start: number, end: number): number {
  let at = start;
  let hash = prime5;
  if (end - start >= 16) {
    let a = (prime1 + prime2) | 0;
    let b = prime2;
    let c = 0;
    let d = -prime1 | 0;
    for (; at + 16 <= end; at += 16) {
      a = round(a, word(data, at));
      b = round(b, word(data, at + 4));
      c = round(c, word(data, at + 8));
      d = round(d, word(data, at + 12));
    }
    hash = (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0;
  }
  hash = (hash + (end - start)) | 0;
  for (; at + 4 <= end; at += 4) hash = Math.imul(rotate((hash + Math.imul(word(data, at), prime3)) | 0, 17), prime4);
  for (; at < end; at++) hash = Math.imul(rotate((hash + Math.imul(data[at]!, prime5)) | 0, 11), prime1);
  hash = Math.imul(hash ^ (hash >>> 15), prime2);
  hash = Math.imul(hash ^ (hash >>> 13), prime3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
