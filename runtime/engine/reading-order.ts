/**
 * In which order a task reads its inputs where they meet: always from the source whose next record has the lowest timestamp, as Kafka
 * Streams chooses (max.task.idle.ms = 0: a source without data holds the others back only while the broker is known to have more of it).
 * The choice is made for many rows at once, so that the stateless part of the topology still works on whole batches; each row is told its
 * place, and what must see them in order merges by it.
 */
import type { Batch } from "../vectors/batch.ts";
import type { SourceQueue } from "./source-queue.ts";

export interface ReadingRound {
  readonly queue: SourceQueue;
  readonly batch: Batch;
  readonly count: number;
}

/** The next rows of every queue, at most about `maxRows`; empty when a source that is behind has nothing yet. Consumes nothing. */
export function nextRound(queues: readonly SourceQueue[], maxRows: number): ReadingRound[] {
  const heads = queues.filter((queue) => queue.rows > 0);
  if (heads.length === 0 || queues.some((queue) => queue.rows === 0 && !queue.caughtUp)) return [];
  const lanes = heads.map((queue) => makeLane(queue));
  if (lanes.length === 1) {
    const [lane] = lanes;
    return lane === undefined ? [] : [finish(lane, Math.min(maxRows, lane.batch.selected - lane.from))];
  }
  let place = 0;
  while (place < maxRows) {
    const lowest = lowestLane(lanes);
    const limit = limitFor(lanes, lowest);
    place = takeRun(lowest, limit, place, maxRows);
    if (lowest.next >= lowest.batch.selected) break;
  }
  return lanes.filter((lane) => lane.next > lane.from).map((lane) => finish(lane, lane.next - lane.from));
}

interface Lane {
  readonly queue: SourceQueue;
  readonly batch: Batch;
  readonly from: number;
  readonly sequence: Int32Array;
  readonly index: number;
  next: number;
}

function makeLane(queue: SourceQueue, index: number = 0): Lane {
  const { batch, from } = queue.head()!;
  return { queue, batch, from, sequence: new Int32Array(batch.rows), index, next: from };
}

function timestampAt(lane: Lane): number {
  return lane.batch.timestamps[lane.batch.selection[lane.next]!]!;
}

function lowestLane(lanes: readonly Lane[]): Lane {
  let lowest = lanes[0]!;
  for (const lane of lanes) if (timestampAt(lane) < timestampAt(lowest)) lowest = lane;
  return lowest;
}

/** The first lane of several with the same timestamp goes first, so rows of later lanes wait behind an equal head of an earlier one. */
function limitFor(lanes: readonly Lane[], chosen: Lane): number {
  let limit = Number.POSITIVE_INFINITY;
  let before = true;
  for (const lane of lanes) {
    if (lane === chosen) before = false;
    else limit = Math.min(limit, before ? timestampAt(lane) - 0.5 : timestampAt(lane));
  }
  return limit;
}

function takeRun(lane: Lane, limit: number, place: number, maxRows: number): number {
  const { batch, sequence } = lane;
  let at = place;
  do {
    sequence[batch.selection[lane.next]!] = at;
    at += 1;
    lane.next += 1;
  } while (at < maxRows && lane.next < batch.selected && batch.timestamps[batch.selection[lane.next]!]! <= limit);
  return at;
}

function finish(lane: Lane, count: number): ReadingRound {
  const { batch, from, queue } = lane;
  const selection = from === 0 ? batch.selection : batch.selection.subarray(from, from + count);
  const origin = lane.next > lane.from ? { ...batch.origin, sequence: lane.sequence } : batch.origin;
  return { queue, count, batch: { ...batch, selection, selected: count, origin } };
}
