import assert from "node:assert/strict";
import { test } from "node:test";
import { Decimal } from "../../shared/records/decimal.ts";
import { evaluate } from "../../shared/expressions/evaluate.ts";
import { compileFunction } from "../../shared/expressions/compile-function.ts";
import { ExpressionError } from "../../shared/expressions/functions/expression-error.ts";
import { mustCheck, readRoot, record, rootValues, sample } from "./sample.ts";

const rootNames = Object.keys(rootValues);

const d = (text: string): Decimal => Decimal.parse(text);

const values: readonly (readonly [source: string, value: unknown])[] = [
  // Integers
  ["1 + 2", 3],
  ["value.count + 1", 6],
  ["value.big", 9007199254740993n],
  ["value.big + 1", 9007199254740994n],
  ["value.big - value.big", 0],
  ["value.big - 2", 9007199254740991],
  ["9007199254740991 + 1", 9007199254740992n],
  ["9007199254740992 - 1", 9007199254740991],
  ["-9223372036854775808", -9223372036854775808n],
  ["3037000499 * 3037000499", 9223372030926249001n],
  ["0 * -1", 0],
  ["-value.count", -5],
  ["-0", 0],
  ["-7 % 2", -1],
  ["7 % -2", 1],
  ["value.big % 10", 3],
  ["2 ** 62", 4611686018427387904n],
  ["(-2) ** 63", -9223372036854775808n],
  ["7 / 2", 3.5],
  ["0x10 + 0b11 + 0o7", 26],
  ["1_000", 1000],
  // Numbers
  ["0.1 + 0.2", 0.30000000000000004],
  ["value.ratio * 2", 3],
  ["2.5 % 1", 0.5],
  ["2.0 ** 0.5", Math.SQRT2],
  ["value.count + 0.5", 5.5],
  // Decimals
  ["value.total + 0.1", d("10.6")],
  ["value.total * 3", d("31.5")],
  ["value.total / 4", d("2.625")],
  ["value.total % 3", d("1.5")],
  ["value.total ** 2", d("110.25")],
  ["-value.total", d("-10.5")],
  ["value.total == 10.5", true],
  ["value.total == 10", false],
  ["value.total > 10", true],
  ["value.total != value.price", true],
  ["value.price == null", true],
  ["value.price ?? 1.10", d("1.1")],
  // Comparison across representations
  ["value.big > 9007199254740992.0", true],
  ["value.big == 9007199254740992.0", false],
  ["value.count == 5.0", true],
  ["value.score == 5", false],
  ["value.big == 9007199254740993", true],
  ["value.raw.d == 0.1234567890123456789", true],
  ["value.raw.d == 0.1234567890123456", false],
  ["value.raw.d > 0.12345678901234567", true],
  ["value.raw.d == decimal('0.1234567890123456789')", true],
  ["value.raw.n == 1", true],
  ["value.raw.n == 1.0", true],
  ["value.raw.n == '1'", false],
  ["value.raw.s == 'text'", true],
  ["value.raw.nope == 1", false],
  ["value.raw.nope == null", true],
  ["value.raw.n < 1.5", true],
  ["value.raw.s >= 'text'", true],
  ["value.tags == ['a', 'b', 'b']", true],
  ["{ a: 1 } == { a: 1.0 }", true],
  ["value.blob == value.blob", true],
  ["'a' < 'b'", true],
  ["value.raw.at == instant('2024-02-29T12:00:00Z')", true],
  ["value.raw.at > instant('2024-02-29')", true],
  ["value.raw.nope != timestamp", true],
  ["value.due == timestamp", false],
  ["value.due == null", true],
  ["value.flag == true", true],
  ["value.ok == null", true],
  // Time
  ["value.at - timestamp", Date.UTC(2024, 1, 29, 12) - 1000],
  ["timestamp + value.took", 91_000],
  ["value.took + timestamp", 91_000],
  ["timestamp - value.took", -89_000],
  ["value.took * 2", 180_000],
  ["2 * value.took", 180_000],
  ["value.took / 4", 22_500],
  ["value.took / value.took", 1],
  ["value.took % duration('1m')", 30_000],
  ["value.at > instant('2024-01-01')", true],
  ["timestamp + duration('1s') == instant('1970-01-01T00:00:02Z')", true],
  // Logic and null
  ["value.flag && value.count > 1", true],
  ["value.flag || value.raw.nope", true],
  ["!value.flag", false],
  ["value.note ?? 'none'", "none"],
  ["value.note?.length", null],
  ["value.customer.zip", null],
  ["value.customer.name", "Ada"],
  ["value.customer.address.city", "London"],
  ["value.customer != null ? value.customer.name.length : 0", 3],
  ["value.raw.o.x", 1],
  ["value.raw.o.x.y.z", null],
  ["value.raw.s.length", 4],
  ["value.raw.l.length", 3],
  ["value.raw.l[1]", "two"],
  ["value.raw['s']", "text"],
  ["value.raw.n.x", null],
  ["value.open.other", "o"],
  ["null ?? 1", 1],
  // Lists and objects
  ["value.tags[1]", "b"],
  ["value.tags[3]", null],
  ["value.tags[-1]", null],
  ["value.tags.length", 3],
  ["value.attributes.color", "red"],
  ["value.attributes.length", "long"],
  ["value.attributes['nope']", null],
  ["value.blob.length", 3],
  ["'grüße'.length", 5],
  ["[1, ...value.counts, 4]", [1, 3, 1, 2, 4]],
  ["[...value.tags, ...(value.maybe ?? [])]", ["a", "b", "b"]],
  ["[1, 2.5, value.total]", [d("1"), d("2.5"), d("10.5")]],
  ["{ a: 1, b: value.id }", record({ a: 1, b: "o-17" })],
  ["{ ...value.lines[0], qty: 9 }", record({ sku: "x", price: d("1.1"), qty: 9 })],
  ["{ qty: 9, ...value.lines[5] }", record({ qty: 9 })],
  ["{ __proto__: 1, constructor: 2 }", record({ ["__proto__"]: 1, constructor: 2 })],
  ["value.lines.map((line) => line.price * line.qty)", [d("2.2"), d("0.9")]],
  ["value.lines.map((line, i) => `${i}:${line.sku}`)", ["0:x", "1:y"]],
  ["value.tags.filter((tag, i) => tag == 'b' && i > 1)", ["b"]],
  ["value.lines.some((line) => line.gift ?? false)", true],
  ["value.lines.every((line) => line.qty > 2)", false],
  ["value.lines.find((line) => line.qty > 2).sku", "y"],
  ["value.lines.find((line) => line.qty > 9)", null],
  ["value.lines.reduce((sum, line) => sum + line.price * line.qty, 0)", d("3.1")],
  ["value.counts.reduce((sum, n) => sum + n, 0)", 6],
  ["value.counts.reduce((sum, n, i) => sum + n * i, 0)", 5],
  ["value.maybe.map((x) => x)", null],
  ["value.raw.l.filter((x) => x == 1)", [1]],
  ["value.raw.nope.map((x) => x)", null],
  ["value.holes.filter((n) => n != null).map((n) => n + 1)", [2, 4]],
  ["value.tags.map((t) => value.counts.map((n) => `${t}${n}`))[0]", ["a3", "a1", "a2"]],
  ["value.tags.map((x) => value.counts.filter((x) => x > 1).length)", [2, 2, 2]],
  // Text
  ["'a' + value.id", "ao-17"],
  ["value.raw.s + '!'", "text!"],
  [
    "`${value.id}:${value.count}:${value.big}:${value.total}:${value.flag}:${value.ratio}`",
    "o-17:5:9007199254740993:10.5:true:1.5",
  ],
  ["`${timestamp} ${value.took} ${value.raw.d}`", "1970-01-01T00:00:01.000Z 1m30s 0.1234567890123456789"],
  ["`\\u2028${value.id}\\u2029`", "\u2028o-17\u2029"],
  ["'\\'\"`${x}\\n'", "'\"`${x}\n"],
  ["text.upper(value.id)", "O-17"],
  ["text.upper(value.note)", null],
  ["list.contains(['FR', 'DE'], value.id)", false],
  ["max(value.total, 1.5)", d("10.5")],
  ["value.raw.n + value.raw.f", 1.5],
  ["value.raw.n + value.raw.n", 2],
  ["value.raw.d * 10", d("1.234567890123456789")],
  ["-value.raw.f", -0.5],
  ["value", sample],
];

for (const [source, expected] of values)
  test(`the value of ${source}`, () => {
    assert.deepEqual(run(source), { value: expected });
  });

/** Interpreted and compiled, which must agree. */
function run(source: string): { value: unknown } | { error: string; message: string } {
  const typed = mustCheck(source);
  const interpreted = attempt(() => evaluate(typed, readRoot));
  const compiled = attempt(() => compileFunction(typed, rootNames)(...Object.values(rootValues)));
  assert.deepEqual(compiled, interpreted);
  return interpreted;
}

function attempt(run: () => unknown): { value: unknown } | { error: string; message: string } {
  try {
    return { value: run() };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    assert.ok(error.hint, "every error says what to do");
    return { error: error.code, message: error.message };
  }
}

const errors: readonly (readonly [source: string, code: string, message: RegExp])[] = [
  ["value.raw.nope > 1", "EXPR_1001", /null has no order with the number 1/],
  ["value.raw.nope + 1", "EXPR_1001", /\+ does not take null/],
  ["`${value.raw.nope}`", "EXPR_1001", /null/],
  ["value.raw.nope ? 1 : 2", "EXPR_1001", /null, but boolean is needed/],
  ["value.count / (value.count - 5)", "EXPR_1002", /5 is divided by zero/],
  ["value.count % (value.count - 5)", "EXPR_1002", /5 is divided by zero/],
  ["value.total / (value.count - 5)", "EXPR_1002", /10.5 is divided by zero/],
  ["value.total % (value.count - 5)", "EXPR_1002", /10.5 is divided by zero/],
  ["value.raw.n / (value.count - 5)", "EXPR_1002", /1 is divided by zero/],
  ["value.big * value.big", "EXPR_1003", /64 bits/],
  ["value.big ** 9", "EXPR_1003", /64 bits/],
  ["value.count ** 1000000", "EXPR_1003", /64 bits/],
  ["value.count ** (0 - value.count)", "EXPR_1003", /not a whole number/],
  ["value.total ** value.total", "EXPR_1003", /10.5/],
  ["value.total ** 100000", "EXPR_1003", /digits/],
  ["timestamp + value.took * 1e12", "EXPR_1003", /out of range/],
  ["value.raw.s == timestamp", "EXPR_1004", /instant .* is needed/],
  ["value.raw.s > 1", "EXPR_1004", /no order/],
  ["value.raw.s * 2", "EXPR_1004", /\* does not take/],
  ["value.raw.t + value.raw.s", "EXPR_1004", /\+ does not take/],
  ["-value.raw.s", "EXPR_1004", /text/],
  ["value.raw.s && value.flag", "EXPR_1004", /boolean is needed/],
  ["!value.raw.n", "EXPR_1004", /boolean is needed/],
  ["value.raw.s.map((x) => x)", "EXPR_1004", /not a list/],
  ["[...value.raw.s]", "EXPR_1004", /any\[\] is needed/],
  ["{ ...value.raw.s }", "EXPR_1004", /no fields/],
  ["value.tags[value.raw.s]", "EXPR_1004", /int/],
  ["value.raw.l[value.raw.s]", "EXPR_1004", /no item/],
  ["`${value.raw.l}`", "EXPR_1004", /cannot hold an array/],
  ["text.upper(value.raw.n)", "EXPR_1004", /string is needed/],
  ["value.big + 0.5", "EXPR_1005", /losing digits/],
  ["value.big / 2", "EXPR_1005", /losing digits/],
  [
    "value.counts.reduce((s, n) => value.counts.reduce((s, n) => s + s, s + s), 'x'.length == 1 ? text.repeat('x', 1000000) : '')",
    "EXPR_1006",
    /characters/,
  ],
];

for (const [source, code, message] of errors)
  test(`${source} fails`, () => {
    const outcome = run(source);
    assert.ok("error" in outcome, "it fails");
    assert.equal(outcome.error, code);
    assert.match(outcome.message, message);
  });

test("the right side of &&, || and ?? and the other alternative are not evaluated", () => {
  const failing = "value.count / (value.count - 5) > 1";
  assert.deepEqual(run(`!value.flag && ${failing}`), { value: false });
  assert.deepEqual(run(`value.flag || ${failing}`), { value: true });
  assert.deepEqual(run(`value.raw.n ?? (${failing})`), { value: 1 });
  assert.deepEqual(run(`value.flag ? true : ${failing}`), { value: true });
});

test("loops within loops end", () => {
  const many = Array.from({ length: 2000 }, (_, i) => i);
  const typed = mustCheck("value.counts.map((a) => value.counts.filter((b) => a + b > 0).length).length");
  const roots = record({ ...sample, counts: many });
  for (const attempt of [() => evaluate(typed, () => roots), () => compileFunction(typed, ["value"])(roots)])
    assert.throws(attempt, { code: "EXPR_1006" });
  // The count starts anew with every evaluation.
  const small = mustCheck("value.counts.map((a) => a).length");
  for (let i = 0; i < 1000; i++) assert.equal(compileFunction(small, ["value"])(roots), 2000);
});

test("a list that doubles itself ends", () => {
  const typed = mustCheck("value.counts.reduce((all, n) => [...all, ...all, n], [])");
  const roots = record({ ...sample, counts: Array.from({ length: 100 }, (_, i) => i) });
  assert.throws(() => compileFunction(typed, ["value"])(roots), { code: "REC_0006" });
});

test("a path that must be there is an error where it is not", () => {
  const typed = mustCheck("value.total > 1");
  const roots = record({ ...sample, total: null });
  assert.throws(() => evaluate(typed, () => roots), { code: "EXPR_1001", message: /value\.total is missing/ });
  assert.throws(() => compileFunction(typed, ["value"])(roots), {
    code: "EXPR_1001",
    message: /value\.total is missing/,
  });
});

test("nothing is seen that is not data", () => {
  const ordinary = { raw: { a: 1 }, attributes: {} };
  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"])
    for (const source of [
      `value.raw.${name}`,
      `value.raw["${name}"]`,
      `value.raw[value.raw.s ?? "${name}"]`,
      `value.attributes.${name}`,
      `value.raw.l.${name}`,
      `value.raw.s.${name}`,
    ]) {
      const typed = mustCheck(source);
      for (const data of [ordinary, { ...ordinary, raw: { l: [], s: null } }]) {
        assert.equal(
          evaluate(typed, () => data),
          null,
          source,
        );
        assert.equal(compileFunction(typed, ["value"])(data), null, source);
      }
    }
});
