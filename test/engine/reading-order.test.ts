/** The order in which a task reads, chosen for many rows at once, against the rule taken one record at a time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nextRound } from "../../runtime/engine/reading-order.ts";
import { SourceQueue } from "../../runtime/engine/source-queue.ts";
import type { Batch } from "../../runtime/vectors/batch.ts";

/** Rows of one batch; the selection leaves out every row whose time is odd, so that dead rows lie between live ones. */
function makeBatch(times: readonly number[], firstOffset: number): Batch {
  const live = times.flatMap((time, row) => (time % 2 === 0 ? [row] : []));
  const nothing = { kind: "constant", type: { kind: "null" }, value: null } as const;
  return {
    rows: times.length,
    selection: Int32Array.from(live),
    selected: live.length,
    timestamps: Float64Array.from(times),
    key: nothing,
    value: nothing,
    headers: null,
    origin: {
      topic: "t",
      partition: 0,
      offsets: Float64Array.from(times, (_, i) => firstOffset + i),
      key: null,
      value: null,
      sequence: null,
    },
  };
}

function fill(name: string, batches: readonly (readonly number[])[]): SourceQueue {
  const queue = new SourceQueue(name, 0);
  let offset = 0;
  for (const times of batches) {
    queue.push(makeBatch(times, offset), offset + times.length);
    offset += times.length;
  }
  queue.caughtUp = true;
  return queue;
}

/** Kafka Streams' choice: the source whose next record is the earliest, the first of several. */
function oracle(sources: readonly (readonly number[])[]): string[] {
  const next = sources.map(() => 0);
  const order: string[] = [];
  for (;;) {
    let best = -1;
    sources.forEach((times, i) => {
      if (next[i]! < times.length && (best === -1 || times[next[i]!]! < sources[best]![next[best]!]!)) best = i;
    });
    if (best === -1) return order;
    order.push(`${best}@${sources[best]![next[best]!]!}`);
    next[best]! += 1;
  }
}

/** Takes round after round and puts the rows into the places that they were told. */
function readAll(queues: readonly SourceQueue[], maxRows: number): string[] {
  const order: string[] = [];
  for (;;) {
    const round = nextRound(queues, maxRows);
    if (round.length === 0) return order;
    const places: [number, string][] = [];
    for (const { queue, batch, count } of round) {
      assert.equal(batch.selected, count);
      for (let k = 0; k < count; k++) {
        const row = batch.selection[k]!;
        places.push([batch.origin.sequence?.[row] ?? k, `${queues.indexOf(queue)}@${batch.timestamps[row]!}`]);
      }
    }
    places.sort((a, b) => a[0] - b[0]);
    assert.deepEqual(
      places.map(([place]) => place),
      places.map((_, i) => i),
      "places follow each other",
    );
    order.push(...places.map(([, row]) => row));
    for (const { queue, count } of round) queue.consume(count);
  }
}

const batches = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 }), { maxLength: 4 });

test("rounds read in the order that the rule gives record by record", () => {
  fc.assert(
    fc.property(
      fc.array(batches, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 20 }),
      (sources, maxRows) => {
        const queues = sources.map((one, i) => fill(String(i), one));
        const live = sources.map((one) => one.flat().filter((time) => time % 2 === 0));
        assert.deepEqual(readAll(queues, maxRows), oracle(live));
        // Everything was read, dead rows included.
        assert.deepEqual(
          queues.map(({ rows, position }) => [rows, position]),
          sources.map((one) => [0, one.flat().length]),
        );
      },
    ),
    { numRuns: 500 },
  );
});

test("a source that is behind holds the others back, one that is known to be at its end does not", () => {
  const full = fill("a", [[2, 4]]);
  const empty = fill("b", []);
  empty.caughtUp = false;
  assert.deepEqual(nextRound([full, empty], 10), []);
  empty.caughtUp = true;
  assert.equal(nextRound([full, empty], 10).length, 1);
});

test("the position is that of the first record that was not processed", () => {
  const queue = fill("a", [
    [2, 1, 4, 6],
    [1, 3],
  ]);
  queue.consume(1);
  assert.equal(queue.position, 2);
  queue.consume(1);
  assert.equal(queue.position, 3);
  queue.consume(1);
  assert.equal(queue.position, 6, "the second batch has no live row and is behind");
});

test("a batch's bytes are given back when its last row was processed, at once where there is none", () => {
  const released: string[] = [];
  const queue = new SourceQueue("a", 0);
  queue.push(makeBatch([2, 4], 0), 2, 10, () => released.push("first"));
  queue.push(makeBatch([1], 2), 3, 10, () => released.push("none"));
  assert.deepEqual(released, ["none"]);
  queue.consume(1);
  assert.deepEqual(released, ["none"]);
  queue.consume(1);
  assert.deepEqual(released, ["none", "first"]);
});
