/** Decompression of what brokers hold, and of what no broker should. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { FlexibleReader, writeCompactString } from "../../../app/host/kafka/flexible.ts";
import { decompressLz4 } from "../../../app/host/kafka/lz4.ts";
import { decompressSnappy } from "../../../app/host/kafka/snappy.ts";
import { visibleMessages, type FetchedMessage } from "../../../app/host/kafka/visible-messages.ts";
import { compress } from "../../../runtime/kafka/records/compression.ts";

const codecs = [
  ["snappy", decompressSnappy],
  ["lz4", decompressLz4],
] as const;
/** Bytes with repetitions, as records have them. */
const bytes = fc
  .array(fc.tuple(fc.uint8Array({ maxLength: 30 }), fc.nat(50)), { maxLength: 30 })
  .map((parts) =>
    Buffer.concat(parts.flatMap(([part, times]) => Array.from({ length: times }, () => Buffer.from(part)))),
  );

for (const [name, decompress] of codecs) {
  describe(name, () => {
    test("gives back what was compressed", () => {
      fc.assert(fc.property(bytes, (input) => decompress(compress(name, input), 1e9).equals(input)));
    });

    test("broken input fails as an error, and never takes more than the limit", () => {
      const property = fc.property(bytes, fc.nat(), fc.nat(255), (input, at, value) => {
        const broken = Buffer.from(compress(name, input));
        broken[at % broken.length] = value;
        try {
          return decompress(broken, 100_000).length <= 100_000;
        } catch (error) {
          return error instanceof Error && !(error instanceof TypeError);
        }
      });
      fc.assert(property, { numRuns: 1000 });
    });

    test("a small batch that becomes a large one is refused", () => {
      const bomb = compress(name, Buffer.alloc(1_000_000));
      assert.throws(() => decompress(bomb, 10_000), /more than 10000 bytes/);
    });
  });
}

test("blocks of snappy-java are put together", () => {
  const block = compress("snappy", Buffer.from("one and one and one "));
  const size = Buffer.alloc(4);
  // Whichever form Weir itself writes: raw blocks are put into the frame by hand.
  const raw = block.subarray(0, 1).equals(Buffer.from([0x82])) ? block.subarray(20) : block;
  size.writeInt32BE(raw.length);
  const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const framed = Buffer.concat([header, size, raw, size, raw]);
  assert.equal(decompressSnappy(framed, 1000).toString(), "one and one and one one and one and one ");
});

test("committed records alone are visible, whatever their keys are", () => {
  const marker = (type: number): Buffer => Buffer.from([0, 0, 0, type]);
  const message = (offset: number, producerId: string, more: Partial<FetchedMessage> = {}): FetchedMessage => ({
    offset: String(offset),
    timestamp: "0",
    key: marker(0),
    value: null,
    batchContext: { producerId, inTransaction: producerId !== "-1" },
    ...more,
  });
  const end = (offset: number, producerId: string, type: number): FetchedMessage =>
    message(offset, producerId, { isControlRecord: true, key: marker(type) });
  const messages = [
    message(0, "1"),
    message(1, "2"),
    message(2, "-1"),
    end(3, "1", 0),
    message(4, "1"),
    message(5, "2"),
    end(6, "2", 1),
    message(7, "2"),
    end(8, "1", 1),
    end(9, "2", 0),
  ];
  const aborted = [
    { producerId: "2", firstOffset: "7" },
    { producerId: "1", firstOffset: "0" },
  ];
  assert.deepEqual(
    visibleMessages(messages, aborted).map(({ offset }) => Number(offset)),
    [1, 2, 4, 5],
  );
});

test("compact texts of every length are read as they were written", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      // Texts in Kafka are UTF-8: half of a surrogate pair has no form in it.
      const whole = text.toWellFormed();
      const reader = new FlexibleReader(Buffer.concat([writeCompactString(whole), Buffer.from([0, 1, 255])]));
      return reader.text() === whole && reader.optionalText() === null && reader.text() === "" && !reader.present();
    }),
  );
  assert.throws(() => new FlexibleReader(Buffer.from([200, 1, 65])).text(), RangeError);
});
