import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { crc32c } from "../../../runtime/kafka/records/crc32c.ts";

/** Bit by bit, as the definition says. */
function byDefinition(bytes: Uint8Array): number {
  let register = 0xffff_ffff;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ ((register & 1) * 0x82f63b78);
  }
  return ~register >>> 0;
}

/** RFC 3720, appendix B.4, and the check value of the algorithm's catalogue entry. */
const published: readonly (readonly [string, Uint8Array, number])[] = [
  ["nothing", Buffer.alloc(0), 0],
  ["123456789", Buffer.from("123456789"), 0xe3069283],
  ["32 zeros", Buffer.alloc(32), 0x8a9136aa],
  ["32 ones", Buffer.alloc(32, 0xff), 0x62a8ab43],
  ["0 to 31", Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e],
  ["31 to 0", Buffer.from(Array.from({ length: 32 }, (_, i) => 31 - i)), 0x113fdb5c],
];

for (const [what, bytes, expected] of published) test(`of ${what}`, () => assert.equal(crc32c(bytes), expected));

test("of any range, short or long", () => {
  const length = fc.oneof(fc.nat(300), fc.integer({ min: 1000, max: 1400 }), fc.nat(20_000));
  fc.assert(
    fc.property(length, fc.nat(200), fc.integer(), (size, start, seed) => {
      const bytes = Uint8Array.from({ length: start + size + 7 }, (_, i) => Math.imul(i + 1, seed | 1) >>> 13);
      assert.equal(crc32c(bytes, start, start + size), byDefinition(bytes.subarray(start, start + size)));
    }),
    { numRuns: 300 },
  );
});

test("of ranges that take several pieces", () => {
  for (const size of [262_143, 262_144, 262_145, 600_001]) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => Math.imul(i, 2_654_435_761) >>> 24);
    assert.equal(crc32c(bytes), byDefinition(bytes), `${size} bytes`);
  }
});
