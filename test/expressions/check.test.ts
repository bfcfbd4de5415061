import assert from "node:assert/strict";
import { test } from "node:test";
import { describeType } from "../../shared/records/type-text.ts";
import { compileFunction } from "../../shared/expressions/compile-function.ts";
import { familiarNames } from "../../shared/expressions/familiar-names.ts";
import { library } from "../../shared/expressions/functions/library.ts";
import { checkSample, sample, type } from "./sample.ts";

const types: readonly (readonly [source: string, type: string])[] = [
  ["1", "int"],
  ["1.5", "number"],
  ["1e3", "number"],
  ["9223372036854775807", "int"],
  ["-9223372036854775808", "int"],
  ["'a'", "string"],
  ["null", "null"],
  ["value.count + 1", "int"],
  ["value.count / 2", "number"],
  ["value.count + 1.5", "number"],
  ["value.count + value.ratio", "number"],
  ["value.count * value.total", "decimal"],
  ["value.total * 1.5", "decimal"],
  ["1.5 - value.total", "decimal"],
  ["-1.5 * value.total", "decimal"],
  ["value.total > 1.5", "boolean"],
  ["value.raw.n + 1", "any"],
  ["value.raw.s + 'x'", "string"],
  ["value.id + 'x'", "string"],
  ["value.at - value.at", "duration"],
  ["value.at + value.took", "instant"],
  ["value.took + value.at", "instant"],
  ["value.at - value.took", "instant"],
  ["value.took * 2", "duration"],
  ["value.took / 2", "duration"],
  ["value.took / value.took", "number"],
  ["-value.took", "duration"],
  ["value.note", "string | null"],
  ["value.note?.length", "int | null"],
  ["value.customer.name", "string | null"],
  ["value.customer?.address.city", "string | null"],
  ["value.customer.zip", "int | null"],
  ["value.customer == null ? 'none' : value.customer.name", "string"],
  ["value.customer != null && value.customer.name == 'x'", "boolean"],
  ["value.customer == null || value.customer.name > 'x'", "boolean"],
  ["!(value.customer == null) && value.customer.name > 'x'", "boolean"],
  ["value.customer.address.city != null ? value.customer.name : ''", "string"],
  ["value.age != null && value.age > 1 ? value.age + 1 : 0", "int"],
  ["value.note == 'x' ? value.note : 'y'", "string"],
  ["value.note ?? 'x'", "string"],
  ["value.note ?? value.note", "string | null"],
  ["value.age ?? 1.5", "number"],
  ["value.price ?? 1.5", "decimal"],
  ["value.maybe ?? []", "string[]"],
  ["value.flag ? [] : value.tags", "string[]"],
  ["value.flag ? 1 : null", "int | null"],
  ["value.flag ? value.total : 1.5", "decimal"],
  ["value.flag ? 1 : 2.5", "number"],
  ["`${value.id}-${value.count}`", "string"],
  ["value.tags", "string[]"],
  ["value.tags[0]", "string | null"],
  ["value.tags.length", "int"],
  ["value.id.length", "int"],
  ["value.blob.length", "int"],
  ["value.maybe.length", "int | null"],
  ["value.attributes.color", "string | null"],
  ["value.attributes.length", "string | null"],
  ["value.attributes[value.id]", "string | null"],
  ["value['count']", "int"],
  ["value.open.known", "int"],
  ["value.open.other", "any"],
  ["value.raw.length", "any"],
  ["value.raw[0]", "any"],
  ["[]", "any[]"],
  ["[1, 2.5]", "number[]"],
  ["[1, value.total, 2.5]", "decimal[]"],
  ["[1, null]", "(int | null)[]"],
  ["[...value.counts, 2.5]", "number[]"],
  ["{ a: 1, b: value.id }", "{ a: int; b: string }"],
  ["{ ...value.customer, a: 1 }", "{ name?: string; zip?: int; address?: { city: string }; a: int }"],
  ["{ zip: 'x', ...value.lines[0] }.zip", "string"],
  ["{ a: 1, ...{ a: 'x' } }", "{ a: string }"],
  ["{ a: 1, ...value.raw }", "{ a: any; [key: string]: any }"],
  ["{ ...value.raw, a: 1 }", "{ a: int; [key: string]: any }"],
  ["{ qty: 'x', ...value.customer, gift: 1, ...value.lines[0] }.gift", "any"],
  ["value.lines.map((line) => line.price * line.qty)", "decimal[]"],
  ["value.lines.map((line, i) => i)", "int[]"],
  ["value.lines.filter((line) => line.qty > 1)", "{ sku: string; price: decimal; qty: int; gift?: boolean }[]"],
  ["value.lines.find((line) => line.qty > 1).sku", "string | null"],
  ["value.lines.some((line) => line.gift ?? false)", "boolean"],
  ["value.maybe.every((tag) => tag != '')", "boolean | null"],
  ["value.holes.filter((n) => n != null)", "int[]"],
  ["value.lines.reduce((sum, line) => sum + line.price * line.qty, 0)", "decimal"],
  ["value.counts.reduce((sum, n) => sum + n, 0)", "int"],
  ["value.counts.reduce((sum, n) => sum + n / 2, 0)", "number"],
  ["value.counts.reduce((all, n) => [...all, n], [])", "any[]"],
  ["value.raw.l.map((x) => x)", "any[] | null"],
  ["value.tags.map((value) => value.length)", "int[]"],
  ["value.tags.map((t) => value.tags.map((t) => t.length))", "int[][]"],
  ["text.upper(value.id)", "string"],
  ["text.upper(value.note)", "string | null"],
  ["round(value.total, 1)", "decimal"],
  ["max(value.total, 1.5)", "decimal"],
  ["list.contains(['FR', 'DE'], value.id)", "boolean"],
  ["value.at > instant('2024-01-01')", "boolean"],
  ["value.raw.x == 1", "boolean"],
  ["value.big == value.ratio", "boolean"],
];

for (const [source, expected] of types)
  test(`the type of ${source}`, () => {
    const { typed, type: found, diagnostics } = checkSample(source);
    assert.deepEqual(diagnostics, []);
    assert.ok(typed);
    assert.equal(describeType(found), describeType(type(expected)));
  });

/** Source, code, the text it points at, the source after the fix (null: no fix is offered), and words of message or hint. */
const findings: readonly (readonly [source: string, code: string, at: string, fixed: string | null, words: RegExp])[] =
  [
    ["valeu.id", "EXPR_0101", "valeu", "value.id", /Did you mean value\?/],
    ["count > 1", "EXPR_0101", "count", "value.count > 1", /value\.count/],
    ["undefined == value.note", "EXPR_0101", "undefined", "null == value.note", /Use null/],
    ["round + 1", "EXPR_0101", "round", null, /It is a function: write round/],
    ["value.custmer", "EXPR_0102", "custmer", "value.customer", /not a field of value.*Did you mean "customer"/],
    ["value['custmer']", "EXPR_0102", "'custmer'", 'value["customer"]', /customer/],
    ["value.customer.nmae", "EXPR_0102", "nmae", "value.customer.name", /value\.customer/],
    ["value.constructor", "EXPR_0102", "constructor", null, /It has id, count/],
    ["value.lines.sku", "EXPR_0112", "sku", null, /list.*value\.lines\[0\]/],
    ["value.count.x", "EXPR_0112", "x", null, /int, which has no field/],
    ["value.id[0]", "EXPR_0112", "value.id[0]", null, /text\.slice/],
    ["value.tags['a']", "EXPR_0112", "'a'", null, /int is needed/],
    ["value.tags[1.5]", "EXPR_0112", "1.5", null, /int\(/],
    ["value.note + 'x'", "EXPR_0104", "value.note", `(value.note ?? "") + 'x'`, /may be null/],
    ["value.age > 1", "EXPR_0104", "value.age", "(value.age ?? 0) > 1", /\?\? 0/],
    ["value.due > value.at", "EXPR_0104", "value.due", null, /!= null/],
    ["-value.age", "EXPR_0104", "value.age", "-(value.age ?? 0)", /may be null/],
    ["`${value.note}`", "EXPR_0104", "value.note", '`${(value.note ?? "")}`', /template/],
    ["value.ok ? 1 : 2", "EXPR_0104", "value.ok", "(value.ok ?? false) ? 1 : 2", /condition/],
    [
      "value.age != null || value.age > 1",
      "EXPR_0104",
      "value.age",
      "value.age != null || (value.age ?? 0) > 1",
      /may be null/,
    ],
    ["value.count + 'x'", "EXPR_0105", "value.count + 'x'", "`${value.count}x`", /template/],
    ["value.id * 2", "EXPR_0105", "value.id * 2", "number(value.id) * 2", /number/],
    ["value.id > 2", "EXPR_0105", "value.id > 2", "number(value.id) > 2", /string and int/],
    ["value.flag > value.flag", "EXPR_0105", "value.flag > value.flag", null, /boolean/],
    ["value.at + value.at", "EXPR_0105", "value.at + value.at", null, /instant/],
    [
      "value.at > '2024-01-01T00:00:00Z'",
      "EXPR_0105",
      "value.at > '2024-01-01T00:00:00Z'",
      "value.at > instant('2024-01-01T00:00:00Z')",
      /instant\(/,
    ],
    ["value.took > '5m'", "EXPR_0105", "value.took > '5m'", "value.took > duration('5m')", /duration\(/],
    [
      "value.total * value.ratio",
      "EXPR_0106",
      "value.ratio",
      "value.total * decimal(value.ratio)",
      /decimal\(value\.ratio\).*number\(value\.total\)/,
    ],
    ["value.total == value.ratio", "EXPR_0106", "value.ratio", "value.total == decimal(value.ratio)", /a decimal/],
    ["value.flag ? value.total : value.ratio", "EXPR_0106", "value.flag ? value.total : value.ratio", null, /decimal/],
    ["value.id == 3", "EXPR_0107", "value.id == 3", null, /never equal.*string\(3\)/],
    [
      "value.at == '2024-01-01'",
      "EXPR_0107",
      "value.at == '2024-01-01'",
      "value.at == instant('2024-01-01')",
      /instant/,
    ],
    ["value.flag == 1", "EXPR_0107", "value.flag == 1", null, /boolean and int/],
    ["value.tags == value.id", "EXPR_0107", "value.tags == value.id", null, /never equal/],
    ["value.note ? 1 : 2", "EXPR_0108", "value.note", "value.note != null ? 1 : 2", /!= null/],
    ["value.id && value.flag", "EXPR_0108", "value.id", `value.id != "" && value.flag`, /!= ""/],
    ["!value.count", "EXPR_0108", "value.count", "!(value.count != 0)", /!= 0/],
    ["value.tags || value.flag", "EXPR_0108", "value.tags", "value.tags.length > 0 || value.flag", /length/],
    ["value.tags.filter((t) => t)", "EXPR_0108", "t", `value.tags.filter((t) => t != "")`, /true or false/],
    ["value.flag ? 1 : 'x'", "EXPR_0109", "value.flag ? 1 : 'x'", null, /int and string/],
    ["value.note ?? 1", "EXPR_0109", "value.note ?? 1", null, /no type in common/],
    ["[1, 'x']", "EXPR_0109", "'x'", null, /string does not fit/],
    ["value.counts.reduce((s, n) => 'x', 0)", "EXPR_0109", "'x'", null, /begins with int/],
    ["text.uper(value.id)", "EXPR_0103", "text.uper", "text.upper(value.id)", /text\.upper/],
    ["Math.round(value.ratio)", "EXPR_0103", "Math.round", "round(value.ratio)", /round/],
    ["toUpperCase(value.id)", "EXPR_0103", "toUpperCase", "text.upper(value.id)", /text\.upper/],
    ["value.id.toUpperCase()", "EXPR_0103", "toUpperCase", "text.upper(value.id)", /no methods/],
    ["(value.note ?? 'x').trim()", "EXPR_0103", "trim", "text.trim(value.note ?? 'x')", /text\.trim/],
    ["value.id.includes('x')", "EXPR_0103", "includes", "text.contains(value.id, 'x')", /text\.contains/],
    ["value.tags.map(text.upper)", "EXPR_0004", "text.upper", "value.tags.map((item) => text.upper(item))", /=>/],
    ["value.tags.map()", "EXPR_0004", "value.tags.map()", null, /=>/],
    ["round('x')", "EXPR_0110", "'x'", null, /round does not take string/],
    ["text.upper()", "EXPR_0110", "text.upper()", null, /takes 1 argument/],
    ["list.sortBy(value.lines, value.id)", "EXPR_0110", "value.id", null, /literal/],
    ["text.matches(value.id, '(')", "EXPR_0110", "'('", null, /not valid/],
    ["value.count.map((x) => x)", "EXPR_0112", "value.count", null, /works on lists/],
    ["[...value.count]", "EXPR_0112", "value.count", null, /not a list/],
    ["{ ...value.count }", "EXPR_0112", "value.count", null, /no fields/],
    ["`${value.tags}`", "EXPR_0105", "value.tags", null, /template/],
    ["1 / 0", "EXPR_0114", "1 / 0", null, /divided by zero/],
    ["9223372036854775807 + 1", "EXPR_0114", "9223372036854775807 + 1", null, /64 bits/],
    ["12345678901234567890", "EXPR_0005", "12345678901234567890", 'decimal("12345678901234567890")', /64 bits/],
    ["1e999", "EXPR_0005", "1e999", null, /range/],
    ["value.count == null", "EXPR_0113", "value.count == null", null, /never null/],
    ["value.count ?? 1", "EXPR_0113", "value.count", null, /never null/],
    ["{ a: 1, a: 2 }", "EXPR_0116", "a", null, /twice/],
  ];

for (const [source, code, at, fixed, words] of findings)
  test(`a finding in ${source}`, () => {
    const { typed, diagnostics } = checkSample(source);
    const [first] = diagnostics;
    assert.ok(first, "there is a finding");
    assert.equal(diagnostics.length, 1);
    assert.equal(first.code, code);
    assert.equal(source.slice(first.range.from, first.range.to), at);
    assert.match(`${first.message} ${first.hint ?? ""}`, words);
    assert.equal(typed === null, first.severity === "error");
    assert.equal(first.fix === undefined ? null : applied(source, first.fix), fixed);
  });

function applied(source: string, fix: { from: number; to: number; text: string }): string {
  return source.slice(0, fix.from) + fix.text + source.slice(fix.to);
}

test("every fix that is offered settles what it is offered for", () => {
  for (const [source, code, , fixed] of findings) {
    if (fixed === null) continue;
    const left = checkSample(fixed).diagnostics.filter((finding) => finding.severity === "error");
    assert.deepEqual(
      left.map((finding) => `${finding.code} ${finding.message}`),
      [],
      `${source} (${code}) → ${fixed}`,
    );
  }
});

const expectations: readonly (readonly [source: string, expected: string, result: string | RegExp])[] = [
  ["1", "decimal", "decimal"],
  ["1.5", "decimal", "decimal"],
  ["value.flag ? 1.5 : 2.5", "decimal", "decimal"],
  ["{ total: 1.5, n: 1 }", "{ total: decimal; n: number }", "{ total: decimal; n: number }"],
  ["[1, 2.5]", "decimal[]", "decimal[]"],
  ["[]", "string[]", "string[]"],
  ["value.count", "number | null", "number | null"],
  ["value.raw.x", "string", "string"],
  ["value.note", "string", /Give a default: value\.note \?\? ""/],
  ["value.due", "instant", /!= null/],
  ["value.count", "string", /string\(value\.count\)/],
  ["value.ratio", "decimal", /decimal\(/],
  ["value.count", "boolean", /condition/],
  ["value.customer", "{ name: int } | null", /\.name/],
];

for (const [source, expected, result] of expectations)
  test(`${source} where ${expected} is needed`, () => {
    const { typed, diagnostics } = checkSample(source, { expected: type(expected) });
    if (typeof result === "string") {
      assert.deepEqual(diagnostics, []);
      assert.equal(describeType(typed?.type ?? { kind: "null" }), describeType(type(result)));
    } else {
      assert.equal(diagnostics[0]?.code, "EXPR_0111");
      assert.match(`${diagnostics[0].message} ${diagnostics[0].hint ?? ""}`, result);
    }
  });

test("several findings come in the order of the source", () => {
  const { diagnostics } = checkSample("value.nope + foo + text.nope(1)");
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ["EXPR_0102", "EXPR_0101", "EXPR_0103"],
  );
});

const uses: readonly (readonly [source: string, uses: readonly string[]])[] = [
  ["1", []],
  ["value.id == 'x' && value.customer.name == 'y'", ["value.customer.name", "value.id"]],
  ["value.customer.name != null && value.customer == null", ["value.customer"]],
  ["{ ...value, a: value.id }", ["value"]],
  ["value.lines.map((line) => line.price * value.count)", ["value.count", "value.lines"]],
  ["value.raw.a.length + value.raw.b[0]", ["value.raw.a", "value.raw.b"]],
  ["value.attributes['x y']", ["value.attributes.x y"]],
  ["value.customer != null && value.customer.name > ''", ["value.customer"]],
  ["key + value.tags[0]", ["key", "value.tags"]],
];

for (const [source, expected] of uses)
  test(`the fields that ${source} uses`, () => {
    assert.deepEqual(
      checkSample(source).uses.map(({ root, steps }) => [root, ...steps].join(".")),
      expected,
    );
  });

test("names that people try first lead to functions that exist", () => {
  for (const [, meant] of familiarNames) assert.ok(library.has(meant), meant);
});

test("warnings do not hide an error", () => {
  const { typed, diagnostics } = checkSample(`{ ${"a: 1, ".repeat(200)} b: nope }`);
  assert.equal(typed, null);
  assert.equal(diagnostics.at(-1)?.code, "EXPR_0101");
  assert.equal(diagnostics.length, 51);
});

test("functions of reduce within each other are checked in bounded time", () => {
  let source = "value.total";
  for (let i = 0; i < 25; i++) source = `value.counts.reduce((s${i}, x${i}) => s${i} + ${source}, 0)`;
  const start = performance.now();
  const { diagnostics } = checkSample(source);
  assert.ok(performance.now() - start < 2000);
  assert.ok(diagnostics.some(({ code }) => code === "EXPR_0002"));
  let shallow = "value.total";
  for (let i = 0; i < 6; i++) shallow = `value.counts.reduce((s${i}, x${i}) => s${i} + ${shallow}, 0)`;
  assert.deepEqual(checkSample(shallow).diagnostics, []);
});

test("large constants are not made before the run", () => {
  const { typed } = checkSample(
    "[text.repeat('x', 1000000), text.upper(text.repeat('y', 1000000)), text.repeat('z', 3)]",
  );
  assert.ok(typed?.node === "array");
  assert.deepEqual(
    typed.items.map((part) => ("item" in part ? part.item.node : "spread")),
    ["call", "call", "literal"],
  );
});

test("the widest and deepest expressions that are allowed are checked and compiled", () => {
  for (const source of [
    `value.count${" + value.count".repeat(250)}`,
    `${"(".repeat(63)}value.count${" + 1)".repeat(63)}`,
    `${"value.flag ? 1 : ".repeat(250)}2`,
    `value.flag${" && value.flag".repeat(250)}`,
    `[${"value.count,".repeat(1300)}]`,
    `${"value.maybe.map((x) => ".repeat(60)}1${")".repeat(60)}`,
  ]) {
    const { typed, diagnostics } = checkSample(source);
    assert.deepEqual(diagnostics, []);
    assert.ok(typed);
    compileFunction(typed, ["value"])(sample);
  }
});
