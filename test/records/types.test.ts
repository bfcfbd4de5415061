import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { explainAssignable, isAssignable, isConvertible, isSameType, unify } from "../../shared/records/assignable.ts";
import { coerce, Mismatch } from "../../shared/records/coerce.ts";
import { parseType, printType } from "../../shared/records/type-text.ts";
import type { Type } from "../../shared/records/types.ts";
import { types, valuesOf } from "../support/arbitrary-types.ts";

function mustParse(text: string): Type {
  const { type, diagnostics } = parseType(text);
  assert.deepEqual(diagnostics, []);
  assert.ok(type !== undefined);
  return type;
}

describe("types as text", () => {
  test("what is printed reads back as the same type, on one line and on many", () => {
    fc.assert(
      fc.property(types, fc.constantFrom(1, 20, 60, Infinity), (type, width) => {
        const text = printType(type, width);
        assert.deepEqual(mustParse(text), type);
        if (width === Infinity) assert.ok(!text.includes("\n"));
      }),
      { numRuns: 500 },
    );
  });

  const canonical: [string, string][] = [
    ["string", "string"],
    [" ( int ) ", "int"],
    ["Array<string>", "string[]"],
    ["ReadonlyArray<int | null>", "(int | null)[]"],
    ["null | decimal", "decimal | null"],
    ["decimal | null | null", "decimal | null"],
    ["any | null", "any"],
    ["| string\n| null", "string | null"],
    ["Record<string, int>", "{ [key: string]: int }"],
    ["{ [anything: string]: bytes[] }", "{ [key: string]: bytes[] }"],
    ["{}", "{}"],
    ["{a:int,b?:string;}", "{ a: int; b?: string }"],
    ["{\n  a: int // the id\n  b: string /* text */\n}", "{ a: int; b: string }"],
    ['{ \'a b\': int; "c": int; "it\'s": int }', '{ "a b": int; c: int; "it\'s": int }'],
    ["{ a: int; [key: string]: any }", "{ a: int; [key: string]: any }"],
    ["{ null: null; string: string }", "{ null: null; string: string }"],
    ["{ __proto__: int }", "{ __proto__: int }"],
    ["{ a: { b: { c: int[][] } } }", "{ a: { b: { c: int[][] } } }"],
  ];
  for (const [text, expected] of canonical)
    test(JSON.stringify(text), () => assert.equal(printType(mustParse(text), Infinity), expected));

  test("breaks objects over lines beyond the width", () => {
    const type = mustParse("{ id: string; customer: { name: string; country?: string | null }; tags: string[] }");
    assert.equal(
      printType(type, 60),
      "{\n  id: string;\n  customer: { name: string; country?: string | null };\n  tags: string[];\n}",
    );
  });

  const wrong: [text: string, code: string, range: [number, number], hint?: RegExp][] = [
    ["", "EXPR_0201", [0, 0]],
    ["strin", "EXPR_0202", [0, 5]],
    ["{ a: bool }", "EXPR_0202", [5, 9], /boolean/],
    ["{ a: Date; b: int }", "EXPR_0202", [5, 9], /instant/],
    ["{ a: long }", "EXPR_0202", [5, 9], /int/],
    ["string | int", "EXPR_0201", [0, 12]],
    ["{ a: int", "EXPR_0201", [8, 8]],
    ["{ a int }", "EXPR_0201", [4, 7]],
    ["{ a: int b: int }", "EXPR_0201", [9, 10]],
    ["{ a: int; a: string }", "EXPR_0201", [10, 11]],
    ["{ a: int; [k: string]: int }", "EXPR_0201", [10, 27]],
    ["{ [k: int]: int }", "EXPR_0201", [6, 9]],
    ["Map<string>", "EXPR_0202", [0, 3]],
    ["int]", "EXPR_0201", [3, 4]],
    ["{ 'a: int }", "EXPR_0201", [2, 3]],
    ["T", "EXPR_0202", [0, 1]],
    [`${"(".repeat(100)}int`, "EXPR_0203", [65, 66]],
    [`int${"[]".repeat(100)}`, "EXPR_0201", [133, 134]],
    [" ".repeat(300_000), "EXPR_0203", [0, 0]],
  ];
  for (const [text, code, [from, to], hint] of wrong)
    test(`${JSON.stringify(text.slice(0, 40))} is refused at ${from}`, () => {
      const { type, diagnostics } = parseType(text);
      assert.equal(type, undefined);
      const [first] = diagnostics;
      assert.equal(first?.code, code);
      assert.deepEqual(first.range, { from, to });
      assert.match(first.hint ?? "", hint ?? /./);
    });

  test("all unknown names are found at once", () => {
    assert.deepEqual(
      parseType("{ a: bool; b: float }").diagnostics.map((diagnostic) => diagnostic.hint),
      ["Write boolean.", "Write number."],
    );
  });

  test("no text makes the parser throw", () => {
    const signs = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      "(",
      ")",
      ":",
      ";",
      "?",
      "|",
      "<",
      ">",
      "int",
      "a",
      "'",
      '"',
      "\\",
      "\n",
      " ",
      "//",
      "/*",
      "Array",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(signs, { maxLength: 40 }).map((parts) => parts.join("")),
        ),
        (text) => {
          const { type, diagnostics } = parseType(text);
          assert.equal(type === undefined, diagnostics.length > 0);
          for (const { range } of diagnostics) assert.ok(range && range.from <= range.to && range.to <= text.length);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe("assignable", () => {
  const yes: [string, string][] = [
    ["int", "int"],
    ["int", "any"],
    ["null", "any"],
    ["int", "int | null"],
    ["null", "int | null"],
    ["{ a: int; b: string }", "{ a: int }"],
    ["{ a: int }", "{ a: int; b?: string }"],
    ["{ a: int }", "{ a: int; b: string | null }"],
    ["{ a: int }", "{ a: int; b: any }"],
    ["{ a?: int }", "{ a: int | null }"],
    ["{ a: int; b: int }", "{ [key: string]: int }"],
    ["{ a: int; [key: string]: any }", "{ [key: string]: any }"],
    ["{ a: int }", "{ a: int; [key: string]: any }"],
    ["int[]", "(int | null)[]"],
  ];
  for (const [from, to] of yes) test(`${from} to ${to}`, () => assert.ok(isAssignable(mustParse(from), mustParse(to))));

  const no: [from: string, to: string, path: string][] = [
    ["any", "int", ""],
    ["int | null", "int", ""],
    ["int", "number", ""],
    ["{ a: int }", "{ a: string }", ".a"],
    ["{}", "{ a: string }", ".a"],
    ["{ a?: int }", "{ a: int }", ".a"],
    ["{ items: { price: number }[] }", "{ items: { price: decimal }[] }", ".items[].price"],
    ["{ [key: string]: int }", "{ [key: string]: string }", "[*]"],
    ["{ [key: string]: int }", "{ a?: int }", ""],
    ["{ a: int; [key: string]: any }", "{ a: int; b: string }", ".b"],
    ["instant", "int", ""],
  ];
  for (const [from, to, path] of no)
    test(`${from} not to ${to}`, () => assert.equal(explainAssignable(mustParse(from), mustParse(to))?.path, path));

  test("implicit conversions: int widens, any is checked at run time", () => {
    for (const [from, to] of [
      ["int", "decimal"],
      ["int[]", "number[]"],
      ["{ a: any }", "{ a: instant }"],
      ["any", "{ a: int[] }"],
    ] as const)
      assert.ok(isConvertible(mustParse(from), mustParse(to)), `${from} to ${to}`);
    for (const [from, to] of [
      ["number", "int"],
      ["number", "decimal"],
      ["string", "int"],
      ["int | null", "number"],
    ] as const)
      assert.ok(!isConvertible(mustParse(from), mustParse(to)), `${from} to ${to}`);
  });

  test("a value of a type is a value of every type it is assignable to", () => {
    fc.assert(
      fc.property(
        types.chain((from) => fc.tuple(fc.constant(from), valuesOf(from), types)),
        ([from, value, other]) => {
          assert.ok(isAssignable(from, from));
          assert.ok(!(coerce(value, from) instanceof Mismatch));
          const to = unify(from, other);
          if (to === undefined) return;
          assert.ok(isConvertible(from, to), `${printType(from)} to ${printType(to)}`);
          if (isAssignable(from, to)) assert.ok(!(coerce(value, to) instanceof Mismatch));
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe("the least type of two", () => {
  const cases: [string, string, string | undefined][] = [
    ["int", "int", "int"],
    ["int", "number", "number"],
    ["decimal", "int", "decimal"],
    ["number", "decimal", undefined],
    ["string", "null", "string | null"],
    ["int | null", "number", "number | null"],
    ["string", "any", "any"],
    ["int[]", "number[]", "number[]"],
    ["string", "int", undefined],
    ["{ a: int; b: string }", "{ b: string | null; c: int }", "{ a?: int; b: string | null; c?: int }"],
    ["{ a: int }", "{ a: string }", undefined],
    ["{ a: int }", "{ [key: string]: number }", "{ [key: string]: number }"],
    ["{ [key: string]: int }", "{ [key: string]: string }", undefined],
    ["{ a: int; [key: string]: any }", "{ b: int }", "{ a?: int; b?: any; [key: string]: any }"],
  ];
  for (const [a, b, expected] of cases)
    test(`${a} and ${b}`, () => {
      const joined = unify(mustParse(a), mustParse(b));
      assert.equal(joined && printType(joined, Infinity), expected);
    });

  test("does not depend on the order, and joining again changes nothing", () => {
    fc.assert(
      fc.property(types, types, (a, b) => {
        const joined = unify(a, b);
        const other = unify(b, a);
        assert.equal(joined === undefined, other === undefined);
        if (joined === undefined || other === undefined) return;
        assert.ok(isSameType(joined, other));
        const again = unify(joined, a);
        assert.ok(again !== undefined && isSameType(again, joined), `${printType(joined)} with ${printType(a)}`);
      }),
      { numRuns: 400 },
    );
  });
});
