/**
 * Appends `length` bytes to `data` at `at` that repeat those `distance` before it, as LZ77 formats have it: source and target may overlap.
 * The caller has checked that both lie inside.
 */
export function copyMatch(data: Uint8Array, at: number, distance: number, length: number): void {
  let from = at - distance;
  if (length >= 48 && distance >= length) {
    data.copyWithin(at, from, from + length);
    return;
  }
  for (const end = at + length; at < end;) data[at++] = data[from++]!;
}

/** Copies literals; short runs are quicker by hand. */
export function copyLiterals(target: Uint8Array, at: number, source: Uint8Array, from: number, length: number): void {
  if (length >= 48) {
    target.set(source.subarray(from, from + length), at);
    return;
  }
  for (const end = from + length; from < end;) target[at++] = source[from++]!;
}
