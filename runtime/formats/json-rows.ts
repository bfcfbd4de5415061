/** Rows of columns as JSON text. Slices of JSON are copied; what was computed is written from its typed array. */
import { encodeBase64 } from "../../shared/records/base64.ts";
import { Mismatch, toJson } from "../../shared/records/coerce.ts";
import { Decimal } from "../../shared/records/decimal.ts";
import { writeJsonText } from "../../shared/records/json-text.ts";
import { ANY, fieldType, withoutNull, type Type } from "../../shared/records/types.ts";
import { ValueError } from "../../shared/records/value-error.ts";
import { TOKEN, type Column, type JsonColumn, type StructColumn } from "../vectors/column.ts";
import { viewOf } from "../vectors/data-view.ts";
import { readRow } from "../vectors/read.ts";
import { ByteWriter } from "./byte-writer.ts";
import { canonicalJson, isCanonicalNumber } from "./canonical-json.ts";
import { unescapeText } from "./json-escapes.ts";
import { skipBlank, skipText, skipValue, textEnd } from "./json-syntax.ts";

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

  constructor(canonical: boolean) {
    this.#canonical = canonical;
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
    let first = column.base === null || !this.#writeBase(column.base.column, row, column.base.drop, column.names);
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

  /** The members of an object that are neither dropped nor overridden, as they are. Answers whether there were any. */
  #writeBase(column: JsonColumn, row: number, drop: ReadonlySet<string>, names: readonly string[]): boolean {
    const token = column.tokens[row]!;
    if (token <= TOKEN.null) return false;
    const data = viewOf(column.buffer);
    const end = column.ends[row]!;
    let p = token >= TOKEN.malformed ? end : skipBlank(data, column.starts[row]!, end);
    if (p >= end || data.getUint8(p) !== 0x7b) throw notAnObject();
    p = skipBlank(data, p + 1, end);
    let written = false;
    while (p < end && data.getUint8(p) === 0x22) {
      const keyAnswer = skipText(data, p + 1, end);
      const keyEnd = textEnd(keyAnswer);
      const colon = keyEnd < 0 ? -1 : skipBlank(data, keyEnd, end);
      const valueStart = colon < 0 ? -1 : skipBlank(data, colon + 1, end);
      const valueEnd = valueStart < 0 ? -1 : skipValue(data, valueStart, end, 1);
      if (valueEnd < 0) throw notAnObject();
      const name = keyAnswer < 0 ? unescapeText(column.buffer.toString("utf8", p + 1, keyEnd - 1)) : undefined;
      if (!isHidden(column.buffer, data, p + 1, keyEnd - 1, name, drop, names)) {
        if (written) this.out.byte(0x2c);
        this.out.slice(column.buffer, data, p, valueEnd);
        written = true;
      }
      p = skipBlank(data, valueEnd, end);
      if (p < end && data.getUint8(p) === 0x2c) p = skipBlank(data, p + 1, end);
    }
    return written;
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

/** Whether the name in [from, to), or `unescaped` where it has escapes, is dropped or comes with a new value. */
function isHidden(
  buffer: Buffer,
  data: DataView,
  from: number,
  to: number,
  unescaped: string | undefined,
  drop: ReadonlySet<string>,
  names: readonly string[],
): boolean {
  if (unescaped !== undefined) return drop.has(unescaped) || names.includes(unescaped);
  for (const name of names) if (isText(buffer, data, from, to, name)) return true;
  for (const name of drop) if (isText(buffer, data, from, to, name)) return true;
  return false;
}

function isText(buffer: Buffer, data: DataView, from: number, to: number, text: string): boolean {
  const { length } = text;
  if (to - from < length) return false;
  for (let k = 0; k < length; k++) {
    const c = text.charCodeAt(k);
    if (c >= 0x80) return buffer.toString("utf8", from, to) === text;
    if (data.getUint8(from + k) !== c) return false;
  }
  return to - from === length;
}

function notAnObject(): ValueError {
  return new ValueError(
    "REC_0003",
    "The value is not an object, but fields of it are to be kept.",
    "Correct the data, or declare the type as it really is.",
  );
}
