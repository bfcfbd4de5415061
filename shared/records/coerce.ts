/**
 * Between untyped values (`any`, as parsed from JSON) and values of a declared type. `coerce` reads: instants from ISO text or epoch milliseconds, durations
 * from text or milliseconds, decimals from numbers or text, bytes from base64, whole numbers as int within 64 bits. `toJson` goes back.
 * Neither changes its argument; what needs no change is passed through, not copied. Fields that a struct does not name are kept.
 */
import { admitsNull } from "./assignable.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { Decimal } from "./decimal.ts";
import { parseDuration } from "./durations.ts";
import { isInstant, parseInstant, printInstant } from "./instants.ts";
import { isInt } from "./integers.ts";
import { describeType } from "./type-text.ts";
import type { StructType, Type } from "./types.ts";
import { ValueError } from "./value-error.ts";

/** Returned, not thrown, by `coerce`: `path` as in `.items[2].price`, `""` for the whole value. */
export class Mismatch {
  readonly path: string;
  readonly message: string;
  constructor(path: string, message: string) {
    this.path = path;
    this.message = message;
  }
  toError(): ValueError {
    return new ValueError(
      "REC_0003",
      this.path === "" ? `The value ${this.message}.` : `The field ${this.path} ${this.message}.`,
      "Correct the data, or declare the type as it really is.",
    );
  }
  within(step: string): Mismatch {
    return new Mismatch(step + this.path, this.message);
  }
}

/** The value as one of `type`, or a `Mismatch`. */
export function coerce(value: unknown, type: Type): unknown {
  switch (type.kind) {
    case "any":
      return value === undefined ? null : value;
    case "nullable":
      return value === null || value === undefined ? null : coerce(value, type.of);
    case "null":
      return value === null || value === undefined ? null : wrong(value, type);
    case "array":
      return Array.isArray(value) ? coerceArray(value, type.element) : wrong(value, type);
    case "map":
      return isObject(value) ? coerceMap(value, type.value) : wrong(value, type);
    case "struct":
      return isObject(value) ? coerceStruct(value, type) : wrong(value, type);
    default:
      return coerceScalar(value, type);
  }
}

/** As `coerce`; throws REC_0003 where the value does not fit. */
export function mustCoerce(value: unknown, type: Type): unknown {
  const result = coerce(value, type);
  if (result instanceof Mismatch) throw result.toError();
  return result;
}

function coerceScalar(value: unknown, type: Type): unknown {
  switch (type.kind) {
    case "boolean":
    case "string":
      return typeof value === type.kind ? value : wrong(value, type);
    case "int":
      return coerceInt(value) ?? wrong(value, type);
    case "number":
      if (typeof value === "number") return value;
      if (typeof value === "bigint") return Number(value);
      return value instanceof Decimal ? value.toNumber() : wrong(value, type);
    case "decimal":
      return coerceDecimal(value) ?? wrong(value, type);
    case "bytes":
      if (value instanceof Uint8Array) return value;
      return (typeof value === "string" ? decodeBase64(value) : undefined) ?? wrong(value, type, "base64 text");
    case "instant":
      if (typeof value === "number" && isInstant(value)) return value;
      return (
        (typeof value === "string" ? parseInstant(value) : undefined) ??
        wrong(value, type, "RFC 3339 text or milliseconds since 1970")
      );
    case "duration":
      if (typeof value === "number" && Number.isFinite(value)) return value;
      return (
        (typeof value === "string" ? parseDuration(value) : undefined) ??
        wrong(value, type, 'text like "1h30m" or milliseconds')
      );
    default:
      return wrong(value, type);
  }
}

function coerceInt(value: unknown): number | bigint | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value + 0 : undefined;
  return isInt(value) ? value : undefined;
}

function coerceDecimal(value: unknown): Decimal | undefined {
  if (value instanceof Decimal) return value;
  if (typeof value === "string") return Decimal.tryParse(value);
  if (typeof value === "bigint") return Decimal.fromInt(value);
  return typeof value === "number" && Number.isFinite(value) ? Decimal.fromNumber(value) : undefined;
}

function coerceArray(value: readonly unknown[], element: Type): unknown {
  let copy: unknown[] | undefined;
  for (let i = 0; i < value.length; i++) {
    const item = coerce(value[i], element);
    if (item instanceof Mismatch) return item.within(`[${i}]`);
    if (item !== value[i]) {
      copy ??= value.slice();
      copy[i] = item;
    }
  }
  return copy ?? value;
}

function coerceMap(value: Record<string, unknown>, type: Type): unknown {
  let copy = hasNoPrototype(value) ? undefined : copyObject(value);
  for (const key of Object.keys(value)) {
    const field = coerce(value[key], type);
    if (field instanceof Mismatch) return field.within(step(key));
    if (field !== value[key]) {
      copy ??= copyObject(value);
      copy[key] = field;
    }
  }
  return copy ?? value;
}

function coerceStruct(value: Record<string, unknown>, type: StructType): unknown {
  let copy = hasNoPrototype(value) ? undefined : copyObject(value);
  const source = copy ?? value;
  for (const field of type.fields) {
    const given = source[field.name];
    if (given === undefined || given === null) {
      if (field.optional === true || admitsNull(field.type)) continue;
      return new Mismatch(step(field.name), given === null ? "is null" : "is missing");
    }
    const result = coerce(given, field.type);
    if (result instanceof Mismatch) return result.within(step(field.name));
    if (result !== given) {
      copy ??= copyObject(value);
      copy[field.name] = result;
    }
  }
  return copy ?? value;
}

/** The value of `type` as one of JSON: instants as RFC 3339 text, bytes as base64 text; durations stay milliseconds, decimals decimals. */
export function toJson(value: unknown, type: Type): unknown {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case "instant":
      return typeof value === "number" ? printInstant(value) : value;
    case "bytes":
      return value instanceof Uint8Array ? encodeBase64(value) : value;
    case "nullable":
      return toJson(value, type.of);
    case "array":
      return Array.isArray(value) ? arrayToJson(value, type.element) : value;
    case "map":
      return isObject(value) ? objectToJson(value, Object.keys(value), () => type.value) : value;
    case "struct": {
      if (!isObject(value)) return value;
      const types = new Map(type.fields.map((field) => [field.name, field.type]));
      return objectToJson(value, types.keys(), (name) => types.get(name)!);
    }
    default:
      return value;
  }
}

function arrayToJson(value: readonly unknown[], element: Type): unknown {
  if (isJsonAlready(element)) return value;
  return value.map((item) => toJson(item, element));
}

function objectToJson(
  value: Record<string, unknown>,
  names: Iterable<string>,
  typeOf: (name: string) => Type,
): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const name of names) {
    const given = value[name];
    if (given === undefined || given === null) continue;
    const result = toJson(given, typeOf(name));
    if (result !== given) {
      copy ??= copyObject(value);
      copy[name] = result;
    }
  }
  return copy ?? value;
}

function isJsonAlready(type: Type): boolean {
  return ["boolean", "int", "number", "decimal", "string", "duration", "any", "null"].includes(type.kind);
}

/** Whether the value is a struct or a map (not an array, decimal or bytes). */
export function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Decimal) &&
    !(value instanceof Uint8Array)
  );
}

/** A copy of the own properties without a prototype. */
export function copyObject(value: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value)) copy[key] = value[key];
  return copy;
}

function hasNoPrototype(value: object): boolean {
  return Object.getPrototypeOf(value) === null;
}

function step(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function wrong(value: unknown, type: Type, accepted?: string): Mismatch {
  const wanted = accepted === undefined ? describeType(type) : `${describeType(type)} (${accepted})`;
  return new Mismatch("", `is ${describeValue(value)}, but ${wanted} is declared`);
}

/** The value in a few words, for messages. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string")
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  if (Array.isArray(value)) return "an array";
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof Decimal) return `the number ${value.toString().slice(0, 40)}`;
  if (typeof value === "number" || typeof value === "bigint") return `the number ${value}`;
  return typeof value === "boolean" ? String(value) : "an object";
}
