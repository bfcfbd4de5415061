/** SHA-512 (FIPS 180-4 §6.4). Words of 64 bits are pairs of 32: high words at even, low words at odd places. */
import { padMessage, wordsToBytes } from "./padding.ts";
import { firstPrimes, rootFraction } from "./primes.ts";

const constants = Int32Array.from(
  firstPrimes(80).flatMap((prime) => {
    const bits = rootFraction(prime, 3);
    return [Number(bits >> 32n), Number(bits & 0xffff_ffffn)];
  }),
);
const initial = Int32Array.from(
  firstPrimes(8).flatMap((prime) => {
    const bits = rootFraction(prime, 2);
    return [Number(bits >> 32n), Number(bits & 0xffff_ffffn)];
  }),
);

export function sha512(message: Uint8Array): Uint8Array {
  const view = padMessage(message, 128, false);
  const state = initial.slice();
  const schedule = new Int32Array(160);
  for (let at = 0; at < view.byteLength; at += 128) {
    for (let i = 0; i < 32; i++) schedule[i] = view.getInt32(at + 4 * i);
    for (let i = 32; i < 160; i += 2) extend(schedule, i);
    compress(state, schedule);
  }
  return wordsToBytes(state, false);
}

function extend(w: Int32Array, i: number): void {
  const h15 = w[i - 30]!;
  const l15 = w[i - 29]!;
  const h2 = w[i - 4]!;
  const l2 = w[i - 3]!;
  const s0h = ((h15 >>> 1) | (l15 << 31)) ^ ((h15 >>> 8) | (l15 << 24)) ^ (h15 >>> 7);
  const s0l = ((l15 >>> 1) | (h15 << 31)) ^ ((l15 >>> 8) | (h15 << 24)) ^ ((l15 >>> 7) | (h15 << 25));
  const s1h = ((h2 >>> 19) | (l2 << 13)) ^ ((l2 >>> 29) | (h2 << 3)) ^ (h2 >>> 6);
  const s1l = ((l2 >>> 19) | (h2 << 13)) ^ ((h2 >>> 29) | (l2 << 3)) ^ ((l2 >>> 6) | (h2 << 26));
  const low = (w[i - 31]! >>> 0) + (s0l >>> 0) + (w[i - 13]! >>> 0) + (s1l >>> 0);
  w[i + 1] = low;
  w[i] = w[i - 32]! + s0h + w[i - 14]! + s1h + Math.floor(low / 0x1_0000_0000);
}

function compress(state: Int32Array, w: Int32Array): void {
  const v = state.slice();
  for (let i = 0; i < 160; i += 2) {
    const eh = v[8]!;
    const el = v[9]!;
    const ah = v[0]!;
    const al = v[1]!;
    const s1h = ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23));
    const s1l = ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23));
    const choiceH = (eh & v[10]!) ^ (~eh & v[12]!);
    const choiceL = (el & v[11]!) ^ (~el & v[13]!);
    const t1l = (v[15]! >>> 0) + (s1l >>> 0) + (choiceL >>> 0) + (constants[i + 1]! >>> 0) + (w[i + 1]! >>> 0);
    const t1h = (v[14]! + s1h + choiceH + constants[i]! + w[i]! + Math.floor(t1l / 0x1_0000_0000)) | 0;
    const s0h = ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25));
    const s0l = ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25));
    const majorityH = (ah & v[2]!) ^ (ah & v[4]!) ^ (v[2]! & v[4]!);
    const majorityL = (al & v[3]!) ^ (al & v[5]!) ^ (v[3]! & v[5]!);
    const t2l = (s0l >>> 0) + (majorityL >>> 0);
    const t2h = s0h + majorityH + Math.floor(t2l / 0x1_0000_0000);
    const lowE = (v[7]! >>> 0) + (t1l >>> 0);
    const highE = v[6]! + t1h + Math.floor(lowE / 0x1_0000_0000);
    const lowA = (t1l >>> 0) + (t2l >>> 0);
    const highA = t1h + t2h + Math.floor(lowA / 0x1_0000_0000);
    v.copyWithin(2, 0, 14);
    v[0] = highA;
    v[1] = lowA;
    v[8] = highE;
    v[9] = lowE;
  }
  for (let i = 0; i < 16; i += 2) {
    const low = (state[i + 1]! >>> 0) + (v[i + 1]! >>> 0);
    state[i + 1] = low;
    state[i]! += v[i]! + Math.floor(low / 0x1_0000_0000);
  }
}
