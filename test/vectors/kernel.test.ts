import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { evaluate } from "../../shared/expressions/evaluate.ts";
import type { Typed } from "../../shared/expressions/typed.ts";
import { coerce, Mismatch } from "../../shared/records/coerce.ts";
import { parseJsonText } from "../../shared/records/json-text.ts";
import { createDecoder } from "../../runtime/vectors/decode.ts";
import { denseSelection, valueAt } from "../../runtime/vectors/gather.ts";
import { compileColumns, compilePredicate } from "../../runtime/vectors/kernel.ts";
import { makeRoots } from "../../runtime/vectors/roots.ts";
import { byteRows } from "../support/byte-rows.ts";
import { expression, recordRoots, type } from "../support/typed-expression.ts";

const valueType = type(`{
  id: string; count: int; ratio: number; total: decimal; flag: boolean; at: instant; took: duration;
  note?: string; score: number | null; big: int; ok?: boolean;
  customer?: { name: string; zip?: int; address: { city: string } };
  tags: string[]; raw: any
}`);
const roots = recordRoots(valueType);

const predicates = [
  "value.count > 3",
  "value.ratio >= 0.5 && value.flag",
  'value.id == "a"',
  'value.note == "long enough to be compared"',
  'value.note != "é"',
  'value.customer.name == "Ada" || value.customer.zip == 8001',
  "value.total > 1.5",
  "value.big == 9007199254740993",
  "value.ok ?? false",
  'value.at > instant("2024-01-01T00:00:00Z")',
  "value.tags.length > 1",
  'value.tags.some(tag => tag == "x")',
  "value.score == null",
  'value.raw.kind == "z"',
  '"" == value.id',
  'value.id == "q\\"uote"',
];
const computed = [
  "value.count + 1",
  "value.big + value.count",
  "value.ratio * 2",
  "value.total * 3",
  "value.score",
  "value.score ?? 0.25",
  "value.flag",
  "value.ok",
  "value.id",
  "value.note",
  "`${value.id}-${value.count}`",
  "value.at",
  "value.took",
  "value.tags",
  "value.tags.map(tag => tag + value.id)",
  "value.customer",
  "value.customer.address.city",
  "value.raw",
  "value.raw.kind",
  "value.count > 2 ? value.id : null",
  "{ id: value.id, n: value.count * 2, where: value.customer.address.city }",
  "{ ...value.customer, extra: value.count }",
  "10 / value.count",
  "value.count % value.count",
  "[value.count, 7]",
];

const texts = fc.oneof(
  fc.constantFrom(
    "a",
    "",
    "é",
    "x",
    'q"uote',
    "Ada",
    "long enough to be compared",
    "long enough to be compareD",
    "\u{1f600}",
  ),
  fc.string({ unit: "grapheme", maxLength: 10 }),
);
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.option(fc.option(value, { nil: null }), { nil: undefined });
const int = fc.oneof(fc.integer({ min: -3, max: 6 }), fc.maxSafeInteger());
const double = fc.oneof(
  fc.constantFrom(0, 0.5, -0.25, 1e300, 12.5),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
/** JSON text, because big integers and instants as numbers have to be in it as well. */
const values = fc
  .record({
    id: texts,
    count: int,
    ratio: double,
    total: fc.oneof(
      double.map((n) => (Math.abs(n) < 1e20 ? n : 1)),
      fc.constant("12.30"),
    ),
    flag: fc.boolean(),
    at: fc.oneof(
      fc.constantFrom("2024-02-29T12:00:00Z", "2023-06-01T00:00:00.123+02:00", "1999-12-31"),
      fc.integer({ min: 0, max: 2e12 }),
    ),
    took: fc.oneof(fc.constant("1h30m"), fc.integer({ min: 0, max: 1e6 })),
    note: optional(texts),
    score: fc.option(double, { nil: null }),
    big: fc.constantFrom(1, 4, "<9007199254740993>", "<-9223372036854775808>"),
    ok: optional(fc.boolean()),
    customer: optional(
      fc.record({ name: texts, zip: optional(fc.constantFrom(8001, 3000)), address: fc.record({ city: texts }) }),
    ),
    tags: fc.array(texts, { maxLength: 3 }),
    raw: fc.oneof(fc.constant(null), fc.record({ kind: fc.constantFrom("z", "y", 5) }), fc.integer(), texts),
  })
  .map((value) => JSON.stringify(value).replace(/"<(-?\d+)>"/g, "$1"));

/** What the interpreter says of each text: a value, or the error's code. */
function interpret(typed: Typed, text: string): unknown {
  const value = coerce(parseJsonText(text), valueType);
  assert.ok(!(value instanceof Mismatch), text);
  try {
    return { value: evaluate(typed, () => value) };
  } catch (error) {
    return { code: (error as { code?: string }).code };
  }
}

function run(typed: Typed, input: readonly string[], uses: (readonly string[])[], rows?: Int32Array): unknown[] {
  const bytes = byteRows(input);
  const selection = rows ?? denseSelection(input.length);
  const selected = rows?.length ?? input.length;
  const decoded = createDecoder(valueType, { format: "json" }, uses).decode(bytes, selection, selected, (_, error) => {
    throw error;
  });
  const failed = new Map<number, unknown>();
  const kernel = compileColumns([typed], { passThrough: false });
  const result = kernel.run(makeRoots(input.length, { value: decoded.column }), selection, selected, (row, error) =>
    failed.set(row, { code: (error as { code?: string }).code }),
  );
  const alive = new Set(result.selection.subarray(0, result.selected));
  assert.equal(alive.size + failed.size, selected);
  return Array.from(selection.subarray(0, selected), (row) =>
    alive.has(row) ? { value: valueAt(result.columns[0]!, row, typed.type) } : failed.get(row),
  );
}

for (const source of [...computed, ...predicates])
  test(`computes as the interpreter: ${source}`, () => {
    const typed = expression(source, roots);
    const paths = [[[]], [["id"], ["count"], ["customer", "name"], ["ratio"]]];
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 6 }), fc.nat(), (input, pick) => {
        const expected = input.map((text) => interpret(typed, text));
        for (const uses of paths) assert.deepEqual(run(typed, input, uses), expected, input.join("\n"));
        const rows = Int32Array.from([...input.keys()].filter((row) => (pick >> row) % 2 === 0));
        assert.deepEqual(
          run(typed, input, paths[1]!, rows),
          [...rows].map((row) => expected[row]),
        );
      }),
      { numRuns: 60 },
    );
  });

test("predicates keep the rows for which the interpreter says true", () => {
  const all = predicates.map((source) => ({
    typed: expression(source, roots),
    kernel: compilePredicate(expression(source, roots)),
  }));
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 20 }), (input) => {
      const bytes = byteRows(input);
      const { column } = createDecoder(valueType, { format: "json" }, [["id"], ["count"]]).decode(
        bytes,
        denseSelection(input.length),
        input.length,
        assert.fail,
      );
      const shared = makeRoots(input.length, { value: column });
      let selection: Int32Array = denseSelection(input.length);
      let selected = input.length;
      let expected = [...input.keys()];
      // One after the other over the same column, so that what one has prepared serves the next.
      for (const { typed, kernel } of all) {
        const out = new Int32Array(selected);
        const count = kernel.run(shared, selection, selected, out, () => undefined);
        const next = expected.filter((row) => {
          const result = interpret(typed, input[row]!) as { value?: unknown };
          return result.value === true;
        });
        assert.deepEqual([...out.subarray(0, count)], next);
        if (count >= selected / 2) [selection, selected, expected] = [out, count, next];
      }
    }),
    { numRuns: 100 },
  );
});

test("what an expression does not read may be anything; what it reads must fit", () => {
  const text = '{"id":5,"count":"x","ratio":1,"customer":7}';
  const outcome = (source: string): unknown => run(expression(source, roots), [text], [["id"]])[0];
  assert.deepEqual(outcome("value.ratio"), { value: 1 });
  assert.deepEqual(outcome("value.id"), { code: "REC_0003" });
  assert.deepEqual(outcome('value.id == "5"'), { code: "REC_0003" });
  assert.deepEqual(outcome("value.count"), { code: "REC_0003" });
  assert.deepEqual(outcome("value.customer.name"), { code: "REC_0003" });
  assert.deepEqual(outcome("value.flag"), { code: "EXPR_1001" });
  assert.deepEqual(outcome("value.note"), { value: null });
});

test("a row that fails does not stop the others", () => {
  const input = ["1", "0", "2", "0", "0", "5"].map((count) => `{"count":${count}}`);
  const results = run(expression("10 % value.count", roots), input, [["count"]]) as {
    value?: unknown;
    code?: string;
  }[];
  assert.deepEqual(
    results.map(({ value, code }) => value ?? code?.slice(0, 4)),
    [0, "EXPR", 0, "EXPR", "EXPR", 0],
  );
});

test("bytes that nobody checked are checked when they are read", () => {
  const bytes = byteRows(['{"count":1}', '{"count":2', "", "[3]"]);
  const never = createDecoder(valueType, { format: "json" }, []).decode(bytes, denseSelection(4), 4, assert.fail);
  const codes: unknown[] = [];
  const kernel = compileColumns([expression("value.count", roots)], { passThrough: false });
  const result = kernel.run(makeRoots(4, { value: never.column }), denseSelection(4), 4, (_row, error) =>
    codes.push((error as { code: string }).code),
  );
  assert.equal(result.selected, 1);
  assert.deepEqual(codes, ["REC_0001", "REC_0001", "REC_0003"]);
});
