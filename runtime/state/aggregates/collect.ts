import { withoutNull } from "../../../shared/records/types.ts";
import type { AggregateCall } from "../../../shared/topology/processors.ts";
import type { ByteReader, ByteWriter } from "../byte-writer.ts";
import type { AggregateState } from "./aggregate-state.ts";
import type { Argument } from "./argument.ts";
import { EncodedLists } from "./encoded-lists.ts";
import type { Results } from "./results.ts";

/**
 * Values in order of arrival, the first `limit` of them; further ones are ignored. The whole list is one changelog record, so lists of more than
 * a megabyte need a limit.
 */
export class Collect implements AggregateState {
  readonly #lists = new EncodedLists();
  readonly #limit: number;
  readonly #booleans: boolean;

  constructor(call: AggregateCall, limit: number) {
    this.#limit = limit;
    this.#booleans = isBoolean(call);
  }

  get bytes(): number {
    return this.#lists.bytes;
  }

  ensure(count: number): void {
    this.#lists.ensure(count);
  }

  add(argument: Argument, rows: Int32Array, entries: Int32Array, from: number, to: number): void {
    for (let k = from; k < to; k++) {
      const entry = entries[k]!;
      if (this.#lists.length(entry) >= this.#limit) continue;
      const value = valueOf(argument, rows[k]!, this.#booleans);
      if (value !== null) this.#lists.append(entry, value);
    }
  }

  result(entry: number, results: Results, row: number): void {
    results.setValue(row, this.#lists.get(entry));
  }

  write(entry: number, writer: ByteWriter): void {
    this.#lists.write(entry, writer);
  }

  read(entry: number, reader: ByteReader): void {
    this.#lists.read(entry, reader);
  }

  clear(): void {
    this.#lists.clear();
  }
}

export function isBoolean(call: AggregateCall): boolean {
  return call.argument !== null && withoutNull(call.argument.type).kind === "boolean";
}

/** The argument in one row as a value of its type. */
export function valueOf(argument: Argument, row: number, boolean: boolean): unknown {
  if (argument.kind === "values") return argument.values[row] ?? null;
  if (argument.kind === "none" || argument.nulls?.[row] === 1) return null;
  return boolean ? argument.values[row] === 1 : argument.values[row];
}
