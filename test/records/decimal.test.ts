import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { Decimal } from "../../shared/records/decimal.ts";
import { ROUNDING_MODES, type RoundingMode } from "../../shared/records/rounding.ts";

/** The oracle: an exact fraction of bigints. */
interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

const rational = (value: Decimal): Rational => ({ n: BigInt(value.coefficient), d: 10n ** BigInt(value.scale) });
const isEqual = (a: Rational, b: Rational): boolean => a.n * b.d === b.n * a.d;
const d = (text: string): Decimal => Decimal.parse(text);

/** Around zero, around the limit of safe integers, and far beyond it. */
const coefficients = fc.oneof(
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.bigInt({ min: 2n ** 53n - 50n, max: 2n ** 53n + 50n }),
  fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
);
const decimals = fc
  .tuple(coefficients, fc.integer({ min: -5, max: 30 }))
  .map(([coefficient, scale]) => Decimal.of(coefficient, scale));

function assertNormal(value: Decimal): void {
  const { coefficient, scale } = value;
  assert.ok(scale >= 0);
  assert.ok(typeof coefficient === "bigint" || (Number.isSafeInteger(coefficient) && !Object.is(coefficient, -0)));
  if (typeof coefficient === "bigint") assert.ok(!Number.isSafeInteger(Number(coefficient)));
  if (coefficient === 0) assert.equal(scale, 0);
  else if (scale > 0) assert.notEqual(BigInt(coefficient) % 10n, 0n);
}

describe("decimal arithmetic is that of exact fractions", () => {
  test("sum, difference, product", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const x = rational(a);
        const y = rational(b);
        const results: [Decimal, Rational][] = [
          [a.add(b), { n: x.n * y.d + y.n * x.d, d: x.d * y.d }],
          [a.subtract(b), { n: x.n * y.d - y.n * x.d, d: x.d * y.d }],
          [a.multiply(b), { n: x.n * y.n, d: x.d * y.d }],
          [a.negate(), { n: -x.n, d: x.d }],
        ];
        for (const [result, expected] of results) {
          assert.ok(isEqual(rational(result), expected));
          assertNormal(result);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("order, equality and hash", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const difference = BigInt(a.subtract(b).coefficient);
        assert.equal(a.compare(b), difference < 0n ? -1 : difference > 0n ? 1 : 0);
        assert.equal(a.equals(b), difference === 0n);
        const again = b.subtract(b).add(a);
        assert.ok(again.equals(a));
        assert.equal(again.hash(), a.hash());
      }),
      { numRuns: 1000 },
    );
  });

  test("the rest has the sign of the dividend and is smaller than the divisor", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        fc.pre(!b.isZero());
        const rest = a.remainder(b);
        assertNormal(rest);
        assert.ok(rest.isZero() || rest.sign() === a.sign());
        assert.equal(rest.abs().compare(b.abs()), -1);
        const whole = rational(a.subtract(rest));
        const divisor = rational(b);
        assert.equal((whole.n * divisor.d) % (whole.d * divisor.n), 0n);
      }),
    );
  });

  test("rounding in every mode is the nearest multiple that the mode allows", () => {
    fc.assert(
      fc.property(
        decimals,
        fc.integer({ min: -6, max: 12 }),
        fc.constantFrom(...ROUNDING_MODES),
        (value, scale, mode) => {
          const rounded = value.round(scale, mode);
          assertNormal(rounded);
          assert.ok(isEqual(rational(rounded), roundedFraction(rational(value), scale, mode)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("division to a scale rounds the exact quotient once", () => {
    fc.assert(
      fc.property(
        decimals,
        decimals,
        fc.integer({ min: -3, max: 12 }),
        fc.constantFrom(...ROUNDING_MODES),
        (a, b, scale, mode) => {
          fc.pre(!b.isZero());
          const x = rational(a);
          const y = rational(b);
          const sign = y.n < 0n ? -1n : 1n;
          const exact = { n: sign * x.n * y.d, d: sign * y.n * x.d };
          assert.ok(isEqual(rational(a.divide(b, scale, mode)), roundedFraction(exact, scale, mode)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("division without a scale is exact or has at least 34 digits", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        fc.pre(!b.isZero());
        const quotient = a.divide(b);
        assertNormal(quotient);
        const x = rational(a);
        const y = rational(b);
        const q = rational(quotient);
        // |q - a/b| <= |a/b| / 2 * 10^-33
        const error = q.n * x.d * y.n - x.n * y.d * q.d;
        const size = x.n * y.d * q.d;
        assert.ok(abs(error) * 2n * 10n ** 33n <= abs(size));
      }),
      { numRuns: 1000 },
    );
  });
});

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** `value` rounded to a multiple of 10^-scale, by comparing the two neighbours. */
function roundedFraction(value: Rational, scale: number, mode: RoundingMode): Rational {
  const unit: Rational = scale >= 0 ? { n: 1n, d: 10n ** BigInt(scale) } : { n: 10n ** BigInt(-scale), d: 1n };
  const n = value.n * unit.d;
  const size = value.d * unit.n;
  let floor = n / size;
  if (n % size < 0n) floor -= 1n;
  const rest = n - floor * size;
  const chosen = rest === 0n ? floor : floor + (goesUp(floor, 2n * rest - size, n < 0n, mode) ? 1n : 0n);
  return { n: chosen * unit.n, d: unit.d };
}

function goesUp(floor: bigint, half: bigint, negative: boolean, mode: RoundingMode): boolean {
  switch (mode) {
    case "floor":
      return false;
    case "ceiling":
      return true;
    case "down":
      return negative;
    case "up":
      return !negative;
    case "half-even":
      return half > 0n || (half === 0n && floor % 2n !== 0n);
    case "half-up":
      return half > 0n || (half === 0n && !negative);
    case "half-down":
      return half > 0n || (half === 0n && negative);
    default:
      return assert.fail(mode);
  }
}

describe("decimal text", () => {
  test("reads back what it prints, from text and from bytes", () => {
    fc.assert(
      fc.property(decimals, (value) => {
        const text = value.toString();
        assert.match(text, /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
        assert.ok(Decimal.parse(text).equals(value));
        const bytes = new TextEncoder().encode(`x${text},`);
        assert.ok(Decimal.parseBytes(bytes, 1, bytes.length - 1).equals(value));
        assert.equal(`${JSON.parse(JSON.stringify(value))}`, text);
      }),
    );
  });

  const spellings: [string, string][] = [
    ["0", "0"],
    ["-0", "0"],
    ["-0.00", "0"],
    ["0e999999999", "0"],
    ["+7", "7"],
    ["007.50", "7.5"],
    [".5", "0.5"],
    ["5.", "5"],
    ["1e3", "1000"],
    ["1.25E-3", "0.00125"],
    ["12300e-2", "123"],
    ["9007199254740993", "9007199254740993"],
    ["123456789012345678901234567890.12", "123456789012345678901234567890.12"],
    ["1e999", `1${"0".repeat(999)}`],
    ["1e-1000", `0.${"0".repeat(999)}1`],
    [`${"0".repeat(1500)}1`, "1"],
  ];
  for (const [text, expected] of spellings)
    test(`${text.slice(0, 40)} is ${expected.slice(0, 40)}`, () => {
      assert.equal(d(text).toString(), expected);
      assert.equal(Decimal.parseBytes(new TextEncoder().encode(text)).toString(), expected);
    });

  const malformed = [
    "",
    " ",
    "-",
    ".",
    "+.",
    "1,5",
    "1 ",
    " 1",
    "0x10",
    "1e",
    "1e+",
    "e5",
    "--1",
    "1.2.3",
    "NaN",
    "Infinity",
    "١",
  ];
  const tooLong = [
    "1e1000",
    "1e-1001",
    "1".repeat(1001),
    `0.${"1".repeat(1001)}`,
    "1e99999999999999999999",
    "9".repeat(100_000),
  ];
  for (const text of [...malformed, ...tooLong])
    test(`${JSON.stringify(text.slice(0, 30))} is refused`, () => {
      assert.equal(Decimal.tryParse(text), undefined);
      assert.equal(
        Decimal.tryParseBytes(new TextEncoder().encode(text), 0, new TextEncoder().encode(text).length),
        undefined,
      );
      assert.throws(() => d(text), { code: "REC_0004" });
    });

  test("from and to numbers by their shortest text", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        fc.pre(x === 0 || Math.abs(x) > 1e-300);
        assert.equal(Decimal.fromNumber(x).toNumber(), x + 0);
      }),
      { numRuns: 1000 },
    );
    assert.equal(Decimal.fromNumber(0.1).toString(), "0.1");
    assert.throws(() => Decimal.fromNumber(NaN), { code: "REC_0004" });
  });

  test("the nearest double of long decimals", () => {
    fc.assert(fc.property(decimals, (value) => assert.equal(value.toNumber(), Number(value.toString()))));
  });

  test("with fixed digits", () => {
    assert.equal(d("2.5").toFixed(0), "2");
    assert.equal(d("-1.005").toFixed(2), "-1.00");
    assert.equal(d("0").toFixed(2), "0.00");
    assert.equal(d("12345678901234567890.5").toFixed(3), "12345678901234567890.500");
  });
});

describe("decimal limits", () => {
  test("what needs more than 1000 digits is refused, not cut", () => {
    const long = d("9".repeat(600));
    assert.throws(() => long.multiply(long), { code: "REC_0004" });
    assert.throws(() => d(`1e-600`).multiply(d("1e-600")), { code: "REC_0004" });
    assert.throws(() => d("9".repeat(1000)).add(d("1")), { code: "REC_0004" });
    assert.throws(() => d("10").power(1_000_000_000), { code: "REC_0004" });
    assert.throws(() => d("2").power(3990), { code: "REC_0004" });
  });

  test("rounding to tens beyond the longest number", () => {
    const long = d("9".repeat(1000));
    assert.equal(long.round(-5000).toString(), "0");
    assert.equal(d("1").round(-1000).toString(), "0");
    assert.throws(() => long.round(-1000), { code: "REC_0004" });
    assert.throws(() => d("1").round(-5000, "up"), { code: "REC_0004" });
  });

  test("powers", () => {
    assert.equal(d("-1").power(1_000_000_001).toString(), "-1");
    assert.equal(d("0").power(0).toString(), "1");
    assert.equal(d("1.5").power(3).toString(), "3.375");
    assert.equal(d("2").power(200).toString(), (2n ** 200n).toString());
    assert.throws(() => d("2").power(-1), { code: "REC_0004" });
  });

  test("division by zero", () => {
    assert.throws(() => d("1").divide(d("0")), { code: "REC_0004" });
    assert.throws(() => d("1").remainder(Decimal.zero), { code: "REC_0004" });
  });

  test("a quotient keeps all digits of a long dividend, and is cut at 1000 after the point", () => {
    const long = d("1234567890".repeat(10));
    assert.ok(long.divide(d("1")).equals(long));
    assert.equal(d("1e-999").divide(d("3")).toString(), `0.${"0".repeat(999)}3`);
    assert.equal(d("1").divide(d("3")).toString(), `0.${"3".repeat(34)}`);
    assert.equal(d("2").divide(d("3")).toString(), `0.${"6".repeat(33)}7`);
  });

  test("the integer part", () => {
    assert.equal(d("-7.9").toInt(), -7);
    assert.equal(d("9223372036854775807.5").toInt(), 9223372036854775807n);
    assert.throws(() => d("9223372036854775808").toInt(), { code: "REC_0004" });
  });
});
