/** Objects: structs, whose fields are known before the run and stay known, and maps. */
import { copyObject, isObject } from "../../records/coerce.ts";
import { describeType } from "../../records/type-text.ts";
import { ANY, withoutNull, type Field, type StructType, type Type } from "../../records/types.ts";
import { unify } from "../../records/assignable.ts";
import { defineFamily } from "./define.ts";
import type { CallSite } from "./library-function.ts";

type Fields = Readonly<Record<string, unknown>>;

export const objectFunctions = defineFamily("object", [
  {
    name: "object.keys",
    summary: "The names of the fields.",
    signature: "(object: { [key: string]: any }) => string[]",
    call: (object: Fields) => Object.keys(object),
    examples: [["object.keys({ a: 1, b: 2 })", ["a", "b"]]],
  },
  {
    name: "object.values",
    summary: "The values of the fields.",
    signature: "(object: { [key: string]: T }) => T[]",
    call: (object: Fields) => Object.values(object),
    examples: [["object.values({ a: 1, b: 2 })", [1, 2]]],
  },
  {
    name: "object.entries",
    summary: "The fields as objects with `key` and `value`.",
    signature: "(object: { [key: string]: T }) => any[]",
    refine: ({ types }) => {
      const map = withoutNull(types[0] ?? ANY);
      return { kind: "array", element: entryType(map.kind === "map" ? map.value : ANY) };
    },
    call: (object: Fields) => Object.entries(object).map(([key, value]) => makeObject({ key, value })),
    examples: [["object.entries({ a: 1 })", [{ key: "a", value: 1 }]]],
  },
  {
    name: "object.fromEntries",
    summary: "The map of a list of objects with `key` and `value`; of equal keys the last counts.",
    signature: "(entries: any[]) => { [key: string]: any }",
    call: (entries: readonly unknown[]) => {
      const object: Record<string, unknown> = Object.create(null);
      for (const entry of entries)
        if (isObject(entry) && typeof entry["key"] === "string") object[entry["key"]] = entry["value"] ?? null;
      return object;
    },
    examples: [["object.fromEntries([{ key: 'a', value: 1 }])", { a: 1 }]],
  },
  {
    name: "object.size",
    summary: "The number of fields.",
    signature: "(object: { [key: string]: any }) => int",
    call: (object: Fields) => Object.keys(object).length,
    examples: [["object.size({ a: 1, b: 2 })", 2]],
  },
  {
    name: "object.has",
    summary: "Whether there is a field of that name, be it null.",
    signature: "(object: { [key: string]: any }, name: string) => boolean",
    call: (object: Fields, name: string) => Object.hasOwn(object, name),
    examples: [
      ["object.has({ a: 1 }, 'a')", true],
      ["object.has({ a: 1 }, 'constructor')", false],
    ],
  },
  {
    name: "object.get",
    summary: "The field of that name; the fallback, or null, where there is none or it is null.",
    signature: "(object: { [key: string]: T }, name: string, fallback?: T) => T | null",
    call: (object: Fields, name: string, fallback: unknown = null) =>
      Object.hasOwn(object, name) ? (object[name] ?? fallback) : fallback,
    examples: [
      ["object.get({ a: 1 }, 'a')", 1],
      ["object.get({ a: 1 }, 'b')", null],
      ["object.get({ a: 1 }, 'b', 0)", 0],
    ],
  },
  {
    name: "object.set",
    summary: "The object with one field set.",
    signature: "(object: { [key: string]: any }, name: string, value: U) => any",
    constants: [1],
    refine: ({ types, constants }, _declared, given) =>
      overObject(
        "object.set",
        given[0],
        (fields) => [
          ...fields.filter((field) => field.name !== constants[1]),
          { name: String(constants[1]), type: types[2] ?? ANY },
        ],
        types[2],
      ),
    call: (object: Record<string, unknown>, name: string, value: unknown) => {
      const copy = copyObject(object);
      copy[name] = value;
      return copy;
    },
    examples: [["object.set({ a: 1 }, 'b', 2)", { a: 1, b: 2 }]],
  },
  {
    name: "object.merge",
    summary: "The fields of both objects; where both have one, that of the right object.",
    signature: "(left: { [key: string]: any }, right: { [key: string]: any }) => any",
    refine: (_site, _declared, given) => mergedType(given[0], given[1]),
    call: (left: Record<string, unknown>, right: Fields) => {
      const copy = copyObject(left);
      for (const key of Object.keys(right)) copy[key] = right[key];
      return copy;
    },
    examples: [["object.merge({ a: 1, b: 2 }, { b: 3 })", { a: 1, b: 3 }]],
  },
  {
    name: "object.pick",
    summary: "The object with only the named fields.",
    signature: "(object: { [key: string]: any }, name: string, ...names: string[]) => any",
    refine: (site, _declared, given) =>
      overNamed("object.pick", site, given[0], (names) => (field) => names.has(field.name)),
    call: (object: Fields, ...names: string[]) => {
      const picked: Record<string, unknown> = Object.create(null);
      for (const name of names) if (Object.hasOwn(object, name)) picked[name] = object[name];
      return picked;
    },
    examples: [["object.pick({ a: 1, b: 2, c: 3 }, 'a', 'c')", { a: 1, c: 3 }]],
  },
  {
    name: "object.omit",
    summary: "The object without the named fields.",
    signature: "(object: { [key: string]: any }, name: string, ...names: string[]) => any",
    refine: (site, _declared, given) =>
      overNamed("object.omit", site, given[0], (names) => (field) => !names.has(field.name)),
    call: (object: Record<string, unknown>, ...names: string[]) => {
      const copy = copyObject(object);
      for (const name of names) delete copy[name];
      return copy;
    },
    examples: [["object.omit({ a: 1, b: 2 }, 'b')", { a: 1 }]],
  },
  {
    name: "object.compact",
    summary: "The object without the fields that are null.",
    signature: "(object: { [key: string]: any }) => any",
    refine: (_site, _declared, given) =>
      overObject("object.compact", given[0], (fields) => fields.map(optionalIfNullable)),
    call: (object: Fields) => {
      const kept: Record<string, unknown> = Object.create(null);
      for (const key of Object.keys(object)) if ((object[key] ?? null) !== null) kept[key] = object[key];
      return kept;
    },
    examples: [["object.compact({ a: 1, b: null })", { a: 1 }]],
  },
]);

type Refinement = Type | { error: string; argument?: number };

/** The type of an object whose fields are changed; maps and `any` stay what they are, or widen to hold `added`. */
function overObject(
  name: string,
  type: Type | undefined,
  change: (fields: readonly Field[]) => readonly Field[],
  added?: Type,
): Refinement {
  const object = withoutNull(type ?? ANY);
  if (object.kind === "any") return { kind: "map", value: ANY };
  if (object.kind === "map") {
    if (added === undefined) return object;
    return { kind: "map", value: unify(object.value, added) ?? ANY };
  }
  if (object.kind !== "struct") return { error: `${name} takes an object, not ${describeType(object)}.`, argument: 0 };
  return withFields(object, change(object.fields));
}

function withFields(type: StructType, fields: readonly Field[]): Type {
  return type.open === true ? { kind: "struct", fields, open: true } : { kind: "struct", fields };
}

function overNamed(
  fn: string,
  { types, constants }: CallSite,
  type: Type | undefined,
  keep: (names: ReadonlySet<string>) => (field: Field) => boolean,
): Refinement {
  const object = withoutNull(type ?? ANY);
  if (object.kind !== "struct") return overObject(fn, object, (fields) => fields);
  const names = new Set<string>();
  for (let i = 1; i < types.length; i++) {
    const name = constants[i];
    if (typeof name !== "string") return { error: `The names for ${fn} must be literals.`, argument: i };
    if (object.open !== true && !object.fields.some((field) => field.name === name))
      return { error: `The object has no field ${JSON.stringify(name)}.`, argument: i };
    names.add(name);
  }
  return withFields(object, object.fields.filter(keep(names)));
}

function mergedType(left: Type | undefined, right: Type | undefined): Refinement {
  const a = withoutNull(left ?? ANY);
  const b = withoutNull(right ?? ANY);
  for (const [argument, type] of [a, b].entries())
    if (type.kind !== "struct" && type.kind !== "map" && type.kind !== "any")
      return { error: `object.merge takes objects, not ${describeType(type)}.`, argument };
  if (a.kind === "map" && b.kind === "map") return { kind: "map", value: unify(a.value, b.value) ?? ANY };
  if (a.kind !== "struct" || b.kind !== "struct") return { kind: "map", value: ANY };
  const fields = new Map(a.fields.map((field) => [field.name, field]));
  for (const field of b.fields) {
    const other = fields.get(field.name);
    // An optional field on the right may leave that of the left in place.
    const type = field.optional === true && other !== undefined ? (unify(field.type, other.type) ?? ANY) : field.type;
    const optional = field.optional === true && (other === undefined || other.optional === true);
    fields.set(field.name, optional ? { name: field.name, type, optional } : { name: field.name, type });
  }
  return withFields(a.open === true ? a : b, [...fields.values()]);
}

function optionalIfNullable(field: Field): Field {
  if (field.type.kind === "any") return { name: field.name, type: ANY, optional: true };
  if (field.type.kind !== "nullable") return field;
  return { name: field.name, type: field.type.of, optional: true };
}

function entryType(value: Type): Type {
  return {
    kind: "struct",
    fields: [
      { name: "key", type: { kind: "string" } },
      { name: "value", type: value },
    ],
  };
}

function makeObject(fields: Fields): Record<string, unknown> {
  return copyObject({ ...fields });
}
