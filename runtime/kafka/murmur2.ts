/** Kafka's 32-bit murmur2 over part of a buffer, as a signed integer: what its default partitioner hashes keys with. */
export function murmur2(bytes: Uint8Array, start: number, length: number): number {
  const m = 0x5bd1e995;
  let h = 0x9747b28c ^ length;
  const end = start + length;
  const lastWord = end - (length & 3);
  let at = start;
  for (; at < lastWord; at += 4) {
    let k = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    h = Math.imul(h, m) ^ Math.imul(k, m);
  }
  const rest = end - at;
  if (rest > 2) h ^= bytes[at + 2]! << 16;
  if (rest > 1) h ^= bytes[at + 1]! << 8;
  if (rest > 0) h = Math.imul(h ^ bytes[at]!, m);
  h ^= h >>> 13;
  h = Math.imul(h, m);
  return h ^ (h >>> 15);
}

/** The partition that Kafka's default partitioner gives to a record with this key. */
export function partitionOfKey(bytes: Uint8Array, start: number, length: number, partitions: number): number {
  return (murmur2(bytes, start, length) & 0x7fffffff) % partitions;
}
