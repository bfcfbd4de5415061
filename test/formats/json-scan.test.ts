import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { makePathTree, prepareColumn, scanText } from "../../runtime/formats/json-scan.ts";
import { NOT_JSON, TOO_DEEP } from "../../runtime/formats/json-syntax.ts";
import { TOKEN, type JsonColumn } from "../../runtime/vectors/column.ts";
import { viewOf } from "../../runtime/vectors/data-view.ts";
import { byteRows } from "../support/byte-rows.ts";

/** Scans one text, with other bytes around it. */
function scan(text: string | Buffer, paths: readonly (readonly string[])[]): { answer: number; column: JsonColumn } {
  const { buffer, starts, lengths } = byteRows([text]);
  const root = makePathTree(paths);
  const column = prepareColumn(root, buffer, 1);
  const end = starts[0]! + lengths[0]!;
  const answer = scanText(viewOf(buffer), starts[0]!, end, root, 0);
  return { answer: answer === end ? 1 : answer, column };
}

function accepts(text: string | Buffer): boolean {
  return scan(text, [["a"], ["b", "c"]]).answer === 1 && scan(text, [[]]).answer === 1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function at(column: JsonColumn, path: readonly string[]): JsonColumn {
  return path.reduce((parent, name) => parent.fields.get(name)!, column);
}

/** What the scan says of a field: its value, or undefined where it is missing. */
function located(column: JsonColumn, path: readonly string[]): unknown {
  const field = at(column, path);
  if (field.tokens[0] === TOKEN.missing || field.tokens[0] === TOKEN.astray) return undefined;
  return JSON.parse(field.buffer.toString("utf8", field.starts[0], field.ends[0]));
}

function lookUp(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null || Array.isArray(at) || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}

const names = fc.constantFrom(
  "a",
  "b",
  "c",
  "name",
  "",
  "é",
  "__proto__",
  "constructor",
  'q"',
  "back\\slash",
  "long-name-of-a-field",
);
const scalars = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 8 }).filter((text) => text.isWellFormed()),
);
const { value: anyJson } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalars,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.uniqueArray(fc.tuple(names, tie("value")), { selector: ([name]) => name, maxLength: 6 }).map((entries) => {
      const object: Record<string, unknown> = Object.create(null);
      for (const [name, value] of entries) object[name] = value;
      return object;
    }),
  ),
}));
const paths = fc.array(fc.array(names, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 });

/** JSON with other blanks and escapes than JSON.stringify uses. */
function dress(text: string, seed: number): string {
  let random = seed;
  const next = (bound: number): number => {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    return (random >>> 8) % bound;
  };
  return text.replace(/"(?:[^"\\]|\\.)*"|[[\]{}:,]/g, (part) => {
    if (part.length === 1) return ["", " ", "\t", "\r\n"][next(4)]! + part + ["", " ", "\n"][next(3)]!;
    return part.replace(/[a-z/](?=[^"]*"$)/g, (c, index: number) =>
      index > 0 && part[index - 1] !== "\\" && !/\\u[0-9a-f]{0,3}$/.test(part.slice(0, index)) && next(4) === 0
        ? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`
        : c,
    );
  });
}

test("every value that JSON.stringify writes is located as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.array(anyJson, { minLength: 1, maxLength: 4 }), paths, fc.nat(), (values, wanted, seed) => {
      const texts = values.map((value, k) => dress(JSON.stringify(value), seed + k));
      for (const text of texts) assert.ok(isJson(text), text);
      const { buffer, starts, lengths } = byteRows(texts);
      const root = makePathTree(wanted);
      const column = prepareColumn(root, buffer, texts.length);
      for (const row of texts.keys()) {
        const end = starts[row]! + lengths[row]!;
        assert.equal(scanText(viewOf(buffer), starts[row]!, end, root, row), end, texts[row]);
      }
      for (const path of wanted)
        for (const [row, text] of texts.entries()) {
          const field = at(column, path);
          const token = field.tokens[row]!;
          const expected = lookUp(JSON.parse(text), path);
          if (token === TOKEN.missing || token === TOKEN.astray) assert.equal(expected, undefined, text);
          else
            assert.deepEqual(JSON.parse(buffer.toString("utf8", field.starts[row], field.ends[row])), expected, text);
        }
    }),
    { numRuns: 500 },
  );
});

test("a text with one byte changed, added or taken is accepted exactly when JSON.parse accepts it", () => {
  const change = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom("replace", "insert", "delete", "cut"),
    byte: fc.integer({ min: 0, max: 127 }),
  });
  const favourites = fc.constantFrom(
    ...'{}[]",:\\.0123456789eE+-tfn u\t\n\u0000\u001f'.split("").map((c) => c.charCodeAt(0)),
  );
  fc.assert(
    fc.property(anyJson, change, favourites, fc.boolean(), (value, { at, kind, byte }, favourite, useFavourite) => {
      const text = JSON.stringify(value);
      const position = at % (text.length + 1);
      const inserted = String.fromCharCode(useFavourite ? favourite : byte);
      const changed =
        kind === "cut"
          ? text.slice(0, position)
          : text.slice(0, position) +
            (kind === "delete" ? "" : inserted) +
            text.slice(position + (kind === "insert" ? 0 : 1));
      if (!changed.isWellFormed()) return;
      assert.equal(accepts(changed), isJson(changed), changed);
    }),
    { numRuns: 3000 },
  );
});

test("grammar at its borders", () => {
  const cases = [
    "",
    " ",
    "0",
    "-0",
    "00",
    "01",
    "-",
    "+1",
    "1.",
    ".5",
    "1.5",
    "1e5",
    "1E+5",
    "1e",
    "1e+",
    "1.5e-3",
    "-1",
    "0x1",
    "NaN",
    "Infinity",
    "true",
    "tru",
    "truex",
    "false",
    "null",
    "nul",
    '""',
    '"',
    '"\\"',
    '"\\u12"',
    '"\\u12g4"',
    '"\\u00e9"',
    '"\\x"',
    '"\t"',
    '"\u007f"',
    "[]",
    "[",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "{}",
    "{",
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    "{a:1}",
    "{1:1}",
    '{"a" 1}',
    '{"a":1}x',
    "1 2",
    "[1]]",
    '{"a":[1,{"b":[]}]}',
    ' {"a" : 1 , "b" : { "c" : 2 } } ',
    "\ufeff1",
    '{"a":1,"a":2}',
    "[1,2,3",
    "// 1",
    "{'a':1}",
  ];
  for (const text of cases) assert.equal(accepts(text), isJson(text), JSON.stringify(text));
});

test("UTF-8 is checked where there are bytes beyond ASCII", () => {
  const cases: [number[], boolean][] = [
    [[0xc3, 0xa9], true],
    [[0xe2, 0x82, 0xac], true],
    [[0xf0, 0x9f, 0x98, 0x80], true],
    [[0xf4, 0x8f, 0xbf, 0xbf], true],
    [[0xc0, 0x80], false],
    [[0xc1, 0xbf], false],
    [[0x80], false],
    [[0xe0, 0x80, 0x80], false],
    [[0xed, 0xa0, 0x80], false],
    [[0xf0, 0x80, 0x80, 0x80], false],
    [[0xf4, 0x90, 0x80, 0x80], false],
    [[0xf5, 0x80, 0x80, 0x80], false],
    [[0xc3], false],
    [[0xe2, 0x82], false],
    [[0xff], false],
  ];
  for (const [bytes, valid] of cases)
    for (const prefix of ["", "a", "abc", "abcd"])
      for (const [open, close] of [
        ['"', '"'],
        ['{"a":"', '"}'],
        ['{"', '":1}'],
      ] as const)
        assert.equal(
          accepts(Buffer.concat([Buffer.from(open + prefix), Buffer.from(bytes), Buffer.from(close)])),
          valid,
          bytes.join(" "),
        );
});

test("the last of equal names wins, with its own fields only", () => {
  const { column } = scan('{"b":{"c":1,"d":2},"a":1,"a":"x","b":{"d":3}}', [["a"], ["b", "c"], ["b", "d"]]);
  assert.equal(located(column, ["a"]), "x");
  assert.equal(located(column, ["b", "c"]), undefined);
  assert.equal(located(column, ["b", "d"]), 3);
});

test("fields inside of something that is no object are astray, inside of null missing", () => {
  assert.equal(at(scan('{"b":5}', [["b", "c"]]).column, ["b", "c"]).tokens[0], TOKEN.astray);
  assert.equal(at(scan('{"b":null}', [["b", "c"]]).column, ["b", "c"]).tokens[0], TOKEN.missing);
});

test("members in another order than before are found", () => {
  const root = makePathTree([["a"], ["z"]]);
  const texts = ['{"a":1,"m":0,"z":2}', '{"z":3,"a":4}', '{"m":0,"q":1,"a":5}', "{}", '{"z":6}', '{"a":7,"m":0,"z":8}'];
  const { buffer, starts, lengths } = byteRows(texts);
  const column = prepareColumn(root, buffer, texts.length);
  for (const row of texts.keys()) scanText(viewOf(buffer), starts[row]!, starts[row]! + lengths[row]!, root, row);
  const read = (name: string): unknown[] =>
    texts.map((_, row) => {
      const field = at(column, [name]);
      return field.tokens[row] === TOKEN.missing
        ? null
        : Number(buffer.toString("latin1", field.starts[row], field.ends[row]));
    });
  assert.deepEqual(read("a"), [1, 4, 5, null, null, 7]);
  assert.deepEqual(read("z"), [2, 3, null, null, 6, 8]);
});

test("64 levels are read, 65 are too deep, and 10^5 do not overflow the stack", () => {
  for (const [open, close] of [
    ["[", "]"],
    ['{"a":', "}"],
    ['{"x":', "}"],
  ] as const) {
    const nested = (depth: number): string => open.repeat(depth) + "1" + close.repeat(depth);
    assert.equal(scan(nested(64), [["a", "a"]]).answer, 1);
    assert.equal(scan(nested(65), [["a", "a"]]).answer, TOO_DEEP);
    assert.ok(scan(nested(100_000), [["a"]]).answer < 0);
    assert.ok(scan(open.repeat(100_000), [[]]).answer < 0);
  }
  assert.equal(scan("[", [[]]).answer, NOT_JSON);
});

test("more distinct members than are remembered do no harm", () => {
  for (let round = 0; round < 3; round++) {
    const entries = Array.from({ length: 600 }, (_, k) => `"k${round * 600 + k}":${k}`);
    entries.push('"wanted":42');
    assert.equal(located(scan(`{${entries.join(",")}}`, [["wanted"]]).column, ["wanted"]), 42);
  }
});
