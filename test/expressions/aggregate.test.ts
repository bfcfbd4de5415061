import assert from "node:assert/strict";
import { test } from "node:test";
import { describeType } from "../../shared/records/type-text.ts";
import { makeNullable, type Type } from "../../shared/records/types.ts";
import { checkAggregate, type AggregateSignature } from "../../shared/expressions/check-aggregate.ts";
import { evaluate } from "../../shared/expressions/evaluate.ts";
import { parse } from "../../shared/expressions/parse.ts";
import { record, roots, type } from "./sample.ts";

const functions: readonly AggregateSignature[] = [
  { name: "count", arity: { least: 0, most: 0 }, result: () => ({ kind: "int" }) },
  {
    name: "sum",
    arity: { least: 1, most: 1 },
    result: ([of]) => (of?.kind === "string" ? { error: "sum adds numbers.", argument: 0 } : of!),
  },
  { name: "max", arity: { least: 1, most: 1 }, result: ([of]) => makeNullable(of!) },
  {
    name: "topK",
    arity: { least: 2, most: 2 },
    result: ([of], [, k]) =>
      typeof k === "number"
        ? { kind: "array", element: of! }
        : { error: "The number of items is a literal.", argument: 1 },
  },
];

const resultRoots: ReadonlyMap<string, Type> = new Map([["window", type("{ start: instant; end: instant }")]]);

function check(source: string) {
  return checkAggregate(parse(source), { roots, resultRoots }, functions);
}

const calls: readonly (readonly [source: string, type: string, calls: readonly string[], uses: readonly string[]])[] = [
  ["count()", "int", ["count"], []],
  ["sum(value.total)", "decimal", ["sum"], ["value.total"]],
  ["sum(value.total * value.count)", "decimal", ["sum"], ["value.count", "value.total"]],
  ["sum(value.total) / count()", "decimal", ["sum", "count"], ["value.total"]],
  ["count() + count()", "int", ["count"], []],
  ["sum(value.count) > 0 ? sum(value.count) : -1", "int", ["sum"], ["value.count"]],
  ["max(value.count) ?? 0", "int", ["max"], ["value.count"]],
  ["max(sum(value.count), 0)", "int", ["sum"], ["value.count"]],
  ["sum(max(value.count, 1))", "int", ["sum"], ["value.count"]],
  ["topK(value.id, 3)", "string[]", ["topK"], ["value.id"]],
  ["topK(value.lines, 3).map((lines) => lines.length)", "int[]", ["topK"], ["value.lines"]],
  ["{ n: count(), from: window.start }", "{ n: int; from: instant }", ["count"], []],
];

for (const [source, expected, names, uses] of calls)
  test(`the aggregate ${source}`, () => {
    const checked = check(source);
    assert.deepEqual(checked.diagnostics, []);
    assert.equal(describeType(checked.type), describeType(type(expected)));
    assert.deepEqual(
      checked.calls.map(({ name }) => name),
      names,
    );
    assert.deepEqual(
      checked.uses.map(({ root, steps }) => [root, ...steps].join(".")),
      uses,
    );
  });

test("the expression around is computed from the results", () => {
  const { typed } = check("sum(value.count) / count() + sum(value.count)");
  assert.ok(typed);
  const results = record({ 0: 10, 1: 4 });
  assert.equal(
    evaluate(typed, (root) => (root === "$aggregate" ? results : null)),
    12.5,
  );
});

const findings: readonly (readonly [source: string, code: string, at: string, words: RegExp])[] = [
  ["value.total + count()", "EXPR_0101", "value", /one record.*aggregate function/],
  ["sum(count())", "EXPR_0115", "count()", /within another/],
  ["sum(max(value.count))", "EXPR_0115", "max(value.count)", /within another/],
  ["sum(value.id)", "EXPR_0110", "value.id", /adds numbers/],
  ["sum(1, 2)", "EXPR_0110", "sum(1, 2)", /takes 1 argument/],
  ["topK(value.id, value.count)", "EXPR_0110", "value.count", /literal/],
  ["smu(value.total)", "EXPR_0103", "smu", /Did you mean sum/],
  ["cuont()", "EXPR_0103", "cuont", /no function.*Did you mean count/],
  ["sum(value.nope)", "EXPR_0102", "nope", /not a field/],
  ["sum(value.lines.map((line) => line.qty).length + wndow.start)", "EXPR_0101", "wndow", /not known/],
];

for (const [source, code, at, words] of findings)
  test(`a finding in the aggregate ${source}`, () => {
    const { typed, diagnostics } = check(source);
    assert.equal(typed, null);
    assert.equal(diagnostics.length, 1);
    const [first] = diagnostics;
    assert.equal(first?.code, code);
    assert.equal(source.slice(first.range.from, first.range.to), at);
    assert.match(`${first.message} ${first.hint ?? ""}`, words);
  });
