/** Where things stand on the line of stream time: windows in lanes, records below, late ones as rings. Pure; what draws it asks for pixels. */
import type { PreviewResult, PreviewRow, PreviewWindow } from "../../../../shared/protocol/preview.ts";

export interface Timeline {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lanes: readonly WindowLane[];
  readonly marks: readonly RecordMark[];
}

/** Windows of one operator. */
export interface WindowLane {
  readonly node: string;
  /** Rows that windows which overlap are spread over. */
  readonly rows: number;
  readonly windows: readonly LaneWindow[];
  readonly late: readonly { readonly step: number; readonly atMs: number }[];
}

export interface LaneWindow {
  readonly window: PreviewWindow;
  readonly row: number;
}

export interface RecordMark {
  readonly step: number;
  readonly atMs: number;
  readonly node: string;
}

export const LANE_ROWS = 4;

/** `rowsInto` answers what came into a node, in order of steps. */
export function makeTimeline(
  result: PreviewResult,
  shown: (node: string) => boolean,
  rowsInto: (node: string) => readonly PreviewRow[],
): Timeline {
  const marks = result.steps.flatMap(({ kind, node, timestampMs }, step) =>
    kind === "record" && node !== null ? [{ step, atMs: timestampMs, node }] : [],
  );
  const lanes = makeLanes(result, shown, rowsInto);
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for (const { atMs } of marks) {
    fromMs = Math.min(fromMs, atMs);
    toMs = Math.max(toMs, atMs);
  }
  for (const { windows } of lanes)
    for (const { window } of windows) {
      fromMs = Math.min(fromMs, window.startMs);
      toMs = Math.max(toMs, window.endMs);
    }
  // Where stream time is moved at the end, it may go far beyond all that happened.
  if (!Number.isFinite(fromMs))
    [fromMs, toMs] = [result.steps[0]?.streamTimeMs ?? 0, result.steps.at(-1)?.streamTimeMs ?? 0];
  return { fromMs, toMs, lanes, marks };
}

function makeLanes(
  { windows, drops, steps }: PreviewResult,
  shown: (node: string) => boolean,
  rowsInto: (node: string) => readonly PreviewRow[],
): WindowLane[] {
  const byNode = Map.groupBy(
    windows.filter(({ node }) => shown(node)),
    ({ node }) => node,
  );
  return [...byNode].map(([node, own]) => {
    const ends: number[] = [];
    const placed = own
      .toSorted((a, b) => a.startMs - b.startMs)
      .map((window): LaneWindow => {
        const free = ends.findIndex((end) => end <= window.startMs);
        const row = free >= 0 ? free : Math.min(ends.length, LANE_ROWS - 1);
        ends[row] = Math.max(window.endMs, ends[row] ?? Number.NEGATIVE_INFINITY);
        return { window, row };
      });
    const rows = Map.groupBy(rowsInto(node), (row) => row.step);
    const late = drops
      .filter((drop) => drop.node === node && drop.reason === "late")
      .flatMap(({ step, count }) => {
        const times = (rows.get(step) ?? []).map(({ timestampMs }) => timestampMs).toSorted((a, b) => a - b);
        // Which of a step's records were late is not told; the oldest are the likeliest.
        return (times.length === 0 ? [steps[step]?.timestampMs ?? 0] : times.slice(0, count)).map((atMs) => ({
          step,
          atMs,
        }));
      });
    return { node, rows: Math.max(1, ends.length), windows: placed, late };
  });
}

/** The last step that stream time had not passed `ms` at; null is the end. */
export function stepAtTime({ steps }: PreviewResult, ms: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.streamTimeMs ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
