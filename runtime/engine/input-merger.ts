/**
 * Collects what reaches a node whose inputs must be seen in order during one round, and hands it over merged when everything above the
 * node has run. Joins take both batches with an order; others (an aggregate over merged streams) get runs of rows.
 */
import { assert } from "../../shared/assert.ts";
import type { Batch } from "../vectors/batch.ts";
import type { Processor } from "./processor.ts";

export class InputMerger {
  readonly #processor: Processor;
  #arrived: { port: number; batch: Batch }[] = [];

  constructor(processor: Processor) {
    this.#processor = processor;
  }

  accept(port: number, batch: Batch): void {
    this.#arrived.push({ port, batch });
  }

  /** Hands over what has arrived. */
  run(): void {
    const arrived = this.#arrived;
    if (arrived.length === 0) return;
    this.#arrived = [];
    const lefts = arrived.filter((input) => input.port === 0);
    const rights = arrived.filter((input) => input.port === 1);
    if (this.#processor.processMerged !== undefined && lefts.length <= 1 && rights.length <= 1) {
      this.#runPair(lefts[0]?.batch ?? null, rights[0]?.batch ?? null);
    } else {
      this.#runInRuns(arrived);
    }
  }

  #runPair(left: Batch | null, right: Batch | null): void {
    const count = (left?.selected ?? 0) + (right?.selected ?? 0);
    const order = new Int32Array(count);
    let a = 0;
    let b = 0;
    for (let k = 0; k < count; k++) {
      const takeLeft =
        left !== null && a < left.selected && (right === null || b >= right.selected || comesFirst(left, a, right, b));
      order[k] = takeLeft ? left.selection[a++]! * 2 : right!.selection[b++]! * 2 + 1;
    }
    this.#processor.processMerged!(left, right, order, count);
  }

  /** Several batches on a port: rows go in runs, each as long as no other input comes before its end. */
  #runInRuns(inputs: readonly { port: number; batch: Batch }[]): void {
    const cursors = new Int32Array(inputs.length);
    for (;;) {
      const chosen = firstInput(inputs, cursors);
      if (chosen === -1) return;
      const { port, batch } = inputs[chosen]!;
      const from = cursors[chosen]!;
      do cursors[chosen]! += 1;
      while (cursors[chosen]! < batch.selected && firstInput(inputs, cursors) === chosen);
      this.#hand(port, {
        ...batch,
        selection: batch.selection.subarray(from, cursors[chosen]),
        selected: cursors[chosen]! - from,
      });
    }
  }

  #hand(port: number, batch: Batch): void {
    if (this.#processor.processMerged === undefined) {
      this.#processor.process(port, batch);
      return;
    }
    assert(port <= 1, "a join has two input ports");
    const order = new Int32Array(batch.selected);
    for (let k = 0; k < batch.selected; k++) order[k] = batch.selection[k]! * 2 + port;
    this.#processor.processMerged(port === 0 ? batch : null, port === 1 ? batch : null, order, batch.selected);
  }
}

function firstInput(inputs: readonly { batch: Batch }[], cursors: Int32Array): number {
  let first = -1;
  for (let i = 0; i < inputs.length; i++) {
    if (cursors[i]! >= inputs[i]!.batch.selected) continue;
    if (first === -1 || !comesFirst(inputs[first]!.batch, cursors[first]!, inputs[i]!.batch, cursors[i]!)) first = i;
  }
  return first;
}

/** By place in the reading order where both have one; else by timestamp; the left or earlier input wins a tie. */
function comesFirst(a: Batch, i: number, b: Batch, j: number): boolean {
  const rowA = a.selection[i]!;
  const rowB = b.selection[j]!;
  const placesA = a.origin.sequence;
  const placesB = b.origin.sequence;
  if (placesA !== null && placesB !== null) return placesA[rowA]! <= placesB[rowB]!;
  if (a.origin.offsets === b.origin.offsets) return rowA <= rowB;
  return a.timestamps[rowA]! <= b.timestamps[rowB]!;
}
