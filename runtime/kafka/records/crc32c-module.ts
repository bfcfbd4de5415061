/**
 * A WebAssembly module that folds a message for CRC-32C, made here byte by byte, since the tables in it are computed.
 *
 * A CRC is linear: a 32-bit word of the message may be replaced by the word that the register becomes when 128 zero bytes are fed to it,
 * XORed onto the word 128 bytes further on. The module does that with 32 words at once until 128 bytes are left. The map of a word is a sum
 * over its eight nibbles, each looked up in a table of 16 bytes by a byte shuffle; for that the words are held as planes, one for each of
 * their four bytes.
 */
const BLOCK_BYTES = 128;
const TABLES_AT = 0;
/** Where the module leaves the last 128 bytes, as two times four planes of 16 bytes. */
export const PLANES_AT = 32 * 16;
export const INPUT_AT = PLANES_AT + BLOCK_BYTES;

/** The reversed polynomial of Castagnoli. */
const POLYNOMIAL = 0x82f63b78;

/** The register after so many zero bytes. */
export function afterZeros(register: number, bytes: number): number {
  let value = register;
  for (let bit = 0; bit < 8 * bytes; bit++) value = (value >>> 1) ^ ((value & 1) * POLYNOMIAL);
  return value >>> 0;
}

/** For each byte of a word, half of that byte and byte of the result: what the 16 values of the half make of the result's byte. */
export function foldTables(): Uint8Array {
  const tables = new Uint8Array(PLANES_AT);
  const bits = Array.from({ length: 32 }, (_, bit) => afterZeros((1 << bit) >>> 0, BLOCK_BYTES));
  for (let nibble = 0; nibble < 8; nibble++) {
    for (let value = 0; value < 16; value++) {
      let folded = 0;
      for (let bit = 0; bit < 4; bit++) if ((value >> bit) & 1) folded ^= bits[4 * nibble + bit]!;
      for (let byte = 0; byte < 4; byte++) tables[tableAt(nibble, byte) + value] = (folded >>> (8 * byte)) & 255;
    }
  }
  return tables;
}

function tableAt(nibble: number, byte: number): number {
  return TABLES_AT + (nibble * 4 + byte) * 16;
}

type Code = number[];

const v128 = 0x7b;
const i32 = 0x7f;
const simd = (...opcode: number[]): Code => [0xfd, ...opcode];
const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const tee = (local: number): Code => [0x22, local];
const xor = simd(0x51);
const constant = (value: number): Code => [0x41, ...leb(value)];
/** The address is on the stack. */
const load = (offset: number): Code => simd(0x00, 4, ...unsignedLeb(offset));
const store = (offset: number): Code => simd(0x0b, 4, ...unsignedLeb(offset));
const shuffle = (lanes: readonly number[]): Code => simd(0x0d, ...lanes);
const relaxedSwizzle = simd(0x80, 0x02);
const shiftRight16 = (bits: number): Code => [...constant(bits), ...simd(0x8d, 0x01)];
const and = simd(0x4e);

const words = (...lanes: number[]): number[] => lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
const byPlane = Array.from({ length: 16 }, (_, i) => (i & 3) * 4 + (i >> 2));
const lowWords = words(0, 4, 1, 5);
const highWords = words(2, 6, 3, 7);
const lowHalves = words(0, 1, 4, 5);
const highHalves = words(2, 3, 6, 7);

const at = 0;
const end = 1;
const planes = 2;
const sums = 10;
const scratch = 18;
const nibbles = 22;
const table = 26;
const localCount = 25;

/** Loads 64 bytes at `at` + offset as four planes. */
function loadPlanes(offset: number, to: number): Code {
  const loads = [0, 1, 2, 3].flatMap((i) => [
    ...[...get(at), ...load(offset + 16 * i), ...tee(scratch + i), ...get(scratch + i)],
    ...[...shuffle(byPlane), ...set(scratch + i)],
  ]);
  const pair = (a: number, b: number, lanes: readonly number[]): Code => [...get(a), ...get(b), ...shuffle(lanes)];
  return [
    ...loads,
    ...[...pair(scratch, scratch + 1, lowWords), ...set(to)],
    ...[...pair(scratch + 2, scratch + 3, lowWords), ...set(to + 1)],
    ...[...pair(scratch, scratch + 1, highWords), ...set(to + 2)],
    ...[...pair(scratch + 2, scratch + 3, highWords), ...set(to + 3)],
    ...[...pair(to, to + 1, lowHalves), ...set(scratch), ...pair(to, to + 1, highHalves), ...set(to + 1)],
    ...[...pair(to + 2, to + 3, lowHalves), ...set(scratch + 1), ...pair(to + 2, to + 3, highHalves), ...set(to + 3)],
    ...[...get(scratch), ...set(to), ...get(scratch + 1), ...set(to + 2)],
  ];
}

/** Sums of the folded planes of both halves of a block. Each table is loaded once for both. */
function foldPlanes(): Code {
  const mask = simd(0x0c, ...Array.from({ length: 16 }, () => 15));
  const code: Code = [];
  for (let byte = 0; byte < 4; byte++) {
    for (const half of [0, 1]) {
      const plane = planes + 4 * half + byte;
      code.push(...get(plane), ...mask, ...and, ...set(nibbles + 2 * half));
      code.push(...get(plane), ...shiftRight16(4), ...mask, ...and, ...set(nibbles + 2 * half + 1));
    }
    for (const high of [0, 1]) {
      for (let result = 0; result < 4; result++) {
        code.push(...constant(0), ...load(tableAt(2 * byte + high, result)), ...set(table));
        for (const half of [0, 1]) {
          const sum = sums + 4 * half + result;
          code.push(...get(table), ...get(nibbles + 2 * half + high), ...relaxedSwizzle);
          if (byte + high > 0) code.push(...get(sum), ...xor);
          code.push(...set(sum));
        }
      }
    }
  }
  return code;
}

/** `fold(at, end)`: a multiple of 128 bytes, 128 at least. */
function foldFunction(): Code {
  const step: Code = [...get(at), ...constant(BLOCK_BYTES), 0x6a, ...set(at)];
  const merge = Array.from({ length: 8 }, (_, i) => [
    ...get(planes + i),
    ...get(sums + i),
    ...xor,
    ...set(planes + i),
  ]).flat();
  const both = [...loadPlanes(0, planes), ...loadPlanes(64, planes + 4)];
  const keep = Array.from({ length: 8 }, (_, i) => [
    ...constant(0),
    ...get(planes + i),
    ...store(PLANES_AT + 16 * i),
  ]).flat();
  const body = [
    ...[...both, ...step],
    ...[0x02, 0x40, 0x03, 0x40],
    ...[...get(at), ...get(end), 0x4f, 0x0d, 1],
    ...[...foldPlanes(), ...both, ...merge, ...step, 0x0c, 0],
    ...[0x0b, 0x0b, ...keep, 0x0b],
  ];
  return [1, ...unsignedLeb(localCount), v128, ...body];
}

function section(id: number, content: Code): Code {
  return [id, ...unsignedLeb(content.length), ...content];
}

function text(name: string): Code {
  return [name.length, ...Buffer.from(name)];
}

/** Exports `fold` and its `memory`. */
export function makeFoldModule(pages: number): Uint8Array<ArrayBuffer> {
  const fold = foldFunction();
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 2, i32, i32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...unsignedLeb(pages)]),
    ...section(7, [2, ...text("memory"), 2, 0, ...text("fold"), 0, 0]),
    ...section(10, [1, ...unsignedLeb(fold.length), ...fold]),
  ]);
}

function unsignedLeb(value: number): Code {
  const bytes: Code = [];
  let rest = value >>> 0;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}

function leb(value: number): Code {
  const bytes: Code = [];
  let rest = value;
  for (; rest > 63 || rest < -64; rest >>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest & 127];
}
