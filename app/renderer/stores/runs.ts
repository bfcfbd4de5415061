/** All runs of this studio: snapshots once a second, rates between them, logs and samples of what passes. */
import { createStore } from "zustand/vanilla";
import type { Host, HostEvent } from "../../../shared/protocol/host-api.ts";
import type { RunLogLine, RunSnapshot, RunTap } from "../../../shared/protocol/run.ts";

export interface RunState {
  readonly snapshot: RunSnapshot;
  /** Records a second by pipeline node, over the last few seconds; the same by output port. Empty when the run is over. */
  readonly rates: ReadonlyMap<string, NodeRate>;
  /** The last minute of records a second, in or out, whichever is more; by node, one point a snapshot. */
  readonly spark: ReadonlyMap<string, readonly number[]>;
  /** By edge; the last of what was sampled, oldest first. */
  readonly taps: ReadonlyMap<string, readonly LiveRow[]>;
  /** What rates are measured against: the last few snapshots, oldest first. */
  readonly recent: readonly RunSnapshot[];
}

export interface NodeRate {
  readonly in: number;
  readonly out: readonly number[];
}

export interface LiveRow {
  /** Grows with each row of the studio. */
  readonly id: number;
  readonly row: RunTap["rows"][number];
}

export interface RunsState {
  /** By run id. */
  readonly runs: ReadonlyMap<string, RunState>;
  readonly logs: ReadonlyMap<string, readonly RunLogLine[]>;
}

const SPARK_POINTS = 60;
const LOG_LINES = 2000;
const LIVE_ROWS = 200;
/** Snapshots come once a second, not to the millisecond; over five of them a rate stands still enough to be read. */
const RATE_SNAPSHOTS = 5;

export const runsStore = createStore<RunsState>(() => ({ runs: new Map(), logs: new Map() }));
let liveRows = 0;

/** The newest run of a file, whatever its state. */
export function runOf(state: RunsState, file: string): RunState | null {
  let newest: RunState | null = null;
  for (const run of state.runs.values())
    if (run.snapshot.file === file && run.snapshot.startedAtMs >= (newest?.snapshot.startedAtMs ?? 0)) newest = run;
  return newest;
}

export function isOver({ state }: RunSnapshot): boolean {
  return state === "ended" || state === "failed";
}

/** After a page was loaded anew: what ran before, with its log. */
export async function loadRuns(host: Host): Promise<void> {
  for (const snapshot of await host.call("run.list", {})) {
    const lines = await host.call("run.logs", { run: snapshot.run }).catch(() => []);
    // Events that came meanwhile are newer.
    if (!runsStore.getState().runs.has(snapshot.run)) takeSnapshot(snapshot);
    runsStore.setState(({ logs }) => ({ logs: new Map(logs).set(snapshot.run, lines.slice(-LOG_LINES)) }));
  }
}

export function takeRunEvent(event: HostEvent): void {
  if (event.event === "run") takeSnapshot(event.snapshot);
  if (event.event === "log") takeLines(event.lines);
  if (event.event === "tap") takeTap(event.tap);
}

function takeSnapshot(snapshot: RunSnapshot): void {
  runsStore.setState(({ runs }) => {
    const before = runs.get(snapshot.run);
    const over = isOver(snapshot);
    const spark = new Map(before?.spark);
    const rates = over ? new Map<string, NodeRate>() : ratesBetween(before?.recent[0], snapshot);
    if (before !== undefined)
      for (const [node, { out, in: into }] of rates)
        spark.set(node, [...(spark.get(node) ?? []), Math.max(into, sum(out))].slice(-SPARK_POINTS));
    const next: RunState = {
      snapshot,
      rates,
      spark,
      taps: before?.taps ?? new Map(),
      recent: [...(before?.recent ?? []), snapshot].slice(-RATE_SNAPSHOTS),
    };
    return { runs: new Map(runs).set(snapshot.run, next) };
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
    for (const [run, more] of Map.groupBy(lines, (line) => line.run))
      next.set(run, [...(next.get(run) ?? []), ...more].slice(-LOG_LINES));
    return { logs: next };
  });
}

/** Rows of a sample come latest first. */
function takeTap({ run: id, edge, rows }: RunTap): void {
  runsStore.setState(({ runs }) => {
    const run = runs.get(id);
    if (run === undefined) return {};
    const more = rows.toReversed().map((row): LiveRow => ({ id: (liveRows += 1), row }));
    const taps = new Map(run.taps).set(edge, [...(run.taps.get(edge) ?? []), ...more].slice(-LIVE_ROWS));
    return { runs: new Map(runs).set(id, { ...run, taps }) };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
