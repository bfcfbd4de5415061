/** Strings out of UTF-8 bytes. A call into the platform costs more than copying a short text, so short ASCII is built here. */

const SHORT = 8;

/** The bytes are known to be UTF-8; where they are not, U+FFFD stands for what is wrong. */
export function textOfBytes(buffer: Buffer, from: number, to: number): string {
  if (to - from > SHORT) return buffer.toString("utf8", from, to);
  let text = "";
  for (let p = from; p < to; p++) {
    const c = buffer[p]!;
    if (c >= 0x80) return buffer.toString("utf8", from, to);
    text += String.fromCharCode(c);
  }
  return text;
}
