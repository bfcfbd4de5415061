/** Pasted records: every form, and garbage that says where and why. */
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import fc from "fast-check";
import { parsePasted, PASTE_LIMIT } from "../../../app/renderer/preview/inputs/parse-pasted.ts";
import { parseType } from "../../../shared/records/type-text.ts";
import type { RecordType } from "../../../shared/topology/topology.ts";

const start = Date.UTC(2026, 4, 1);

function orders(): RecordType {
  const value = parseType("{ id: string; total: decimal; zip: string; at: instant }").type;
  const key = parseType("string").type;
  assert.ok(value !== undefined && key !== undefined);
  return { kind: "stream", key, value };
}

describe("pasted records", () => {
  test("one value a line; a second apart where they say nothing of their time", () => {
    const { form, records, problems } = parsePasted('{"id":1}\n\n{ "id": 2 }\n', null, start);
    assert.equal(form, "NDJSON");
    assert.deepEqual(problems, []);
    assert.deepEqual(records, [
      { timestampMs: start, key: null, value: '{"id":1}' },
      { timestampMs: start + 1000, key: null, value: '{"id":2}' },
    ]);
  });

  test("records with key, time and headers; the next one follows a second later", () => {
    const { records, problems } = parsePasted(
      '{"timestamp":"2026-05-01T10:00:00Z","key":"a","value":{"n":9007199254740993},"headers":{"h":"x","n":null}}\n{"key":7,"value":null}',
      null,
      start,
    );
    assert.deepEqual(problems, []);
    const at = Date.UTC(2026, 4, 1, 10);
    assert.deepEqual(records, [
      {
        timestampMs: at,
        key: '"a"',
        value: '{"n":9007199254740993}',
        headers: [
          ["h", "x"],
          ["n", null],
        ],
      },
      { timestampMs: at + 1000, key: "7", value: null },
    ]);
  });

  test("a list, and one value over several lines", () => {
    assert.deepEqual(
      parsePasted('[\n  {"a": 1.50},\n  "text", 3]', null, start).records.map(({ value }) => value),
      ['{"a":1.50}', '"text"', "3"],
    );
    assert.deepEqual(
      parsePasted('{\n  "a": 1\n}', null, start).records.map(({ value }) => value),
      ['{"a":1}'],
    );
  });

  test("CSV by the declared type; key and time have their own columns", () => {
    const { form, records, problems } = parsePasted(
      'time,key,id,total,zip,at\n2026-05-01T10:00:00Z,k1,o-1,12.50,01234,2026-05-01T10:00:00Z\n,k2,"o,2",,"0,1",',
      orders(),
      start,
    );
    assert.equal(form, "CSV");
    assert.deepEqual(problems, []);
    assert.deepEqual(records, [
      {
        timestampMs: Date.UTC(2026, 4, 1, 10),
        key: '"k1"',
        value: '{"id":"o-1","total":12.50,"zip":"01234","at":"2026-05-01T10:00:00Z"}',
      },
      {
        timestampMs: Date.UTC(2026, 4, 1, 10) + 1000,
        key: '"k2"',
        value: '{"id":"o,2","total":null,"zip":"0,1","at":null}',
      },
    ]);
  });

  test("CSV without a type, separated by semicolons", () => {
    const { records } = parsePasted("a;b;c\n1;x;true", null, start);
    assert.deepEqual(
      records.map(({ value }) => value),
      ['{"a":1,"b":"x","c":true}'],
    );
  });

  for (const [name, text, line, why] of [
    ["a broken line", '{"a":1}\n{"a": oops}\n{"a":2}', 2, /valid JSON.*"o" is not expected/],
    ["a broken list", '[{"a":1},\n{"a":}]', 2, /valid JSON/],
    ["a time that is none", '{"timestamp":"yesterday","value":1}', 1, /timestamp "yesterday"/],
    ["a line of another width", "a,b\n1,2\n1,2,3", 3, /3 columns, the header 2/],
    ["a quote that is not closed", 'a,b\n"1,2', 2, /not closed/],
  ] as const)
    test(`${name} is told with its line`, () => {
      const { problems } = parsePasted(text, null, start);
      assert.equal(problems[0]?.line, line, JSON.stringify(problems));
      assert.match(problems[0]?.message ?? "", why);
    });

  test("good lines around a broken one are kept", () => {
    assert.equal(parsePasted('{"a":1}\n{"a": oops}\n{"a":2}', null, start).records.length, 2);
  });

  test("more than the limit is told, not dropped silently", () => {
    const { records, problems } = parsePasted("1\n".repeat(PASTE_LIMIT + 5), null, start);
    assert.equal(records.length, PASTE_LIMIT);
    assert.match(problems[0]?.message ?? "", /first 20000/);
  });

  test("no text throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => void parsePasted(text, orders(), start)),
      { numRuns: 2000 },
    );
  });
});
