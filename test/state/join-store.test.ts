import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hashBytes } from "../../runtime/state/hash-bytes.ts";
import { JoinStore } from "../../runtime/state/join-store.ts";
import { compact, flushOf, restoreInto } from "../support/changelog.ts";
import type { ChangelogRecord } from "../support/changelog.ts";

const OPTIONS = {
  name: "left",
  beforeMs: 5,
  afterMs: 10,
  graceMs: 3,
  closesAfterMs: 13,
  emitsUnmatched: true,
  logged: true,
};

function add(store: JoinStore, key: string, value: string, timeMs: number): void {
  const bytes = Buffer.from(key);
  const text = Buffer.from(value);
  store.advance(timeMs);
  takeClosing(store);
  if (!store.isClosed(timeMs))
    store.add(hashBytes(bytes, 0, bytes.length), bytes, 0, bytes.length, text, 0, text.length, timeMs, false);
}

function takeClosing(store: JoinStore): string[] {
  const taken: string[] = [];
  while (store.closing() < Infinity) {
    const { segment, row } = store.closingRow();
    const start = segment.valueStart(row);
    taken.push(segment.valueBuffer(row).toString("utf8", start, start + segment.valueLength(row)));
    store.popClosing();
  }
  store.expire();
  return taken;
}

function find(store: JoinStore, key: string, fromMs: number, toMs: number, match: boolean): string[] {
  const bytes = Buffer.from(key);
  const found: string[] = [];
  store.seek(hashBytes(bytes, 0, bytes.length), bytes, 0, bytes.length, fromMs, toMs);
  while (store.next()) {
    const { segment, row } = store;
    const start = segment.valueStart(row);
    const text = segment.valueBuffer(row).toString("utf8", start, start + segment.valueLength(row));
    found.push(`${text}@${segment.timeMs(row)}${segment.isMatched(row) ? " matched" : ""}`);
    if (match) store.markMatched();
  }
  return found;
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("add" as const),
      key: fc.constantFrom("a", "b", ""),
      ahead: fc.integer({ min: -15, max: 8 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("match" as const),
      key: fc.constantFrom("a", "b", ""),
      ahead: fc.integer({ min: -15, max: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("flush" as const, "restore" as const) }) },
);

test("a side of a join restored at any moment finds, matches and lets go what the original does", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), fc.constantFrom("all", "tombstones", "none"), (steps, kept) => {
      let store = new JoinStore(OPTIONS);
      const reference = new JoinStore(OPTIONS);
      const changelog: ChangelogRecord[] = [];
      let time = 50;
      for (const [i, one] of steps.entries()) {
        if (one.do === "add") {
          const timeMs = time + one.ahead;
          time = Math.max(time, timeMs);
          for (const each of [store, reference]) add(each, one.key, `v${i}`, timeMs);
        } else if (one.do === "match") {
          const from = time + one.ahead;
          assert.deepEqual(
            find(store, one.key, from, from + 15, true),
            find(reference, one.key, from, from + 15, true),
          );
        } else {
          changelog.push(...flushOf(store));
          if (one.do === "flush") continue;
          store = new JoinStore(OPTIONS);
          restoreInto(store, kept === "all" ? changelog : compact(changelog, kept === "tombstones"), 3);
        }
      }
      for (const key of ["a", "b", ""])
        assert.deepEqual(find(store, key, 0, 1000, false), find(reference, key, 0, 1000, false));
      for (const each of [store, reference]) each.advance(time + 13);
      assert.deepEqual(takeClosing(store), takeClosing(reference));
      for (const each of [store, reference]) each.advance(time + 1000);
      assert.deepEqual(takeClosing(store), takeClosing(reference));
      assert.equal(store.size, 0);
      changelog.push(...flushOf(store));
      assert.deepEqual(
        compact(changelog, false).map((record) => record.key[0]),
        Number.isFinite(store.streamTimeMs) ? [0x16] : [],
      );
    }),
    {
      numRuns: 300,
      // Rows are flushed in the order of their times: numbers went on after the last one, so that a later row took an earlier one's place.
      examples: [
        [
          [
            { do: "add", key: "a", ahead: 0 },
            { do: "add", key: "a", ahead: -3 },
            { do: "restore" },
            { do: "add", key: "a", ahead: -3 },
            { do: "restore" },
          ],
          "all",
        ],
      ],
    },
  );
});

test("rows that come and go between two flushes leave no record", () => {
  const store = new JoinStore(OPTIONS);
  for (let time = 0; time < 10_000; time += 10) add(store, "k", "v", time);
  assert.ok(store.size < 10);
  assert.ok(flushOf(store).length < 10);
});
