import type { Batch } from "../vectors/batch.ts";

/**
 * Decoded batches of one source of a task that wait to be processed, and how far it has been read. `position` is what may be committed:
 * every record below it has been processed completely.
 */
export class SourceQueue {
  readonly name: string;
  #batches: { readonly batch: Batch; nextOffset: number; readonly bytes: number; readonly release: () => void }[] = [];
  /** Index into the first batch's selection. */
  #cursor = 0;
  #rows = 0;
  #bytes = 0;
  #position: number;
  /** Nothing more is known to be on the broker: an empty queue then does not hold the others back. */
  caughtUp = false;

  constructor(name: string, position: number) {
    this.name = name;
    this.#position = position;
  }

  get rows(): number {
    return this.#rows;
  }

  /** What the waiting batches keep alive. */
  get bytes(): number {
    return this.#bytes;
  }

  get position(): number {
    return this.#position;
  }

  /**
   * Appends what was decoded; `nextOffset` also counts records that were skipped or unreadable. `release` is called when the batch has been
   * processed: its bytes may be overwritten from then on.
   */
  push(batch: Batch, nextOffset: number, bytes = 0, release: () => void = () => {}): void {
    if (batch.selected === 0) {
      release();
      this.skipTo(nextOffset);
      return;
    }
    this.#batches.push({ batch, nextOffset, bytes, release });
    this.#bytes += bytes;
    this.#rows += batch.selected;
  }

  /** Moves on past records that leave nothing to process (filtered, compacted, all unreadable). */
  skipTo(nextOffset: number): void {
    const last = this.#batches.at(-1);
    if (last === undefined) this.#position = Math.max(this.#position, nextOffset);
    else last.nextOffset = Math.max(last.nextOffset, nextOffset);
  }

  /** The first batch and where its unread rows begin; undefined when empty. */
  head(): { batch: Batch; from: number } | undefined {
    const first = this.#batches[0];
    return first === undefined ? undefined : { batch: first.batch, from: this.#cursor };
  }

  headTimestamp(): number {
    const first = this.#batches[0]!.batch;
    return first.timestamps[first.selection[this.#cursor]!]!;
  }

  /** Marks the next `count` rows of the first batch as processed. */
  consume(count: number): void {
    const first = this.#batches[0]!;
    this.#cursor += count;
    this.#rows -= count;
    if (this.#cursor >= first.batch.selected) {
      this.#position = first.nextOffset;
      this.#batches.shift();
      this.#bytes -= first.bytes;
      first.release();
      this.#cursor = 0;
    } else {
      this.#position = first.batch.origin.offsets[first.batch.selection[this.#cursor]!]!;
    }
  }
}
