/**
 * Micro benchmarks of the record path between the broker's bytes and the broker's bytes: `node test/bench/vectors.ts`. Seconds of CPU per million records
 * of about 240 bytes, the best of many short rounds; every result is checked before its time counts.
 */
import assert from "node:assert/strict";
import { fieldUses } from "../../shared/expressions/field-uses.ts";
import type { Typed } from "../../shared/expressions/typed.ts";
import type { Type } from "../../shared/records/types.ts";
import type { Processor, ProcessorContext } from "../../runtime/engine/processor.ts";
import { createProcessor } from "../../runtime/processors/create-processor.ts";
import { generator } from "../../runtime/processors/generator.ts";
import type { Batch, ByteRows } from "../../runtime/vectors/batch.ts";
import { createDecoder } from "../../runtime/vectors/decode.ts";
import { createEncoder } from "../../runtime/vectors/encode.ts";
import { denseSelection } from "../../runtime/vectors/gather.ts";
import { compilePredicate } from "../../runtime/vectors/kernel.ts";
import { rootsOf } from "../../runtime/vectors/roots.ts";
import { byteRows } from "../support/byte-rows.ts";
import { makeNode } from "../support/processor-harness.ts";
import { expression, recordRoots, type } from "../support/typed-expression.ts";

const ROWS = 4096;
const ROUNDS = 150;

const valueType = type(
  "{ id: string; customer: string; country: string; amount: number; currency: string; quantity: int; created: instant; status: string; note: string; address: { street: string; zip: string } }",
);
const roots = recordRoots(valueType);
const typed = (source: string): Typed => expression(source, roots);

function makeRows(): ByteRows {
  const texts = Array.from({ length: ROWS }, (_, k) =>
    JSON.stringify({
      id: `order-${100_000 + k}`,
      customer: `customer-${(k * 31) % 977}`,
      country: ["FR", "DE", "CH", "US"][(k * 7) % 4],
      amount: ((k * 7919) % 100_000) / 100,
      currency: "EUR",
      quantity: k % 13,
      created: "2025-06-01T12:00:00.000Z",
      status: "paid",
      note: "nothing to see here",
      address: { street: "Main Street 12", zip: "10115" },
    }),
  );
  return byteRows(texts, "");
}

const rows = makeRows();
const averageBytes = rows.buffer.length / ROWS;

function makeBatch(column: Batch["value"]): Batch {
  return {
    rows: ROWS,
    selection: denseSelection(ROWS),
    selected: ROWS,
    timestamps: new Float64Array(ROWS),
    key: { kind: "constant", type: { kind: "null" }, value: null },
    value: column,
    headers: null,
    origin: { topic: "bench", partition: 0, offsets: new Float64Array(ROWS), key: null, value: rows, sequence: null },
  };
}

const expectedCount = texts().filter((record) => (JSON.parse(record) as { amount: number }).amount > 500).length;

const never = (row: number, error: unknown): never => assert.fail(`row ${row}: ${String(error)}`);

/** The best round, in seconds per million records. */
function measure(name: string, count: number, round: () => void, rounds = ROUNDS): number {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < rounds; k++) {
    const start = process.hrtime.bigint();
    round();
    best = Math.min(best, Number(process.hrtime.bigint() - start));
  }
  const seconds = best / count / 1000;
  console.log(`${name.padEnd(52)} ${seconds.toFixed(3)} s/M`);
  return seconds;
}

function decode(uses: readonly (readonly string[])[]): Batch {
  return makeBatch(
    createDecoder(valueType, { format: "json" }, uses).decode(rows, denseSelection(ROWS), ROWS, never).column,
  );
}

console.log(`${ROWS} records of ${averageBytes.toFixed(0)} bytes, ${process.version}\n`);

const text = rows.buffer.toString("latin1", rows.starts[0], rows.starts[0]! + rows.lengths[0]!);
measure("JSON.parse of the text, for orientation", 1000, () => {
  for (let k = 0; k < 1000; k++) JSON.parse(text);
});

for (const [name, uses] of [
  ["nothing used", []],
  ["whole value", [[]]],
  ["1 field", [["amount"]]],
  ["4 fields", [["id"], ["country"], ["amount"], ["quantity"]]],
  ["5 fields, one nested", [["id"], ["customer"], ["country"], ["amount"], ["address", "zip"]]],
] as const) {
  const decoder = createDecoder(valueType, { format: "json" }, uses);
  measure(`scan: ${name}`, ROWS, () => {
    assert.equal(decoder.decode(rows, denseSelection(ROWS), ROWS, never).selected, ROWS);
  });
}

for (const source of [
  "value.amount > 500",
  'value.country == "FR"',
  'value.amount > 500 && value.country == "FR"',
  "value.quantity % 2 == 0",
]) {
  const where = compilePredicate(typed(source));
  const batch = decode(fieldUses(typed(source)).map(({ steps }) => steps));
  const out = new Int32Array(ROWS);
  where.run(rootsOf(batch), batch.selection, ROWS, out, never);
  measure(`predicate, leaves prepared: ${source}`, ROWS, () => {
    assert.ok(where.run(rootsOf(batch), batch.selection, ROWS, out, never) > 0);
  });
}
{
  const decoder = createDecoder(valueType, { format: "json" }, [["amount"]]);
  const where = compilePredicate(typed("value.amount > 500"));
  const out = new Int32Array(ROWS);
  measure("scan + predicate on one number", ROWS, () => {
    const batch = makeBatch(decoder.decode(rows, denseSelection(ROWS), ROWS, never).column);
    assert.equal(where.run(rootsOf(batch), batch.selection, ROWS, out, never), expectedCount);
  });
}

/** A chain of processors, each reading from the one before; what leaves the last is encoded. */
function chain(
  nodes: readonly { type: "filter" | "map"; config: never }[],
  uses: readonly string[][],
  outType: Type,
): () => number {
  const decoder = createDecoder(valueType, { format: "json" }, uses);
  const encoder = createEncoder(outType, { format: "json" });
  let sum = 0;
  let head: (batch: Batch) => void = (batch) => {
    const encoded = encoder.encode(batch.value, batch.selection, batch.selected);
    for (let k = 0; k < batch.selected; k++) sum += encoded.lengths[batch.selection[k]!]!;
  };
  for (const { type: kind, config } of nodes.toReversed()) {
    const next = head;
    const context: ProcessorContext = {
      emit: (_port, batch) => next(batch),
      drop: () => undefined,
      fail: (_batch, row, error) => never(row, error),
      store: () => assert.fail("no store"),
      nowMs: () => 0,
      log: () => undefined,
      print: () => undefined,
    };
    const processor: Processor = createProcessor(makeNode(kind, config), context);
    head = (batch) => processor.process(0, batch);
  }
  return () => {
    sum = 0;
    head(makeBatch(decoder.decode(rows, denseSelection(ROWS), ROWS, never).column));
    return sum;
  };
}

const half = { type: "filter", config: { where: typed("value.amount > 500") } as never } as const;
const four = {
  type: "map",
  config: {
    base: { keep: "none" },
    fields: [
      { name: "id", value: typed("value.id") },
      { name: "country", value: typed("value.country") },
      { name: "total", value: typed("value.amount * value.quantity") },
      { name: "customer", value: typed("value.customer") },
    ],
    whole: null,
  } as never,
} as const;
const four4 = [["amount"], ["id"], ["country"], ["customer"], ["quantity"]];
const outType = type("{ id: string; country: string; total: number; customer: string }");
{
  const run = chain([half, four], four4, outType);
  const bytes = run();
  const expected = expectedProjection();
  assert.equal(bytes, expected.length);
  measure("filter 50 % + project 4 fields, bytes to bytes", ROWS, () => assert.equal(run(), bytes));
  measure(
    "the same with JSON.parse and JSON.stringify",
    ROWS,
    () => assert.equal(expectedProjection().length, bytes),
    20,
  );
}
{
  const keep = {
    type: "map",
    config: {
      base: { keep: "all", drop: ["note"] },
      fields: [{ name: "total", value: typed("value.amount * 2") }],
      whole: null,
    } as never,
  } as const;
  const run = chain([keep], [["amount"]], valueType);
  measure("map: keep all but one, add one", ROWS, () => assert.ok(run() > 0));
}

const passing = { type: "filter", config: { where: typed("value.amount >= 0") } as never } as const;
const one = chain([passing], [["amount"]], valueType);
const hundred = chain(
  Array.from({ length: 100 }, () => passing),
  [["amount"]],
  valueType,
);
const thinning = chain(
  Array.from(
    { length: 100 },
    (_, k) => ({ type: "filter", config: { where: typed(`value.amount >= ${k / 10}`) } as never }) as const,
  ),
  [["amount"]],
  valueType,
);
const seconds = measure("1 filter, bytes to bytes", ROWS, one);
const chained = measure("100 filters in a chain", ROWS, hundred, 60);
console.log(`${"".padEnd(52)} ${(chained / seconds).toFixed(2)} x`);
measure("100 filters in a chain, each of which drops some", ROWS, thinning, 60);
{
  const copy = {
    type: "map",
    config: {
      base: { keep: "all", drop: [] },
      fields: [{ name: "amount", value: typed("value.amount + 1") }],
      whole: null,
    } as never,
  } as const;
  const single = measure("1 map that computes a field", ROWS, chain([copy], [["amount"]], valueType));
  const many = measure(
    "100 such maps",
    ROWS,
    chain(
      Array.from({ length: 100 }, () => copy),
      [["amount"]],
      valueType,
    ),
    60,
  );
  console.log(`${"".padEnd(52)} ${(many / single).toFixed(2)} x`);
}
{
  const node = makeNode("generator", {
    seed: 1,
    ratePerSecond: null,
    limit: null,
    startMs: 0,
    stepMs: 1,
    valueType: { kind: "struct", fields: [] },
    key: null,
    uses: [],
    positions: "",
    fields: [
      { name: "id", kind: "sequence", start: 1, prefix: "order-" },
      { name: "customer", kind: "text", prefix: "customer-", count: 1000, distribution: "zipf" },
      { name: "country", kind: "choice", values: ["FR", "DE", "CH"], weights: null },
      { name: "amount", kind: "number", min: 1, max: 1000, distribution: "log", digits: 2 },
      { name: "at", kind: "time", jitterMs: 1000 },
    ],
  });
  const context = { nowMs: () => 0, fail: never } as unknown as ProcessorContext;
  const source = generator(node, context);
  measure("generator, 5 fields", ROWS, () => assert.equal(source.read(ROWS)?.selected, ROWS));
  const encoder = createEncoder({ kind: "any" }, { format: "json" });
  measure("generator, 5 fields, encoded", ROWS, () => {
    const batch = source.read(ROWS)!;
    encoder.encode(batch.value, batch.selection, batch.selected);
  });
}

function texts(): string[] {
  return Array.from({ length: ROWS }, (_, row) =>
    rows.buffer.toString("utf8", rows.starts[row], rows.starts[row]! + rows.lengths[row]!),
  );
}

function expectedProjection(): string {
  return texts()
    .map(
      (record) =>
        JSON.parse(record) as { id: string; country: string; amount: number; quantity: number; customer: string },
    )
    .filter(({ amount }) => amount > 500)
    .map(({ id, country, amount, quantity, customer }) =>
      JSON.stringify({ id, country, total: amount * quantity, customer }),
    )
    .join("");
}
