import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runBatches } from "../support/stateful-harness.ts";
import type { Step } from "../support/stateful-harness.ts";
import { lowerCase } from "./tables/lower-case.ts";
import type { TableCase } from "./tables/notation.ts";

type Given = { port: number; key: string | null; value: string | null; timestamp: number };
type Output = { key: string | null; value: string; timestamp: number };

const restart = fc.constantFrom(null, null, "restored", "restored from compacted", "restored long after compaction");
const batches = fc.array(fc.record({ size: fc.integer({ min: 1, max: 9 }), restart }), { minLength: 1, maxLength: 5 });
const record = fc.record({
  port: fc.nat(1),
  key: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom("a", "b", "key") },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  null: fc.nat(9).map((n) => n === 0),
  ahead: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -30, max: 10 }) }, { weight: 1, arbitrary: fc.nat(60) }),
});

/** Values say which record it was. */
function given(records: readonly { port: number; key: string | null; null: boolean; ahead: number }[]): Given[] {
  let time = 100;
  return records.map(({ port, key, null: isNull, ahead }, i) => {
    const timestamp = Math.max(0, time + ahead);
    time = Math.max(time, timestamp);
    return { port, key, value: isNull ? null : `${"lr"[port]}${i}`, timestamp };
  });
}

interface Row extends Given {
  readonly at: number;
  matched: boolean;
  left: boolean;
}

/** The rules as they are written above the processor, with lists. */
function streamStreamModel(
  records: readonly Given[],
  kind: string,
  { before, after, grace }: { before: number; after: number; grace: number },
): Output[] {
  const outputs: Output[] = [];
  const rows: Row[] = [];
  let streamTime = -Infinity;
  const emits = (port: number) => (port === 0 ? kind !== "inner" : kind === "outer");
  const closesAfter = (port: number) => (port === 0 ? after : before) + grace;
  const isClosed = ({ port, timestamp }: Given) => timestamp + closesAfter(port) < streamTime;
  const text = (left: string | null, right: string | null) => `${left ?? "null"}+${right ?? "null"}`;
  const alone = ({ port, key, value, timestamp }: Given): Output => ({
    key,
    value: port === 0 ? text(value, null) : text(null, value),
    timestamp,
  });
  for (const [at, own] of records.entries()) {
    if (own.value === null || (own.key === null && !emits(own.port))) continue;
    streamTime = Math.max(streamTime, own.timestamp);
    const due = rows.filter((row) => isClosed(row) && emits(row.port) && !row.matched && !row.left);
    due.sort(
      (a, b) =>
        a.timestamp - b.timestamp ||
        b.port - a.port ||
        Buffer.compare(Buffer.from(a.key!), Buffer.from(b.key!)) ||
        a.at - b.at,
    );
    for (const row of due) {
      row.left = true;
      outputs.push(alone(row));
    }
    if (own.key === null) {
      outputs.push(alone(own));
      continue;
    }
    if (isClosed(own)) continue;
    const partners = rows.filter((row) => {
      const [left, right] = own.port === 0 ? [own, row] : [row, own];
      return (
        row.port !== own.port &&
        row.key === own.key &&
        !row.left &&
        row.timestamp >= streamTime - before - after - grace &&
        right.timestamp >= left.timestamp - before &&
        right.timestamp <= left.timestamp + after
      );
    });
    partners.sort((a, b) => a.timestamp - b.timestamp || a.at - b.at);
    for (const row of partners) {
      row.matched = true;
      const [left, right] = own.port === 0 ? [own, row] : [row, own];
      outputs.push({
        key: own.key,
        value: text(left.value, right.value),
        timestamp: Math.max(own.timestamp, row.timestamp),
      });
    }
    rows.push({ ...own, at, matched: partners.length > 0, left: false });
  }
  return outputs;
}

for (const kind of ["inner", "left", "outer"])
  test(`${kind} joins of streams equal their rules, in batches of any size and restored at any moment`, () => {
    const bounds = fc.record({ before: fc.nat(20), after: fc.nat(20), grace: fc.nat(30) });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), bounds, batches, (list, bounds, batches) => {
        const records = given(list);
        const l = kind === "outer" ? '${left ?? "null"}' : "${left}";
        const r = kind === "inner" ? "${right}" : '${right ?? "null"}';
        const described: TableCase = {
          name: "",
          operator: "stream-stream-join",
          config: {
            kind,
            before: `${bounds.before}ms`,
            after: `${bounds.after}ms`,
            grace: `${bounds.grace}ms`,
            result: `\`${l}+${r}\``,
          },
          types: ["string | null", "string | null"],
          inputs: [],
          outputs: [],
        };
        const outcome = runBatches(lowerCase(described), records, batches);
        assert.deepEqual(
          outcome.steps.flatMap(([out]) => out),
          streamStreamModel(records, kind, bounds),
        );
        assert.deepEqual(outcome.failures, []);
      }),
      { numRuns: 250 },
    );
  });

for (const kind of ["inner", "left"])
  test(`${kind} joins with a table see it as it is at each record, in batches of any size and restored at any moment`, () => {
    const described: TableCase = {
      name: "",
      operator: "stream-table-join",
      config: { kind, result: kind === "inner" ? "`${left}+${right}`" : '`${left}+${right ?? "null"}`' },
      types: ["string", "string | null"],
      inputs: [],
      outputs: [],
    };
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), batches, (list, batches) => {
        const records = given(list);
        const table = new Map<string, string>();
        const expected: Output[] = [];
        for (const { port, key, value, timestamp } of records) {
          if (port === 1) {
            if (key !== null && value !== null) table.set(key, value);
            else if (key !== null) table.delete(key);
          } else if (value !== null) {
            const row = key === null ? undefined : table.get(key);
            if (row !== undefined || kind === "left")
              expected.push({ key, value: `${value}+${row ?? "null"}`, timestamp });
          }
        }
        const outcome = runBatches(lowerCase(described), records, batches);
        assert.deepEqual(
          outcome.steps.flatMap(([out]) => out),
          expected,
        );
        const kept = expected.length + Object.values(outcome.drops).reduce((sum, rows) => sum + rows, 0);
        const changes = records.filter(({ port, key }) => port === 1 && key !== null).length;
        assert.equal(kept + changes, records.length, "every record is accounted for");
      }),
      { numRuns: 150 },
    );
  });

test("time that moves on without records lets rows go", () => {
  const described: TableCase = {
    name: "",
    operator: "stream-stream-join",
    config: { kind: "outer", before: "5ms", after: "10ms", result: '`${left ?? "null"}+${right ?? "null"}`' },
    types: ["string | null", "string | null"],
    inputs: [],
    outputs: [],
  };
  const steps: Step[] = [
    { port: 0, key: "a", value: "l", timestamp: 100 },
    { port: 1, key: "b", value: "r", timestamp: 100 },
    { advanceTo: 105 },
    { advanceTo: 106 },
    { advanceTo: 110 },
    { advanceTo: 111 },
  ];
  const outcome = runBatches(lowerCase(described), steps, [{ size: 1, restart: "restored" }]);
  assert.deepEqual(
    outcome.steps.map(([out]) => out!.map(({ value }) => value)),
    [[], [], [], ["null+r"], [], ["l+null"]],
  );
});
