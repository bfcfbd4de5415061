/** Implicit conversions: which there are, and the typed tree that makes them. */
import { isConvertible, isSameType, unify } from "../records/assignable.ts";
import { Decimal } from "../records/decimal.ts";
import { equalValues } from "../records/equality.ts";
import { DECIMAL, makeNullable, withoutNull, fieldType, type StructType, type Type } from "../records/types.ts";
import { makeConverter } from "./conversion.ts";
import type { Typed } from "./typed.ts";

/** The digits of literals with a point or an exponent: beside a decimal they are decimals, exactly as written. */
const digits = new WeakMap<Typed, string>();

export function makeFraction(text: string): Typed {
  const literal: Typed = { node: "literal", type: { kind: "number" }, value: Number(text) };
  digits.set(literal, text);
  return literal;
}

/** Whether the expression is a literal that may as well be a decimal. */
export function isFraction(typed: Typed): boolean {
  return digits.has(typed);
}

/** Beside untyped data a literal with more digits than a double holds is the decimal that such data would be. */
export function exactLiteral(typed: Typed): Typed {
  const exact = isFraction(typed) ? adaptLiteral(typed, DECIMAL) : undefined;
  if (exact?.node !== "literal" || typed.node !== "literal") return typed;
  return equalValues(exact.value, typed.value) ? typed : exact;
}

/** The expression as one of the type, or undefined where that takes more than an implicit conversion. Literals and what is built of them adapt. */
export function convertTo(typed: Typed, to: Type): Typed | undefined {
  if (typed.type === to || isSameType(typed.type, to)) return typed;
  return adaptLiteral(typed, withoutNull(to)) ?? adaptParts(typed, to) ?? convertWhole(typed, to);
}

function convertWhole(typed: Typed, to: Type): Typed | undefined {
  if (!isConvertible(typed.type, to)) return undefined;
  if (makeConverter(typed.type, to) === undefined) return typed;
  return { node: "convert", type: to, from: typed.type, operand: typed };
}

function adaptLiteral(typed: Typed, to: Type): Typed | undefined {
  if (typed.node !== "literal") return undefined;
  const text = digits.get(typed);
  if (to.kind === "decimal" && text !== undefined) {
    const value = Decimal.tryParse(text);
    return value && { node: "literal", type: to, value };
  }
  if (typed.type.kind !== "int") return undefined;
  const value = typed.value as number | bigint;
  if (to.kind === "decimal") return { node: "literal", type: to, value: Decimal.fromInt(value) };
  return to.kind === "number" && typeof value === "number" ? makeFraction(String(value)) : undefined;
}

/** Pushes the conversion down to the parts of what is built here, where literals can still adapt. */
function adaptParts(typed: Typed, to: Type): Typed | undefined {
  const target = withoutNull(to);
  if (typed.node === "array" && target.kind === "array") return adaptItems(typed, target.element);
  if (typed.node === "object" && target.kind === "struct") return adaptFields(typed, target);
  if (typed.node === "conditional") {
    const [a, b] = [convertTo(typed.then, to), convertTo(typed.otherwise, to)];
    return a && b && makeConditional(typed.test, a, b, unify(a.type, b.type) ?? to);
  }
  if (typed.node === "logical" && typed.operator === "??") {
    const [left, right] = [convertTo(typed.left, makeNullable(to)), convertTo(typed.right, to)];
    return left && right && { ...typed, left, right, type: unify(withoutNull(left.type), right.type) ?? to };
  }
  return undefined;
}

function adaptItems(typed: Extract<Typed, { node: "array" }>, element: Type): Typed | undefined {
  const items: { item: Typed }[] = [];
  for (const part of typed.items) {
    if ("spread" in part) return undefined;
    const item = convertTo(part.item, element);
    if (item === undefined) return undefined;
    items.push({ item });
  }
  return { node: "array", type: { kind: "array", element }, items };
}

function adaptFields(typed: Extract<Typed, { node: "object" }>, to: StructType): Typed | undefined {
  if (typed.type.kind !== "struct") return undefined;
  const entries: { name: string; value: Typed }[] = [];
  for (const entry of typed.entries) {
    if ("spread" in entry) return undefined;
    const target = fieldType(to, entry.name);
    const value = target === undefined ? entry.value : convertTo(entry.value, target);
    if (value === undefined) return undefined;
    entries.push({ name: entry.name, value });
  }
  const types = new Map(entries.map(({ name, value }) => [name, value.type]));
  const fields = [...types].map(([name, type]) => ({ name, type }));
  const adapted: Typed = { node: "object", type: { kind: "struct", fields }, entries };
  return isConvertible(adapted.type, to) ? adapted : undefined;
}

/** The least type of two alternatives, and both converted to it; undefined where there is none. */
export function join(a: Typed, b: Typed): { type: Type; a: Typed; b: Typed } | undefined {
  const type = isEmptyList(a)
    ? listLike(b, a)
    : isEmptyList(b)
      ? listLike(a, b)
      : (unify(a.type, b.type) ?? adapted(a, b));
  if (type === undefined) return undefined;
  const [x, y] = [convertTo(a, type), convertTo(b, type)];
  return x && y && { type, a: x, b: y };
}

function adapted(a: Typed, b: Typed): Type | undefined {
  const nullable = a.type.kind === "nullable" || b.type.kind === "nullable" ? makeNullable : (type: Type) => type;
  const [x, y] = [nullable(a.type), nullable(b.type)];
  return convertTo(b, x) ? x : convertTo(a, y) ? y : undefined;
}

function isEmptyList(typed: Typed): boolean {
  return typed.node === "array" && typed.items.length === 0;
}

function listLike(other: Typed, empty: Typed): Type | undefined {
  return withoutNull(other.type).kind === "array" ? other.type : unify(other.type, empty.type);
}

export function makeConditional(test: Typed, then: Typed, otherwise: Typed, type: Type): Typed {
  // oxlint-disable-next-line unicorn/no-thenable -- a tree, never awaited
  return { node: "conditional", type, test, then, otherwise };
}
