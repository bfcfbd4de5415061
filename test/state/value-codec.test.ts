import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ByteReader, ByteWriter } from "../../runtime/state/byte-writer.ts";
import { readValue, writeCanonical, writeValue } from "../../runtime/state/value-codec.ts";
import { Decimal } from "../../shared/records/decimal.ts";

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat(30))
  .map(([c, s]) => Decimal.of(c, s));
const scalar = fc.oneof(
  fc.constantFrom(null, true, false, -0, NaN, Infinity, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  fc.double(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.uint8Array({ maxLength: 20 }),
  decimal,
);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("value"), {
      maxKeys: 4,
      noNullPrototype: false,
    }),
  ),
})).value;

function roundTrip(input: unknown): unknown {
  const writer = new ByteWriter();
  writer.byte(99);
  writeValue(writer, input);
  const reader = new ByteReader(Buffer.from(writer.buffer.subarray(0, writer.length)), 1);
  const output = readValue(reader);
  assert.equal(reader.position, writer.length);
  return output;
}

function nullPrototypes(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(nullPrototypes);
  if (input === null || typeof input !== "object" || input instanceof Uint8Array || input instanceof Decimal)
    return input;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(input)) copy[name] = nullPrototypes(member);
  return copy;
}

test("every value comes back as it was", () => {
  fc.assert(
    fc.property(value, (input) => assert.deepEqual(roundTrip(nullPrototypes(input)), nullPrototypes(input))),
    {
      numRuns: 500,
    },
  );
});

test("integers and doubles of writer and reader", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.double(), fc.maxSafeNat(), (int, double, nat) => {
      const writer = new ByteWriter();
      writer.int64(int);
      writer.double(double);
      writer.varint(nat);
      const reader = new ByteReader(writer.buffer);
      assert.equal(reader.int64(), int);
      assert.equal(reader.double(), double);
      assert.equal(reader.varint(), nat);
    }),
  );
});

test("canonical bytes are equal where values are", () => {
  const bytesOf = (input: unknown) => {
    const writer = new ByteWriter();
    writeCanonical(writer, input);
    return writer.buffer.toString("hex", 0, writer.length);
  };
  for (const [a, b, equal] of [
    [0, -0, true],
    [{ a: 1, b: [{ d: 1, c: 2 }] }, { b: [{ c: 2, d: 1 }], a: 1 }, true],
    [{ a: 1 }, { a: 2 }, false],
    ["1", 1, false],
    [Decimal.parse("1.50"), Decimal.parse("1.5"), true],
    [null, false, false],
  ] as const)
    assert.equal(bytesOf(a) === bytesOf(b), equal, `${JSON.stringify(a)} and ${JSON.stringify(b)}`);
});

test("unknown tags are refused with what to do", () => {
  assert.throws(() => readValue(new ByteReader(Buffer.from([77]))), { code: "RUN_0601" });
});
