/** A growable list of 32-bit integers. */
export class IntList {
  /** The first `length` count; replaced when the list grows. */
  values = new Int32Array(16);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  /** The last one, which must exist. */
  pop(): number {
    this.length -= 1;
    return this.values[this.length]!;
  }

  clear(): void {
    this.length = 0;
    if (this.values.length > 1 << 16) this.values = new Int32Array(16);
  }
}
