/** What the grids show of records: columns, exact digits, filters, copies. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  arraySlices,
  compactSlice,
  objectSlices,
  sliceText,
} from "../../../app/renderer/preview/records/json-slices.ts";
import { prettyJson } from "../../../app/renderer/preview/records/pretty-json.ts";
import { cellOf, recordColumns, type RecordLike } from "../../../app/renderer/preview/records/record-columns.ts";
import { exportRecords } from "../../../app/renderer/preview/records/record-export.ts";
import { parseFilter } from "../../../app/renderer/preview/records/record-filter.ts";
import { showTime, timeForm } from "../../../app/renderer/preview/records/show-time.ts";
import { parsePasted } from "../../../app/renderer/preview/inputs/parse-pasted.ts";
import { parseJsonText, writeJsonText } from "../../../shared/records/json-text.ts";
import { parseType } from "../../../shared/records/type-text.ts";
import type { RecordType } from "../../../shared/topology/topology.ts";

function row(value: string | null, key: string | null = null, timestampMs = 0): RecordLike {
  return { timestampMs, key, value };
}

function recordType(value: string, key = "string"): RecordType {
  const [keyType, valueType] = [parseType(key).type, parseType(value).type];
  assert.ok(keyType !== undefined && valueType !== undefined);
  return { kind: "stream", key: keyType, value: valueType };
}

function cells(of: RecordLike, type: RecordType | null): Record<string, string> {
  const columns = recordColumns([of], type);
  return Object.fromEntries(
    columns.filter(({ root }) => root !== "time").map((one) => [one.title, cellOf(of, one).text]),
  );
}

describe("slices of JSON", () => {
  test("any object comes apart into the JSON of its members, and together again", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 2), (object, space) => {
        const text = JSON.stringify(object, null, space);
        const slices = objectSlices(text);
        assert.ok(slices !== null);
        assert.deepEqual(
          Object.fromEntries([...slices].map(([name, slice]) => [name, JSON.parse(slice)])),
          JSON.parse(text),
        );
        assert.equal(compactSlice(text), JSON.stringify(object));
        assert.deepEqual(JSON.parse(prettyJson(text)), JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  test("any list comes apart into its elements", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (list) => {
        const text = JSON.stringify(list, null, 1);
        assert.deepEqual(
          arraySlices(text)?.map((slice) => JSON.parse(slice)),
          JSON.parse(text),
        );
      }),
    );
  });

  test("what is no object or list says so", () => {
    assert.equal(objectSlices("[1]"), null);
    assert.equal(arraySlices('{"a":1}'), null);
    assert.equal(sliceText('"a\\u00e4\\"b"'), 'aä"b');
  });
});

describe("columns and cells", () => {
  test("declared fields first, then what else the rows have; numbers right, every digit kept", () => {
    const of = row('{"more":9007199254740993,"total":12.50,"id":"o-1"}', '"k"');
    const columns = recordColumns([of], recordType("{ id: string; total: decimal; missing?: int }"));
    assert.deepEqual(
      columns.map(({ title, numeric }) => [title, numeric]),
      [
        ["time", false],
        ["key", false],
        ["id", false],
        ["total", true],
        ["missing", true],
        ["more", true],
      ],
    );
    assert.deepEqual(cells(of, null), { key: "k", more: "9007199254740993", total: "12.50", id: "o-1" });
  });

  test("a key of fields has a column for each; a window reads as a span of time", () => {
    const key = '{"country":"DE","window":{"start":"2026-05-01T10:14:00.000Z","end":"2026-05-01T10:15:00.000Z"}}';
    assert.deepEqual(cells(row('{"n":1}', key), null), {
      "key.country": "DE",
      "key.window": "10:14:00 – 10:15:00",
      n: "1",
    });
    const night = '{"window":{"start":"2026-04-30T23:59:40.000Z","end":"2026-05-01T00:00:40.000Z"}}';
    assert.equal(cells(row('{"n":1}', night), null)["key.window"], "04-30 23:59:40 – 00:00:40");
  });

  test("values that are no objects, tombstones and rows of different shapes", () => {
    assert.deepEqual(cells(row('"text"', null), recordType("string")), { value: "text" });
    const mixed = [row('{"a":1}'), row(null), row('{"b":[1, 2]}')];
    const columns = recordColumns(mixed, null);
    assert.deepEqual(
      columns.map(({ title }) => title),
      ["time", "a", "b"],
    );
    assert.deepEqual(
      mixed.map((one) => columns.slice(1).map((field) => cellOf(one, field).text)),
      [
        ["1", ""],
        ["", ""],
        ["", "[1,2]"],
      ],
    );
  });

  test("times are as long as it takes to tell them apart", () => {
    const day = Date.UTC(2026, 4, 1, 10, 14, 2);
    assert.equal(showTime(day, timeForm([day, day + 5000])), "10:14:02");
    assert.equal(showTime(day, timeForm([day, day + 5])), "10:14:02.000");
    assert.equal(showTime(day, timeForm([day, day + 86_400_000])), "05-01 10:14:02");
  });
});

describe("filters", () => {
  const of = row('{"country":"DE","total":100.0000000000000000001,"nested":{"sku":"X1"}}', '"o-1"');
  for (const [typed, holds] of [
    ["de", true],
    ["country:de", true],
    ["country:fr", false],
    ["total>100", true],
    ["total<=100", false],
    ["nested.sku=x1 total>1", true],
    ["nested.sku=x1 total>1000", false],
    ["missing:de", false],
    ["o-1", true],
    ["key:o-1", true],
  ] as const)
    test(`${typed} ${holds ? "finds" : "does not find"} it`, () => assert.equal(parseFilter(typed)?.(of), holds));

  test("nothing typed is no filter", () => assert.equal(parseFilter("  "), null));
});

describe("copies", () => {
  test("records that are copied as NDJSON or JSON can be pasted again, with every digit", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record(
            {
              timestampMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
              key: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
              // Null is how a tombstone is written.
              value: fc.option(
                fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })).map((value) => JSON.stringify(value)),
              ),
            },
            { noNullPrototype: true },
          ),
          { minLength: 1, maxLength: 8 },
        ),
        fc.constantFrom("NDJSON" as const, "JSON" as const),
        (records, form) => {
          const pasted = parsePasted(exportRecords(records, form, null), null, 0);
          assert.deepEqual(pasted.problems, []);
          assert.deepEqual(pasted.records, records);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("CSV has a column for each field and quotes what needs it", () => {
    const text = exportRecords([row('{"a":"x,\\"y\\"","b":{"c":1}}', '"k"', 1000)], "CSV", null);
    assert.equal(text, 'time,key,a,b\r\n1970-01-01T00:00:01.000Z,k,"x,""y""","{""c"":1}"');
  });

  test("the value of a cell is the JSON that the runtime wrote", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 1 })), (object) => {
        const text = writeJsonText(parseJsonText(JSON.stringify(object)));
        const of = row(text);
        for (const [name, slice] of objectSlices(text) ?? []) {
          const column = recordColumns([of], null).find(({ path, root }) => root === "value" && path[0] === name);
          if (column !== undefined) assert.equal(cellOf(of, column).text, sliceText(slice));
        }
      }),
    );
  });
});
