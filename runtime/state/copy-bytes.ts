/** Copies between buffers; a loop is faster than the call for the few bytes that a key has. */
export function copyBytes(source: Buffer, start: number, length: number, target: Buffer, at: number): void {
  if (length > 64) {
    source.copy(target, at, start, start + length);
    return;
  }
  for (let i = 0; i < length; i++) target[at + i] = source[start + i]!;
}

/** As memcmp; the shorter of two that agree comes first. */
export function compareBytes(
  a: Buffer,
  aStart: number,
  aLength: number,
  b: Buffer,
  bStart: number,
  bLength: number,
): number {
  const length = aLength < bLength ? aLength : bLength;
  for (let i = 0; i < length; i++) {
    const difference = a[aStart + i]! - b[bStart + i]!;
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}

export function equalBytes(a: Buffer, aStart: number, b: Buffer, bStart: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[aStart + i] !== b[bStart + i]) return false;
  return true;
}
