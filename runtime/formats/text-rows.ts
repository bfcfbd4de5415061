/** Rows as plain text: strings as they are, bytes as they are, other scalars as people write them, everything else as JSON. */
import { mustCoerce, toJson } from "../../shared/records/coerce.ts";
import { Decimal } from "../../shared/records/decimal.ts";
import { printInstant } from "../../shared/records/instants.ts";
import { writeJsonText } from "../../shared/records/json-text.ts";
import { withoutNull, type Type } from "../../shared/records/types.ts";
import type { Column } from "../vectors/column.ts";
import { mustReadRow } from "../vectors/read.ts";
import { ByteWriter } from "./byte-writer.ts";

export class TextRowWriter {
  readonly out: ByteWriter = new ByteWriter();

  write(column: Column, row: number, type: Type): void {
    const value = mustReadRow(column, row, type);
    if (value instanceof Uint8Array) {
      this.out.reserve(value.length);
      this.out.buffer.set(value, this.out.at);
      this.out.at += value.length;
    } else this.out.utf8(printText(value, type));
  }
}

/** The text of a value outside of JSON; null is nothing. */
export function printText(value: unknown, type: Type): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" && withoutNull(type).kind === "instant") return printInstant(value);
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value instanceof Decimal) return value.toString();
  return writeJsonText(toJson(mustCoerce(value, type), type));
}
