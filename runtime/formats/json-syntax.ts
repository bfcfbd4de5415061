/**
 * The grammar of JSON (RFC 8259) over bytes, strictly and without allocation: each function takes the position of a part and answers the
 * position after it, or a negative number where the bytes are not JSON. Nothing reads at or beyond `end`. Bytes are read through a DataView,
 * because that reads four of them at a time as fast as one.
 */

export const MAX_JSON_DEPTH = 64;

/** Answers of a failed scan. */
export const NOT_JSON = -1;
export const TOO_DEEP = -2;

/** 1 for the bytes that stand for themselves inside a string: printable ASCII but the quote and the backslash. */
const plain = new Uint8Array(256);
for (let c = 0x20; c < 0x80; c++) plain[c] = c === 0x22 || c === 0x5c ? 0 : 1;

export function skipBlank(data: DataView, from: number, end: number): number {
  let p = from;
  while (p < end) {
    const c = data.getUint8(p);
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) break;
    p++;
  }
  return p;
}

/**
 * From the first byte after the opening quote to the position after the closing one, as itself where the string has no escapes and as `-3 - position`
 * where it has some; else NOT_JSON.
 */
export function skipText(data: DataView, from: number, end: number): number {
  let p = from;
  while (p + 4 <= end) {
    const word = data.getInt32(p, true);
    const quote = word ^ 0x22222222;
    const slash = word ^ 0x5c5c5c5c;
    // The lowest set high bit is at the first byte that is a quote, a backslash, a control character or not ASCII.
    const found =
      (((quote - 0x01010101) & ~quote) | ((slash - 0x01010101) & ~slash) | ((word - 0x20202020) & ~word) | word) &
      0x80808080;
    if (found === 0) {
      p += 4;
      continue;
    }
    p += (31 - Math.clz32(found & -found)) >> 3;
    return data.getUint8(p) === 0x22 ? p + 1 : skipUnusualText(data, p, end);
  }
  return skipUnusualText(data, p, end);
}

/** The position that `skipText` means, whether there were escapes or not. */
export function textEnd(answer: number): number {
  return answer < -2 ? -3 - answer : answer;
}

function skipUnusualText(data: DataView, from: number, end: number): number {
  let escaped = false;
  let p = from;
  while (p < end) {
    const c = data.getUint8(p);
    if (plain[c] === 1) p++;
    else if (c === 0x22) return escaped ? -3 - (p + 1) : p + 1;
    else if (c === 0x5c) {
      escaped = true;
      p = skipEscape(data, p + 1, end);
      if (p < 0) return NOT_JSON;
    } else if (c >= 0x80) {
      p = skipMultibyte(data, p, end);
      if (p < 0) return NOT_JSON;
    } else return NOT_JSON;
  }
  return NOT_JSON;
}

function skipEscape(data: DataView, p: number, end: number): number {
  if (p >= end) return NOT_JSON;
  switch (data.getUint8(p)) {
    case 0x22:
    case 0x5c:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return p + 1;
    case 0x75:
      if (p + 5 > end) return NOT_JSON;
      for (let k = p + 1; k < p + 5; k++) if (hexDigit(data.getUint8(k)) < 0) return NOT_JSON;
      return p + 5;
    default:
      return NOT_JSON;
  }
}

/** 0 to 15, or -1. */
export function hexDigit(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const lower = c | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** One character of two to four bytes of UTF-8 (RFC 3629: shortest form, no surrogates, at most U+10FFFF). */
export function skipMultibyte(data: DataView, p: number, end: number): number {
  const c = data.getUint8(p);
  if (c >= 0xc2 && c <= 0xdf) return p + 2 <= end && isTail(data.getUint8(p + 1)) ? p + 2 : NOT_JSON;
  if (c >= 0xe0 && c <= 0xef) {
    if (p + 3 > end || !isTail(data.getUint8(p + 1)) || !isTail(data.getUint8(p + 2))) return NOT_JSON;
    if (c === 0xe0 && data.getUint8(p + 1) < 0xa0) return NOT_JSON;
    return c === 0xed && data.getUint8(p + 1) > 0x9f ? NOT_JSON : p + 3;
  }
  if (c >= 0xf0 && c <= 0xf4) {
    if (p + 4 > end || !isTail(data.getUint8(p + 1)) || !isTail(data.getUint8(p + 2)) || !isTail(data.getUint8(p + 3)))
      return NOT_JSON;
    if (c === 0xf0 && data.getUint8(p + 1) < 0x90) return NOT_JSON;
    return c === 0xf4 && data.getUint8(p + 1) > 0x8f ? NOT_JSON : p + 4;
  }
  return NOT_JSON;
}

function isTail(c: number): boolean {
  return (c & 0xc0) === 0x80;
}

/** `from` is at the sign or the first digit. */
export function skipNumber(data: DataView, from: number, end: number): number {
  let p = from;
  let c = data.getUint8(p);
  if (c === 0x2d) {
    if (++p >= end) return NOT_JSON;
    c = data.getUint8(p);
  }
  if (c === 0x30) p++;
  else if (c > 0x30 && c <= 0x39) {
    do p++;
    while (p < end && (data.getUint8(p) - 0x30) >>> 0 < 10);
  } else return NOT_JSON;
  if (p >= end) return p;
  c = data.getUint8(p);
  if (c === 0x2e) {
    p = skipDigits(data, p + 1, end);
    if (p < 0 || p >= end) return p;
    c = data.getUint8(p);
  }
  if ((c | 0x20) !== 0x65) return p;
  p++;
  if (p < end && (data.getUint8(p) === 0x2b || data.getUint8(p) === 0x2d)) p++;
  return skipDigits(data, p, end);
}

/** At least one. */
function skipDigits(data: DataView, from: number, end: number): number {
  let p = from;
  while (p < end && (data.getUint8(p) - 0x30) >>> 0 < 10) p++;
  return p === from ? NOT_JSON : p;
}

/** `from` is at the `t`, `f` or `n`. */
export function skipWord(data: DataView, from: number, end: number): number {
  switch (data.getUint8(from)) {
    case 0x74:
      return from + 4 <= end &&
        data.getUint8(from + 1) === 0x72 &&
        data.getUint8(from + 2) === 0x75 &&
        data.getUint8(from + 3) === 0x65
        ? from + 4
        : NOT_JSON;
    case 0x66:
      return from + 5 <= end &&
        data.getUint8(from + 1) === 0x61 &&
        data.getUint8(from + 2) === 0x6c &&
        data.getUint8(from + 3) === 0x73 &&
        data.getUint8(from + 4) === 0x65
        ? from + 5
        : NOT_JSON;
    case 0x6e:
      return from + 4 <= end &&
        data.getUint8(from + 1) === 0x75 &&
        data.getUint8(from + 2) === 0x6c &&
        data.getUint8(from + 3) === 0x6c
        ? from + 4
        : NOT_JSON;
    default:
      return NOT_JSON;
  }
}

/** Any value, from its first byte (no blanks before it); `depth` is how many containers it lies in. */
export function skipValue(data: DataView, from: number, end: number, depth: number): number {
  if (from >= end) return NOT_JSON;
  const c = data.getUint8(from);
  if (c === 0x22) return textEnd(skipText(data, from + 1, end));
  if (c === 0x7b) return skipObject(data, from + 1, end, depth + 1);
  if (c === 0x5b) return skipArray(data, from + 1, end, depth + 1);
  if (c === 0x2d || (c >= 0x30 && c <= 0x39)) return skipNumber(data, from, end);
  return skipWord(data, from, end);
}

/** From after the opening bracket. */
function skipArray(data: DataView, from: number, end: number, depth: number): number {
  if (depth > MAX_JSON_DEPTH) return TOO_DEEP;
  let p = skipBlank(data, from, end);
  if (p < end && data.getUint8(p) === 0x5d) return p + 1;
  for (;;) {
    p = skipValue(data, p, end, depth);
    if (p < 0) return p;
    p = skipBlank(data, p, end);
    if (p >= end) return NOT_JSON;
    const c = data.getUint8(p);
    if (c === 0x5d) return p + 1;
    if (c !== 0x2c) return NOT_JSON;
    p = skipBlank(data, p + 1, end);
  }
}

/** From after the opening brace. */
function skipObject(data: DataView, from: number, end: number, depth: number): number {
  if (depth > MAX_JSON_DEPTH) return TOO_DEEP;
  let p = from;
  if (p >= end) return NOT_JSON;
  let c = data.getUint8(p);
  if (c !== 0x22) {
    p = skipBlank(data, p, end);
    if (p >= end) return NOT_JSON;
    c = data.getUint8(p);
    if (c === 0x7d) return p + 1;
  }
  for (;;) {
    if (c !== 0x22) return NOT_JSON;
    p = textEnd(skipText(data, p + 1, end));
    if (p < 0 || p >= end) return NOT_JSON;
    if (data.getUint8(p) !== 0x3a) {
      p = skipBlank(data, p, end);
      if (p >= end || data.getUint8(p) !== 0x3a) return NOT_JSON;
    }
    if (++p >= end) return NOT_JSON;
    c = data.getUint8(p);
    if (c <= 0x20) {
      p = skipBlank(data, p, end);
      if (p >= end) return NOT_JSON;
      c = data.getUint8(p);
    }
    if (c === 0x22) p = textEnd(skipText(data, p + 1, end));
    else if (c === 0x2d || (c >= 0x30 && c <= 0x39)) p = skipNumber(data, p, end);
    else p = skipValue(data, p, end, depth);
    if (p < 0) return p;
    if (p >= end) return NOT_JSON;
    c = data.getUint8(p);
    if (c <= 0x20) {
      p = skipBlank(data, p, end);
      if (p >= end) return NOT_JSON;
      c = data.getUint8(p);
    }
    if (c === 0x7d) return p + 1;
    if (c !== 0x2c) return NOT_JSON;
    if (++p >= end) return NOT_JSON;
    c = data.getUint8(p);
    if (c <= 0x20) {
      p = skipBlank(data, p, end);
      if (p >= end) return NOT_JSON;
      c = data.getUint8(p);
    }
  }
}
