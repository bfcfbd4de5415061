import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Argument } from "../../../runtime/state/aggregates/argument.ts";
import { makeArgument, NO_ARGUMENT } from "../../../runtime/state/aggregates/argument.ts";
import type { AggregateState } from "../../../runtime/state/aggregates/aggregate-state.ts";
import { createAggregateState } from "../../../runtime/state/aggregates/create-aggregate-state.ts";
import { Results } from "../../../runtime/state/aggregates/results.ts";
import { ByteReader, ByteWriter } from "../../../runtime/state/byte-writer.ts";
import type { Column } from "../../../runtime/vectors/column.ts";
import { Decimal } from "../../../shared/records/decimal.ts";
import { makeInt } from "../../../shared/records/integers.ts";
import { ANY, BOOLEAN, DECIMAL, INT, NUMBER, STRING } from "../../../shared/records/types.ts";
import type { Type } from "../../../shared/records/types.ts";
import type { AggregateCall } from "../../../shared/topology/processors.ts";

type Update = { entry: number; value: unknown };
type Model = (values: unknown[], call: AggregateCall) => unknown;

function makeCall(
  name: AggregateCall["name"],
  argument: Type | null,
  type: Type,
  options: unknown[] = [],
): AggregateCall {
  return { name, argument: argument === null ? null : { node: "literal", type: argument, value: null }, options, type };
}

function argumentOf(call: AggregateCall, values: readonly unknown[]): Argument {
  if (call.argument === null) return NO_ARGUMENT;
  const numeric = values.every((value) => value === null || typeof value === "number");
  const { type } = call.argument;
  const nulls = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
  const column: Column =
    type.kind === "boolean"
      ? { kind: "boolean", values: Uint8Array.from(values, (value) => (value === null ? 2 : value === true ? 1 : 0)) }
      : numeric && (type.kind === "int" || type.kind === "number")
        ? { kind: "number", type, values: Float64Array.from(values, (value) => Number(value)), nulls }
        : { kind: "value", type, values };
  const rows = Int32Array.from(values, (_, i) => i);
  return makeArgument(call, column, values.length, rows, values.length, (_, error) => {
    throw error;
  });
}

function apply(state: AggregateState, call: AggregateCall, updates: readonly Update[]): void {
  state.ensure(4);
  const rows = Int32Array.from(updates, (_, i) => i);
  const entries = Int32Array.from(updates, (update) => update.entry);
  const argument = argumentOf(
    call,
    updates.map((update) => update.value),
  );
  const half = updates.length >> 1;
  state.add(argument, rows, entries, 0, half);
  state.add(argument, rows, entries, half, updates.length);
}

function resultOf(state: AggregateState, call: AggregateCall, entry: number): unknown {
  const results = new Results(call.type, 1);
  state.result(entry, results, 0);
  const column = results.column();
  if (column.kind === "number") return column.nulls?.[0] === 1 ? null : column.values[0];
  if (column.kind === "boolean") return column.values[0] === 2 ? null : column.values[0] === 1;
  assert.equal(column.kind, "value");
  return column.values[0];
}

const int = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map((value) => makeInt(value)),
);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(8))
  .map(([c, s]) => Decimal.of(c, s));
const text = fc.string({ unit: "binary", maxLength: 6 });

const total = (values: unknown[]) => values.reduce((sum: bigint, value) => sum + BigInt(value as number | bigint), 0n);
const normal = (value: bigint): unknown =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
const decimalTotal = (values: unknown[]) =>
  values.reduce((sum: Decimal, value) => sum.add(value as Decimal), Decimal.zero);
const orNull =
  (model: Model): Model =>
  (values, call) =>
    values.length === 0 ? null : model(values, call);
const less = (a: unknown, b: unknown) =>
  a instanceof Decimal && b instanceof Decimal ? a.compare(b) < 0 : (a as number) < (b as number);
const min: Model = (values) => values.reduce((best, value) => (less(value, best) ? value : best));
const max: Model = (values) => values.reduce((best, value) => (less(best, value) ? value : best));
const keyOf = (value: unknown) =>
  value instanceof Decimal ? `d${value.toString()}` : `${typeof value}${String(value)}`;
const distinct: Model = (values) => new Set(values.map(keyOf)).size;
const top =
  (k: number): Model =>
  (values) =>
    values.toSorted((a, b) => (less(b, a) ? -1 : less(a, b) ? 1 : 0)).slice(0, k);

const cases: readonly [AggregateCall, fc.Arbitrary<unknown>, Model][] = [
  [makeCall("count", null, INT), fc.constantFrom(null, 1), (values) => values.length],
  [makeCall("count", STRING, INT), text, (values) => values.length],
  [makeCall("count", INT, INT), int, (values) => values.length],
  [makeCall("sum", INT, INT), fc.maxSafeInteger(), orNull((values) => normal(total(values)))],
  [makeCall("sum", INT, DECIMAL), int, orNull((values) => Decimal.fromInt(total(values)))],
  [makeCall("avg", INT, NUMBER), int, orNull((values) => Number(total(values)) / values.length)],
  [makeCall("sum", NUMBER, NUMBER), number, orNull((values) => values.reduce((a: number, b) => a + Number(b), 0))],
  [
    makeCall("avg", NUMBER, NUMBER),
    number,
    orNull((values) => values.reduce((a: number, b) => a + Number(b), 0) / values.length),
  ],
  [makeCall("sum", DECIMAL, DECIMAL), decimal, orNull(decimalTotal)],
  [
    makeCall("avg", DECIMAL, DECIMAL),
    decimal,
    orNull((values) => decimalTotal(values).divide(Decimal.fromInt(values.length))),
  ],
  [makeCall("min", INT, INT), int, orNull(min)],
  [makeCall("max", INT, INT), int, orNull(max)],
  [makeCall("min", NUMBER, NUMBER), number, orNull(min)],
  [makeCall("max", DECIMAL, DECIMAL), decimal, orNull(max)],
  [makeCall("min", STRING, STRING), text, orNull(min)],
  [makeCall("max", STRING, STRING), text, orNull(max)],
  [makeCall("max", BOOLEAN, BOOLEAN), fc.boolean(), orNull((values) => values.includes(true))],
  [makeCall("first", STRING, STRING), text, orNull((values) => values[0])],
  [makeCall("last", STRING, STRING), text, orNull((values) => values.at(-1))],
  [makeCall("first", INT, INT), int, orNull((values) => values[0])],
  [makeCall("last", BOOLEAN, BOOLEAN), fc.boolean(), orNull((values) => values.at(-1))],
  [makeCall("last", ANY, ANY), fc.oneof(text, fc.integer(), fc.boolean()), orNull((values) => values.at(-1))],
  [makeCall("countDistinct", STRING, INT), fc.string({ maxLength: 1 }), distinct],
  [makeCall("countDistinct", INT, INT), fc.oneof(fc.nat(5), int), distinct],
  [makeCall("countDistinct", DECIMAL, INT), fc.nat(5).map((n) => Decimal.of(n, 1)), distinct],
  [makeCall("collect", STRING, ANY), text, (values) => values],
  [makeCall("collect", INT, ANY, [3]), int, (values) => values.slice(0, 3)],
  [makeCall("collect", BOOLEAN, ANY), fc.boolean(), (values) => values],
  [makeCall("topK", INT, ANY, [3]), int, top(3)],
  [makeCall("topK", NUMBER, ANY, [2]), fc.oneof(fc.integer({ min: -3, max: 3 }), number), top(2)],
  [makeCall("topK", STRING, ANY, [4]), text, top(4)],
  [makeCall("topK", DECIMAL, ANY, [1]), decimal, top(1)],
];

for (const [call, values, model] of cases)
  test(`${call.name}(${call.argument?.type.kind ?? ""}) equals its definition, also after writing and reading`, () => {
    const update = fc.record({ entry: fc.nat(3), value: fc.option(values, { freq: 5 }) });
    fc.assert(
      fc.property(fc.array(update, { maxLength: 60 }), fc.array(update, { maxLength: 20 }), (before, after) => {
        const state = createAggregateState(call);
        apply(state, call, before);
        const restored = createAggregateState(call);
        restored.ensure(4);
        for (let entry = 0; entry < 4; entry++) {
          const writer = new ByteWriter();
          state.write(entry, writer);
          // Written twice: a later record of the same entry replaces the earlier one.
          for (let twice = 0; twice < 2; twice++) restored.read(entry, new ByteReader(writer.buffer));
        }
        apply(state, call, after);
        apply(restored, call, after);
        for (let entry = 0; entry < 4; entry++) {
          const seen = [...before, ...after].filter((one) => one.entry === entry);
          const counted = call.argument === null ? seen : seen.filter((one) => one.value !== null);
          const expected = model(
            counted.map((one) => one.value),
            call,
          );
          assert.deepEqual(resultOf(state, call, entry), expected);
          assert.deepEqual(resultOf(restored, call, entry), expected);
        }
        state.clear();
        apply(state, call, after);
        const fresh = createAggregateState(call);
        apply(fresh, call, after);
        for (let entry = 0; entry < 4; entry++)
          assert.deepEqual(resultOf(state, call, entry), resultOf(fresh, call, entry));
      }),
      { numRuns: 60 },
    );
  });

test("a sum beyond 64 bits is exact inside and an error where it is asked for", () => {
  const call = makeCall("sum", INT, INT);
  const state = createAggregateState(call);
  const most = 2n ** 63n - 1n;
  apply(
    state,
    call,
    [most, most].map((value) => ({ entry: 0, value })),
  );
  assert.throws(() => resultOf(state, call, 0), { code: "REC_0004" });
  apply(state, call, [{ entry: 0, value: -most }]);
  assert.equal(resultOf(state, call, 0), most);
});

test("untyped sums take every kind of number and report everything else", () => {
  const call = makeCall("sum", ANY, ANY);
  const state = createAggregateState(call);
  apply(
    state,
    call,
    [1, 0.5, 2n ** 60n, Decimal.parse("0.25"), null].map((value) => ({ entry: 1, value })),
  );
  assert.deepEqual(resultOf(state, call, 1), Decimal.parse("1152921504606846977.75"));
  assert.throws(() => apply(state, call, [{ entry: 1, value: "12" }]), { code: "REC_0005" });
});
