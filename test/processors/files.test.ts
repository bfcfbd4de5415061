import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { ANY, type Type } from "../../shared/records/types.ts";
import type { FileSourceConfig } from "../../shared/topology/processors.ts";
import type { ActiveSource } from "../../runtime/engine/active-source.ts";
import { createActiveSource } from "../../runtime/processors/sources.ts";
import {
  createTestContext,
  makeNode,
  readBatch,
  runOnce,
  makeBatch,
  type Outcome,
  type OutputRecord,
} from "../support/processor-harness.ts";
import { expression, recordRoots, type } from "../support/typed-expression.ts";

const folder = mkdtempSync(join(tmpdir(), "weir-files-"));
test.after(() => rmSync(folder, { recursive: true }));
let files = 0;

function write(text: string | Buffer): string {
  const path = join(folder, `file-${files++}`);
  writeFileSync(path, text);
  return path;
}

function open(path: string, config: Partial<FileSourceConfig> = {}): { source: ActiveSource; outcome: Outcome } {
  const node = makeNode("file-source", {
    path,
    format: "ndjson",
    separator: ",",
    header: null,
    valueType: ANY,
    key: null,
    time: null,
    uses: [{ root: "value", steps: [] }],
    positions: "positions",
    ...config,
  });
  const { context, outcome } = createTestContext(node, { nowMs: () => 42 });
  return { source: createActiveSource(node, context), outcome };
}

function drain(source: ActiveSource, maxRows = 100): OutputRecord[] {
  const all: OutputRecord[] = [];
  while (!source.done) {
    const batch = source.read(maxRows);
    if (batch !== null) all.push(...readBatch(batch));
  }
  source.close();
  return all;
}

function values(source: ActiveSource): unknown[] {
  return drain(source).map(({ value }) => value);
}

test("NDJSON: values, key and time by expression; blank lines and line ends of all kinds", () => {
  const declared = type("{ id: string; at: instant }");
  const path = write('{"id":"a","at":"1970-01-01T00:00:01Z"}\r\n\n{"id":"b","at":2000}\n  {"id":"c","at":3000}');
  const roots = recordRoots(declared, ANY);
  const { source } = open(path, {
    valueType: declared,
    key: expression("value.id", roots),
    time: expression("value.at", roots),
  });
  assert.deepEqual(
    drain(source).map(({ key, timestamp }) => [key, timestamp]),
    [
      ["a", 1000],
      ["b", 2000],
      ["c", 3000],
    ],
  );
  assert.deepEqual(drain(open(write("")).source), []);
  assert.deepEqual(values(open(write("\ufeff[1]\n2")).source), [[1], 2]);
  assert.deepEqual(
    drain(open(write("1\n2")).source).map(({ value, timestamp }) => [value, timestamp]),
    [
      [1, 42],
      [2, 42],
    ],
  );
});

test("a line that is not JSON fails alone", () => {
  const { source, outcome } = open(write('{"a":1}\n{"a":\n{"a":3}\n'));
  assert.deepEqual(
    drain(source).map(({ value }) => value),
    [{ a: 1 }, { a: 3 }],
  );
  assert.deepEqual(outcome.failures, [{ record: 8, code: "REC_0001" }]);
});

test("CSV: names from the first line or the config, quotes, line breaks inside of quotes", () => {
  const text = 'id;name;price\n1;Ada;1.5\n2;"Grace; the ""admiral""\nof COBOL";\n';
  const declared = type("{ id: int; name: string; price: decimal | null }");
  const expected = [
    { id: 1, name: "Ada", price: 1.5 },
    { id: 2, name: 'Grace; the "admiral"\nof COBOL', price: null },
  ];
  const read = (config: Partial<FileSourceConfig>, content: string, valueType: Type): unknown[] => {
    const { source } = open(write(content), { format: "csv", separator: ";", valueType, ...config });
    const all: unknown[] = [];
    while (!source.done) {
      const batch = source.read(10);
      if (batch !== null) all.push(...readBatch(batch, ANY, valueType).map(({ value }) => value));
    }
    return all;
  };
  assert.deepEqual(read({}, text, declared), expected);
  assert.deepEqual(read({ header: ["id", "name", "price"] }, text.slice(text.indexOf("\n") + 1), declared), expected);
  assert.deepEqual(read({}, text, ANY)[0], { id: "1", name: "Ada", price: "1.5" });
  assert.deepEqual(read({}, `\ufeff"i""d";b\n1;2\n`, ANY), [{ 'i"d': "1", b: "2" }]);
});

test("reading goes on exactly where a position says, with any batch size", () => {
  const line = fc.oneof(fc.json({ maxDepth: 2 }), fc.constant(""), fc.integer().map(String));
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.integer({ min: 1, max: 4 }),
      (lines, end, last, size) => {
        const path = write(lines.join(end) + (last ? end : ""));
        const expected = lines.filter((text) => text !== "").map((text) => JSON.parse(text) as unknown);
        assert.deepEqual(
          drain(open(path).source, size).map(({ value }) => value),
          expected,
        );
        const first = open(path).source;
        const batch = first.read(size);
        const head = batch === null ? [] : readBatch(batch).map(({ value }) => value);
        const second = open(path).source;
        second.seek(first.position);
        first.close();
        assert.deepEqual([...head, ...drain(second).map(({ value }) => value)], expected);
      },
    ),
    { numRuns: 100 },
  );
});

test("CSV with a header is resumed behind it", () => {
  const path = write("a,b\n1,2\n3,4\n");
  const { source } = open(path, { format: "csv" });
  source.seek(0);
  assert.deepEqual(
    drain(source, 1).map(({ value }) => value),
    [
      { a: "1", b: "2" },
      { a: "3", b: "4" },
    ],
  );
  const again = open(path, { format: "csv" }).source;
  again.seek(8);
  assert.deepEqual(
    drain(again).map(({ value }) => value),
    [{ a: "3", b: "4" }],
  );
});

test("lines longer than a chunk, and more than a chunk of lines", () => {
  const long = JSON.stringify("x".repeat(3 << 20));
  const path = write(`1\n${long}\n${"[2]\n".repeat(400_000)}`);
  const { source } = open(path);
  let rows = 0;
  let bytes = 0;
  while (!source.done) {
    const batch = source.read(5000);
    if (batch === null) continue;
    rows += batch.selected;
    for (let k = 0; k < batch.selected; k++) bytes += batch.origin.value!.lengths[k]!;
  }
  source.close();
  assert.equal(rows, 400_002);
  assert.equal(bytes, 1 + long.length + 1_200_000);
});

test("a file that is not there is an error with a hint", () => {
  assert.throws(() => open(join(folder, "nowhere", "x.ndjson")).source.read(1), { code: "RUN_0501" });
});

test("file-sink writes what file-source reads", () => {
  const valueType = type("{ id: int; name: string }");
  const values = [
    { id: 1, name: "plain" },
    { id: 2, name: 'quo"te,comma\nline' },
  ];
  for (const format of ["ndjson", "csv"] as const) {
    const path = join(folder, `sink.${format}`);
    for (const value of values)
      runOnce("file-sink", { path, format, columns: null, valueType }, [makeBatch([{ value }], { valueType })], {
        outputs: [],
      });
    const { source } = open(path, { format, valueType });
    assert.deepEqual(
      drain(source).map(({ value }) => value),
      format === "csv" ? values.map(({ id, name }) => ({ id: String(id), name })) : values,
    );
    if (format === "csv") assert.ok(readFileSync(path, "utf8").startsWith("id,name\n1,plain\n2,"));
  }
});

test("file-sink: JSON with line breaks stays on one line, tombstones are null or counted", () => {
  const path = join(folder, "lines.ndjson");
  const batch = makeBatch([{ value: { a: 1 } }, { value: null }]);
  runOnce("file-sink", { path, format: "ndjson", columns: null, valueType: ANY }, [batch], { outputs: [] });
  assert.equal(readFileSync(path, "utf8"), '{"a":1}\nnull\n');
  const csv = join(folder, "nulls.csv");
  const outcome = runOnce("file-sink", { path: csv, format: "csv", columns: ["a"], valueType: ANY }, [batch], {
    outputs: [],
  });
  assert.deepEqual(outcome.drops, { "null-value": 1 });
  assert.equal(readFileSync(csv, "utf8"), "a\n1\n");
  assert.throws(
    () =>
      runOnce(
        "file-sink",
        { path: join(folder, "no", "x"), format: "ndjson", columns: null, valueType: ANY },
        [batch],
        { outputs: [] },
      ),
    { code: "RUN_0501" },
  );
});
