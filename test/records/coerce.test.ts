import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { coerce, Mismatch, mustCoerce, toJson } from "../../shared/records/coerce.ts";
import { Decimal } from "../../shared/records/decimal.ts";
import { equalValues } from "../../shared/records/equality.ts";
import { parseJsonText, writeJsonText } from "../../shared/records/json-text.ts";
import { parseType } from "../../shared/records/type-text.ts";
import type { Type } from "../../shared/records/types.ts";
import { types, valuesOf } from "../support/arbitrary-types.ts";

const typeOf = (text: string): Type => parseType(text).type ?? assert.fail(text);

describe("typed values through JSON", () => {
  test("every value of every type comes back from its JSON text", () => {
    fc.assert(
      fc.property(
        types.chain((type) => fc.tuple(fc.constant(type), valuesOf(type))),
        ([type, value]) => {
          const back = coerce(parseJsonText(writeJsonText(toJson(value, type))), type);
          assert.ok(!(back instanceof Mismatch));
          assert.ok(equalValues(back, value));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("neither direction changes its argument", () => {
    fc.assert(
      fc.property(
        types.chain((type) => fc.tuple(fc.constant(type), valuesOf(type))),
        ([type, value]) => {
          const before = writeJsonText(value);
          const json = toJson(value, type);
          assert.equal(writeJsonText(value), before);
          const text = writeJsonText(json);
          coerce(json, type);
          assert.equal(writeJsonText(json), text);
        },
      ),
    );
  });

  const read: [type: string, json: string, expected: unknown][] = [
    ["int", "7", 7],
    ["int", "7.0", 7],
    ["int", "9007199254740993", 9007199254740993n],
    ["number", "9007199254740993", 9007199254740992],
    ["number", "0.1234567890123456", 0.1234567890123456],
    ["decimal", "1.10", Decimal.parse("1.1")],
    ["decimal", '"1.10"', Decimal.parse("1.1")],
    ["decimal", "9007199254740993", Decimal.parse("9007199254740993")],
    ["instant", '"1970-01-01T01:00:00+01:00"', 0],
    ["instant", "1000", 1000],
    ["duration", '"1m"', 60_000],
    ["duration", "250", 250],
    ["bytes", '"AQI="', Uint8Array.of(1, 2)],
    ["string | null", "null", null],
    ["any", "null", null],
  ];
  for (const [type, json, expected] of read)
    test(`${json} as ${type}`, () => assert.deepEqual(coerce(parseJsonText(json), typeOf(type)), expected));

  const refused: [type: string, json: string, path: string][] = [
    ["int", "7.5", ""],
    ["int", "9223372036854775808", ""],
    ["int", "1e300", ""],
    ["int", '"7"', ""],
    ["string", "7", ""],
    ["string", "null", ""],
    ["boolean", "1", ""],
    ["decimal", '"1,5"', ""],
    ["instant", '"2023-02-29"', ""],
    ["instant", '"2024-02-29T10:00:00"', ""],
    ["instant", "1.5", ""],
    ["instant", "8640000000000001", ""],
    ["bytes", '"%"', ""],
    ["int[]", "{}", ""],
    ["{ a: int }", "[]", ""],
    ["int[]", "[1, null]", "[1]"],
    ["{ a: int }", "{}", ".a"],
    ["{ items: { price: decimal }[] }", '{"items":[{"price":1},{"price":true}]}', ".items[1].price"],
    ["{ [key: string]: int }", '{"a b":"x"}', '["a b"]'],
    ["{ constructor: int }", "{}", ".constructor"],
  ];
  for (const [type, json, path] of refused)
    test(`${json} is no ${type}`, () => {
      const result = coerce(parseJsonText(json), typeOf(type));
      assert.ok(result instanceof Mismatch);
      assert.equal(result.path, path);
      assert.throws(() => mustCoerce(parseJsonText(json), typeOf(type)), { code: "REC_0003" });
    });

  test("what inherits from Object.prototype is read by its own fields only", () => {
    const result = coerce({ a: 1 }, typeOf("{ a: int; toString?: any }"));
    assert.equal(Object.getPrototypeOf(result), null);
    assert.deepEqual(Object.keys(result as object), ["a"]);
    assert.ok(coerce({}, typeOf("{ valueOf: any[] }")) instanceof Mismatch);
  });

  test("unknown fields are kept, missing optional ones are not made", () => {
    const value = parseJsonText('{"a":1,"other":true}');
    assert.equal(coerce(value, typeOf("{ a: int; b?: string }")), value);
  });
});
