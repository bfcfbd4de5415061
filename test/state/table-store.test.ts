import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hashBytes } from "../../runtime/state/hash-bytes.ts";
import { TableStore } from "../../runtime/state/table-store.ts";
import { compact, flushOf, restoreInto } from "../support/changelog.ts";
import type { ChangelogRecord } from "../support/changelog.ts";

type Row = { value: string; time: number } | null;

function read(store: TableStore, key: string): Row {
  const bytes = Buffer.from(key);
  const entry = store.find(hashBytes(bytes, 0, bytes.length), bytes, 0, bytes.length);
  if (entry < 0) return null;
  const start = store.valueStart(entry);
  return {
    value: store.valueBuffer(entry).toString("utf8", start, start + store.valueLength(entry)),
    time: store.timeMs(entry),
  };
}

function put(store: TableStore, key: string, value: string | null, time: number): void {
  const bytes = Buffer.from(key);
  const hash = hashBytes(bytes, 0, bytes.length);
  if (value === null) store.remove(hash, bytes, 0, bytes.length, time);
  else store.put(hash, bytes, 0, bytes.length, Buffer.from(value), 0, Buffer.byteLength(value), time);
}

const value = fc.option(
  fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.nat(3000).map((n) => "x".repeat(n)),
  ),
);
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ key: fc.constantFrom("", "a", "b", "c", "key-1", "key-2"), value, time: fc.nat(100) }),
  },
  { weight: 1, arbitrary: fc.constant("flush" as const) },
);

test("a table equals a map, and so does what is restored from its changelog, compacted or not", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.boolean(), (steps, logged) => {
      const store = new TableStore("t", logged);
      const model = new Map<string, NonNullable<Row>>();
      const changelog: ChangelogRecord[] = [];
      for (const one of steps)
        if (one === "flush") changelog.push(...flushOf(store));
        else {
          put(store, one.key, one.value, one.time);
          if (one.value === null) model.delete(one.key);
          else model.set(one.key, { value: one.value, time: one.time });
        }
      changelog.push(...flushOf(store));
      const restored = logged
        ? [changelog, compact(changelog, true), compact(changelog, false)].map((records) => {
            const copy = new TableStore("t", true);
            restoreInto(copy, records, 3);
            assert.deepEqual(flushOf(copy), [], "a restored table has nothing to write");
            return copy;
          })
        : [];
      for (const each of [store, ...restored]) {
        assert.equal(each.size, model.size);
        for (const key of ["", "a", "b", "c", "key-1", "key-2"])
          assert.deepEqual(read(each, key), model.get(key) ?? null);
      }
    }),
  );
});

test("one record a key and flush, none for a key that came and went", () => {
  const store = new TableStore("t", true);
  put(store, "a", "1", 1);
  put(store, "a", "2", 2);
  put(store, "b", "1", 3);
  put(store, "b", null, 4);
  assert.deepEqual(
    flushOf(store).map(({ key, value, timestamp }) => `${key.toString()}=${String(value)}@${timestamp}`),
    ["a=2@2"],
  );
  put(store, "a", null, 5);
  assert.deepEqual(
    flushOf(store).map(({ key, value, timestamp }) => `${key.toString()}=${String(value)}@${timestamp}`),
    ["a=null@5"],
  );
  assert.deepEqual(flushOf(store), []);
  assert.equal(store.size, 0);
});
