import type { ProducerLane } from "../kafka/ports.ts";

const FIRST_ROWS = 64;
const FIRST_BYTES = 4096;

/** Records without headers that wait, copied, for the moment at which they may be sent. */
export class HeldRecords implements ProducerLane {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #end = 0;
  #timestamps = new Float64Array(FIRST_ROWS);
  #keyLengths = new Int32Array(FIRST_ROWS);
  #valueLengths = new Int32Array(FIRST_ROWS);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  append(
    timestampMs: number,
    key: Buffer,
    keyStart: number,
    keyLength: number,
    value: Buffer,
    valueStart: number,
    valueLength: number,
  ): void {
    const row = this.#count++;
    if (row === this.#timestamps.length) this.#growRows();
    this.#timestamps[row] = timestampMs;
    this.#keyLengths[row] = keyLength;
    this.#valueLengths[row] = valueLength;
    this.#copy(key, keyStart, keyLength);
    this.#copy(value, valueStart, valueLength);
  }

  #copy(bytes: Buffer, start: number, length: number): void {
    if (length <= 0) return;
    if (this.#end + length > this.#bytes.length) this.#growBytes(this.#end + length);
    bytes.copy(this.#bytes, this.#end, start, start + length);
    this.#end += length;
  }

  #growBytes(needed: number): void {
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#end);
    this.#bytes = grown;
  }

  #growRows(): void {
    const rows = this.#timestamps.length * 2;
    const timestamps = new Float64Array(rows);
    const keyLengths = new Int32Array(rows);
    const valueLengths = new Int32Array(rows);
    timestamps.set(this.#timestamps);
    keyLengths.set(this.#keyLengths);
    valueLengths.set(this.#valueLengths);
    this.#timestamps = timestamps;
    this.#keyLengths = keyLengths;
    this.#valueLengths = valueLengths;
  }

  /** Hands over everything, in order. */
  sendTo(lane: ProducerLane): void {
    let at = 0;
    for (let row = 0; row < this.#count; row++) {
      const keyStart = at;
      at += Math.max(0, this.#keyLengths[row]!);
      const valueStart = at;
      at += Math.max(0, this.#valueLengths[row]!);
      lane.append(
        this.#timestamps[row]!,
        this.#bytes,
        keyStart,
        this.#keyLengths[row]!,
        this.#bytes,
        valueStart,
        this.#valueLengths[row]!,
        null,
        0,
        0,
        0,
      );
    }
  }
}
