import fc from "fast-check";
import type { ApiTable, FieldSchema } from "../../../runtime/kafka/protocol/schema.ts";

type Value = fc.Arbitrary<unknown>;

function scalar(type: FieldSchema["type"]): Value {
  switch (type) {
    case "boolean":
      return fc.boolean();
    case "int8":
      return fc.integer({ min: -128, max: 127 });
    case "int16":
      return fc.integer({ min: -32768, max: 32767 });
    case "uint16":
      return fc.integer({ min: 0, max: 65535 });
    case "int32":
      return fc.integer();
    case "int64":
      return fc.oneof(
        fc.maxSafeInteger(),
        fc
          .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
          .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value)),
      );
    case "float64":
      return fc.double({ noNaN: true });
    case "string":
      return fc.string({ unit: "grapheme", maxLength: 200 });
    case "uuid":
      return fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString("base64url"));
    default:
      return fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  }
}

function value(field: FieldSchema, version: number): Value {
  let made = field.type === "struct" ? bodyOf(field.fields, version) : scalar(field.type);
  if (field.isArray) made = fc.array(made, { maxLength: 3 });
  return version >= field.nullableFrom ? fc.option(made, { nil: null }) : made;
}

function bodyOf(fields: readonly FieldSchema[], version: number): Value {
  const present = fields.filter((field) => field.from <= version && version <= field.to);
  return fc.record(Object.fromEntries(present.map((field) => [field.name, value(field, version)])), {
    noNullPrototype: true,
  });
}

/** Any body that has exactly the fields of the version. */
export function bodies(table: ApiTable, side: "request" | "response", version: number): fc.Arbitrary<object> {
  return bodyOf(table[side], version) as fc.Arbitrary<object>;
}

/** Drops what the version lacks, so that a decoded body can be compared with what was encoded. */
export function onlyOf(body: unknown, fields: readonly FieldSchema[], version: number): unknown {
  if (Array.isArray(body)) return body.map((item) => onlyOf(item, fields, version));
  if (body === null || typeof body !== "object") return body;
  const record = body as Record<string, unknown>;
  const present = fields.filter((field) => field.from <= version && version <= field.to);
  return Object.fromEntries(
    present.map((field) => {
      const inner = record[field.name];
      return [field.name, field.type === "struct" ? onlyOf(inner, field.fields, version) : inner];
    }),
  );
}
