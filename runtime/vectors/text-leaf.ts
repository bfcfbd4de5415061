/**
 * A column of texts, made to strings one by one when a row is first read. Texts that come again and again (countries, currencies, states)
 * are recognised by their bytes, which costs a fraction of making the string anew.
 */
import { unescapeText } from "../formats/json-escapes.ts";
import { Mismatch } from "../../shared/records/coerce.ts";
import { makeNullable, STRING } from "../../shared/records/types.ts";
import { TOKEN, type Column } from "./column.ts";
import { viewOf } from "./data-view.ts";
import { mustReadRow } from "./read.ts";
import { rowValues } from "./rows.ts";
import { textOfBytes } from "./text-of-bytes.ts";

const NULLABLE_STRING = makeNullable(STRING);
const SLOTS = 1024;
const SLOT_BYTES = 32;
/** After so many texts the cache is judged; below the share of hits it is only in the way. */
const TRIAL = 4096;

/** Strings by column, so that a text that several nodes read is made once. */
const stringsOf = new WeakMap<Column, (string | null | undefined)[]>();

export function textsOf(column: Column, rows: number): (string | null | undefined)[] {
  let texts = stringsOf.get(column);
  if (texts === undefined || texts.length < rows) {
    texts = rowValues(rows);
    stringsOf.set(column, texts);
  }
  return texts;
}

/** Belongs to one path of one kernel and lives as long. */
export class TextReader {
  readonly #path: string;
  #slots: (string | undefined)[] | null = Array.from({ length: SLOTS });
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #bytes = new DataView(new ArrayBuffer(SLOTS * SLOT_BYTES));
  #asked = 0;
  #hits = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** The text of a row, null where it is null; throws where it is no text. */
  read(column: Column, row: number): string | null {
    if (column.kind === "json") {
      const token = column.tokens[row];
      if (token === TOKEN.text) return this.#cached(column.buffer, column.starts[row]! + 1, column.ends[row]! - 1);
      if (token === TOKEN.escapedText)
        return unescapeText(column.buffer.toString("utf8", column.starts[row]! + 1, column.ends[row]! - 1));
    } else if (column.kind === "text") {
      const length = column.lengths[row]!;
      return length < 0 ? null : this.#cached(column.buffer, column.starts[row]!, column.starts[row]! + length);
    }
    const value = mustReadRow(column, row, NULLABLE_STRING, this.#path);
    if (value === null || typeof value === "string") return value;
    throw new Mismatch(this.#path, "is not a text").toError();
  }

  #cached(buffer: Buffer, from: number, to: number): string {
    const length = to - from;
    if (this.#slots === null || length < 4 || length > SLOT_BYTES) return textOfBytes(buffer, from, to);
    const data = viewOf(buffer);
    const tail = data.getInt32(to - 4, true);
    const hash = Math.imul(data.getInt32(from, true) ^ Math.imul(tail, 0x9e3779b1) ^ length, 0x85ebca6b);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    this.#asked += 1;
    const text = this.#slots[slot];
    if (text !== undefined && this.#lengths[slot] === length && this.#isSame(data, from, length, slot)) {
      this.#hits += 1;
      return text;
    }
    return this.#remember(buffer, data, from, length, slot);
  }

  #isSame(data: DataView, from: number, length: number, slot: number): boolean {
    const at = slot * SLOT_BYTES;
    for (let k = 0; k < length - 4; k += 4)
      if (this.#bytes.getInt32(at + k, true) !== data.getInt32(from + k, true)) return false;
    return this.#bytes.getInt32(at + length - 4, true) === data.getInt32(from + length - 4, true);
  }

  #remember(buffer: Buffer, data: DataView, from: number, length: number, slot: number): string {
    const text = textOfBytes(buffer, from, from + length);
    if (this.#asked >= TRIAL) {
      if (this.#hits * 2 < this.#asked) {
        this.#slots = null;
        return text;
      }
      this.#asked = 0;
      this.#hits = 0;
    }
    for (let k = 0; k < length; k++) this.#bytes.setUint8(slot * SLOT_BYTES + k, data.getUint8(from + k));
    this.#lengths[slot] = length;
    this.#slots![slot] = text;
    return text;
  }
}
