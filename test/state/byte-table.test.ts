import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ByteTable } from "../../runtime/state/byte-table.ts";
import { hashBytes } from "../../runtime/state/hash-bytes.ts";

function insert(table: ByteTable, key: Buffer, hash = hashBytes(key, 0, key.length)): number {
  return table.findOrInsert(hash, key, 0, key.length);
}

function find(table: ByteTable, key: Buffer, hash = hashBytes(key, 0, key.length)): number {
  return table.find(hash, key, 0, key.length);
}

function keyOf(table: ByteTable, entry: number): string {
  const start = table.keyStart(entry);
  return table.keyBuffer(entry).toString("utf8", start, start + table.keyLength(entry));
}

test("murmur3 gives the published values", () => {
  for (const [text, hash] of [
    ["", 0],
    ["a", 0x3c2569b2],
    ["hello", 0x248bfa47],
    ["hello, world", 0x149bbb7f],
    ["The quick brown fox jumps over the lazy dog", 0x2e4ff723],
  ] as const)
    assert.equal(hashBytes(Buffer.from(text), 0, text.length) >>> 0, hash, text);
});

test("a table behaves as a map, with few hashes and with many", () => {
  const key = fc.oneof(fc.nat(60), fc.nat(100_000)).map((n) => Buffer.from(n === 0 ? "" : `key-${n}`));
  const steps = fc.array(fc.record({ key, remove: fc.boolean() }), { maxLength: 400 });
  fc.assert(
    fc.property(steps, fc.constantFrom(0, 3, -1), (plan, mask) => {
      const table = new ByteTable();
      const model = new Map<string, number>();
      for (const { key, remove } of plan) {
        const text = key.toString();
        const hash = hashBytes(key, 0, key.length) & mask;
        // Removal finds the slot by the real hash.
        if (remove && mask === -1 && model.has(text)) {
          table.remove(model.get(text)!);
          model.delete(text);
        } else {
          const entry = insert(table, key, hash);
          if (model.has(text)) assert.equal(entry, model.get(text));
          model.set(text, entry);
        }
        assert.equal(table.size, model.size);
      }
      for (const [text, entry] of model) {
        const key = Buffer.from(text);
        assert.equal(find(table, key, hashBytes(key, 0, key.length) & mask), entry);
        assert.equal(keyOf(table, entry), text);
        assert.ok(table.has(entry));
      }
      assert.equal(new Set(model.values()).size, model.size);
      assert.equal(find(table, Buffer.from("absent")), -1);
    }),
    { numRuns: 200 },
  );
});

test("a large table splits its blocks and loses nothing, also when half is removed", () => {
  const table = new ByteTable();
  const count = 200_000;
  const key = Buffer.alloc(8);
  const at = (i: number) => {
    key.writeUInt32LE(Math.imul(i, 0x9e3779b1) >>> 0, 0);
    key.writeUInt32LE(i, 4);
    return key;
  };
  for (let i = 0; i < count; i++) assert.equal(insert(table, at(i)), i);
  for (let i = 0; i < count; i += 2) table.remove(find(table, at(i)));
  assert.equal(table.size, count / 2);
  for (let i = 0; i < count; i++) assert.equal(find(table, at(i)), i % 2 === 0 ? -1 : i);
  for (let i = 0; i < count; i += 2) insert(table, at(i));
  assert.equal(table.size, count);
  assert.equal(table.end, count);
  for (let i = 0; i < count; i++)
    assert.equal(table.keyBuffer(find(table, at(i))).readUInt32LE(table.keyStart(find(table, at(i))) + 4), i);
  table.clear();
  assert.equal(table.size, 0);
  assert.equal(find(table, at(1)), -1);
  assert.equal(insert(table, at(7)), 0);
});

test("keys of one hash, as an attacker would choose them, still fit", () => {
  const table = new ByteTable();
  for (let i = 0; i < 3000; i++) insert(table, Buffer.from(`k${i}`), 0x12345678);
  assert.equal(table.size, 3000);
  for (let i = 0; i < 3000; i += 100) assert.equal(find(table, Buffer.from(`k${i}`), 0x12345678), i);
});
