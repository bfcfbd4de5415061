/** Output of a decompressor: grows as needed, and refuses what a small batch should never become. */

export interface Growable {
  append(source: Buffer, start: number, end: number): void;
  /** Appends `length` bytes that stand `offset` before the end; the two ranges may overlap. */
  repeat(offset: number, length: number): void;
  length(): number;
  bytes(): Buffer;
}

export function growable(limit: number): Growable {
  let buffer = Buffer.allocUnsafe(Math.min(limit, 65_536));
  let used = 0;
  const make = (more: number): void => {
    if (used + more > limit) throw new Error(`a batch decompresses to more than ${limit} bytes`);
    if (used + more <= buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.min(limit, Math.max(used + more, buffer.length * 2)));
    buffer.copy(larger, 0, 0, used);
    buffer = larger;
  };
  return {
    append(source, start, end) {
      make(end - start);
      source.copy(buffer, used, start, end);
      used += end - start;
    },
    repeat(offset, length) {
      make(length);
      if (offset >= length) buffer.copyWithin(used, used - offset, used - offset + length);
      else for (let index = 0; index < length; index += 1) buffer[used + index] = buffer[used - offset + index] ?? 0;
      used += length;
    },
    length: () => used,
    bytes: () => buffer.subarray(0, used),
  };
}

export function malformed(format: string): Error {
  return new Error(`a batch is not valid ${format}`);
}
