/**
 * Cuts a byte stream into frames of four bytes of size and a body. A frame of known size is received into a buffer of its own, either
 * directly (the socket reads into `space()`) or copied in from chunks; small frames share the staging buffer's bytes and are copied out.
 */
import { framePool } from "./frame-pool.ts";

/** Frames from this size on are received in place and come from the pool. */
export const STAGING_BYTES = 64 * 1024;

export class FrameReader {
  readonly #maxBytes: number;
  readonly #onFrame: (frame: Buffer) => void;
  readonly #staging = Buffer.allocUnsafeSlow(STAGING_BYTES);
  readonly #size = Buffer.allocUnsafeSlow(4);
  #sizeBytes = 0;
  #frame: Buffer | null = null;
  #filled = 0;

  /** `onFrame` gets a buffer that belongs to it alone. */
  constructor(maxBytes: number, onFrame: (frame: Buffer) => void) {
    this.#maxBytes = maxBytes;
    this.#onFrame = onFrame;
  }

  /** Where the socket shall put what it reads next: the rest of the frame, or the staging buffer between frames. */
  space(): Buffer {
    const frame = this.#frame;
    return frame !== null && frame.length - this.#filled >= STAGING_BYTES
      ? frame.subarray(this.#filled)
      : this.#staging;
  }

  /** `bytes` have been read into `buffer`, which came from `space`. Throws if the stream is not what Kafka sends. */
  filled(bytes: number, buffer: Uint8Array): void {
    if (buffer.buffer === this.#staging.buffer) this.push(this.#staging.subarray(0, bytes));
    else this.#advance(bytes);
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#frame === null) {
        at = this.#readSize(chunk, at);
        if (this.#frame === null) continue;
      }
      const take = Math.min(chunk.length - at, this.#frame.length - this.#filled);
      chunk.copy(this.#frame, this.#filled, at, at + take);
      at += take;
      this.#advance(take);
    }
  }

  #readSize(chunk: Buffer, from: number): number {
    let at = from;
    while (this.#sizeBytes < 4 && at < chunk.length) this.#size[this.#sizeBytes++] = chunk[at++]!;
    if (this.#sizeBytes < 4) return at;
    this.#sizeBytes = 0;
    const size = this.#size.readInt32BE(0);
    if (size < 4 || size > this.#maxBytes) throw new FrameSizeError(size, this.#maxBytes);
    this.#frame = size >= STAGING_BYTES ? framePool.take(size) : Buffer.allocUnsafe(size);
    this.#filled = 0;
    return at;
  }

  #advance(bytes: number): void {
    this.#filled += bytes;
    const frame = this.#frame;
    if (frame === null || this.#filled < frame.length) return;
    this.#frame = null;
    this.#onFrame(frame);
  }
}

/** What came is not a Kafka response. */
export class FrameSizeError extends Error {
  constructor(size: number, maxBytes: number) {
    super(
      size < 4
        ? `a response claims a size of ${size} bytes`
        : `a response claims a size of ${size} bytes, more than the limit of ${maxBytes}`,
    );
    this.name = "FrameSizeError";
  }
}
