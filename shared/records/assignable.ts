/** Relations between types: what fits where as it is, what fits after a conversion, and the least type that holds both of two. */
import { ANY, makeNullable, withoutNull, type Field, type StructType, type Type } from "./types.ts";
import { describeType } from "./type-text.ts";

/** Why a type does not fit: `path` leads to the part that does not (`.customer.id`, `[]` for elements), `""` for the whole. */
export interface TypeMismatch {
  readonly path: string;
  readonly message: string;
}

/**
 * Whether every value of `from` is, as it is, a value of `to`. Structs may carry fields that `to` does not name; a field that `to` names may be
 * missing where it is optional or admits null. Everything is an `any`; an `any` is nothing else before it was checked.
 */
export function isAssignable(from: Type, to: Type): boolean {
  return compare(from, to, "", false) === undefined;
}

/** As `isAssignable`, or with an implicit conversion: int to number or decimal, `any` to everything (checked at run time), also inside. */
export function isConvertible(from: Type, to: Type): boolean {
  return compare(from, to, "", true) === undefined;
}

/** The first reason why `from` is not assignable to `to`, or undefined where it is. */
export function explainAssignable(from: Type, to: Type): TypeMismatch | undefined {
  return compare(from, to, "", false);
}

export function explainConvertible(from: Type, to: Type): TypeMismatch | undefined {
  return compare(from, to, "", true);
}

/** Whether null is among the values of the type. */
export function admitsNull(type: Type): boolean {
  return type.kind === "nullable" || type.kind === "null" || type.kind === "any";
}

/** Whether two types say the same; the order of a struct's fields does not count. */
export function isSameType(a: Type, b: Type): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === "array" && b.kind === "array") return isSameType(a.element, b.element);
  if (a.kind === "map" && b.kind === "map") return isSameType(a.value, b.value);
  if (a.kind === "nullable" && b.kind === "nullable") return isSameType(a.of, b.of);
  if (a.kind !== "struct" || b.kind !== "struct") return true;
  if (a.fields.length !== b.fields.length || (a.open ?? false) !== (b.open ?? false)) return false;
  const others = fieldsByName(b);
  return a.fields.every((field) => {
    const other = others.get(field.name);
    return (
      other !== undefined &&
      (field.optional ?? false) === (other.optional ?? false) &&
      isSameType(field.type, other.type)
    );
  });
}

/**
 * The least type that values of both can be converted to; undefined where there is none. Null makes it nullable, int widens to number or
 * decimal, `any` absorbs; a struct's field that only one side has becomes optional.
 */
export function unify(a: Type, b: Type): Type | undefined {
  if (a.kind === "any" || b.kind === "any") return ANY;
  if (a.kind === "null") return makeNullable(b);
  if (b.kind === "null") return makeNullable(a);
  if (a.kind === "nullable" || b.kind === "nullable") {
    const inner = unify(withoutNull(a), withoutNull(b));
    return inner && makeNullable(inner);
  }
  if (a.kind === "array" && b.kind === "array") {
    const element = unify(a.element, b.element);
    return element && { kind: "array", element };
  }
  if (a.kind === "map" && b.kind === "map") return unifyMaps(a.value, b.value);
  if (a.kind === "struct" && b.kind === "struct") return unifyStructs(a, b);
  if (a.kind === "struct" && b.kind === "map") return unifyMaps(valuesOf(a), b.value);
  if (a.kind === "map" && b.kind === "struct") return unifyMaps(a.value, valuesOf(b));
  if (a.kind === b.kind) return a;
  if (a.kind === "int" && isWider(b)) return b;
  if (b.kind === "int" && isWider(a)) return a;
  return undefined;
}

function isWider(type: Type): boolean {
  return type.kind === "number" || type.kind === "decimal";
}

function unifyMaps(a: Type | undefined, b: Type | undefined): Type | undefined {
  const value = a === undefined ? b : b === undefined ? a : unify(a, b);
  return value && { kind: "map", value };
}

/** The least type of all values of a struct; undefined where it has no fields or nothing holds them all. */
function valuesOf(type: StructType): Type | undefined {
  if (type.open === true) return ANY;
  let joined: Type | undefined;
  for (const field of type.fields) {
    joined = joined === undefined ? readType(field) : unify(joined, readType(field));
    if (joined === undefined) return ANY;
  }
  return joined;
}

function unifyStructs(a: StructType, b: StructType): Type | undefined {
  const others = fieldsByName(b);
  const fields: Field[] = [];
  for (const field of a.fields) {
    const other = others.get(field.name);
    others.delete(field.name);
    const type = other === undefined ? lonely(field, b) : unify(field.type, other.type);
    if (type === undefined) return undefined;
    const optional = other === undefined || field.optional === true || other.optional === true;
    fields.push(optional ? { name: field.name, type, optional } : { name: field.name, type });
  }
  for (const field of others.values()) fields.push({ name: field.name, type: lonely(field, a), optional: true });
  return a.open === true || b.open === true ? { kind: "struct", fields, open: true } : { kind: "struct", fields };
}

/** The type of a field that the other side does not name: if that side is open, it may hold anything there. */
function lonely(field: Field, other: StructType): Type {
  return other.open === true ? ANY : field.type;
}

function fieldsByName(type: StructType): Map<string, Field> {
  return new Map(type.fields.map((field) => [field.name, field]));
}

function readType(field: Field): Type {
  return field.optional === true ? makeNullable(field.type) : field.type;
}

function compare(from: Type, to: Type, path: string, converting: boolean): TypeMismatch | undefined {
  if (to.kind === "any" || (converting && from.kind === "any")) return undefined;
  if (to.kind === "nullable") {
    return from.kind === "null" ? undefined : compare(withoutNull(from), to.of, path, converting);
  }
  if (from.kind === "nullable") return mismatch(path, `it may be null, but ${describeType(to)} is needed`);
  if (from.kind === "array" && to.kind === "array") return compare(from.element, to.element, `${path}[]`, converting);
  if (from.kind === "map" && to.kind === "map") return compare(from.value, to.value, `${path}[*]`, converting);
  if (from.kind === "struct" && to.kind === "struct") return compareStructs(from, to, path, converting);
  if (from.kind === "struct" && to.kind === "map") return compareStructToMap(from, to.value, path, converting);
  if (from.kind === to.kind) return undefined;
  if (converting && from.kind === "int" && isWider(to)) return undefined;
  return mismatch(path, `it is ${describeType(from)}, but ${describeType(to)} is needed`);
}

function compareStructs(from: StructType, to: StructType, path: string, converting: boolean): TypeMismatch | undefined {
  const given = fieldsByName(from);
  for (const field of to.fields) {
    const source = given.get(field.name);
    const target = readType(field);
    const at = `${path}.${field.name}`;
    if (source === undefined && from.open !== true) {
      if (!admitsNull(target)) return mismatch(at, "the field is missing");
      continue;
    }
    const found = compare(source === undefined ? ANY : readType(source), target, at, converting);
    if (found !== undefined) return found;
  }
  return undefined;
}

function compareStructToMap(from: StructType, to: Type, path: string, converting: boolean): TypeMismatch | undefined {
  for (const field of from.fields) {
    const found = compare(readType(field), to, `${path}.${field.name}`, converting);
    if (found !== undefined) return found;
  }
  return from.open === true ? compare(ANY, to, `${path}[*]`, converting) : undefined;
}

function mismatch(path: string, reason: string): TypeMismatch {
  return { path, message: path === "" ? reason : `${path}: ${reason}` };
}
