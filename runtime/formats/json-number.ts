/** Numbers out of bytes that are known to be a JSON number (or the same without a leading digit rule, in text files). */

const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The double nearest to the number in [from, to), the same as `Number(text)` but that -0 is 0. Up to 15 digits and 22 places are one exact division of exact
 * numbers, which IEEE 754 rounds correctly; all others go through text.
 */
export function readDouble(data: DataView, from: number, to: number): number {
  let p = from;
  const negative = data.getUint8(p) === 0x2d;
  if (negative) p++;
  if (to - p > 16) return Number(asciiText(data, from, to)) + 0;
  let mantissa = 0;
  let digits = 0;
  let point = 0;
  for (; p < to; p++) {
    const c = data.getUint8(p) - 0x30;
    if (c >= 0 && c < 10) {
      mantissa = mantissa * 10 + c;
      digits++;
    } else if (c === -2) point = p + 1;
    else return Number(asciiText(data, from, to)) + 0;
  }
  if (digits > 15) return Number(asciiText(data, from, to)) + 0;
  if (point !== 0) mantissa /= powers[to - point]!;
  return negative ? 0 - mantissa : mantissa;
}

/** The integer of at most 15 digits written in [from, to); NaN for everything else, integers written otherwise included. */
export function readShortInt(data: DataView, from: number, to: number): number {
  let p = from;
  const negative = data.getUint8(p) === 0x2d;
  if (negative) p++;
  if (to - p > 15) return Number.NaN;
  let value = 0;
  for (; p < to; p++) {
    const c = data.getUint8(p) - 0x30;
    if (c < 0 || c > 9) return Number.NaN;
    value = value * 10 + c;
  }
  return negative ? 0 - value : value;
}

/** Short ASCII text without a call into the platform. */
export function asciiText(data: DataView, from: number, to: number): string {
  let text = "";
  for (let p = from; p < to; p++) text += String.fromCharCode(data.getUint8(p));
  return text;
}
