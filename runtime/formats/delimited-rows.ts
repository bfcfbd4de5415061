/** Rows as delimited text (RFC 4180), one cell per column of the header, without a line break at the end. */
import { isObject } from "../../shared/records/coerce.ts";
import { ANY, fieldType, withoutNull, type Type } from "../../shared/records/types.ts";
import { ValueError } from "../../shared/records/value-error.ts";
import type { Column } from "../vectors/column.ts";
import { mustReadRow } from "../vectors/read.ts";
import { ByteWriter } from "./byte-writer.ts";
import { printText } from "./text-rows.ts";

export class DelimitedRowWriter {
  readonly out: ByteWriter = new ByteWriter();
  readonly #separator: string;
  readonly #header: readonly string[];
  readonly #special: RegExp;

  constructor(separator: string, header: readonly string[]) {
    this.#separator = separator;
    this.#header = header;
    this.#special = new RegExp(`["\\r\\n${separator.replace(/[\\\]^-]/g, "\\$&")}]`);
  }

  write(column: Column, row: number, type: Type): void {
    const value = mustReadRow(column, row, type);
    if (!isObject(value))
      throw new ValueError(
        "REC_0011",
        "The value has no fields to write into columns.",
        "Make an object of it, or choose another format.",
      );
    const inner = withoutNull(type);
    this.writeCells(
      this.#header.map((name) =>
        printText(value[name], inner.kind === "struct" ? (fieldType(inner, name) ?? ANY) : ANY),
      ),
    );
  }

  writeCells(cells: readonly string[]): void {
    this.out.utf8(cells.map((cell) => this.#quote(cell)).join(this.#separator));
  }

  #quote(cell: string): string {
    return this.#special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
}
