import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NO_ARGUMENT } from "../../runtime/state/aggregates/argument.ts";
import { Results } from "../../runtime/state/aggregates/results.ts";
import { hashBytes } from "../../runtime/state/hash-bytes.ts";
import { WindowStore } from "../../runtime/state/window-store.ts";
import { INT } from "../../shared/records/types.ts";
import type { AggregateCall } from "../../shared/topology/processors.ts";
import { compact, flushOf, restoreInto } from "../support/changelog.ts";
import type { ChangelogRecord } from "../support/changelog.ts";

const COUNT: AggregateCall = { name: "count", argument: null, options: [], type: INT };
const WINDOW = { sizeMs: 10, graceMs: 5 };

function makeStore(window: typeof WINDOW | null, aggregates = [COUNT]): WindowStore {
  return new WindowStore({ name: "counts", aggregates, window, logged: true });
}

/** What the aggregate processor does with one record; answers the windows that closed. */
function count(store: WindowStore, key: string, timeMs: number, window: typeof WINDOW | null): string[] {
  store.advance(timeMs);
  const startMs = window === null ? 0 : Math.floor(timeMs / window.sizeMs) * window.sizeMs;
  if (window === null || startMs + window.sizeMs + window.graceMs > store.streamTimeMs) {
    const table = store.table(startMs);
    const bytes = Buffer.from(key);
    const entries = Int32Array.of(table.keys.findOrInsert(hashBytes(bytes, 0, bytes.length), bytes, 0, bytes.length));
    table.ensure();
    const rows = Int32Array.of(0);
    table.states[0]!.add(NO_ARGUMENT, rows, entries, 0, 1);
    table.touch(rows, entries, 0, 1, Float64Array.of(timeMs), false);
  }
  const closed: string[] = [];
  while (store.nextCloseMs <= store.streamTimeMs) {
    closed.push(...contentsOf(store).filter((line) => line.startsWith(`${store.open[0]!.startMs} `)));
    store.drop();
  }
  return closed;
}

function contentsOf(store: WindowStore): string[] {
  return store.open.flatMap((table) =>
    Array.from({ length: table.keys.end }, (_, entry) => {
      const results = new Results(INT, 1);
      table.states[0]!.result(entry, results, 0);
      const column = results.column();
      const start = table.keys.keyStart(entry);
      const key = table.keys.keyBuffer(entry).toString("utf8", start, start + table.keys.keyLength(entry));
      return `${table.startMs} ${key} ${column.kind === "number" ? column.values[0] : "?"}@${table.timeMs(entry)}`;
    }),
  );
}

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ key: fc.constantFrom("a", "b", "", "key"), ahead: fc.integer({ min: -20, max: 12 }) }),
  },
  { weight: 1, arbitrary: fc.constant("flush" as const) },
  { weight: 1, arbitrary: fc.constant("restore" as const) },
);

for (const window of [WINDOW, null])
  test(`${window === null ? "an aggregate" : "windows"} restored at any moment, from all or what compaction left, go on as if nothing had happened`, () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), fc.constantFrom("all", "tombstones", "none"), (steps, kept) => {
        let store = makeStore(window);
        const reference = makeStore(window);
        const changelog: ChangelogRecord[] = [];
        let time = 50;
        for (const one of steps) {
          if (one !== "flush" && one !== "restore") {
            const at = Math.max(0, time + one.ahead);
            time = Math.max(time, at);
            assert.deepEqual(count(store, one.key, at, window), count(reference, one.key, at, window));
            continue;
          }
          changelog.push(...flushOf(store));
          if (one === "flush") continue;
          store = makeStore(window);
          restoreInto(store, kept === "all" ? changelog : compact(changelog, kept === "tombstones"), 4);
          // Keys of a window come back in the order of their first record that compaction left.
          assert.deepEqual(contentsOf(store).toSorted(), contentsOf(reference).toSorted());
          assert.equal(store.streamTimeMs, reference.streamTimeMs);
          if (kept === "all") assert.deepEqual(contentsOf(store), contentsOf(reference));
        }
        count(store, "end", time + 1000, window);
        changelog.push(...flushOf(store), ...flushOf(store));
        const left = compact(changelog, false).map((record) => record.key);
        if (window !== null)
          assert.deepEqual(
            left.map((key) => key.toString("latin1").slice(9)).filter((key) => key !== ""),
            ["end"],
          );
      }),
      { numRuns: 150 },
    );
  });

test("a window that was never written needs no tombstones, and its memory serves the next one", () => {
  const store = makeStore(WINDOW);
  for (let i = 0; i < 5; i++) for (let key = 0; key < 1000; key++) count(store, `key-${key}`, i * 100, WINDOW);
  const { bytes } = store;
  for (let i = 5; i < 50; i++) for (let key = 0; key < 1000; key++) count(store, `key-${key}`, i * 100, WINDOW);
  assert.equal(store.bytes, bytes);
  assert.equal(store.size, 1000);
  assert.equal(flushOf(store).length, 1001);
});

test("changelogs of other aggregates and of the future are refused", () => {
  const store = makeStore(null);
  count(store, "a", 1, null);
  const records = flushOf(store);
  const other = makeStore(null, [COUNT, { ...COUNT, name: "max", argument: { node: "literal", type: INT, value: 1 } }]);
  assert.throws(() => restoreInto(other, records), { code: "RUN_0602" });
  const key = Buffer.from([0x20]);
  assert.throws(() => restoreInto(makeStore(null), [{ key, value: key, timestamp: 0 }]), { code: "RUN_0601" });
});
