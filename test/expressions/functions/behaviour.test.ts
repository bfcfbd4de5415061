/** What the examples do not say: limits, odd values, and errors. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { checkSource } from "../../../shared/expressions/check.ts";
import { evaluate } from "../../../shared/expressions/evaluate.ts";
import { Decimal } from "../../../shared/records/decimal.ts";
import { equalValues } from "../../../shared/records/equality.ts";
import { parseType } from "../../../shared/records/type-text.ts";
import { textOf } from "../../../shared/records/value-text.ts";

/** The value of an expression over `value` of the given type. */
function valueOf(src: string, type = "any", value: unknown = null): unknown {
  const valueType = parseType(type).type ?? assert.fail(type);
  const { typed, diagnostics } = checkSource(src, { roots: new Map([["value", valueType]]) });
  assert.ok(typed !== null, `${src}: ${diagnostics.map(({ message }) => message).join(" ")}`);
  return evaluate(typed, () => value);
}

describe("values", () => {
  const cases: [src: string, type: string, value: unknown, expected: unknown][] = [
    // 64-bit integers and decimals stay exact.
    ["abs(value)", "int", -9007199254740993n, 9007199254740993n],
    ["max(value, 1)", "int", 9007199254740993n, 9007199254740993n],
    ["list.sum(value)", "int[]", [2 ** 53 - 1, 1, 1], 9007199254740993n],
    ["list.sum(value)", "int[]", [9223372036854775807n, -1], 9223372036854775806n],
    ["list.sum(value)", "any", [1, 0.5, Decimal.parse("0.25")], Decimal.parse("1.75")],
    ["list.sum(value)", "decimal[]", [], Decimal.zero],
    ["list.avg(value)", "decimal[]", [Decimal.parse("0.1"), Decimal.parse("0.2")], Decimal.parse("0.15")],
    ["list.max(value)", "any", [1, Decimal.parse("1.5"), 9007199254740993n], 9007199254740993n],
    ["mod(value, 10)", "int", -9007199254740993n, 7],
    ["mod(value, decimal('0.3'))", "decimal", Decimal.parse("-0.1"), Decimal.parse("0.2")],
    ["round(value, -2)", "int", 9223372036854775749n, 9223372036854775700n],
    ["round(value, 2)", "number", 1.005, 1],
    ["round(value, 2)", "number", 2.675, 2.68],
    ["round(value)", "number", -0.4, 0],
    ["toFixed(value, 1)", "int", 9007199254740993n, "9007199254740993.0"],
    ["string(value)", "decimal", Decimal.parse("123456789012345678901234.5"), "123456789012345678901234.5"],
    ["int(value)", "decimal", Decimal.parse("9223372036854775807"), 9223372036854775807n],
    ["tryInt(value)", "number", 9.3e18, null],
    ["tryInt(value)", "any", 2.5, null],
    ["bitAnd(value, 4294967295)", "int", -1, 4294967295],
    // Nulls.
    ["text.upper(value)", "string | null", null, null],
    ["text.join(value, '')", "(string | null)[]", [null, null], ""],
    ["list.min(value)", "(int | null)[]", [null, 3, null, 2], 2],
    ["list.sort(value)", "(int | null)[]", [3, null, 1], [null, 1, 3]],
    ["object.get(value, 'a', 7)", "{ [key: string]: int | null }", { a: null }, 7],
    // Names of Object.prototype are ordinary.
    ["object.get(value, '__proto__')", "{ [key: string]: any }", {}, null],
    ["object.get(value, 'toString')", "any", {}, null],
    ["json.get(value, 'constructor.name')", "any", {}, null],
    ["json.get(value, 'length')", "any", [1], null],
    ["json.get(value, 'coefficient')", "any", Decimal.zero, null],
    ["url.parameters('?__proto__=x')", "any", null, JSON.parse('{"__proto__":"x"}')],
    ["object.keys(object.set(value, '__proto__', 1))", "{ a: int }", { a: 1 }, ["a", "__proto__"]],
    ["list.sortBy(value, 'toString')", "any", [{ b: 1 }, { a: 1 }], [{ b: 1 }, { a: 1 }]],
    // Texts.
    ["text.truncate('ab😀cd', 4)", "any", null, "ab…"],
    ["text.truncate('abc', 0)", "any", null, ""],
    ["text.right('abc', 0)", "any", null, ""],
    ["text.left('abc', -1)", "any", null, ""],
    ["text.replaceAll('aaa', '', 'x')", "any", null, "aaa"],
    ["text.replacePattern('abc', 'x*', '-')", "any", null, "-a-b-c-"],
    ["text.replacePattern('a.b', '[.]', '$$')", "any", null, "a$b"],
    ["text.splitPattern('abc', 'x*')", "any", null, ["abc"]],
    ["text.extract('ab', '(x)?b', 1)", "any", null, null],
    ['text.titleCase("o\'neil-smith")', "any", null, "O'neil-Smith"],
    ["text.matches('a\\nb', '^b')", "any", null, false],
    ["text.matches('a\\nb', '(?m)^b')", "any", null, true],
    ["mask.card('4111-1111-1111-1234')", "any", null, "****-****-****-1234"],
    ["mask.email('@x')", "any", null, "**"],
    ["mask.ip('::1')", "any", null, "::"],
    ["mask.ip('1:2')", "any", null, "***"],
    ["mask.ip('256.1.1.1')", "any", null, "*********"],
    // URLs and JSON.
    ["url.host('https://[2001:DB8::1]:443/x')", "any", null, "[2001:db8::1]"],
    ["url.parse('http://a:99999/')", "any", null, null],
    ["url.parse('http://user:pw@h/')?.user", "any", null, "user:pw"],
    ["url.parameter('?a=%zz', 'a')", "any", null, "%zz"],
    ["url.decode(url.encode(value))", "string", "ü 😀/?&%+", "ü 😀/?&%+"],
    ["json.get(value, '[\"a b\"][-1].c')", "any", { "a b": [0, { c: 5 }] }, 5],
    [
      "json.stringify(value)",
      "{ at: instant; d: decimal }",
      { at: 0, d: Decimal.parse("1.10") },
      '{"at":"1970-01-01T00:00:00.000Z","d":1.1}',
    ],
    // Time.
    ["time.epochSeconds(value)", "instant", -1, -1],
    ["time.fromEpochMicros(value)", "int", -1, -1],
    ["time.hour(value, '-03:30')", "instant", 0, 20],
    ["time.truncate(value, 'days')", "instant", 86_400_001, 86_400_000],
    ["geo.bearing(0.0, 0.0, -1.0, 0.0)", "any", null, 180],
    ["geo.distance(0.0, 0.0, 0.0, 180.0) / 1000 > 20015", "any", null, true],
  ];
  for (const [src, type, value, expected] of cases)
    test(`${src} of ${value === null ? "null" : textOf(value, { kind: "any" })}`, () => {
      const result = valueOf(src, type, value);
      assert.ok(equalValues(result, expected), `gives ${textOf(result, { kind: "any" })}`);
      assert.ok(!Object.is(result, -0));
    });
});

describe("errors", () => {
  const cases: [src: string, type: string, value: unknown, code: string][] = [
    ["abs(value)", "int", -9223372036854775808n, "REC_0004"],
    ["list.sum(value)", "int[]", [9223372036854775807n, 1], "REC_0004"],
    ["abs(value)", "any", "x", "REC_0005"],
    ["list.sum(value)", "any", [1, "x"], "REC_0005"],
    ["sign(value)", "number", NaN, "REC_0005"],
    ["mod(value, 0)", "decimal", Decimal.zero, "REC_0004"],
    ["text.repeat(value, 100000000)", "string", "ab", "REC_0006"],
    ["text.repeat(value, -1)", "string", "ab", "REC_0005"],
    ["text.padStart(value, 9007199254740993)", "string", "", "REC_0006"],
    ["text.replaceAll(value, 'a', value)", "string", "a".repeat(2000), "REC_0006"],
    ["text.replacePattern(value, 'a', value)", "string", "a".repeat(2000), "REC_0006"],
    ["mask.all(value, value)", "string", "a".repeat(2000), "REC_0006"],
    ["text.join(value, value[0])", "string[]", ["a".repeat(600_000), "b"], "REC_0006"],
    ["text.levenshtein(value, 'a')", "string", "a".repeat(1001), "REC_0006"],
    ["list.range(0, value)", "int", 9007199254740993n, "REC_0005"],
    ["list.range(0, value)", "int", 100_001, "REC_0006"],
    ["list.chunk([1], value)", "int", 0, "REC_0005"],
    ["list.sort(value)", "any", [1, "a"], "REC_0005"],
    ["int(value)", "string", "9223372036854775808", "REC_0005"],
    ["decimal(value)", "string", "1".repeat(1001), "REC_0005"],
    ["instant(value)", "string", "yesterday", "REC_0005"],
    ["required(value, 'no id')", "string | null", null, "REC_0005"],
    ["json.parse(value)", "string", "[".repeat(100), "REC_0002"],
    ["json.parse(value)", "string", "{", "REC_0001"],
    ["json.get(value, value)", "string", "a..b", "REC_0005"],
    ["url.decode(value)", "string", "%ff", "REC_0007"],
    ["bytes.toText(value)", "bytes", Uint8Array.of(0xff), "REC_0007"],
    ["bytes.fromHex(value)", "string", "0g", "REC_0007"],
    ["hash.partition(value, 0)", "string", "k", "REC_0005"],
    ["hash.uuid('x', value)", "string", "no", "REC_0007"],
    ["mask.token(value, 'short')", "string", "x", "REC_0005"],
    ["time.parse(value, 'yyyy-MM-dd')", "string", "2024-02-30", "REC_0007"],
    ["time.of(2024, 2, value)", "int", 30, "REC_0005"],
    ["time.add(value, 1, 'year')", "instant", 8_640_000_000_000_000, "REC_0005"],
    ["time.add(value, 9223372036854775807, 'year')", "instant", 0, "REC_0005"],
    ["geo.hash(value, 0.0)", "number", NaN, "REC_0005"],
  ];
  for (const [src, type, value, code] of cases)
    test(`${src} fails with ${code}`, () => assert.throws(() => valueOf(src, type, value), { code }));

  test("a zone that is not a literal is looked up for each record", () => {
    assert.equal(
      valueOf("time.hour(value.at, value.zone)", "{ at: instant; zone: string }", { at: 0, zone: "Asia/Tokyo" }),
      9,
    );
    assert.throws(
      () => valueOf("time.hour(value.at, value.zone)", "{ at: instant; zone: string }", { at: 0, zone: "Mars" }),
      {
        code: "REC_0005",
      },
    );
  });
});

describe("laws", () => {
  test("a pattern takes time linear in the text", () => {
    const text = "a".repeat(20_000);
    const start = process.cpuUsage().user;
    assert.equal(valueOf("text.matches(value, '^(a+)+$')", "string", `${text}!`), false);
    assert.equal(valueOf("text.extract(value, '(x+x+)+y')", "string", "x".repeat(20_000)), null);
    assert.ok(process.cpuUsage().user - start < 2_000_000);
  });

  test("rounding a number is rounding its shortest decimal text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ min: -1e12, max: 1e12, noNaN: true }),
          fc.integer({ min: -100_000, max: 100_000 }).map((n) => n / 1000),
        ),
        fc.integer({ min: -3, max: 12 }),
        (x, digits) => {
          const rounded = valueOf("round(value.x, value.digits)", "{ x: number; digits: int }", { x, digits });
          assert.equal(rounded, Decimal.fromNumber(x).round(digits).toNumber());
        },
      ),
      { numRuns: 300 },
    );
  });

  test("geohashes contain the position", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (latitude, longitude) => {
          const center = valueOf("geo.hashCenter(geo.hash(value.a, value.b, 12))", "{ a: number; b: number }", {
            a: latitude,
            b: longitude,
          }) as Record<string, number>;
          assert.ok(Math.abs((center["latitude"] ?? NaN) - latitude) < 1e-6);
          assert.ok(Math.abs((center["longitude"] ?? NaN) - longitude) < 1e-6);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("the same edits in both directions", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const distance = valueOf("text.levenshtein(value.a, value.b)", "{ a: string; b: string }", { a, b });
        assert.equal(distance, valueOf("text.levenshtein(value.b, value.a)", "{ a: string; b: string }", { a, b }));
        assert.equal(distance === 0, a === b);
        assert.ok(
          Number(distance) >= Math.abs(a.length - b.length) && Number(distance) <= Math.max(a.length, b.length),
        );
      }),
      { numRuns: 50 },
    );
  });
});
