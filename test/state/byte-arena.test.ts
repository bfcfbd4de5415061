import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ByteArena } from "../../runtime/state/byte-arena.ts";

type Block = { ref: number; bytes: Buffer };

const lengths = fc.oneof(
  { weight: 6, arbitrary: fc.nat(200) },
  { weight: 2, arbitrary: fc.nat(20_000) },
  { weight: 1, arbitrary: fc.integer({ min: 500_000, max: 2_300_000 }) },
);
const steps = fc.array(fc.record({ length: lengths, free: fc.nat(1000), write: fc.integer({ min: 0, max: 3 }) }), {
  maxLength: 300,
});

test("blocks keep what was written to them while others come and go", () => {
  const arena = new ByteArena();
  fc.assert(
    fc.property(steps, (plan) => {
      arena.clear();
      const blocks: Block[] = [];
      for (const [i, { length, free, write }] of plan.entries()) {
        if (write === 0 && blocks.length > 0) {
          const [gone] = blocks.splice(free % blocks.length, 1);
          arena.free(gone!.ref, gone!.bytes.length);
        } else {
          const bytes = Buffer.alloc(length, i + 1);
          blocks.push({ ref: arena.write(bytes, 0, length), bytes });
        }
      }
      for (const { ref, bytes } of blocks)
        assert.equal(
          arena.buffer(ref).compare(bytes, 0, bytes.length, arena.offset(ref), arena.offset(ref) + bytes.length),
          0,
        );
    }),
    { numRuns: 40 },
  );
});

test("freed blocks are used again", () => {
  const arena = new ByteArena();
  const sizes = [1, 8, 9, 500, 513, 700, 1024, 5000, 60_000, 524_288, 524_289, 3_000_000];
  const once = sizes.map((size) => arena.allocate(size));
  const { bytes } = arena;
  for (let round = 0; round < 100; round++) {
    for (const [i, size] of sizes.entries()) arena.free(once[i]!, size);
    for (const [i, size] of sizes.entries()) once[i] = arena.allocate(size);
  }
  assert.equal(arena.bytes, bytes);
});

test("a small arena takes little memory", () => {
  const arena = new ByteArena();
  arena.allocate(100);
  assert.equal(arena.bytes, 1024);
});

test("what fits in a block is what has its size class", () => {
  const arena = new ByteArena();
  for (const [had, wanted, fits] of [
    [1, 8, true],
    [8, 9, false],
    [0, 1, false],
    [600, 640, true],
    [600, 641, false],
    [600_000, 600_000, false],
  ] as const)
    assert.equal(arena.fits(had, wanted), fits, `${had} → ${wanted}`);
});
