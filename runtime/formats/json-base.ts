/**
 * The members of an object that stay as they are when others are dropped or replaced. Those others have been located by the scan, so what stays is
 * copied in few pieces around them, without reading it again.
 */
import { ValueError } from "../../shared/records/value-error.ts";
import { TOKEN, type JsonColumn, type StructColumn } from "../vectors/column.ts";
import { viewOf } from "../vectors/data-view.ts";
import { locateFields } from "../vectors/locate.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { unescapeText } from "./json-escapes.ts";
import { skipBlank, skipText, skipValue, textEnd } from "./json-syntax.ts";

const COMMA = 0x2c;
const QUOTE = 0x22;
const OPEN = 0x7b;

/** For one struct column of a batch. */
export class BaseWriter {
  readonly #column: JsonColumn;
  readonly #data: DataView;
  readonly #hidden: readonly string[];
  /** Bytes of the hidden names, each with its quotes. */
  readonly #quoted: readonly Uint8Array[];
  readonly #fields: readonly JsonColumn[];
  readonly #repeated: readonly ReadonlySet<number>[];
  /** Indices of the hidden fields that a row has, by where they stand. */
  readonly #order: Int32Array;

  constructor(
    base: NonNullable<StructColumn["base"]>,
    names: readonly string[],
    selection: Int32Array,
    selected: number,
  ) {
    this.#column = base.column;
    this.#data = viewOf(base.column.buffer);
    this.#hidden = [...new Set([...base.drop, ...names])];
    this.#quoted = this.#hidden.map((name) => Buffer.from(`"${name}"`));
    const located = locateFields(base.column, this.#hidden, selection, selected);
    this.#fields = located.fields;
    this.#repeated = located.repeated.filter((rows) => rows.size > 0);
    this.#order = new Int32Array(this.#hidden.length);
  }

  /** Writes what stays, without braces; answers whether that was anything. */
  write(out: ByteWriter, row: number): boolean {
    const token = this.#column.tokens[row]!;
    if (token <= TOKEN.null) return false;
    const end = this.#column.ends[row]!;
    const open = token >= TOKEN.malformed ? end : skipBlank(this.#data, this.#column.starts[row]!, end);
    if (open >= end || this.#data.getUint8(open) !== OPEN) throw notAnObject();
    if (token === TOKEN.raw) this.#mustBeJson(open, end);
    const from = out.at;
    if (this.#repeated.some((rows) => rows.has(row)) || !this.#writePieces(out, row, open + 1, end)) {
      out.at = from;
      return this.#writeMembers(out, open, end);
    }
    if (out.at > from && out.data.getUint8(out.at - 1) === COMMA) out.at--;
    return out.at > from;
  }

  /** The text between the located members; false where one of them is written in an unusual way. */
  #writePieces(out: ByteWriter, row: number, from: number, end: number): boolean {
    const count = this.#sortFields(row);
    let p = skipBlank(this.#data, from, end);
    for (let k = 0; k < count; k++) {
      const index = this.#order[k]!;
      const key = this.#keyStart(index, this.#fields[index]!.starts[row]!);
      if (key < p) return false;
      this.#copy(out, p, key);
      p = skipBlank(this.#data, this.#fields[index]!.ends[row]!, end);
      if (p < end && this.#data.getUint8(p) === COMMA) p = skipBlank(this.#data, p + 1, end);
    }
    // Before the closing brace; blanks behind a value are none of the value's.
    let to = end;
    do to--;
    while (to > p && this.#data.getUint8(to) !== 0x7d);
    this.#copy(out, p, to);
    return true;
  }

  /** From the first member that stays up to the next one that does not: ends with a comma and perhaps blanks, which are cut. */
  #copy(out: ByteWriter, from: number, to: number): void {
    let last = to;
    while (last > from && this.#data.getUint8(last - 1) <= 0x20) last--;
    if (last > from) out.slice(this.#column.buffer, this.#data, from, last);
  }

  #sortFields(row: number): number {
    let count = 0;
    for (let index = 0; index < this.#fields.length; index++) {
      const field = this.#fields[index]!;
      if (field.tokens[row] === TOKEN.missing) continue;
      let at = count++;
      for (; at > 0 && this.#fields[this.#order[at - 1]!]!.starts[row]! > field.starts[row]!; at--)
        this.#order[at] = this.#order[at - 1]!;
      this.#order[at] = index;
    }
    return count;
  }

  /** Back from a value over the colon to the quote that opens its name; -1 where the name is written with escapes. */
  #keyStart(index: number, valueStart: number): number {
    const data = this.#data;
    let p = valueStart - 1;
    while (data.getUint8(p) <= 0x20) p--;
    p--;
    while (data.getUint8(p) <= 0x20) p--;
    const quoted = this.#quoted[index]!;
    const start = p + 1 - quoted.length;
    if (start < 0) return -1;
    for (let k = 0; k < quoted.length; k++) if (data.getUint8(start + k) !== quoted[k]) return -1;
    return start;
  }

  /** Member by member. */
  #writeMembers(out: ByteWriter, open: number, end: number): boolean {
    const data = this.#data;
    const { buffer } = this.#column;
    let written = false;
    let p = skipBlank(data, open + 1, end);
    while (p < end && data.getUint8(p) === QUOTE) {
      const keyEnd = textEnd(skipText(data, p + 1, end));
      const valueEnd = skipValue(data, skipBlank(data, skipBlank(data, keyEnd, end) + 1, end), end, 1);
      if (valueEnd < 0) throw notAnObject();
      if (!this.#hidden.includes(unescapeText(buffer.toString("utf8", p + 1, keyEnd - 1)))) {
        if (written) out.byte(COMMA);
        out.slice(buffer, data, p, valueEnd);
        written = true;
      }
      p = skipBlank(data, valueEnd, end);
      if (p < end && data.getUint8(p) === COMMA) p = skipBlank(data, p + 1, end);
    }
    return written;
  }

  #mustBeJson(open: number, end: number): void {
    const after = skipValue(this.#data, open, end, 0);
    if (after < 0 || skipBlank(this.#data, after, end) !== end)
      throw new ValueError(
        "REC_0001",
        "The record is not valid JSON.",
        "Correct the producer, or read the topic as string.",
      );
  }
}

function notAnObject(): ValueError {
  return new ValueError(
    "REC_0003",
    "The value is not an object, but fields of it are to be kept.",
    "Correct the data, or declare the type as it really is.",
  );
}
