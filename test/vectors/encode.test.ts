import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { Decimal } from "../../shared/records/decimal.ts";
import { coerce } from "../../shared/records/coerce.ts";
import { parseJsonText } from "../../shared/records/json-text.ts";
import { ANY, INSTANT, INT, NUMBER, STRING, type Type } from "../../shared/records/types.ts";
import type { Format } from "../../shared/topology/topology.ts";
import type { Column, StructColumn } from "../../runtime/vectors/column.ts";
import { createDecoder } from "../../runtime/vectors/decode.ts";
import { createEncoder, FAILED_ROW } from "../../runtime/vectors/encode.ts";
import { columnFromValues, denseSelection, gatherColumn, valueAt } from "../../runtime/vectors/gather.ts";
import { byteRows, textsOf } from "../support/byte-rows.ts";
import { type } from "../support/typed-expression.ts";

const JSON_FORMAT: Format = { format: "json" };

function encode(
  column: Column,
  declared: Type,
  count: number,
  format = JSON_FORMAT,
  canonical = false,
): (string | null)[] {
  const rows = createEncoder(declared, format, { canonical }).encode(column, denseSelection(count), count);
  return textsOf(rows, denseSelection(count), count);
}

function decodeTexts(
  texts: readonly (string | null)[],
  declared: Type,
  uses: readonly string[][] = [[]],
  format = JSON_FORMAT,
): Column {
  const bytes = byteRows(texts);
  return createDecoder(declared, format, uses).decode(bytes, denseSelection(texts.length), texts.length, (row, error) =>
    assert.fail(`${texts[row]}: ${String(error)}`),
  ).column;
}

test("numbers are written as JavaScript writes them", () => {
  const interesting = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.maxSafeInteger(),
    fc
      .tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.integer({ min: 0, max: 6 }))
      .map(([n, places]) => n / 10 ** places),
    fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 20 })).map(([n, places]) => n / 10 ** places),
    fc.constantFrom(
      0,
      -0,
      0.1,
      1e-7,
      1e21,
      1e15,
      999999999,
      1e9,
      1e9 + 1,
      123456789012345,
      0.0001,
      0.00001,
      -0.5,
      5e-324,
    ),
  );
  fc.assert(
    fc.property(fc.array(interesting, { minLength: 1, maxLength: 20 }), (values) => {
      const written = encode(columnFromValues(values, NUMBER), NUMBER, values.length);
      assert.deepEqual(
        written,
        values.map((value) => JSON.stringify(value)),
      );
    }),
    { numRuns: 2000 },
  );
});

test("instants are written as Date writes them", () => {
  fc.assert(
    fc.property(fc.array(fc.date({ noInvalidDate: true }), { minLength: 1, maxLength: 10 }), (dates) => {
      const written = encode(
        columnFromValues(
          dates.map((date) => date.getTime()),
          INSTANT,
        ),
        INSTANT,
        dates.length,
      );
      assert.deepEqual(
        written,
        dates.map((date) => JSON.stringify(date)),
      );
    }),
    { numRuns: 500 },
  );
});

test("texts are written as JSON.stringify writes them, from strings and from bytes", () => {
  const texts = fc.array(fc.string({ unit: "binary", maxLength: 200 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(texts, (values) => {
      const expected = values.map((value) => JSON.stringify(value));
      assert.deepEqual(encode(columnFromValues(values, STRING), STRING, values.length), expected);
      const wellFormed = values.map((value) => value.toWellFormed());
      const column = decodeTexts(wellFormed, STRING, [[]], { format: "string" });
      assert.deepEqual(
        encode(column, STRING, values.length),
        wellFormed.map((value) => JSON.stringify(value)),
      );
      assert.deepEqual(encode(column, STRING, values.length, { format: "string" }), wellFormed);
    }),
    { numRuns: 500 },
  );
});

test("numbers are read as Number reads them", () => {
  const texts = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.integer().map(String),
    fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.integer({ min: 0, max: 18 })).map(([n, places]) => {
      const digits = n.toString().padStart(places + 1, "0");
      return places === 0 ? digits : `-${digits.slice(0, -places)}.${digits.slice(-places)}`;
    }),
    fc.constantFrom(
      "-0",
      "0.1",
      "1e400",
      "1E-400",
      "9007199254740993",
      "0.1e1",
      "123456789012345678901234567890",
      "1e2",
      "100.0",
    ),
  );
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 10 }), (values) => {
      const column = decodeTexts(
        values.map((text) => `{"n":${text}}`),
        type("{ n: number }"),
        [["n"]],
      );
      assert.equal(column.kind, "json");
      const field = (column as Column & { kind: "json" }).fields.get("n")!;
      assert.deepEqual(
        values.map((_, row) => valueAt(field, row, NUMBER)),
        values.map((text) => Number(text) + 0),
      );
    }),
    { numRuns: 1000 },
  );
});

test("what is decoded and encoded again is the same value", () => {
  fc.assert(
    fc.property(fc.array(fc.json({ maxDepth: 4 }), { minLength: 1, maxLength: 5 }), (texts) => {
      const column = decodeTexts(texts, ANY, [[]]);
      for (const canonical of [false, true]) {
        const written = encode(column, ANY, texts.length, JSON_FORMAT, canonical);
        for (const [k, text] of texts.entries()) assert.deepEqual(JSON.parse(written[k] ?? "null"), JSON.parse(text));
      }
      const values = texts.map((_, row) => valueAt(column, row, ANY));
      const again = encode(columnFromValues(values, ANY), ANY, texts.length);
      assert.deepEqual(
        again.map((text) => parseJsonText(text ?? "null")),
        values,
      );
    }),
    { numRuns: 500 },
  );
});

test("slices are passed on without copying where all rows are in the format already", () => {
  const column = decodeTexts(['{"a": 1}', null, "[2]"], ANY);
  const rows = createEncoder(ANY, JSON_FORMAT).encode(column, denseSelection(3), 3);
  assert.equal(rows.buffer, (column as Column & { kind: "json" }).buffer);
  assert.deepEqual(textsOf(rows, denseSelection(3), 3), ['{"a": 1}', null, "[2]"]);
});

test("equal keys have equal bytes when the encoder is canonical", () => {
  const cases: [Type, string[], string][] = [
    [STRING, ['"caf\\u00e9"', '"café"'], '"café"'],
    [NUMBER, ["1", "1.0", "1e0", "10E-1"], "1"],
    [INT, ["7", "7.0", "70e-1"], "7"],
    [type("decimal"), ["1.50", "1.5", '"1.5"', "15e-1"], "1.5"],
    [INSTANT, ['"2024-01-01T00:00:00Z"', '"2024-01-01T01:00:00+01:00"', "1704067200000"], '"2024-01-01T00:00:00.000Z"'],
    [type("{ a: int; b?: string }"), ['{"b":"x","a":1}', '{ "a": 1.0, "b": "\\u0078" }'], '{"a":1,"b":"x"}'],
    [type("{ a: int; b?: string }"), ['{"a":1}', '{"b":null,"a":1}'], '{"a":1,"b":null}'],
    [type("int[]"), ["[1, 2]", "[1,2.0]"], "[1,2]"],
    [ANY, ['{"z":1,"a":[{"y":1,"b":2}]}', '{"a":[{"b":2,"y":1}],"z":1}'], '{"a":[{"b":2,"y":1}],"z":1}'],
  ];
  for (const [declared, texts, expected] of cases) {
    const column = decodeTexts(texts, declared);
    assert.deepEqual([...new Set(encode(column, declared, texts.length, JSON_FORMAT, true))], [expected]);
    const values = columnFromValues(
      texts.map((text) => coerce(parseJsonText(text), declared)),
      declared,
    );
    assert.deepEqual(
      [...new Set(encode(values, declared, texts.length, JSON_FORMAT, true))],
      [expected],
      "from values",
    );
  }
});

test("members of an untouched object stand first, without what is dropped or overridden", () => {
  const texts = [
    '{"a":1,"b":{"x":[1]},"\\u0063":3,"é":4}',
    "{}",
    '{ "b" : 2 , "d" : "x" }',
    '{"a":1,"a":2,"b":0,"b":1}',
    "null",
  ];
  const base = decodeTexts(texts, ANY, [["b"]]) as Column & { kind: "json" };
  const column: StructColumn = {
    kind: "struct",
    names: ["b", "new"],
    columns: [
      columnFromValues([1, 2, 3, 4, 5], INT),
      gatherColumn(base.fields.get("b")!, Int32Array.of(0, 1, 2, 3, -1), 5),
    ],
    base: { column: base, drop: new Set(["c", "é"]) },
    nulls: null,
  };
  const rows = encode(column, ANY, 5);
  assert.deepEqual(
    rows.map((text) => JSON.parse(text!)),
    [
      { a: 1, b: 1, new: { x: [1] } },
      { b: 2, new: null },
      { d: "x", b: 3, new: 2 },
      { a: 2, b: 4, new: 1 },
      { b: 5, new: null },
    ],
  );
  assert.equal(rows[2], '{"d" : "x","b":3,"new":2}');
});

test("a row that cannot be written is reported, and the rows around it are whole", () => {
  const base = decodeTexts(['{"a":1}', "[1]", '{"a":2}'], ANY) as Column & { kind: "json" };
  const column: StructColumn = {
    kind: "struct",
    names: ["b"],
    columns: [columnFromValues([1, 2, 3], INT)],
    base: { column: base, drop: new Set() },
    nulls: null,
  };
  const failed: [number, string][] = [];
  const rows = createEncoder(ANY, JSON_FORMAT).encode(column, denseSelection(3), 3, (row, error) =>
    failed.push([row, (error as { code: string }).code]),
  );
  assert.deepEqual(failed, [[1, "REC_0003"]]);
  assert.equal(rows.lengths[1], FAILED_ROW);
  assert.deepEqual(textsOf(rows, Int32Array.of(0, 2), 2), ['{"a":1,"b":1}', '{"a":2,"b":3}']);
  assert.throws(() => createEncoder(ANY, JSON_FORMAT).encode(column, denseSelection(3), 3), { code: "REC_0003" });
});

test("other formats", () => {
  const delimited: Format = { format: "delimited", separator: ";", header: ["id", "name", "price"] };
  const declared = type("{ id: int; name: string; price: decimal | null }");
  const values = [
    { id: 1, name: "plain", price: Decimal.parse("1.50") },
    { id: -2, name: 'semi;colon "quoted"\nline', price: null },
  ];
  const column = columnFromValues(values, declared);
  const lines = encode(column, declared, 2, delimited);
  assert.deepEqual(lines, ["1;plain;1.5", '-2;"semi;colon ""quoted""\nline";']);
  const back = decodeTexts(lines, declared, [[]], delimited);
  assert.deepEqual(
    [0, 1].map((row) => valueAt(back, row, declared)),
    values.map((value) => Object.assign(Object.create(null), value)),
  );
  assert.deepEqual(
    encode(columnFromValues([1.5, null, -3], type("number | null")), type("number | null"), 3, { format: "string" }),
    ["1.5", null, "-3"],
  );
  assert.deepEqual(encode(decodeTexts(['"a\\nb"', '"c"'], STRING), STRING, 2, { format: "string" }), ["a\nb", "c"]);
});

test("rows that are not valid in their format are left out and say why", () => {
  const cases: [Format, Type, Buffer | string, string][] = [
    [JSON_FORMAT, ANY, '{"a":', "REC_0001"],
    [JSON_FORMAT, ANY, Buffer.from([0x22, 0xff, 0x22]), "REC_0001"],
    [JSON_FORMAT, ANY, "[".repeat(65) + "]".repeat(65), "REC_0002"],
    [{ format: "string" }, STRING, Buffer.from([0x61, 0xff]), "REC_0009"],
    [
      { format: "delimited", separator: ",", header: ["a", "b"] },
      type("{ a: string; b: string }"),
      "1,2,3",
      "REC_0010",
    ],
    [{ format: "delimited", separator: ",", header: ["a", "b"] }, type("{ a: string; b: string }"), "1", "REC_0010"],
    [{ format: "delimited", separator: ",", header: ["a", "b"] }, type("{ a: string; b: string }"), '1,"2', "REC_0010"],
    [
      { format: "delimited", separator: ",", header: ["a", "b"] },
      type("{ a: string; b: string }"),
      '1,"2"3',
      "REC_0010",
    ],
  ];
  for (const [format, declared, bad, code] of cases) {
    const good = format.format === "delimited" ? "1,2" : '"x"';
    const failed: [number, string][] = [];
    const decoded = createDecoder(declared, format, [[]]).decode(
      byteRows([good, bad, good]),
      denseSelection(3),
      3,
      (row, error) => failed.push([row, (error as { code: string }).code]),
    );
    assert.deepEqual(failed, [[1, code]]);
    assert.deepEqual([...decoded.selection.subarray(0, decoded.selected)], [0, 2]);
  }
});

test("whatever an object looks like, what is dropped or replaced does not get out", () => {
  const names = ["a", "b", "ab", "é", 'q"', "__proto__", ""];
  const written = (name: string, escaped: boolean): string =>
    escaped
      ? `"${[...name].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}"`
      : JSON.stringify(name);
  const member = fc.record({
    name: fc.constantFrom(...names),
    escaped: fc.boolean(),
    value: fc.constantFrom("1", '"x,}"', '{"a":[1,{"b":2}]}', "[ ]", "null", "{ }"),
    blanks: fc.array(fc.constantFrom("", "", " ", "\n\t"), { minLength: 4, maxLength: 4 }),
  });
  const objects = fc.array(fc.array(member, { maxLength: 6 }), { minLength: 1, maxLength: 4 });
  const some = fc.subarray(names);
  fc.assert(
    fc.property(objects, some, some, some, fc.boolean(), (rows, drop, replace, uses, raw) => {
      const hidden = new Set([...drop, ...replace]);
      const texts = rows.map((members) => {
        const parts = members.map(({ name, escaped, value, blanks: [b0, b1, b2, b3] }) => {
          const secret = hidden.has(name) ? '"SECRET"' : value;
          return `${b0}${written(name, escaped)}${b1}:${b2}${secret}${b3}`;
        });
        return ` {${parts.join(",")}} `;
      });
      const base = decodeTexts(texts, ANY, raw ? [] : uses.length === 0 ? [[]] : uses.map((name) => [name]));
      assert.ok(base.kind === "json");
      const values = columnFromValues(
        texts.map((_, row) => row),
        INT,
      );
      const column: Column = {
        kind: "struct",
        names: replace,
        columns: replace.map(() => values),
        base: { column: base, drop: new Set(drop) },
        nulls: null,
      };
      for (const [row, text] of encode(column, ANY, texts.length).entries()) {
        assert.ok(!text!.includes("SECRET"), text!);
        const expected = JSON.parse(texts[row]!) as Record<string, unknown>;
        for (const name of hidden) delete expected[name];
        const replaced = replace.map((name) => `${JSON.stringify(name)}:${row}`).join(",");
        assert.deepEqual(JSON.parse(text!), { ...expected, ...JSON.parse(`{${replaced}}`) }, texts[row]);
      }
    }),
    { numRuns: 2000 },
  );
});
