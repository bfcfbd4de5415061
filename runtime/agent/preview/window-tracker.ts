/** When the windows of an aggregate opened and closed, and how many records they took: the rules of runtime/processors/aggregate.ts, seen from outside. */
import type { PreviewWindow } from "../../../shared/protocol/preview.ts";
import type { AggregateConfig } from "../../../shared/topology/processors.ts";
import type { Topology, TopologyNode } from "../../../shared/topology/topology.ts";
import type { Batch } from "../../vectors/batch.ts";
import { isNullAt } from "../../vectors/encode.ts";

interface Window {
  readonly startMs: number;
  readonly openedStep: number;
  closedStep: number | null;
  records: number;
}

type WindowSpec = NonNullable<AggregateConfig["window"]>;

export class WindowTracker {
  readonly node: string;
  readonly store: string;
  readonly #spec: WindowSpec;
  readonly #open = new Map<number, Window>();
  readonly #all: Window[] = [];
  #streamTimeMs = Number.NEGATIVE_INFINITY;

  constructor(node: string, store: string, spec: WindowSpec) {
    this.node = node;
    this.store = store;
    this.#spec = spec;
  }

  accept(batch: Batch, step: number): void {
    for (let k = 0; k < batch.selected; k++) {
      const row = batch.selection[k] ?? 0;
      const timeMs = batch.timestamps[row] ?? -1;
      if (timeMs < 0 || isNullAt(batch.key, row)) continue;
      this.#streamTimeMs = Math.max(this.#streamTimeMs, timeMs);
      this.#take(timeMs, step);
    }
    this.#close(step);
  }

  #take(timeMs: number, step: number): void {
    const { sizeMs, advanceMs, graceMs } = this.#spec;
    const firstMs = Math.max(0, (Math.floor((timeMs - sizeMs) / advanceMs) + 1) * advanceMs);
    for (let startMs = firstMs; startMs <= timeMs; startMs += advanceMs) {
      if (startMs + sizeMs + graceMs <= this.#streamTimeMs) continue;
      let window = this.#open.get(startMs);
      if (window === undefined) {
        window = { startMs, openedStep: step, closedStep: null, records: 0 };
        this.#open.set(startMs, window);
        this.#all.push(window);
      }
      window.records += 1;
    }
  }

  /** After a step: where stream time was moved without a record. */
  advance(streamTimeMs: number, step: number): void {
    if (streamTimeMs <= this.#streamTimeMs) return;
    this.#streamTimeMs = streamTimeMs;
    this.#close(step);
  }

  #close(step: number): void {
    const { sizeMs, graceMs } = this.#spec;
    for (const [startMs, window] of this.#open) {
      if (startMs + sizeMs + graceMs > this.#streamTimeMs) continue;
      window.closedStep = step;
      this.#open.delete(startMs);
    }
  }

  windows(): PreviewWindow[] {
    return this.#all.map((window) => ({ ...window, node: this.node, endMs: window.startMs + this.#spec.sizeMs }));
  }
}

/** By topology node. */
export function windowTrackers(topology: Topology): Map<string, WindowTracker> {
  const trackers = new Map<string, WindowTracker>();
  for (const node of topology.subTopologies.flatMap((part) => part.nodes)) {
    if (!isAggregate(node) || node.config.window === null) continue;
    trackers.set(node.id, new WindowTracker(node.node, node.config.store, node.config.window));
  }
  return trackers;
}

function isAggregate(node: TopologyNode): node is TopologyNode<"aggregate"> {
  return node.type === "aggregate";
}
