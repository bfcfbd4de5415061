import { ByteWriter } from "../byte-writer.ts";
import type { ByteReader } from "../byte-writer.ts";
import { ByteTable } from "../byte-table.ts";
import { hashBytes } from "../hash-bytes.ts";
import { Int32Pages } from "../pages.ts";
import { writeCanonical } from "../value-codec.ts";
import type { AggregateCall } from "../../../shared/topology/processors.ts";
import type { AggregateState } from "./aggregate-state.ts";
import type { Argument } from "./argument.ts";
import { isBoolean, valueOf } from "./collect.ts";
import type { Results } from "./results.ts";

/**
 * Exact: every distinct value of every entry is a member of one table, under the entry's number and the value's bytes. That takes about 45 bytes
 * and the value a member. All members of an entry make one changelog record, so a hundred thousand of them are too many for it.
 */
export class CountDistinct implements AggregateState {
  readonly #members = new ByteTable();
  /** Per entry: how many, and the last member added, plus one. */
  readonly #sets = new Int32Pages();
  /** Per member: the one added before it to the same entry, plus one. */
  readonly #previous = new Int32Pages();
  readonly #booleans: boolean;

  constructor(call: AggregateCall) {
    this.#booleans = isBoolean(call);
  }

  get bytes(): number {
    return this.#members.bytes + this.#sets.bytes + this.#previous.bytes;
  }

  ensure(count: number): void {
    this.#sets.ensure(count * 2);
  }

  add(argument: Argument, rows: Int32Array, entries: Int32Array, from: number, to: number): void {
    for (let k = from; k < to; k++) {
      const value = valueOf(argument, rows[k]!, this.#booleans);
      if (value === null) continue;
      scratch.reset();
      scratch.uint32(entries[k]!);
      writeCanonical(scratch, value);
      this.#addMember(entries[k]!);
    }
  }

  /** The member lies in the scratch buffer. */
  #addMember(entry: number): void {
    const { size } = this.#members;
    const hash = hashBytes(scratch.buffer, 0, scratch.length);
    const member = this.#members.findOrInsert(hash, scratch.buffer, 0, scratch.length);
    if (this.#members.size === size) return;
    this.#previous.ensure(this.#members.end);
    this.#previous.set(member, this.#sets.get(entry * 2 + 1));
    this.#sets.set(entry * 2 + 1, member + 1);
    this.#sets.set(entry * 2, this.#sets.get(entry * 2) + 1);
  }

  result(entry: number, results: Results, row: number): void {
    results.setNumber(row, this.#sets.get(entry * 2));
  }

  write(entry: number, writer: ByteWriter): void {
    writer.varint(this.#sets.get(entry * 2));
    for (let next = this.#sets.get(entry * 2 + 1); next > 0; next = this.#previous.get(next - 1)) {
      const length = this.#members.keyLength(next - 1) - 4;
      writer.varint(length);
      writer.bytes(this.#members.keyBuffer(next - 1), this.#members.keyStart(next - 1) + 4, length);
    }
  }

  /** Sets only grow, so a later record of an entry has all that an earlier one had. */
  read(entry: number, reader: ByteReader): void {
    for (let count = reader.varint(); count > 0; count--) {
      const length = reader.varint();
      scratch.reset();
      scratch.uint32(entry);
      scratch.bytes(reader.buffer, reader.skip(length), length);
      this.#addMember(entry);
    }
  }

  clear(): void {
    this.#members.clear();
    this.#sets.clear();
  }
}

const scratch = new ByteWriter();
