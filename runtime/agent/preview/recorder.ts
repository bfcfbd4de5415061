/** Writes down what passes while a preview runs, each thing with the step that caused it. */
import type { PreviewDrop, PreviewWindow } from "../../../shared/protocol/preview.ts";
import type { Topology, TopologyNode } from "../../../shared/topology/topology.ts";
import { describeError } from "../../engine/failure.ts";
import type { DropReason } from "../../engine/processor.ts";
import { tapRow } from "../../observability/tap-rows.ts";
import type { TapLink, TaskObserver } from "../../observability/taps.ts";
import type { Batch } from "../../vectors/batch.ts";
import { stoppingNodes } from "./preview-topology.ts";
import { RowList, type RowBudget } from "./row-list.ts";
import { windowTrackers, type WindowTracker } from "./window-tracker.ts";

const FAILURES_SHOWN = 5;

export class Recorder implements TaskObserver {
  readonly edges = new Map<string, RowList>();
  readonly drops: PreviewDrop[] = [];
  /** By pipeline node. */
  readonly failures = new Map<string, string[]>();
  readonly windowsOf: ReadonlyMap<string, WindowTracker>;
  readonly #stopping: ReadonlySet<string>;
  readonly #now = new Map<string, { node: string; reason: string; count: number }>();
  #step = -1;
  #eventTimeMs: number | null = null;

  constructor(topology: Topology, edges: Iterable<string>, rowsPerEdge: number, budget: RowBudget) {
    this.#stopping = stoppingNodes(topology);
    this.windowsOf = windowTrackers(topology);
    for (const edge of edges) this.edges.set(edge, new RowList(rowsPerEdge, budget));
  }

  begin(step: number): void {
    this.#step = step;
    this.#eventTimeMs = null;
  }

  /** Answers the event time of the record that was read; null where none could be. `streamTimeOf`: of a store. */
  end(streamTimeOf: (store: string) => number): number | null {
    for (const tracker of this.windowsOf.values()) tracker.advance(streamTimeOf(tracker.store), this.#step);
    for (const { node, reason, count } of this.#now.values())
      this.drops.push({ step: this.#step, node, reason, count });
    this.#now.clear();
    return this.#eventTimeMs;
  }

  windows(): PreviewWindow[] {
    const all = [...this.windowsOf.values()].flatMap((tracker) => tracker.windows());
    return all.toSorted((a, b) => a.openedStep - b.openedStep || a.startMs - b.startMs);
  }

  read(_node: TopologyNode, batch: Batch): void {
    // Repartition topics are read after the record that fills them.
    if (batch.selected > 0) this.#eventTimeMs ??= batch.timestamps[batch.selection[0] ?? 0] ?? null;
  }

  passed({ edge, to, type }: TapLink, batch: Batch): void {
    this.windowsOf.get(to.id)?.accept(batch, this.#step);
    const list = edge === null ? undefined : this.edges.get(edge);
    if (list === undefined) return;
    for (let k = 0; k < batch.selected; k++)
      list.add(() => ({ step: this.#step, ...tapRow(batch, batch.selection[k] ?? 0, type) }));
  }

  dropped({ node }: TopologyNode, reason: DropReason, rows: number): void {
    this.#drop(node, reason, rows);
  }

  failed({ node }: TopologyNode, error: unknown): void {
    this.noteFailure(node, describeError(error));
  }

  noteFailure(node: string, sentence: string): void {
    this.#drop(node, "failed", 1);
    const known = this.failures.get(node) ?? [];
    this.failures.set(node, known);
    const text = this.#stopping.has(node) ? `${sentence} A run would stop here.` : sentence;
    if (known.length < FAILURES_SHOWN && !known.includes(text)) known.push(text);
  }

  #drop(node: string, reason: string, rows: number): void {
    const before = this.#now.get(`${node} ${reason}`);
    if (before === undefined) this.#now.set(`${node} ${reason}`, { node, reason, count: rows });
    else before.count += rows;
  }
}
