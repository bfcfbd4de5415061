/** Rows by time, earliest first; `before` decides between rows of the same time. In typed arrays. */
export class RowHeap {
  #times = new Float64Array(16);
  #rows = new Int32Array(16);
  #size = 0;
  readonly #before: (timeMs: number, a: number, b: number) => boolean;

  constructor(before: (timeMs: number, a: number, b: number) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#times.byteLength + this.#rows.byteLength;
  }

  /** Time and row of the first one; Infinity when there is none. */
  get timeMs(): number {
    return this.#size === 0 ? Infinity : this.#times[0]!;
  }

  get row(): number {
    return this.#rows[0]!;
  }

  push(timeMs: number, row: number): void {
    if (this.#size === this.#rows.length) this.#grow();
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.#isBefore(timeMs, row, this.#times[parent]!, this.#rows[parent]!)) break;
      this.#times[at] = this.#times[parent]!;
      this.#rows[at] = this.#rows[parent]!;
      at = parent;
    }
    this.#times[at] = timeMs;
    this.#rows[at] = row;
  }

  /** Removes the first one. */
  pop(): void {
    this.#size -= 1;
    const timeMs = this.#times[this.#size]!;
    const row = this.#rows[this.#size]!;
    let at = 0;
    for (let child = 1; child < this.#size; child = at * 2 + 1) {
      const right = child + 1;
      if (
        right < this.#size &&
        this.#isBefore(this.#times[right]!, this.#rows[right]!, this.#times[child]!, this.#rows[child]!)
      )
        child = right;
      if (!this.#isBefore(this.#times[child]!, this.#rows[child]!, timeMs, row)) break;
      this.#times[at] = this.#times[child]!;
      this.#rows[at] = this.#rows[child]!;
      at = child;
    }
    this.#times[at] = timeMs;
    this.#rows[at] = row;
  }

  clear(): void {
    this.#size = 0;
  }

  #isBefore(aTimeMs: number, aRow: number, bTimeMs: number, bRow: number): boolean {
    return aTimeMs < bTimeMs || (aTimeMs === bTimeMs && this.#before(aTimeMs, aRow, bRow));
  }

  #grow(): void {
    const times = new Float64Array(this.#size * 2);
    times.set(this.#times);
    this.#times = times;
    const rows = new Int32Array(this.#size * 2);
    rows.set(this.#rows);
    this.#rows = rows;
  }
}
