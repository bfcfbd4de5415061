import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { compressions } from "../../../runtime/kafka/records/compression.ts";
import { decodeBatches } from "../../../runtime/kafka/records/decode-batches.ts";
import { RecordBatchBuilder, sealBatch } from "../../../runtime/kafka/records/record-batch-builder.ts";
import { RecordBatchError } from "../../../runtime/kafka/records/record-batch-error.ts";
import { javaBatches } from "./java-batches.ts";
import { append, batchOf, rows, texts } from "./support.ts";

function decode(buffer: Buffer, fetchOffset = 0): ReturnType<typeof decodeBatches> {
  return decodeBatches(buffer, 0, buffer.length, { fetchOffset });
}

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 100 }).map((data) => Buffer.from(data)),
  // Repetitive and long: what compressors have their corner cases for.
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.nat(20_000))
    .map(([data, times]) => Buffer.alloc(times, data)),
);
const record = fc.record(
  {
    timestampMs: fc.oneof(fc.nat(), fc.integer({ min: -1, max: 2 ** 45 })),
    key: fc.option(bytes),
    value: fc.option(bytes),
    headers: fc.array(
      fc.tuple(fc.string(), fc.option(fc.uint8Array({ maxLength: 20 }).map((data) => Buffer.from(data)))),
      { maxLength: 3 },
    ),
  },
  { noNullPrototype: true },
);

describe("round trip", () => {
  for (const compression of compressions) {
    test(compression, () => {
      fc.assert(
        fc.property(
          fc.array(fc.array(record, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
          fc.nat(2 ** 40),
          (batches, from) => {
            const builder = new RecordBatchBuilder(64);
            let offset = from;
            const expected: unknown[] = [];
            const buffers = batches.map((records) => {
              const baseOffset = offset;
              for (const item of records) {
                append(builder, item);
                expected.push({ ...item, offset: offset++ });
              }
              return builder.finish({ compression, baseOffset });
            });
            const decoded = decode(Buffer.concat(buffers), from);
            assert.deepEqual(rows(decoded), expected);
            assert.equal(decoded.nextOffset, offset);
          },
        ),
        { numRuns: compression === "zstd" || compression === "gzip" ? 15 : 60 },
      );
    });
  }
});

test("batches of Kafka's own making are read, in every codec", () => {
  for (const compression of compressions) {
    const decoded = decode(Buffer.from(javaBatches[compression], "hex"));
    assert.deepEqual(rows(decoded), [
      {
        offset: 100,
        timestampMs: 1_700_000_000_000,
        key: Buffer.from("k1"),
        value: Buffer.from("value one value one value one value one"),
        headers: [],
      },
      { offset: 101, timestampMs: 1_699_999_999_990, key: null, value: Buffer.alloc(300, "x"), headers: [] },
      { offset: 102, timestampMs: 1_700_000_000_002, key: Buffer.from("k3"), value: null, headers: [] },
      {
        offset: 103,
        timestampMs: 1_700_000_900_002,
        key: Buffer.from("k4"),
        value: Buffer.from("h"),
        headers: [
          ["a", Buffer.from("1")],
          ["b", null],
        ],
      },
    ]);
    assert.equal(decoded.nextOffset, 104);
  }
  const marker = decode(Buffer.from(javaBatches.abort, "hex"));
  assert.deepEqual([marker.count, marker.nextOffset], [0, 51]);
  assert.deepEqual(marker.markers, [{ offset: 50, type: "abort", producerId: 77, producerEpoch: 3 }]);
});

test("uncompressed batches stay where they are, mixed ones are joined", () => {
  const plain = [batchOf(["a", "b"]), batchOf(["c"], { baseOffset: 2 })];
  const received = Buffer.concat(plain);
  assert.equal(decode(received).buffer, received);
  const mixed = Buffer.concat([
    ...plain,
    batchOf(["d"], { baseOffset: 3, compression: "lz4" }),
    batchOf(["e"], { baseOffset: 4 }),
  ]);
  assert.deepEqual(texts(decode(mixed)), ["a", "b", "c", "d", "e"]);
});

test("records below the fetch offset are left out, a batch cut off at the end is ignored", () => {
  const batches = Buffer.concat([batchOf(["a", "b", "c"], { baseOffset: 10 }), batchOf(["d"], { baseOffset: 13 })]);
  assert.deepEqual(texts(decode(batches, 12)), ["c", "d"]);
  for (const cut of [1, 20, 62]) {
    const part = decode(batches.subarray(0, batches.length - cut), 11);
    assert.deepEqual([texts(part), part.nextOffset], [["b", "c"], 13]);
  }
  const nothing = decode(batches.subarray(0, 40), 10);
  assert.deepEqual([nothing.count, nothing.nextOffset], [0, 10]);
});

test("the log append time replaces the records' own", () => {
  const batch = batchOf(["a", "b"]);
  batch.writeInt16BE(8, 21);
  batch.writeBigInt64BE(777n, 35);
  sealBatch(batch, 0, batch.length);
  assert.deepEqual(
    rows(decode(batch)).map(({ timestampMs }) => timestampMs),
    [777, 777],
  );
});

test("a batch emptied by compaction still moves the offset on", () => {
  const decoded = decode(new RecordBatchBuilder().finish({ baseOffset: 20 }, 4), 20);
  assert.deepEqual([decoded.count, decoded.nextOffset], [0, 25]);
});

describe("what cannot be read", () => {
  const good = batchOf(["good"]);
  const bad = batchOf(["bad", "worse"], { baseOffset: 1 });
  const damaged = Buffer.from(bad);
  damaged[68]! ^= 1;
  const old = Buffer.from(bad);
  old[16] = 1;
  const codec = Buffer.from(bad);
  codec[22] = 5;
  sealBatch(codec, 0, codec.length);
  const many = Buffer.from(bad);
  many.writeInt32BE(2 ** 31 - 1, 57);
  sealBatch(many, 0, many.length);
  const fewer = Buffer.from(bad);
  fewer.writeInt32BE(1, 57);
  sealBatch(fewer, 0, fewer.length);
  const bomb = (compression: (typeof compressions)[number]): Buffer => {
    const builder = new RecordBatchBuilder();
    append(builder, { timestampMs: 0, key: null, value: Buffer.alloc(2_000_000), headers: [] });
    return builder.finish({ compression, baseOffset: 1 });
  };
  const cases: [string, Buffer, string, RegExp][] = [
    ["a damaged batch", damaged, "corrupt", /offset 1: the checksum is wrong/u],
    ["an old message format", old, "unsupported", /offset 1: message format 1/u],
    ["an unknown codec", codec, "unsupported", /offset 1: .*codec 5/u],
    ["more records than bytes", many, "corrupt", /offset 1: 2147483647 records/u],
    ["fewer records than bytes", fewer, "corrupt", /offset 1: .*more data/u],
    ...compressions
      .slice(1)
      .map((name): [string, Buffer, string, RegExp] => [
        `a ${name} bomb`,
        bomb(name),
        "too large",
        /offset 1: .*more than is allowed/u,
      ]),
  ];
  for (const [title, buffer, fault, message] of cases) {
    test(title, () => {
      const options = { fetchOffset: 1, maxBatchBytes: 1_000_000 };
      const thrown = assert.throws.bind(undefined, () => decodeBatches(buffer, 0, buffer.length, options));
      thrown(
        (error: unknown) =>
          error instanceof RecordBatchError &&
          error.fault === fault &&
          error.baseOffset === 1 &&
          message.test(error.message),
      );
      // What comes before it is delivered first.
      const joined = Buffer.concat([good, buffer]);
      const before = decodeBatches(joined, 0, joined.length, { ...options, fetchOffset: 0 });
      assert.deepEqual([texts(before), before.nextOffset], [["good"], 1]);
    });
  }

  test("with the checksum unchecked only the contents count", () => {
    const decoded = decodeBatches(damaged, 0, damaged.length, { fetchOffset: 0, checkCrc: false });
    assert.equal(decoded.count, 2);
  });
});

test("many large batches stop early instead of filling the memory", () => {
  const value = "x".repeat(900_000);
  const batches = Buffer.concat(
    [0, 1, 2, 3, 4].map((baseOffset) => batchOf([value], { baseOffset, compression: "zstd" })),
  );
  const decoded = decodeBatches(batches, 0, batches.length, { fetchOffset: 0, maxBatchBytes: 1_000_000 });
  assert.deepEqual([decoded.count, decoded.nextOffset], [3, 3]);
});

describe("fuzz: damage is an error of the one type, or harmless", () => {
  function survives(buffer: Buffer): void {
    try {
      const decoded = decodeBatches(buffer, 0, buffer.length, {
        fetchOffset: 0,
        checkCrc: false,
        maxBatchBytes: 1 << 20,
      });
      rows(decoded);
    } catch (error) {
      assert.ok(error instanceof RecordBatchError, error instanceof Error ? error.stack : String(error));
    }
  }

  test("random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (data, plausible) => {
        const buffer = Buffer.from(data);
        if (plausible && buffer.length > 61) {
          buffer.writeBigInt64BE(0n, 0);
          buffer.writeInt32BE(buffer.length - 12, 8);
          buffer[16] = 2;
          buffer.writeInt32BE(0, 23);
        }
        survives(buffer);
      }),
      { numRuns: 500 },
    );
  });

  for (const compression of compressions) {
    test(`changed ${compression} batches`, () => {
      const builder = new RecordBatchBuilder();
      for (let index = 0; index < 40; index++) {
        const headers = index % 3 === 0 ? [["name", Buffer.from("value")] as const] : [];
        append(builder, {
          timestampMs: index * 1000,
          key: Buffer.from(`key${index}`),
          value: Buffer.from("value ".repeat(index)),
          headers,
        });
      }
      const batch = builder.finish({ compression, baseOffset: 5 });
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(batch.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
          (changes) => {
            const changed = Buffer.from(batch);
            // The fixed header is tested by the random bytes: here the records behind it are damaged more often.
            for (const [at, value] of changes) changed[at < 57 && at > 3 ? at + 57 : at] = value;
            survives(changed);
          },
        ),
        { numRuns: 400 },
      );
    });
  }
});
