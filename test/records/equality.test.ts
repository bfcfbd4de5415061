import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { Decimal } from "../../shared/records/decimal.ts";
import { compareNumeric, compareValues, equalValues, valueKey } from "../../shared/records/equality.ts";
import { textOf } from "../../shared/records/value-text.ts";
import { decimals, ints, jsonValues } from "../support/arbitrary-types.ts";

const numbers = fc.oneof(
  ints,
  decimals,
  fc.double(),
  fc.constantFrom(0.5, 1, Decimal.parse("0.5"), Decimal.fromInt(1)),
);

describe("values", () => {
  test("are equal exactly when their keys are", () => {
    fc.assert(
      fc.property(jsonValues, jsonValues, (a, b) => {
        assert.ok(equalValues(a, a));
        assert.equal(equalValues(a, b), valueKey(a) === valueKey(b));
        assert.equal(equalValues(a, b), equalValues(b, a));
      }),
      { numRuns: 2000 },
    );
  });

  test("numbers have one total order over all representations", () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (a, b, c) => {
        const ab = compareNumeric(a, b);
        assert.equal(ab + compareNumeric(b, a), 0);
        assert.equal(ab === 0, equalValues(a, b));
        if (ab <= 0 && compareNumeric(b, c) <= 0) assert.ok(compareNumeric(a, c) <= 0);
      }),
      { numRuns: 2000 },
    );
  });

  const equal: [unknown, unknown][] = [
    [1, Decimal.parse("1.0")],
    [0.1, Decimal.parse("0.1")],
    [NaN, NaN],
    [0, -0],
    [9007199254740993n, Decimal.parse("9007199254740993")],
    [{ a: null }, {}],
    [Uint8Array.of(1), Uint8Array.of(1)],
  ];
  for (const [a, b] of equal)
    test(`${textOf(a, { kind: "any" })} equals ${textOf(b, { kind: "any" })}`, () => assert.ok(equalValues(a, b)));
  const different: [unknown, unknown][] = [
    [1, "1"],
    [null, 0],
    [[], {}],
    [[1], [1, 2]],
    [9007199254740993n, 9007199254740992],
    [{ a: 1 }, { b: 1 }],
    [{}, { toString: 1 }],
    [{ constructor: Object }, {}],
    [Decimal.zero, {}],
    [true, 1],
  ];
  for (const [a, b] of different)
    test(`pair ${different.findIndex(([x]) => x === a)} differs`, () => assert.ok(!equalValues(a, b)));

  test("what is nested too deep is refused before the stack ends", () => {
    let a: unknown = 1;
    let b: unknown = 1;
    for (let i = 0; i < 100_000; i++) [a, b] = [[a], { b }];
    let c: unknown = 1;
    for (let i = 0; i < 100_000; i++) c = [c];
    assert.throws(() => equalValues(a, c), { code: "REC_0002" });
    assert.throws(() => valueKey(a), { code: "REC_0002" });
    assert.throws(() => valueKey(b), { code: "REC_0002" });
  });

  test("order", () => {
    assert.equal(compareValues(null, 1), -1);
    assert.equal(compareValues("a", "b"), -1);
    assert.equal(compareValues(true, false), 1);
    assert.equal(compareValues(Uint8Array.of(1), Uint8Array.of(1, 0)), -1);
    assert.equal(compareValues("a", 1), undefined);
    assert.equal(compareValues({}, {}), undefined);
  });
});

test("values as text go by their type", () => {
  assert.equal(textOf(0, { kind: "instant" }), "1970-01-01T00:00:00.000Z");
  assert.equal(textOf(90_000, { kind: "nullable", of: { kind: "duration" } }), "1m30s");
  assert.equal(textOf(0, { kind: "int" }), "0");
  assert.equal(textOf(null, { kind: "string" }), "null");
  assert.equal(textOf([0], { kind: "array", element: { kind: "instant" } }), '["1970-01-01T00:00:00.000Z"]');
  assert.equal(textOf(9007199254740993n, { kind: "any" }), "9007199254740993");
});
