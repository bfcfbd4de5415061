import { skipMultibyte } from "./json-syntax.ts";

/** Whether the bytes are UTF-8 (RFC 3629). */
export function isUtf8(data: DataView, from: number, to: number): boolean {
  let p = from;
  while (p < to) {
    if (p + 4 <= to && (data.getInt32(p, true) & 0x80808080) === 0) {
      p += 4;
      continue;
    }
    if (data.getUint8(p) < 0x80) p++;
    else {
      p = skipMultibyte(data, p, to);
      if (p < 0) return false;
    }
  }
  return true;
}
