/**
 * One row of a column as a value: the slow path of everything, and the definition of what a column means. What does not fit the type comes back as
 * a `Mismatch`, as `coerce` gives it.
 */
import { unreachable } from "../../shared/assert.ts";
import { coerce, copyObject, describeValue, isObject, Mismatch } from "../../shared/records/coerce.ts";
import { parseJsonText } from "../../shared/records/json-text.ts";
import { describeType } from "../../shared/records/type-text.ts";
import { ANY, fieldType, withoutNull, type Type } from "../../shared/records/types.ts";
import { ValueError } from "../../shared/records/value-error.ts";
import { readScalarText } from "../formats/scalar-text.ts";
import { TOKEN, type Column, type JsonColumn, type StructColumn } from "./column.ts";
import { textOfBytes } from "./text-of-bytes.ts";

/** Null where the row is null, whatever the type. Throws a ValueError for bytes that are not valid in their format. */
export function readRow(column: Column, row: number, type: Type): unknown {
  switch (column.kind) {
    case "json":
      return readJson(column, row, type);
    case "text": {
      const length = column.lengths[row]!;
      if (length < 0) return null;
      return readText(textOfBytes(column.buffer, column.starts[row]!, column.starts[row]! + length), type);
    }
    case "bytes": {
      const length = column.lengths[row]!;
      if (length < 0) return null;
      const start = column.starts[row]!;
      return coerce(Uint8Array.from(column.buffer.subarray(start, start + length)), type);
    }
    case "number":
      if (column.nulls !== null && column.nulls[row] === 1) return null;
      return fit(column.values[row]!, column.type, type);
    case "boolean": {
      const value = column.values[row]!;
      return value === 2 ? null : coerce(value === 1, type);
    }
    case "value":
      return fit(column.values[row], column.type, type);
    case "constant":
      return fit(column.value, column.type, type);
    case "struct":
      return readStruct(column, row, type);
    default:
      return unreachable(column);
  }
}

/** As readRow; throws REC_0003 for what does not fit. `path` names the field in the message. */
export function mustReadRow(column: Column, row: number, type: Type, path = ""): unknown {
  const value = readRow(column, row, type);
  if (value instanceof Mismatch) throw value.within(path).toError();
  return value;
}

/** A value in the representation of `from` as one of `to`. */
function fit(value: unknown, from: Type, to: Type): unknown {
  if (value === null || value === undefined) return null;
  return from === to || (withoutNull(from).kind === withoutNull(to).kind && isScalar(to)) ? value : coerce(value, to);
}

function isScalar(type: Type): boolean {
  const { kind } = withoutNull(type);
  return kind !== "struct" && kind !== "map" && kind !== "array";
}

function readJson(column: JsonColumn, row: number, type: Type): unknown {
  switch (column.tokens[row]) {
    case TOKEN.missing:
    case TOKEN.null:
      return null;
    case TOKEN.malformed:
      throw new ValueError(
        "REC_0001",
        "The record is not valid JSON.",
        "Correct the producer, or read the topic as string.",
      );
    case TOKEN.astray:
      if (type.kind === "any") return null;
      return new Mismatch("", `is inside of something that is not an object, but ${describeType(type)} is declared`);
    default: {
      const value = parseJsonText(column.buffer.toString("utf8", column.starts[row], column.ends[row]));
      return value === null ? null : coerce(value, type);
    }
  }
}

function readText(text: string, type: Type): unknown {
  const value = readScalarText(text, type);
  if (value !== undefined) return value;
  return new Mismatch("", `is ${describeValue(text)}, but ${describeType(type)} is declared`);
}

function readStruct(column: StructColumn, row: number, type: Type): unknown {
  if (column.nulls !== null && column.nulls[row] === 1) return null;
  const inner = withoutNull(type);
  const base = column.base === null ? null : readJson(column.base.column, row, ANY);
  if (base instanceof Mismatch) return base;
  const object: Record<string, unknown> = isObject(base) ? copyObject(base) : Object.create(null);
  if (column.base !== null) for (const name of column.base.drop) delete object[name];
  for (const [k, name] of column.names.entries()) {
    const field = inner.kind === "struct" ? (fieldType(inner, name) ?? ANY) : inner.kind === "map" ? inner.value : ANY;
    const value = readRow(column.columns[k]!, row, field);
    if (value instanceof Mismatch) return value.within(`.${name}`);
    object[name] = value;
  }
  return coerce(object, type);
}
