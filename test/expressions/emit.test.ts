import assert from "node:assert/strict";
import { test } from "node:test";
import { emit } from "../../shared/expressions/emit.ts";
import { mustCheck } from "./sample.ts";

function code(source: string, equalsText = false): string {
  return emit(mustCheck(source), {
    path: (root, steps) => [root, ...steps].join("_"),
    constant: (_, hint) => `$${hint}`,
    ...(equalsText
      ? {
          equalsText: (root: string, steps: readonly string[], literal: string) =>
            `is(${[root, ...steps].join("_")}, ${JSON.stringify(literal)})`,
        }
      : {}),
  });
}

const emitted: readonly (readonly [source: string, code: string])[] = [
  ["value.ratio > 100 && value.id == 'FR'", '((value_ratio > 100) && (value_id === "FR"))'],
  ["value.count > 1.5", "(value_count > 1.5)"],
  ["value.count == 1.5", "(value_count == 1.5)"],
  ["value.count + 1", "$addInt(value_count, 1)"],
  ["value.ratio + 1", "(value_ratio + 1)"],
  ["value.ratio / 2", "(value_ratio / 2)"],
  ["value.ratio / value.ratio", "$divideNumber(value_ratio, value_ratio)"],
  ["value.total > 100", "(value_total.compare($literal) > 0)"],
  ["value.at > instant('1970-01-01T00:00:01Z')", "(value_at > 1000)"],
  ["value.note == null", "(value_note === null)"],
  ["value.note ?? 'x'", '(value_note ?? "x")'],
  ["value.note != null && value.note > 'x'", '((value_note !== null) && (value_note > "x"))'],
  ["value.raw.s == 'x'", '(value_raw_s === "x")'],
  ["value.raw.n == 1", "$equalAny(value_raw_n, 1)"],
  ["1 + 2 * 3", "7"],
  ["text.upper('a')", '"A"'],
  ["value.flag ? 1 : -1", "(value_flag ? 1 : (-1))"],
  ["text.upper(value.id)", "$text.upper(value_id)"],
  ["list.contains(['FR', 'DE'], value.id)", "$list.contains($list, value_id)"],
  ["'\\u2028'", '"\\u2028"'],
  ["{ a: value.id }", '({ __proto__: null, ["a"]: value_id })'],
  ["value.tags.map((t, i) => t)", "$map(value_tags, ($p0, $p1) => ($p0))"],
];

for (const [source, expected] of emitted)
  test(`the code of ${source}`, () => {
    assert.equal(code(source), expected);
  });

test("comparisons of paths with text go the short way where there is one", () => {
  assert.equal(code("value.id == 'FR'", true), '(is(value_id, "FR"))');
  assert.equal(code("'FR' != value.raw.c", true), '!(is(value_raw_c, "FR"))');
  assert.equal(
    code("value.note != null && value.note == 'x'", true),
    '((value_note !== null) && (is(value_note, "x")))',
  );
  assert.equal(code("value.id == value.note", true), "(value_id === value_note)");
});
