/**
 * The types of values in a pipeline, written by people in TypeScript's notation
 * (`{ id: string; total: decimal; note?: string }`, see type-text.ts).
 *
 * How a value of each type is represented in memory, everywhere (interpreter, compiled code, state, tests):
 *
 * | type     | JavaScript value |
 * | -------- | ---------------- |
 * | null     | `null` (never `undefined`: a missing field reads as null) |
 * | boolean  | boolean |
 * | int      | 64-bit integer: a number while it is a safe integer, a bigint beyond; never a fraction. Always normalised, so equal integers are `===` |
 * | number   | IEEE double |
 * | decimal  | `Decimal` (shared/records/decimal.ts), exact |
 * | string   | string |
 * | bytes    | Uint8Array |
 * | instant  | number: milliseconds since the epoch, UTC |
 * | duration | number: milliseconds |
 * | any      | any of these: what untyped JSON gives. Integers as int; other numbers as number while at most 15 significant digits, else Decimal |
 * | array    | array |
 * | map, struct | object with a null prototype, own properties only; `__proto__` is a property like any other |
 */
export type Type =
  | { readonly kind: ScalarKind }
  | { readonly kind: "array"; readonly element: Type }
  | { readonly kind: "map"; readonly value: Type }
  | StructType
  | { readonly kind: "nullable"; readonly of: NonNullableType };

export type ScalarKind =
  | "null"
  | "boolean"
  | "int"
  | "number"
  | "decimal"
  | "string"
  | "bytes"
  | "instant"
  | "duration"
  | "any";

export type NonNullableType = Exclude<Type, { kind: "nullable" }>;

/** Fields in the order they are written; names are unique. `open` structs may carry further, unknown fields (of type any). */
export interface StructType {
  readonly kind: "struct";
  readonly fields: readonly Field[];
  readonly open?: boolean;
}

/** `optional` means that the field may be absent from the data; its type is then nullable. */
export interface Field {
  readonly name: string;
  readonly type: Type;
  readonly optional?: boolean;
}

export const ANY: Type = { kind: "any" };
export const NULL: Type = { kind: "null" };
export const BOOLEAN: Type = { kind: "boolean" };
export const INT: Type = { kind: "int" };
export const NUMBER: Type = { kind: "number" };
export const DECIMAL: Type = { kind: "decimal" };
export const STRING: Type = { kind: "string" };
export const BYTES: Type = { kind: "bytes" };
export const INSTANT: Type = { kind: "instant" };
export const DURATION: Type = { kind: "duration" };

/** The type `T | null`; `any`, `null` and what is nullable already stay as they are. */
export function makeNullable(type: Type): Type {
  return type.kind === "nullable" || type.kind === "null" || type.kind === "any"
    ? type
    : { kind: "nullable", of: type };
}

/** The type without null; `null` itself stays. */
export function withoutNull(type: Type): Type {
  return type.kind === "nullable" ? type.of : type;
}

export function makeStruct(fields: readonly Field[], open = false): StructType {
  return open ? { kind: "struct", fields, open } : { kind: "struct", fields };
}

/** The type of one field, or undefined where a closed struct has no such field. */
export function fieldType(type: StructType, name: string): Type | undefined {
  for (const field of type.fields)
    if (field.name === name) return field.optional ? makeNullable(field.type) : field.type;
  return type.open ? ANY : undefined;
}
