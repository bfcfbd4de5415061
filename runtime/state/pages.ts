/**
 * Growable columns of numbers in pages, indexed by entry. Growing never copies more than one page, so no insertion pauses for long, and the
 * garbage collector sees a handful of arrays however many entries there are. New cells are zero.
 */
export const PAGE_BITS = 14;
export const PAGE_SIZE: number = 1 << PAGE_BITS;
export const PAGE_MASK: number = PAGE_SIZE - 1;
const FIRST_PAGE_START = 16;

type Cells = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

abstract class Pages<T extends Cells> {
  /** Hot loops read `pages[index >>> PAGE_BITS]![index & PAGE_MASK]!`; arrays are replaced by `ensure`. */
  readonly pages: T[] = [];
  #capacity = 0;

  protected abstract make(length: number): T;

  /** Makes the cells [0, count) exist. */
  ensure(count: number): void {
    if (count > this.#capacity) this.#grow(count);
  }

  /** All cells back to zero; the memory stays. */
  clear(): void {
    for (const page of this.pages) page.fill(0);
  }

  get bytes(): number {
    let bytes = 0;
    for (const page of this.pages) bytes += page.byteLength;
    return bytes;
  }

  /** The first page starts small and doubles, so that a table of ten entries takes no more than that; later pages come whole. */
  #grow(count: number): void {
    const first = this.pages[0];
    const firstLength = Math.min(PAGE_SIZE, Math.max(FIRST_PAGE_START, 2 ** Math.ceil(Math.log2(count))));
    if (first === undefined || first.length < firstLength) {
      const grown = this.make(firstLength);
      if (first !== undefined) grown.set(first);
      this.pages[0] = grown;
    }
    while (this.pages.length * PAGE_SIZE < count) this.pages.push(this.make(PAGE_SIZE));
    this.#capacity = this.pages.length === 1 ? firstLength : this.pages.length * PAGE_SIZE;
  }
}

// Each kind has accessors of its own, so that the compiler knows what it reads.

export class Float64Pages extends Pages<Float64Array<ArrayBuffer>> {
  protected make(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(length);
  }

  get(index: number): number {
    return this.pages[index >>> PAGE_BITS]![index & PAGE_MASK]!;
  }

  set(index: number, value: number): void {
    this.pages[index >>> PAGE_BITS]![index & PAGE_MASK] = value;
  }
}

export class Int32Pages extends Pages<Int32Array<ArrayBuffer>> {
  protected make(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(length);
  }

  get(index: number): number {
    return this.pages[index >>> PAGE_BITS]![index & PAGE_MASK]!;
  }

  set(index: number, value: number): void {
    this.pages[index >>> PAGE_BITS]![index & PAGE_MASK] = value;
  }
}

export class Uint8Pages extends Pages<Uint8Array<ArrayBuffer>> {
  protected make(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(length);
  }

  get(index: number): number {
    return this.pages[index >>> PAGE_BITS]![index & PAGE_MASK]!;
  }

  set(index: number, value: number): void {
    this.pages[index >>> PAGE_BITS]![index & PAGE_MASK] = value;
  }
}
