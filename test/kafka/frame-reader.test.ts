import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FrameReader, FrameSizeError } from "../../runtime/kafka/frame-reader.ts";

function frameOf(body: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

/** Frames around the size from which the socket reads into the frame itself. */
const bodies = fc.array(
  fc.oneof(fc.integer({ min: 4, max: 200 }), fc.integer({ min: 65_000, max: 66_000 }), fc.constant(200_000)),
  { minLength: 1, maxLength: 6 },
);
const cuts = fc.infiniteStream(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 80_000 })));

function makeBodies(sizes: readonly number[]): Buffer[] {
  return sizes.map((size, i) => Buffer.alloc(size, i + 1));
}

test("finds the frames however the bytes are cut", () => {
  fc.assert(
    fc.property(bodies, cuts, (sizes, pieces) => {
      const expected = makeBodies(sizes);
      const found: Buffer[] = [];
      const reader = new FrameReader(1 << 20, (frame) => found.push(frame));
      let rest = Buffer.concat(expected.map(frameOf));
      for (const piece of pieces) {
        reader.push(rest.subarray(0, piece));
        rest = rest.subarray(piece);
        if (rest.length === 0) break;
      }
      assert.deepEqual(found, expected);
    }),
    { numRuns: 60 },
  );
});

test("finds them as well when the socket reads into the space that it is given", () => {
  fc.assert(
    fc.property(bodies, cuts, (sizes, pieces) => {
      const expected = makeBodies(sizes);
      const found: Buffer[] = [];
      const reader = new FrameReader(1 << 20, (frame) => found.push(frame));
      const stream = Buffer.concat(expected.map(frameOf));
      let at = 0;
      for (const piece of pieces) {
        const space = reader.space();
        const taken = Math.min(piece, space.length, stream.length - at);
        stream.copy(space, 0, at, at + taken);
        reader.filled(taken, space);
        at += taken;
        if (at === stream.length) break;
      }
      assert.deepEqual(found, expected);
    }),
    { numRuns: 60 },
  );
});

for (const size of [-1, 0, 3, 1025, 0x7fff_ffff]) {
  test(`refuses a frame that claims ${size} bytes, without room for it`, () => {
    const reader = new FrameReader(1024, () => assert.fail("there is no frame"));
    const header = Buffer.alloc(4);
    header.writeInt32BE(size);
    assert.throws(() => reader.push(header), FrameSizeError);
  });
}
