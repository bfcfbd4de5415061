/**
 * Delimited text (RFC 4180): cells between separators, in double quotes where they hold separators, quotes (doubled) or line breaks. One record
 * is one line here; splitting a file into lines is the file source's matter.
 */
import { ValueError } from "../../shared/records/value-error.ts";
import type { ByteRows } from "../vectors/batch.ts";

export interface DelimitedCells {
  /** The records' own bytes, followed by the cells that had doubled quotes, written without them. */
  readonly buffer: Buffer;
  readonly cells: readonly { readonly starts: Int32Array; readonly lengths: Int32Array }[];
  readonly nulls: Uint8Array | null;
  readonly bad: ReadonlyMap<number, ValueError>;
}

const QUOTE = 0x22;

export function splitDelimited(
  rows: ByteRows,
  selection: Int32Array,
  selected: number,
  count: number,
  separator: string,
  width: number,
): DelimitedCells {
  const splitter = new Splitter(rows, count, separator.charCodeAt(0), width);
  const bad = new Map<number, ValueError>();
  let nulls: Uint8Array | null = null;
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    if (rows.lengths[row]! < 0) {
      nulls ??= new Uint8Array(count);
      nulls[row] = 1;
      splitter.setNull(row);
    } else {
      const error = splitter.split(row);
      if (error !== null) bad.set(row, error);
    }
  }
  return { buffer: splitter.finish(), cells: splitter.cells, nulls, bad };
}

class Splitter {
  readonly cells: { readonly starts: Int32Array; readonly lengths: Int32Array }[];
  readonly #rows: ByteRows;
  readonly #separator: number;
  readonly #width: number;
  /** Cells with doubled quotes, without them; they come behind the buffer. */
  readonly #unquoted: Buffer[] = [];
  #unquotedBytes = 0;

  constructor(rows: ByteRows, count: number, separator: number, width: number) {
    this.#rows = rows;
    this.#separator = separator;
    this.#width = width;
    this.cells = Array.from({ length: width }, () => ({
      starts: new Int32Array(count),
      lengths: new Int32Array(count),
    }));
  }

  setNull(row: number): void {
    for (const cell of this.cells) cell.lengths[row] = -1;
  }

  split(row: number): ValueError | null {
    const { buffer, starts, lengths } = this.#rows;
    let p = starts[row]!;
    let end = p + lengths[row]!;
    if (end > p && buffer[end - 1] === 0x0a) end--;
    if (end > p && buffer[end - 1] === 0x0d) end--;
    let cell = 0;
    for (;;) {
      if (cell >= this.#width) return widthError(this.#width);
      p = buffer[p] === QUOTE && p < end ? this.#quoted(row, cell, p + 1, end) : this.#plain(row, cell, p, end);
      if (p < 0) return quoteError(cell);
      cell++;
      if (p >= end) break;
      p++;
    }
    return cell === this.#width ? null : widthError(this.#width);
  }

  finish(): Buffer {
    return this.#unquoted.length === 0 ? this.#rows.buffer : Buffer.concat([this.#rows.buffer, ...this.#unquoted]);
  }

  /** Answers the position of the separator behind the cell, or the end; -1 for a quote where none may be. */
  #plain(row: number, cell: number, from: number, end: number): number {
    const { buffer } = this.#rows;
    let p = from;
    for (; p < end; p++) {
      const c = buffer[p]!;
      if (c === this.#separator) break;
      if (c === QUOTE) return -1;
    }
    this.#set(row, cell, from, p - from);
    return p;
  }

  /** From after the opening quote. */
  #quoted(row: number, cell: number, from: number, end: number): number {
    const { buffer } = this.#rows;
    let doubled = 0;
    let p = from;
    for (; p < end; p++) {
      if (buffer[p] !== QUOTE) continue;
      if (p + 1 < end && buffer[p + 1] === QUOTE) {
        doubled++;
        p++;
      } else break;
    }
    if (p >= end) return -1;
    if (doubled === 0) this.#set(row, cell, from, p - from);
    else this.#setUnquoted(row, cell, from, p, doubled);
    const after = p + 1;
    return after === end || buffer[after] === this.#separator ? after : -1;
  }

  #setUnquoted(row: number, cell: number, from: number, to: number, doubled: number): void {
    const copy = Buffer.allocUnsafe(to - from - doubled);
    for (let p = from, at = 0; p < to; p++) {
      copy[at++] = this.#rows.buffer[p]!;
      if (this.#rows.buffer[p] === QUOTE) p++;
    }
    this.#set(row, cell, this.#rows.buffer.length + this.#unquotedBytes, copy.length);
    this.#unquoted.push(copy);
    this.#unquotedBytes += copy.length;
  }

  #set(row: number, cell: number, start: number, length: number): void {
    this.cells[cell]!.starts[row] = start;
    this.cells[cell]!.lengths[row] = length;
  }
}

function widthError(width: number): ValueError {
  return new ValueError(
    "REC_0010",
    `The line does not have ${width} cells.`,
    "Correct the line, or the columns that the source declares.",
  );
}

function quoteError(cell: number): ValueError {
  return new ValueError(
    "REC_0010",
    `A double quote in cell ${cell + 1} is not closed or not doubled.`,
    'Write a cell with quotes as "one ""two"" three".',
  );
}
