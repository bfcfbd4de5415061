/** Texts as the rows of a batch, with other bytes between them, so that reading beyond a row shows. */
import type { ByteRows } from "../../runtime/vectors/batch.ts";

export function byteRows(texts: readonly (string | Buffer | null)[], gap = '"}],x'): ByteRows {
  const starts = new Int32Array(texts.length);
  const lengths = new Int32Array(texts.length);
  const parts: Buffer[] = [];
  let at = 0;
  for (const [row, text] of texts.entries()) {
    const bytes = text === null ? Buffer.alloc(0) : typeof text === "string" ? Buffer.from(text) : text;
    parts.push(Buffer.from(gap), bytes);
    starts[row] = at + gap.length;
    lengths[row] = text === null ? -1 : bytes.length;
    at += gap.length + bytes.length;
  }
  parts.push(Buffer.from(gap));
  return { buffer: Buffer.concat(parts), starts, lengths };
}

/** The rows as texts again. */
export function textsOf(rows: ByteRows, selection: Int32Array, selected: number): (string | null)[] {
  return Array.from({ length: selected }, (_, k) => {
    const row = selection[k]!;
    const start = rows.starts[row]!;
    return rows.lengths[row]! < 0 ? null : rows.buffer.toString("utf8", start, start + rows.lengths[row]!);
  });
}
