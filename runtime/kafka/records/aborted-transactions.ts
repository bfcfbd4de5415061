/** A transaction that was rolled back, as a fetch response lists it: the broker does not send them in any particular order. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/**
 * Tells which batches a reader of committed data must drop: those of a producer from the first offset of an aborted transaction up to its
 * abort marker. Lives as long as one fetch response of one partition, for which the broker gave the list.
 */
export class AbortedTransactions {
  /** Sorted by first offset; from `#next` on they lie ahead. */
  readonly #ahead: readonly AbortedTransaction[];
  #next = 0;
  readonly #open = new Set<number>();

  constructor(transactions: readonly AbortedTransaction[]) {
    this.#ahead = transactions.toSorted((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Call for every batch of a producer, in order; true if it is to be dropped. */
  drops(producerId: number, lastOffset: number, isTransactional: boolean, isAbortMarker: boolean): boolean {
    let head = this.#ahead[this.#next];
    while (head !== undefined && head.firstOffset <= lastOffset) {
      this.#open.add(head.producerId);
      head = this.#ahead[++this.#next];
    }
    if (isAbortMarker) this.#open.delete(producerId);
    return !isAbortMarker && isTransactional && this.#open.has(producerId);
  }
}
