/** Bytes as base64 (RFC 4648 §4 and, to read, §5) and as hexadecimal text. */
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const sextets = new Int8Array(128).fill(-1);
for (let i = 0; i < alphabet.length; i++) sextets[alphabet.charCodeAt(i)] = i;
sextets["-".charCodeAt(0)] = 62;
sextets["_".charCodeAt(0)] = 63;

export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  const whole = bytes.length - (bytes.length % 3);
  for (let i = 0; i < whole; i += 3) {
    const word = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    text += alphabet.charAt(word >> 18) + alphabet.charAt((word >> 12) & 63);
    text += alphabet.charAt((word >> 6) & 63) + alphabet.charAt(word & 63);
  }
  const rest = bytes.length - whole;
  if (rest === 0) return text;
  const word = (bytes[whole]! << 16) | (rest === 2 ? bytes[whole + 1]! << 8 : 0);
  const third = rest === 2 ? alphabet.charAt((word >> 6) & 63) : "=";
  return `${text}${alphabet.charAt(word >> 18)}${alphabet.charAt((word >> 12) & 63)}${third}=`;
}

/** Both alphabets, padding optional; undefined for anything else, blanks and left-over bits included. */
export function decodeBase64(text: string): Uint8Array | undefined {
  let end = text.length;
  if (end % 4 === 0 && text.endsWith("=")) end -= text.endsWith("==") ? 2 : 1;
  if (end % 4 === 1) return undefined;
  const bytes = new Uint8Array((end * 3) >> 2);
  let word = 0;
  let at = 0;
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    const sextet = code < 128 ? sextets[code]! : -1;
    if (sextet < 0) return undefined;
    word = (word << 6) | sextet;
    if (i % 4 === 3) {
      bytes[at++] = word >> 16;
      bytes[at++] = word >> 8;
      bytes[at++] = word;
      word = 0;
    }
  }
  if (end % 4 === 2) {
    if ((word & 15) !== 0) return undefined;
    bytes[at] = word >> 4;
  } else if (end % 4 === 3) {
    if ((word & 3) !== 0) return undefined;
    bytes[at++] = word >> 10;
    bytes[at] = word >> 2;
  }
  return bytes;
}

export function encodeHex(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += (bytes[i]! + 0x100).toString(16).slice(1);
  return text;
}

/** Either case; undefined for anything that is not pairs of hexadecimal digits. */
export function decodeHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
