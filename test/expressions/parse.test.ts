import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../../shared/expressions/parse.ts";

/** Source, code of the first finding, the text it points at, and a word of the advice. */
const refused: readonly (readonly [source: string, code: string, at: string, advice: RegExp])[] = [
  ["", "EXPR_0001", "", /Write what to compute/],
  ["a +", "EXPR_0001", "+", /Complete it/],
  ["a b", "EXPR_0001", "b", /operator or a comma/],
  ["a;", "EXPR_0001", ";", /semicolon/],
  ["a and b", "EXPR_0001", "and", /&&/],
  ["x as string", "EXPR_0001", "as", /string\(/],
  ["return a", "EXPR_0001", "return", /Leave out return/],
  ["if (a) b", "EXPR_0001", "if", /condition \? a : b/],
  ["const a = 1", "EXPR_0001", "const", /no variables/],
  ["'abc", "EXPR_0001", "'abc", /quote/],
  ["a ?? b || c", "EXPR_0001", "||", /parentheses/],
  ["1 = 2", "EXPR_0001", "1 =", /==/],
  ["-a ** 2", "EXPR_0001", "** 2", /parentheses/],
  ["1.5.5", "EXPR_0001", ".5", /operator/],
  ["value.a = 1", "EXPR_0003", "value.a = 1", /==/],
  ["a++", "EXPR_0003", "a++", /x \+ 1/],
  ["new Date()", "EXPR_0003", "new Date()", /instant/],
  ["this.a", "EXPR_0003", "this", /value, key/],
  ["function () {}", "EXPR_0003", "function () {}", /arrow/],
  ["class {}", "EXPR_0003", "class {}", /object literal/],
  ["import('fs')", "EXPR_0003", "import('fs')", /library/],
  ["import.meta", "EXPR_0003", "import.meta", /record/],
  ["/a+/", "EXPR_0003", "/a+/", /as a string/],
  ["(a, b)", "EXPR_0003", "a, b", /one of them/],
  ["text`a`", "EXPR_0003", "text`a`", /plain template/],
  ["typeof a", "EXPR_0003", "typeof a", /type of every value/],
  ["void 0", "EXPR_0003", "void 0", /null/],
  ["delete a.b", "EXPR_0003", "delete a.b", /changed/],
  ["'a' in b", "EXPR_0003", "'a' in b", /null/],
  ["a instanceof b", "EXPR_0003", "a instanceof b", /type of every value/],
  ["a & b", "EXPR_0003", "a & b", /&&/],
  ["a | b", "EXPR_0003", "a | b", /\|\|/],
  ["~a", "EXPR_0003", "~a", /bits/],
  ["+a", "EXPR_0003", "+a", /number\(/],
  ["[1, , 2]", "EXPR_0003", "[1, , 2]", /null/],
  ["{ get a() { return 1 } }", "EXPR_0003", "get a() { return 1 }", /name: value/],
  ["{ [a]: 1 }", "EXPR_0003", "a", /string/],
  ["f?.(a)", "EXPR_0003", "f?.(a)", /name/],
  ["f(...a)", "EXPR_0003", "...a", /one by one/],
  ["a()()", "EXPR_0003", "a()", /library/],
  ["x => x", "EXPR_0004", "x => x", /map, filter/],
  ["round(x => x)", "EXPR_0004", "x => x", /map, filter/],
  ["a.map(x => { return x })", "EXPR_0004", "{ return x }", /list\.map/],
  ["a.map(async x => x)", "EXPR_0004", "async x => x", /list\.map/],
  ["a.map(({ b }) => b)", "EXPR_0004", "{ b }", /list\.map/],
  ["a.map((x, y, z) => x)", "EXPR_0004", "(x, y, z) => x", /list\.map/],
  ["a.reduce((s, x) => s + x)", "EXPR_0004", "reduce", /, 0\)/],
  ["a.filter(x => x, 1)", "EXPR_0004", "1", /list\.filter/],
  ["await a", "EXPR_0003", "await a", /Leave|leave/],
];

for (const [source, code, at, advice] of refused)
  test(`parse refuses ${source || "nothing"}`, () => {
    const [first] = parse(source).diagnostics;
    assert.ok(first);
    assert.equal(first.code, code);
    assert.equal(source.slice(first.range.from, first.range.to), at);
    assert.match(first.hint ?? "", advice);
    assert.equal(first.severity, "error");
  });

const accepted: readonly string[] = [
  "a", "(a)", "a.b?.c", "a['b']", "a[0]", "1", "1.5", ".5", "1e3", "0xff", "0b11", "1_000", "12345678901234567890", "5n", "'s'", '"s"', "`t`", "`a${b}c`",
  "true", "null", "!a", "-a", "a ?? b", "a && b || c", "a ? b : c", "a == b", "a === b", "a != b", "a !== b", "a ** b", "[a, ...b]", "{ a }", "{ a: 1, 'b c': 2, ['d']: 3, ...e }",
  "round(a)", "text.upper(a)", "a.map((x) => x)", "a.filter((x, i) => i > 0)", "a.reduce((s, x) => s + x, 0)", "a /* why */ + b // end",
]; // prettier-ignore

for (const source of accepted)
  test(`parse takes ${source}`, () => {
    const { syntax, diagnostics } = parse(source);
    assert.deepEqual(diagnostics, []);
    assert.ok(syntax);
  });

test("several problems are shown at once, and the rest is still there", () => {
  const { syntax, diagnostics } = parse("a + this + new B() + /x/");
  assert.deepEqual(
    diagnostics.map(({ code, range }) => [code, range.from]),
    [
      ["EXPR_0003", 4],
      ["EXPR_0003", 11],
      ["EXPR_0003", 21],
    ],
  );
  assert.equal(syntax?.kind, "binary");
});

const tooMuch: Readonly<Record<string, string>> = {
  "too long": `"${"x".repeat(20_000)}"`,
  "deep parentheses": "(".repeat(8000) + "a" + ")".repeat(8000),
  "deep lists": "[".repeat(100) + "]".repeat(100),
  "deep templates": "`${".repeat(80) + "a" + "}`".repeat(80),
  "unclosed brackets": "[{(".repeat(3000),
  "a long run of signs": "!".repeat(16_000) + "a",
  "a long run of minus": "- ".repeat(8000) + "a",
  "a long chain": "a" + "+a".repeat(5000),
  "a long chain of members": "a" + ".b".repeat(8000),
  "a long chain of conditions": "a?b:".repeat(4000) + "c",
  "a long chain of powers": "a" + "**a".repeat(5000),
  "a long chain of arrows": "a=>".repeat(5000) + "a",
  "many parts": `[${"1,".repeat(8000)}]`,
};

for (const [name, source] of Object.entries(tooMuch))
  test(`parse refuses ${name}`, () => {
    const { diagnostics } = parse(source);
    assert.equal(diagnostics[0]?.code, "EXPR_0002");
    assert.ok(diagnostics.length <= 50);
  });
