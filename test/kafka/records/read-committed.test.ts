import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBatches } from "../../../runtime/kafka/records/decode-batches.ts";
import type { AbortedTransaction } from "../../../runtime/kafka/records/aborted-transactions.ts";
import { RecordBatchBuilder } from "../../../runtime/kafka/records/record-batch-builder.ts";
import { append, batchOf, markerOf, texts } from "./support.ts";

interface Case {
  readonly name: string;
  readonly log: readonly Buffer[];
  readonly aborted: readonly AbortedTransaction[];
  readonly fetchOffset?: number;
  readonly expected: readonly string[];
}

const data = (value: string, producerId: number, baseOffset: number): Buffer =>
  batchOf([value], { producerId, producerEpoch: 0, baseSequence: 0, transactional: true, baseOffset });

function zeroKey(producerId: number, baseOffset: number): Buffer {
  const builder = new RecordBatchBuilder();
  append(builder, { timestampMs: 1, key: Buffer.alloc(4), value: Buffer.from("zero key"), headers: [] });
  return builder.finish({ producerId, producerEpoch: 0, baseSequence: 0, transactional: true, baseOffset });
}

const a = 1;
const b = 2;

const cases: readonly Case[] = [
  {
    name: "a committed transaction passes",
    log: [data("a0", a, 0), markerOf("commit", a, 1)],
    aborted: [],
    expected: ["a0"],
  },
  {
    name: "the fetch starts inside two aborted transactions that were open at once",
    log: [
      data("a2", a, 2),
      data("b3", b, 3),
      markerOf("abort", b, 4),
      markerOf("abort", a, 5),
      data("a6", a, 6),
      markerOf("commit", a, 7),
    ],
    aborted: [
      { producerId: a, firstOffset: 0 },
      { producerId: b, firstOffset: 1 },
    ],
    fetchOffset: 2,
    expected: ["a6"],
  },
  {
    name: "the list is in the order of last offsets",
    log: [data("a0", a, 0), data("b1", b, 1), markerOf("abort", b, 2), data("a3", a, 3), markerOf("abort", a, 4)],
    aborted: [
      { producerId: b, firstOffset: 1 },
      { producerId: a, firstOffset: 0 },
    ],
    expected: [],
  },
  {
    name: "an aborted record whose key looks like an abort marker's",
    log: [zeroKey(a, 0), data("a1", a, 1), markerOf("abort", a, 2)],
    aborted: [{ producerId: a, firstOffset: 0 }],
    expected: [],
  },
  {
    name: "one producer, two aborted transactions and a committed one between",
    log: [
      data("a0", a, 0),
      markerOf("abort", a, 1),
      data("a2", a, 2),
      markerOf("commit", a, 3),
      data("a4", a, 4),
      markerOf("abort", a, 5),
    ],
    aborted: [
      { producerId: a, firstOffset: 0 },
      { producerId: a, firstOffset: 4 },
    ],
    expected: ["a2"],
  },
  {
    name: "the abort marker lies beyond this fetch",
    log: [data("a0", a, 0), batchOf(["plain"], { baseOffset: 1 }), data("a2", a, 2)],
    aborted: [{ producerId: a, firstOffset: 0 }],
    expected: ["plain"],
  },
  {
    name: "the fetch starts at an abort marker",
    log: [markerOf("abort", a, 1), data("a2", a, 2), markerOf("commit", a, 3)],
    aborted: [{ producerId: a, firstOffset: 0 }],
    fetchOffset: 1,
    expected: ["a2"],
  },
  {
    name: "records of the same producer that are not transactional pass",
    log: [
      data("a0", a, 0),
      batchOf(["idempotent"], { producerId: a, producerEpoch: 0, baseSequence: 1, baseOffset: 1 }),
      markerOf("abort", a, 2),
    ],
    aborted: [{ producerId: a, firstOffset: 0 }],
    expected: ["idempotent"],
  },
  {
    name: "a whole log of aborted records moves the offset on",
    log: [data("a0", a, 0), data("a1", a, 1)],
    aborted: [{ producerId: a, firstOffset: 0 }],
    expected: [],
  },
];

for (const { name, log, aborted, fetchOffset = 0, expected } of cases) {
  test(`reading committed: ${name}`, () => {
    const buffer = Buffer.concat(log);
    const committed = decodeBatches(buffer, 0, buffer.length, { fetchOffset, aborted });
    assert.deepEqual(texts(committed), expected);
    assert.equal(committed.nextOffset, fetchOffset + log.length);
    const all = decodeBatches(buffer, 0, buffer.length, { fetchOffset });
    assert.equal(all.count + all.markers.length, log.length);
  });
}
