/** Rows of columns as JSON text. Slices of JSON are copied; what was computed is written from its typed array. */
import { encodeBase64 } from "../../shared/records/base64.ts";
import { Mismatch, toJson } from "../../shared/records/coerce.ts";
import { Decimal } from "../../shared/records/decimal.ts";
import { writeJsonText } from "../../shared/records/json-text.ts";
import { ANY, fieldType, withoutNull, type Type } from "../../shared/records/types.ts";
import { TOKEN, type Column, type JsonColumn, type StructColumn } from "../vectors/column.ts";
import { viewOf } from "../vectors/data-view.ts";
import { readRow } from "../vectors/read.ts";
import { ByteWriter } from "./byte-writer.ts";
import { canonicalJson, isCanonicalNumber } from "./canonical-json.ts";
import { BaseWriter } from "./json-base.ts";

interface Member {
  /** `"name":` */
  readonly bytes: Buffer;
  readonly data: DataView;
  readonly type: Type;
}

export class JsonRowWriter {
  readonly out: ByteWriter = new ByteWriter();
  /** Equal values give equal bytes: what keys need. Otherwise bytes stay as they came. */
  readonly #canonical: boolean;
  readonly #members = new WeakMap<readonly string[], { readonly type: Type; readonly members: readonly Member[] }>();

  readonly #bases = new Map<StructColumn, BaseWriter>();

  constructor(canonical: boolean) {
    this.#canonical = canonical;
  }

  /** To be called before rows of a column are written. */
  prepare(column: Column, selection: Int32Array, selected: number): void {
    this.#bases.clear();
    this.#prepareStruct(column, selection, selected);
  }

  #prepareStruct(column: Column, selection: Int32Array, selected: number): void {
    if (column.kind !== "struct") return;
    for (const inner of column.columns) this.#prepareStruct(inner, selection, selected);
    if (column.base !== null) this.#bases.set(column, new BaseWriter(column.base, column.names, selection, selected));
  }

  write(column: Column, row: number, type: Type): void {
    const { out } = this;
    switch (column.kind) {
      case "json":
        return this.#writeSlice(column, row, type);
      case "number": {
        const value = column.values[row]!;
        if ((column.nulls !== null && column.nulls[row] === 1) || !Number.isFinite(value)) out.ascii("null");
        else if (withoutNull(column.type).kind === "instant") {
          out.byte(0x22);
          out.instant(value);
          out.byte(0x22);
        } else out.number(value);
        return;
      }
      case "struct":
        return this.#writeStruct(column, row, type);
      case "value":
        return this.#writeValue(column.values[row], column.type);
      case "constant":
        return this.#writeValue(column.value, column.type);
      case "boolean": {
        const truth = column.values[row]!;
        return out.ascii(truth === 1 ? "true" : truth === 0 ? "false" : "null");
      }
      case "text": {
        const length = column.lengths[row]!;
        const { kind } = withoutNull(type);
        if (length >= 0 && (kind === "string" || kind === "any")) {
          const from = column.starts[row]!;
          return out.jsonTextOfBytes(column.buffer, viewOf(column.buffer), from, from + length);
        }
        return this.#writeRead(column, row, type);
      }
      case "bytes":
        return this.#writeRead(column, row, type);
    }
  }

  #writeRead(column: Column, row: number, type: Type): void {
    const value = readRow(column, row, type);
    if (value instanceof Mismatch) throw value.toError();
    this.#writeValue(value, type);
  }

  #writeSlice(column: JsonColumn, row: number, type: Type): void {
    const token = column.tokens[row]!;
    if (token >= TOKEN.malformed) return this.#writeRead(column, row, type);
    if (token <= TOKEN.null) return this.out.ascii("null");
    const from = column.starts[row]!;
    const to = column.ends[row]!;
    const data = viewOf(column.buffer);
    if (this.#canonical && !isCanonical(column, data, row, type)) {
      const value = readRow(column, row, type);
      if (value instanceof Mismatch) throw value.toError();
      this.out.utf8(canonicalJson(value, type));
    } else this.out.slice(column.buffer, data, from, to);
  }

  #writeValue(value: unknown, type: Type): void {
    const { out } = this;
    if (typeof value === "string") out.jsonText(value);
    else if (typeof value === "number" && withoutNull(type).kind !== "instant" && Number.isFinite(value))
      out.number(value);
    else if (value instanceof Decimal) out.ascii(value.toString());
    else if (value instanceof Uint8Array) out.ascii(`"${encodeBase64(value)}"`);
    else if (this.#canonical) out.utf8(canonicalJson(value, type));
    else out.utf8(writeJsonText(toJson(value, type)));
  }

  #writeStruct(column: StructColumn, row: number, type: Type): void {
    const { out } = this;
    if (column.nulls !== null && column.nulls[row] === 1) return out.ascii("null");
    const members = this.#membersOf(column.names, type);
    out.byte(0x7b);
    let first = column.base === null || !this.#bases.get(column)!.write(out, row);
    for (let k = 0; k < members.length; k++) {
      const member = members[k]!;
      if (first) first = false;
      else out.byte(0x2c);
      out.slice(member.bytes, member.data, 0, member.bytes.length);
      this.write(column.columns[k]!, row, member.type);
    }
    out.byte(0x7d);
  }

  #membersOf(names: readonly string[], type: Type): readonly Member[] {
    const known = this.#members.get(names);
    if (known !== undefined && known.type === type) return known.members;
    const inner = withoutNull(type);
    const members = names.map((name) => {
      const bytes = Buffer.from(`${JSON.stringify(name)}:`);
      return { bytes, data: viewOf(bytes), type: memberType(inner, name) };
    });
    this.#members.set(names, { type, members });
    return members;
  }
}

/** Whether no other bytes would be written for the value of a row: only such slices are copied into keys. */
function isCanonical(column: JsonColumn, data: DataView, row: number, type: Type): boolean {
  switch (column.tokens[row]) {
    case TOKEN.text: {
      const { kind } = withoutNull(type);
      return kind === "string" || kind === "any";
    }
    case TOKEN.number:
      return isCanonicalNumber(data, column.starts[row]!, column.ends[row]!) && withoutNull(type).kind !== "instant";
    case TOKEN.escapedText:
    case TOKEN.array:
    case TOKEN.object:
      return false;
    default:
      return true;
  }
}

function memberType(type: Type, name: string): Type {
  if (type.kind === "struct") return fieldType(type, name) ?? ANY;
  return type.kind === "map" ? type.value : ANY;
}
