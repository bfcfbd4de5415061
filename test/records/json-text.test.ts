import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { Decimal } from "../../shared/records/decimal.ts";
import { equalValues } from "../../shared/records/equality.ts";
import { parseJsonText, writeJsonText } from "../../shared/records/json-text.ts";
import { jsonValues } from "../support/arbitrary-types.ts";

describe("exact JSON", () => {
  test("what is written reads back as an equal value", () => {
    fc.assert(
      fc.property(jsonValues, (value) => {
        const again = parseJsonText(writeJsonText(value));
        assert.ok(equalValues(again, value));
        // Doubles of more than 15 digits come back as decimals, and stay those.
        assert.deepEqual(parseJsonText(writeJsonText(again)), again);
      }),
      { numRuns: 400 },
    );
  });

  test("agrees with JSON.parse where that loses nothing", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        assert.ok(equalValues(parseJsonText(text), parseJsonText(JSON.stringify(JSON.parse(text)))));
        assert.equal(JSON.stringify(JSON.parse(writeJsonText(parseJsonText(text)))), JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  test("refuses exactly what JSON.parse refuses", () => {
    const signs = fc.constantFrom(
      ...'{}[]:,"\\ \n\t01-+.eEu'.split(""),
      "true",
      "null",
      '"a"',
      "1",
      "\\u00e9",
      "\u0001",
      "\u2028",
      "\ufeff",
    );
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        let expected = true;
        try {
          JSON.parse(text);
        } catch {
          expected = false;
        }
        if (expected) parseJsonText(text);
        else assert.throws(() => parseJsonText(text), { code: "REC_0001" });
      }),
      { numRuns: 2000 },
    );
  });

  const numbers: [string, unknown][] = [
    ["0", 0],
    ["-0", 0],
    ["-0.0", 0],
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", 9007199254740993n],
    ["-9223372036854775808", -9223372036854775808n],
    ["9223372036854775808", Decimal.parse("9223372036854775808")],
    ["0.1", 0.1],
    ["1e2", 100],
    ["123456789.123456", 123456789.123456],
    ["0.000000000000000000012345", 1.2345e-20],
    ["0.1234567890123456", Decimal.parse("0.1234567890123456")],
    ["12345678901234567.5", Decimal.parse("12345678901234567.5")],
    ["1e400", Decimal.parse("1e400")],
    ["1e-400", Decimal.parse("1e-400")],
    ["0e99999", 0],
    ["1.5e300", 1.5e300],
  ];
  for (const [text, expected] of numbers)
    test(`the number ${text}`, () => {
      const value = parseJsonText(text);
      assert.equal(typeof value, typeof expected);
      assert.ok(!Object.is(value, -0));
      assert.deepEqual(value, expected);
    });

  test("numbers of too many digits are refused", () => {
    assert.throws(() => parseJsonText("1e1000"), { code: "REC_0001" });
    assert.throws(() => parseJsonText("9".repeat(1001)), { code: "REC_0001" });
  });

  test("__proto__ and constructor are keys like others", () => {
    const value = parseJsonText('{"__proto__":{"polluted":true},"constructor":1}');
    assert.ok(typeof value === "object" && value !== null);
    assert.equal(Object.getPrototypeOf(value), null);
    assert.deepEqual(Object.keys(value), ["__proto__", "constructor"]);
    assert.equal(Reflect.get({}, "polluted"), undefined);
    assert.equal(writeJsonText(value), '{"__proto__":{"polluted":true},"constructor":1}');
  });

  test("of equal keys the last counts", () => {
    assert.equal(writeJsonText(parseJsonText('{"a":1,"b":2,"\\u0061":3}')), '{"a":3,"b":2}');
  });

  test("depth is limited before the stack is", () => {
    const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
    parseJsonText(nested(64));
    assert.throws(() => parseJsonText(nested(65)), { code: "REC_0002" });
    parseJsonText(nested(512), { maxDepth: 100_000 });
    assert.throws(() => parseJsonText(nested(513), { maxDepth: 100_000 }), { code: "REC_0002" });
    assert.throws(() => parseJsonText("[".repeat(1_000_000)), { code: "REC_0002" });
    assert.throws(() => parseJsonText('{"a":'.repeat(1_000_000)), { code: "REC_0002" });
    let value: unknown = null;
    for (let i = 0; i < 600; i++) value = [value];
    assert.throws(() => writeJsonText(value), { code: "REC_0002" });
  });

  test("writes what JSON has no word for", () => {
    assert.equal(writeJsonText([NaN, Infinity, -0, undefined, 5n, Uint8Array.of(255)]), '[null,null,0,null,5,"/w=="]');
    assert.equal(writeJsonText("\ud800"), '"\\ud800"');
  });

  test("an error says where", () => {
    assert.throws(() => parseJsonText('{"a": tru}'), /at character 6/);
    assert.throws(() => parseJsonText("[1, 2"), /at character 6|at character 5/);
  });
});
