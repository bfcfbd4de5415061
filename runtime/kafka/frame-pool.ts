/**
 * Large receive buffers that are used again. Memory outside the heap makes V8 collect garbage by the bytes that pass through, however
 * little garbage there is: at full speed that costs a fifth of a relay. Whoever never gives a buffer back loses nothing but that.
 */
const GRAIN_BYTES = 256 * 1024;
const KEPT_BYTES = 32 * 1024 * 1024;

export class FramePool {
  readonly #free: ArrayBuffer[] = [];
  readonly #made = new WeakSet<ArrayBuffer>();
  #freeBytes = 0;

  /** A buffer of `size` bytes with whatever was in it before. */
  take(size: number): Buffer {
    const fits = this.#free.findIndex((one) => one.byteLength >= size && one.byteLength <= 4 * size + GRAIN_BYTES);
    if (fits === -1) return Buffer.from(this.#make(size), 0, size);
    const [found] = this.#free.splice(fits, 1);
    this.#freeBytes -= found!.byteLength;
    return Buffer.from(found!, 0, size);
  }

  #make(size: number): ArrayBuffer {
    const memory = new ArrayBuffer(Math.ceil(size / GRAIN_BYTES) * GRAIN_BYTES);
    this.#made.add(memory);
    return memory;
  }

  /** Whether the memory is this pool's. Its size does not tell: Node cuts small buffers of everybody from blocks of 64 KiB (`Buffer.poolSize`). */
  owns(memory: ArrayBufferLike): memory is ArrayBuffer {
    return memory instanceof ArrayBuffer && this.#made.has(memory);
  }

  /** Nobody looks at the buffer any more. */
  give(memory: ArrayBuffer): void {
    if (this.#freeBytes + memory.byteLength > KEPT_BYTES) return;
    this.#free.push(memory);
    this.#freeBytes += memory.byteLength;
  }
}

/** One per thread: buffers never cross to another. */
export const framePool = new FramePool();

/** One received frame, shared by the partitions whose records lie in it. It goes back to the pool when the last holder is done. */
export class FrameLease {
  readonly #memory: ArrayBuffer;
  #holders = 0;

  constructor(memory: ArrayBuffer) {
    this.#memory = memory;
  }

  hold(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) framePool.give(this.#memory);
  }
}
