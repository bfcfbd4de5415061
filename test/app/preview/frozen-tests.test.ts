/** Freezing a preview into a test, and reading what differs. Previews and test runs are the runtime's own. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test, { describe } from "node:test";
import fc from "fast-check";
import { acceptDifferences, freeze, freeName, withTest } from "../../../app/renderer/tests/freeze.ts";
import { differences, pairRows, type ActualRow, type ExpectedRow } from "../../../app/renderer/tests/rows-diff.ts";
import { preview } from "../../../runtime/agent/preview/preview.ts";
import { runTests } from "../../../runtime/agent/tests.ts";
import { parseTestDocument, writeTestDocument } from "../../../shared/pipeline/test-document.ts";

const samples = join(import.meta.dirname, "../../pipelines");

describe("a frozen preview", () => {
  for (const name of readdirSync(samples).filter((file) => file.endsWith(".pipeline.json")))
    test(`${name} gives a test that passes, through the file and back`, () => {
      const pipeline = readFileSync(join(samples, name), "utf8");
      const result = preview({ pipeline, inputs: {}, defaultCount: 40, end: "close", rowsPerEdge: 1000 });
      let frozen = freeze(result);
      const text = (): string => writeTestDocument(withTest({ tests: new Map() }, "frozen", frozen));
      const [first] = runTests(pipeline, text());
      if (first?.passed === false) frozen = acceptDifferences(frozen, first.differences);
      const [report] = runTests(pipeline, text());
      assert.deepEqual(report?.differences, []);
      assert.equal(report?.passed, true);
      const read = parseTestDocument(text());
      assert.deepEqual(read.diagnostics, []);
      assert.equal(writeTestDocument(read.document ?? { tests: new Map() }), text(), "the canonical form");
    });

  test("names are made free", () => {
    assert.equal(
      freeName(
        new Map([
          ["Preview", 1],
          ["Preview 2", 1],
        ]),
        "Preview",
      ),
      "Preview 3",
    );
  });
});

function expected(value: string, key = '"k"'): ExpectedRow {
  return { timestampMs: 0, key, value };
}

function actual(value: string, key = '"k"'): ActualRow {
  return { timestampMs: 0, key, value };
}

describe("differences of rows", () => {
  test("only what is written is compared, numbers by value", () => {
    assert.deepEqual([...differences({ value: '{"a":1.0}' }, actual('{"a":1}'))], []);
    assert.deepEqual(
      [...differences(expected('{"a":1,"b":{"c":[1,2]}}'), actual('{"a":2,"b":{"c":[1,3]},"d":4}'))],
      ["value.a", "value.b.c.1", "value.d"],
    );
  });

  test("missing and extra rows are found between equal ones", () => {
    const rows = (...values: readonly number[]): string[] => values.map((n) => `{"n":${n}}`);
    const pairs = pairRows({
      expected: rows(1, 2, 3, 4).map((value, index) => expected(value, `"k${index}"`)),
      actual: [
        ...rows(1, 3).map((value, index) => actual(value, `"k${index * 2}"`)),
        actual('{"n":9}', '"new"'),
        actual('{"n":4}', '"k3"'),
      ],
    });
    assert.deepEqual(
      pairs.map(({ kind }) => kind),
      ["same", "missing", "same", "extra", "same"],
    );
  });

  test("a row of the same key is the same row changed", () => {
    const pairs = pairRows({ expected: [expected('{"n":1}')], actual: [actual('{"n":2}')] });
    assert.deepEqual(
      pairs.map(({ kind, differs }) => [kind, [...differs]]),
      [["changed", ["value.n"]]],
    );
  });

  test("every row is in exactly one pair, and equal lists are all the same", () => {
    const list = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(list, list, (a, b) => {
        const pairs = pairRows({
          expected: a.map((n) => expected(String(n))),
          actual: b.map((n) => actual(String(n))),
        });
        assert.equal(pairs.filter((pair) => pair.expected !== null).length, a.length);
        assert.equal(pairs.filter((pair) => pair.actual !== null).length, b.length);
        assert.deepEqual(pairs.flatMap((pair) => pair.actual?.value ?? []).toSorted(), b.map(String).toSorted());
        if (a.join() === b.join()) assert.ok(pairs.every(({ kind }) => kind === "same"));
      }),
    );
  });
});
