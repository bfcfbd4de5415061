/** UTF-8 (RFC 3629, with the replacement rules of the WHATWG Encoding Standard) without the platform's codecs. */

/** Lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 63);
      continue;
    }
    if (code >= 0xd800 && code < 0xe000) {
      const next = text.charCodeAt(i + 1);
      if (code < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
        i += 1;
        code = 0x10000 + ((code & 0x3ff) << 10) + (next & 0x3ff);
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 63);
        bytes[at++] = 0x80 | ((code >> 6) & 63);
        bytes[at++] = 0x80 | (code & 63);
        continue;
      }
      code = 0xfffd;
    }
    bytes[at++] = 0xe0 | (code >> 12);
    bytes[at++] = 0x80 | ((code >> 6) & 63);
    bytes[at++] = 0x80 | (code & 63);
  }
  return bytes;
}

/** The number of bytes that `encodeUtf8` gives. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) length += 1;
    else if (code < 0x800) length += 2;
    else if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      length += 4;
      i += 1;
    } else length += 3;
  }
  return length;
}

/** Each maximal part of an invalid sequence becomes one U+FFFD; a byte order mark is kept. */
export function decodeUtf8(bytes: Uint8Array, from = 0, to: number = bytes.length): string {
  return decode(bytes, from, to, false) ?? "";
}

/** Undefined where the bytes are not valid UTF-8. */
export function tryDecodeUtf8(bytes: Uint8Array, from = 0, to: number = bytes.length): string | undefined {
  return decode(bytes, from, to, true);
}

const CHUNK = 4096;

function decode(bytes: Uint8Array, from: number, to: number, strict: boolean): string | undefined {
  const units = new Uint16Array(Math.min(CHUNK, to - from) + 2);
  let text = "";
  let count = 0;
  let i = from;
  while (i < to) {
    if (count >= CHUNK) {
      text += String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[]);
      count = 0;
    }
    const first = bytes[i]!;
    if (first < 0x80) {
      units[count++] = first;
      i += 1;
      continue;
    }
    const length = sequenceLength(bytes, i, to);
    if (length < 0) {
      if (strict) return undefined;
      units[count++] = 0xfffd;
      i -= length;
      continue;
    }
    if (length === 2) units[count++] = ((first & 31) << 6) | (bytes[i + 1]! & 63);
    else if (length === 3) units[count++] = ((first & 15) << 12) | ((bytes[i + 1]! & 63) << 6) | (bytes[i + 2]! & 63);
    else {
      const high = ((first & 7) << 18) | ((bytes[i + 1]! & 63) << 12);
      const point = (high | ((bytes[i + 2]! & 63) << 6) | (bytes[i + 3]! & 63)) - 0x10000;
      units[count++] = 0xd800 | (point >> 10);
      units[count++] = 0xdc00 | (point & 0x3ff);
    }
    i += length;
  }
  return text + String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[]);
}

/** The length of the valid sequence at `at` (2 to 4), or minus the length of the maximal invalid part (1 to 3). */
function sequenceLength(bytes: Uint8Array, at: number, to: number): number {
  const first = bytes[at]!;
  if (first < 0xc2 || first > 0xf4) return -1;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  // The second byte rules out overlong forms, surrogates and what is beyond U+10FFFF.
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  const second = at + 1 < to ? bytes[at + 1]! : 0;
  if (second < low || second > high) return -1;
  for (let k = 2; k < length; k++) {
    const next = at + k < to ? bytes[at + k]! : 0;
    if (next < 0x80 || next > 0xbf) return -k;
  }
  return length;
}
