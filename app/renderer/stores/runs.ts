/** All runs of this studio: snapshots once a second, rates between them, logs and taps. */
import { createStore } from "zustand/vanilla";
import type { Host, HostEvent } from "../../../shared/protocol/host-api.ts";
import type { RunLogLine, RunSnapshot, RunTap } from "../../../shared/protocol/run.ts";

export interface RunState {
  readonly snapshot: RunSnapshot;
  /** Records a second by pipeline node, over the last second; the same by output port. */
  readonly rates: ReadonlyMap<string, NodeRate>;
  /** The last minute of records out a second, by node. */
  readonly spark: ReadonlyMap<string, readonly number[]>;
  readonly taps: ReadonlyMap<string, RunTap>;
}

export interface NodeRate {
  readonly in: number;
  readonly out: readonly number[];
}

export interface RunsState {
  /** By run id; the newest of a file last. */
  readonly runs: ReadonlyMap<string, RunState>;
  readonly logs: ReadonlyMap<string, readonly RunLogLine[]>;
}

const SPARK_POINTS = 60;
const LOG_LINES = 2000;

export const runsStore = createStore<RunsState>(() => ({ runs: new Map(), logs: new Map() }));

/** The newest run of a file, whatever its state. */
export function runOf(state: RunsState, file: string): RunState | null {
  return [...state.runs.values()].findLast((run) => run.snapshot.file === file) ?? null;
}

export async function loadRuns(host: Host): Promise<void> {
  for (const snapshot of await host.call("run.list", {})) takeSnapshot(snapshot);
}

export function takeRunEvent(event: HostEvent): void {
  if (event.event === "run") takeSnapshot(event.snapshot);
  if (event.event === "log") takeLines(event.lines);
  if (event.event === "tap") takeTap(event.tap);
}

function takeSnapshot(snapshot: RunSnapshot): void {
  runsStore.setState(({ runs }) => {
    const before = runs.get(snapshot.run);
    const rates = ratesBetween(before?.snapshot, snapshot);
    const spark = new Map(before?.spark);
    for (const [node, { out, in: into }] of rates)
      spark.set(node, [...(spark.get(node) ?? []), Math.max(into, sum(out))].slice(-SPARK_POINTS));
    return { runs: new Map(runs).set(snapshot.run, { snapshot, rates, spark, taps: before?.taps ?? new Map() }) };
  });
}

function ratesBetween(before: RunSnapshot | undefined, after: RunSnapshot): ReadonlyMap<string, NodeRate> {
  const seconds = before === undefined ? 0 : (after.atMs - before.atMs) / 1000;
  const rate = (now: number, then: number | undefined): number =>
    seconds <= 0 ? 0 : Math.max(0, now - (then ?? 0)) / seconds;
  return new Map(
    Object.entries(after.nodes).map(([id, node]) => {
      const old = before?.nodes[id];
      return [
        id,
        {
          in: rate(node.recordsIn, old?.recordsIn),
          out: node.recordsOut.map((n, port) => rate(n, old?.recordsOut[port])),
        },
      ];
    }),
  );
}

function takeLines(lines: readonly RunLogLine[]): void {
  runsStore.setState(({ logs }) => {
    const next = new Map(logs);
    for (const line of lines) next.set(line.run, [...(next.get(line.run) ?? []), line].slice(-LOG_LINES));
    return { logs: next };
  });
}

function takeTap(tap: RunTap): void {
  runsStore.setState(({ runs }) => {
    const run = runs.get(tap.run);
    if (run === undefined) return {};
    return { runs: new Map(runs).set(tap.run, { ...run, taps: new Map(run.taps).set(tap.edge, tap) }) };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
