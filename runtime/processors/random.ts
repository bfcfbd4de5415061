/** Random numbers that depend on nothing but the seed, the record's index and the field: any record can be made again, in any order. */

/** 32 well-mixed bits of a stream at a position (the finaliser of MurmurHash3 over a Weyl sequence). */
export function bitsAt(stream: number, index: number): number {
  let h =
    Math.imul((index % 0x1_0000_0000) | 0, 0x9e3779b1) ^ Math.imul((index / 0x1_0000_0000) | 0, 0x85ebca6b) ^ stream;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** In [0, 1), 32 bits. */
export function uniformAt(stream: number, index: number): number {
  return bitsAt(stream, index) / 0x1_0000_0000;
}

/** A stream of its own for every field. */
export function makeStream(seed: number, path: string): number {
  let h = seed >>> 0;
  for (let k = 0; k < path.length; k++) h = Math.imul(h ^ path.charCodeAt(k), 0x01000193) ^ (h >>> 15);
  return h | 0;
}

/** 0 to count - 1, of which k comes about as often as 1/(k + 1): the inverse of the harmonic sum, whose logarithm is near enough. */
export function zipfOf(uniform: number, count: number): number {
  return Math.min(count - 1, Math.floor(Math.exp(uniform * Math.log(count + 1))) - 1);
}

/** Around the middle between two bounds, three standard deviations to each; what would lie outside lies on the bound. */
export function normalOf(first: number, second: number, min: number, max: number): number {
  const deviation = Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
  return Math.min(max, Math.max(min, (min + max) / 2 + (deviation * (max - min)) / 6));
}

/** Small ones often: as many between 1 and 10 as between 10 and 100. */
export function logOf(uniform: number, min: number, max: number): number {
  return Math.exp(Math.log(min) + uniform * (Math.log(max) - Math.log(min)));
}
