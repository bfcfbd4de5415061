/**
 * One case, many ways of running it, the same answer each time: whatever an engine does between two records must not be seen in the result.
 *
 * - record by record, each processed and committed before the next;
 * - in batches as large as the reading order allows, one commit at the end;
 * - restart: after every record all tasks are closed and built anew from their changelogs;
 * - abort and replay: every record is first processed in a transaction that is aborted, then again;
 * - keys over three partitions (only where asked for: order holds per key).
 *
 * Not covered here: back-pressure and rebalancing, which are the worker's (test/engine).
 */
import { feed, outputs, deadLetters } from "../../runtime/engine/feed.ts";
import type { FeedRecord, OutputRecord } from "../../runtime/engine/feed.ts";
import { encodeRecord } from "../../runtime/engine/records-in.ts";
import { Simulation } from "../../runtime/engine/simulation.ts";
import type { Topology } from "../../shared/topology/topology.ts";

export interface ScheduledCase {
  readonly topology: Topology;
  /** In the order in which they are to be read. */
  readonly records: readonly FeedRecord[];
  /** Stream time at the end; undefined: it stays where the records leave it. */
  readonly advanceToMs?: number | undefined;
}

export interface Schedule {
  readonly name: string;
  /** Results that a commit summarises (one per key) can only be compared by their last value. */
  readonly commitsEachRecord: boolean;
  run(simulation: Simulation, given: ScheduledCase): void;
}

export const schedules: readonly Schedule[] = [
  {
    name: "record by record",
    commitsEachRecord: true,
    run: (simulation, { records }) => records.forEach((record) => feed(simulation, [record])),
  },
  {
    name: "in batches",
    commitsEachRecord: false,
    run(simulation, { records }) {
      for (const batch of largestBatches(records)) {
        for (const record of batch) append(simulation, record);
        simulation.run({ commit: false });
      }
      simulation.run();
    },
  },
  {
    name: "restart between records",
    commitsEachRecord: true,
    run: (simulation, { records }) =>
      records.forEach((record) => {
        feed(simulation, [record]);
        simulation.restart();
      }),
  },
  {
    name: "abort and replay",
    commitsEachRecord: true,
    run: (simulation, { records }) =>
      records.forEach((record) => {
        const before = simulation.checkpoint();
        feed(simulation, [record]);
        simulation.abort(before);
        feed(simulation, [record]);
      }),
  },
];

export interface CaseResult {
  readonly schedule: Schedule;
  readonly outputs: readonly OutputRecord[];
  readonly simulation: Simulation;
}

export function runSchedule(given: ScheduledCase, schedule: Schedule): CaseResult {
  const simulation = new Simulation(given.topology);
  schedule.run(simulation, given);
  if (given.advanceToMs !== undefined) simulation.advanceStreamTime(given.advanceToMs);
  return { schedule, simulation, outputs: [...outputs(simulation), ...deadLetters(simulation)] };
}

/**
 * Consecutive records that a task would read in just this order when it found them all at once: within a source they come as they are, and
 * between sources the one whose next record is earliest goes first.
 */
export function largestBatches(records: readonly FeedRecord[]): FeedRecord[][] {
  const batches: FeedRecord[][] = [];
  let batch: FeedRecord[] = [];
  for (const record of records) {
    if (!keepsOrder([...batch, record])) {
      batches.push(batch);
      batch = [];
    }
    batch.push(record);
  }
  return batch.length === 0 ? batches : [...batches, batch];
}

/** Ties between sources depend on the topology, so a batch holds none. */
function keepsOrder(batch: readonly FeedRecord[]): boolean {
  return batch.every((record, index) =>
    batch.slice(index + 1).every((later) => {
      const nextOfLater = batch.slice(index + 1).find((other) => other.node === later.node);
      return later.node === record.node || nextOfLater === undefined || nextOfLater.timestampMs > record.timestampMs;
    }),
  );
}

function append(simulation: Simulation, record: FeedRecord): void {
  const source = simulation.sourceOf(record.node);
  if (source === undefined) throw new Error(`${record.node} is not a source`);
  simulation.append(source.topic, 0, [encodeRecord(record, source)]);
}

/** The last record per sink and key. */
export function lastPerKey(records: readonly OutputRecord[]): OutputRecord[] {
  return [...new Map(records.map((record) => [`${record.node} ${record.key ?? ""}`, record])).values()];
}
