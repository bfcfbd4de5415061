/** Sources that try to reach more than the record: refused, or harmless. Spellings from public advisories on expression engines. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Type } from "../../shared/records/types.ts";
import { checkSource } from "../../shared/expressions/check.ts";
import { compileFunction } from "../../shared/expressions/compile-function.ts";
import { emit } from "../../shared/expressions/emit.ts";
import { evaluate } from "../../shared/expressions/evaluate.ts";

const roots: ReadonlyMap<string, Type> = new Map([["value", { kind: "any" }]]);

const refused: readonly string[] = [
  "process.exit()",
  "globalThis.process",
  "this.constructor.constructor('return process')()",
  "(() => {}).constructor('return 1')()",
  "[].constructor.constructor('return process')()",
  "''['constructor']['constructor']('return 1')()",
  "''[`constructor`][`constructor`]",
  "''[`const${'ructor'}`]",
  "''['con' + 'structor']",
  "value.map((x) => x.constructor('y')())",
  "value.constructor.constructor('return process')()",
  "value['constructor']('x')",
  "value?.['constructor']?.('x')",
  "\\u0070rocess.exit()",
  "eval('1')",
  "Function('return 1')()",
  "new Function('return 1')()",
  "require('fs')",
  "import('fs')",
  "import.meta.url",
  "new.target",
  "arguments[0]",
  "value.__proto__ = 1",
  "value.__defineGetter__('x', 1)",
  "Object.prototype.x",
  "Reflect.ownKeys(value)",
  "value`${1}`",
  "text.upper`${value}`",
  "text.constructor('x')",
  "text.upper.constructor('return 1')()",
  "text['upper']('x')",
  "round.call(null, 1)",
  "round.constructor('return 1')()",
  "library.get('x')",
  "$c0",
  "$r0",
  "value.map((a = value.x()) => a)",
  "value.map(function () { return this })",
  "value.map((...x) => x)",
  "{ get x() { return 1 } }",
  "{ ['__proto__' + '']: 1 }",
  "async () => 1",
  "1; process.exit()",
  "1) + process.exit(",
  "1 /* */ ; /* */ 2",
  "<!-- x",
  "`${process.exit()}`",
  "value.x ?? process.exit()",
  "false && process.exit()",
  "value\u2028; process.exit()",
];

for (const source of refused)
  test(`refused: ${source}`, () => {
    const { typed, diagnostics } = checkSource(source, { roots });
    assert.equal(typed, null);
    assert.ok(diagnostics.some(({ severity }) => severity === "error"));
  });

const harmless: readonly (readonly [source: string, value: unknown])[] = [
  ["value.constructor", null],
  ["value['constructor']['constructor']", null],
  ["value[`constructor`]", null],
  ["value['con' + 'structor']", null],
  ["value['\\x63onstructor']", null],
  ["value['\\u0063onstructor'].name", null],
  ["value.\\u0063onstructor", null],
  ["value.__proto__.__proto__", null],
  ["value.list.constructor", null],
  ["value.list.__proto__.push", null],
  ["value.list['length'] + 0", 2],
  ["value.text.constructor", null],
  ["value.text.__proto__", null],
  ["value.n.toFixed", null],
  ["value.list.map((constructor) => constructor.__proto__)[0]", null],
  ["value.list.map(($c0, $p0) => $p0)[1]", 1],
  ["{ __proto__: value.text }.__proto__", "hello"],
  ["{ ...value, __proto__: 1 }.toString", null],
  ["'${process.exit()}'", "${process.exit()}"],
  ["\"'); process.exit(); ('\"", "'); process.exit(); ('"],
  ["'\\u2028process.exit()//'", "\u2028process.exit()//"],
  ["`\\`+process.exit()+\\``", "`+process.exit()+`"],
  ["value['\"]; process.exit(); [\"']", null],
  ["{ '\"]: process.exit(), [\"': 1 }['\"]: process.exit(), [\"']", 1],
];

const value = { list: [1, 2], text: "hello", n: 5 };

for (const [source, expected] of harmless)
  test(`harmless: ${source}`, () => {
    const { typed, diagnostics } = checkSource(source, { roots });
    assert.ok(typed, JSON.stringify(diagnostics));
    assert.equal(
      evaluate(typed, () => value),
      expected,
    );
    assert.equal(compileFunction(typed, ["value"])(value), expected);
  });

test("generated code has no text of the source but in string literals", () => {
  const source = "{ alpha: value.beta, ['gam\"ma']: value.list.map((delta) => delta == 'eps\\'ilon') }";
  const { typed } = checkSource(source, { roots });
  assert.ok(typed);
  const code = emit(typed, { path: () => "PATH", constant: () => "CONSTANT" });
  const outside = code.replaceAll(/"(?:[^"\\]|\\.)*"/g, "S");
  assert.doesNotMatch(outside, /alpha|beta|gam|delta|eps/);
  assert.match(outside, /^[\w\s$()[\]{}:,=>.?!&|+\-*/%<]*$/);
});

test("patterns that blow up elsewhere take linear time", () => {
  const { typed } = checkSource("text.matches(value, '^(a+)+$')", { roots });
  assert.ok(typed);
  const start = performance.now();
  assert.equal(
    evaluate(typed, () => `${"a".repeat(20_000)}!`),
    false,
  );
  assert.ok(performance.now() - start < 2000);
});
