/** A few rows a second of the edges that somebody looks at. */
import type { Batch } from "../vectors/batch.ts";
import { tapRow, type TapRow } from "./tap-rows.ts";
import type { TapLink, Taps, TaskObserver } from "./taps.ts";

export interface SampleListener {
  /** Latest first. */
  (edge: string, rows: readonly TapRow[]): void;
}

const EVERY_MS = 250;
const ROWS_AT_ONCE = 4;

export class TapSampler implements TaskObserver {
  readonly #taps: Taps;
  readonly #listener: SampleListener;
  readonly #nowMs: () => number;
  /** When each edge is due, on the clock of `nowMs`. */
  #dueMs = new Map<string, number>();

  constructor(taps: Taps, listener: SampleListener, nowMs: () => number = () => performance.now()) {
    this.#taps = taps;
    this.#listener = listener;
    this.#nowMs = nowMs;
  }

  /** Replaces the set of edges; with none nothing is watched any more. */
  watch(edges: readonly string[]): void {
    const before = this.#dueMs;
    this.#dueMs = new Map(edges.map((edge) => [edge, before.get(edge) ?? 0]));
    this.#taps.observer = edges.length === 0 ? null : this;
  }

  passed({ edge, type }: TapLink, batch: Batch): void {
    if (edge === null) return;
    const dueMs = this.#dueMs.get(edge);
    if (dueMs === undefined) return;
    const nowMs = this.#nowMs();
    if (nowMs < dueMs) return;
    this.#dueMs.set(edge, nowMs + EVERY_MS);
    const rows: TapRow[] = [];
    for (let k = batch.selected - 1; k >= 0 && rows.length < ROWS_AT_ONCE; k--)
      rows.push(tapRow(batch, batch.selection[k] ?? 0, type));
    this.#listener(edge, rows);
  }
}
