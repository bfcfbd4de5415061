/** JSON of which equal values have equal bytes: fields in the order of their type, then by name; numbers and texts in one form each. For keys. */
import { isObject, toJson } from "../../shared/records/coerce.ts";
import { writeJsonText } from "../../shared/records/json-text.ts";
import { withoutNull, type Type } from "../../shared/records/types.ts";

export function canonicalJson(value: unknown, type: Type): string {
  return writeJsonText(order(toJson(value, type), withoutNull(type)));
}

function order(value: unknown, type: Type): unknown {
  if (Array.isArray(value)) {
    const element: Type = type.kind === "array" ? withoutNull(type.element) : { kind: "any" };
    return value.map((item) => order(item, element));
  }
  if (!isObject(value)) return value;
  const ordered: Record<string, unknown> = Object.create(null);
  const types = new Map(
    type.kind === "struct" ? type.fields.map((field) => [field.name, withoutNull(field.type)]) : [],
  );
  for (const [name, field] of types) ordered[name] = order(value[name] ?? null, field);
  const rest = type.kind === "map" ? withoutNull(type.value) : ({ kind: "any" } as const);
  for (const name of Object.keys(value).toSorted()) if (!types.has(name)) ordered[name] = order(value[name], rest);
  return ordered;
}

/** Whether the number in [from, to) is written the only way that canonical JSON writes it: short integers are. */
export function isCanonicalNumber(data: DataView, from: number, to: number): boolean {
  const first = data.getUint8(from) === 0x2d ? from + 1 : from;
  if (to - first > 15) return false;
  for (let p = first; p < to; p++) {
    const c = data.getUint8(p);
    if (c < 0x30 || c > 0x39) return false;
  }
  return !(first > from && data.getUint8(first) === 0x30);
}
