/** What there was after a step of the preview: rows, counts, drops and windows up to it. A step of null is the end. */
import { must } from "../../../shared/assert.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type {
  PreviewDrop,
  PreviewRecords,
  PreviewResult,
  PreviewRow,
  PreviewWindow,
} from "../../../shared/protocol/preview.ts";

const noRows: readonly PreviewRow[] = [];

/** Rows are in order of steps. */
export function rowsUpTo(records: PreviewRecords | undefined, step: number | null): readonly PreviewRow[] {
  if (records === undefined) return noRows;
  return step === null ? records.rows : records.rows.slice(0, countUpTo(records.rows, step));
}

export function countAt(records: PreviewRecords | undefined, step: number | null): number {
  if (records === undefined) return 0;
  return step === null ? records.count : countUpTo(records.rows, step);
}

function countUpTo(rows: readonly { readonly step: number }[], step: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (must(rows[middle], "a row in the middle").step <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface NodeCounts {
  readonly in: number;
  readonly out: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly deadLettered: number;
}

/** Counts of a node: of the whole preview as the runtime counted them, before its end as the edges show them. */
export function nodeCounts(result: PreviewResult, pipeline: Pipeline, node: string, step: number | null): NodeCounts {
  const whole = result.nodes[node];
  if (step === null || whole === undefined)
    return {
      in: whole?.recordsIn ?? 0,
      out: whole?.recordsOut.reduce((sum, count) => sum + count, 0) ?? 0,
      dropped: whole?.dropped ?? {},
      failed: whole?.failed ?? 0,
      deadLettered: whole?.deadLettered ?? 0,
    };
  let into = 0;
  const ports = new Map<string, number>();
  for (const edge of pipeline.edges.values()) {
    if (edge.to.node === node) into += countAt(result.edges[edge.id], step);
    if (edge.from.node === node) ports.set(edge.from.port, countAt(result.edges[edge.id], step));
  }
  const dropped: Record<string, number> = {};
  for (const drop of dropsOf(result, node, step)) dropped[drop.reason] = (dropped[drop.reason] ?? 0) + drop.count;
  const { failed = 0, ...others } = dropped;
  return {
    in: into === 0 ? countUpTo(stepsOf(result, node), step) : into,
    out: [...ports.values()].reduce((sum, count) => sum + count, 0),
    dropped: others,
    failed,
    deadLettered: Math.min(failed, whole.deadLettered),
  };
}

/** Steps at which a source read something. */
function stepsOf(result: PreviewResult, node: string): { readonly step: number }[] {
  return result.steps.flatMap((one, step) => (one.node === node ? [{ step }] : []));
}

export function dropsOf(result: PreviewResult, node: string, step: number | null): readonly PreviewDrop[] {
  return result.drops.filter((drop) => drop.node === node && (step === null || drop.step <= step));
}

/** What came into a node, in order of steps. */
export function rowsInto(result: PreviewResult, pipeline: Pipeline, node: string): readonly PreviewRow[] {
  const lists = [...pipeline.edges.values()].flatMap((edge) =>
    edge.to.node === node ? [result.edges[edge.id]?.rows ?? noRows] : [],
  );
  const [first = noRows] = lists;
  return lists.length <= 1 ? first : lists.flat().toSorted((a, b) => a.step - b.step);
}

export type WindowState = "ahead" | "open" | "closed";

export function windowState(window: PreviewWindow, step: number | null): WindowState {
  if (step === null) return window.closedStep === null ? "open" : "closed";
  if (window.openedStep > step) return "ahead";
  return window.closedStep !== null && window.closedStep <= step ? "closed" : "open";
}

/** Records a window had taken by then, as its inputs show them. */
export function windowCount(
  window: PreviewWindow,
  rows: readonly PreviewRow[],
  drops: readonly PreviewDrop[],
  step: number | null,
): number {
  const state = windowState(window, step);
  if (state === "closed" || step === null) return window.records;
  const late = new Set(drops.filter(({ reason }) => reason === "late").map((drop) => drop.step));
  const taken = rows.filter(
    (row) =>
      row.step >= window.openedStep &&
      row.timestampMs >= window.startMs &&
      row.timestampMs < window.endMs &&
      !late.has(row.step),
  );
  return Math.min(window.records, taken.length);
}

export function streamTimeAt({ steps }: PreviewResult, step: number | null): number | null {
  return (step === null ? steps.at(-1) : steps[step])?.streamTimeMs ?? null;
}
