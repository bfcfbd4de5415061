import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { decodeBase64, decodeHex, encodeBase64, encodeHex } from "../../shared/records/base64.ts";
import { parseDuration, printDuration } from "../../shared/records/durations.ts";
import { parseInstant, printInstant } from "../../shared/records/instants.ts";
import { isInt, makeInt, tryParseInt } from "../../shared/records/integers.ts";
import { decodeUtf8, encodeUtf8, tryDecodeUtf8, utf8Length } from "../../shared/records/utf8.ts";

/** Bytes that are often almost UTF-8. */
const nearlyUtf8 = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        0x41,
        0x80,
        0xbf,
        0xc0,
        0xc2,
        0xdf,
        0xe0,
        0xed,
        0xef,
        0xf0,
        0xf4,
        0xf5,
        0xff,
        0x8f,
        0x90,
        0x9f,
        0xa0,
      ),
      fc.nat(255),
    ),
    { maxLength: 12 },
  )
  .map((bytes) => Uint8Array.from(bytes));

describe("UTF-8", () => {
  test("encodes as the platform does, lone surrogates included", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff), { maxLength: 20 }), (units) => {
        const text = String.fromCharCode(...units);
        const expected = new TextEncoder().encode(text);
        assert.deepEqual(encodeUtf8(text), expected);
        assert.equal(utf8Length(text), expected.length);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => assert.equal(decodeUtf8(encodeUtf8(text)), text)));
  });

  test("decodes as the platform does, broken sequences included", () => {
    const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
    const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
    fc.assert(
      fc.property(nearlyUtf8, fc.nat(4), (bytes, from) => {
        fc.pre(from <= bytes.length);
        const part = bytes.subarray(from);
        assert.equal(decodeUtf8(bytes, from), lenient.decode(part));
        let expected: string | undefined;
        try {
          expected = strict.decode(part);
        } catch {
          expected = undefined;
        }
        assert.equal(tryDecodeUtf8(bytes, from), expected);
      }),
      { numRuns: 2000 },
    );
  });

  test("long texts go in pieces", () => {
    const text = `${"a".repeat(4095)}😀${"é".repeat(5000)}`;
    assert.equal(decodeUtf8(encodeUtf8(text)), text);
  });
});

describe("base64 and hexadecimal", () => {
  test("agree with the platform", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        assert.equal(encodeBase64(bytes), buffer.toString("base64"));
        assert.equal(encodeHex(bytes), buffer.toString("hex"));
        assert.deepEqual(decodeBase64(buffer.toString("base64")), bytes);
        assert.deepEqual(decodeBase64(buffer.toString("base64url")), bytes);
        assert.deepEqual(decodeHex(buffer.toString("hex").toUpperCase()), bytes);
      }),
    );
  });
  for (const text of ["A", "AB=", "AB=A", "A===", "AAA=A", "A B=", "AQ=\n", "AR==", "AQJ=", "é", "===="])
    test(`${JSON.stringify(text)} is not base64`, () => assert.equal(decodeBase64(text), undefined));
  for (const text of ["a", "0x", "zz", " 0"])
    test(`${JSON.stringify(text)} is not hexadecimal`, () => assert.equal(decodeHex(text), undefined));
});

describe("instants", () => {
  test("what is printed reads back", () => {
    fc.assert(
      fc.property(fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }), (ms) =>
        assert.equal(parseInstant(printInstant(ms)), ms),
      ),
    );
  });

  const read: [string, number][] = [
    ["1970-01-01", 0],
    ["1970-01-01T00:00Z", 0],
    ["1970-01-01t00:00:00z", 0],
    ["1970-01-01 02:00:00+02", 0],
    ["1969-12-31T19:00:00-0500", 0],
    ["2024-02-29T12:30:00.5+02:00", Date.UTC(2024, 1, 29, 10, 30, 0, 500)],
    ["2024-02-29T12:30:00.123999999Z", Date.UTC(2024, 1, 29, 12, 30, 0, 123)],
    ["0000-02-29", Date.parse("0000-02-29T00:00:00Z")],
    ["-000001-01-01T00:00:00Z", Date.parse("-000001-01-01T00:00:00Z")],
    ["+275760-09-13T00:00:00Z", 8_640_000_000_000_000],
  ];
  for (const [text, expected] of read) test(text, () => assert.equal(parseInstant(text), expected));

  const refused = [
    "",
    "now",
    "0",
    "2024",
    "2024-02",
    "2024-2-9",
    "2023-02-29",
    "1900-02-29",
    "2024-13-01",
    "2024-00-10",
    "2024-01-32",
    "2024-01-01T00:00:00",
    "2024-01-01T24:00:00Z",
    "2024-01-01T23:60:00Z",
    "2024-01-01T23:59:60Z",
    "2024-01-01T00:00:00.Z",
    "2024-01-01T00:00:00+24:00",
    "2024-01-01T00:00:00+02:60",
    "2024-01-01T00:00:00.1234567890Z",
    " 2024-01-01",
    "2024-01-01Z",
    "January 1, 2024",
    "20240101",
    "+275760-09-13T00:00:00.001Z",
    "-000000-01-01",
    "2024-01-01T00:00:00Z garbage",
  ];
  for (const text of refused)
    test(`${JSON.stringify(text)} is refused`, () => assert.equal(parseInstant(text), undefined));
});

describe("durations", () => {
  test("what is printed reads back", () => {
    fc.assert(
      fc.property(fc.integer({ min: -3_000_000_000_000, max: 3_000_000_000_000 }), (ms) =>
        assert.equal(parseDuration(printDuration(ms)), ms),
      ),
    );
  });
  const read: [string, number, string?][] = [
    ["500ms", 500],
    ["10s", 10_000],
    ["1m", 60_000],
    ["1h30m", 5_400_000],
    ["7d", 604_800_000],
    ["-2h", -7_200_000],
    ["1d2h3m4s5ms", 93_784_005],
    ["90m", 5_400_000, "1h30m"],
    ["1500ms", 1500, "1s500ms"],
    ["0s", 0],
    ["-0ms", 0, "0s"],
  ];
  for (const [text, ms, canonical] of read)
    test(text, () => {
      assert.equal(parseDuration(text), ms);
      assert.equal(printDuration(ms), canonical ?? text);
    });
  for (const text of [
    "",
    "-",
    "10",
    "s",
    "1.5h",
    "1 h",
    "1m1h",
    "1h1h",
    "1w",
    "1H",
    "PT1H",
    "+1h",
    "40000d",
    "9".repeat(70),
  ])
    test(`${JSON.stringify(text)} is refused`, () => assert.equal(parseDuration(text), undefined));
});

describe("ints", () => {
  test("are numbers within 2^53 and bigints beyond, to 64 bits", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const int = makeInt(value);
        assert.equal(BigInt(int), value);
        assert.ok(isInt(int));
        assert.equal(typeof int === "number", Number.isSafeInteger(Number(value)));
        assert.equal(tryParseInt(value.toString()), int);
      }),
    );
    assert.throws(() => makeInt(2n ** 63n), { code: "REC_0004" });
    assert.ok(!isInt(5n) && !isInt(1.5) && !isInt(2 ** 53) && !isInt(2n ** 64n));
  });
  for (const text of ["", "-", "1.0", "1e3", " 1", "0x1", "9223372036854775808", "1".repeat(30)])
    test(`${JSON.stringify(text)} is no int`, () => assert.equal(tryParseInt(text), undefined));
  test("a plus sign and minus zero", () => {
    assert.equal(tryParseInt("+12"), 12);
    assert.ok(Object.is(tryParseInt("-0"), 0));
    assert.equal(tryParseInt("+9007199254740993"), 9007199254740993n);
  });
});
