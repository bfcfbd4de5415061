/**
 * A configuration in canonical form: keys in the order of the schema, what is default left out. Keys that the schema does not know stand last, and
 * what is not of the schema's form stays as it is, so that nothing is lost.
 */
import { safeParse, type z } from "zod";
import type { Json } from "../pipeline/pipeline.ts";

type Schema = z.core.$ZodType;

export function canonicalConfig(schema: Schema, value: Json): Json {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case "default":
    case "prefault":
    case "optional":
    case "nullable":
    case "readonly":
      return canonicalConfig(definition.innerType, value);
    case "object":
      return isObject(value) ? canonicalObject(definition.shape, value) : value;
    case "record":
      return isObject(value) ? mapValues(value, (item) => canonicalConfig(definition.valueType, item)) : value;
    case "array":
      return Array.isArray(value) ? value.map((item: Json) => canonicalConfig(definition.element, item)) : value;
    case "union":
      return canonicalUnion(definition.options, value);
    default:
      return value;
  }
}

function canonicalObject(shape: Readonly<Record<string, Schema>>, value: JsonObject): Json {
  const result: Record<string, Json> = Object.create(null);
  for (const [name, schema] of Object.entries(shape)) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given === undefined || isDefault(schema, given)) continue;
    result[name] = canonicalConfig(schema, given);
  }
  for (const [name, given] of Object.entries(value)) if (!Object.hasOwn(shape, name)) result[name] = given;
  return result;
}

/** The first option that takes the value says how it is written. */
function canonicalUnion(options: readonly Schema[], value: Json): Json {
  for (const option of options) if (parses(option, value)) return canonicalConfig(option, value);
  return value;
}

function isDefault(schema: Schema, value: Json): boolean {
  const definition = definitionOf(schema);
  if (definition.type !== "default") return false;
  return sameJson(
    canonicalConfig(definition.innerType, definition.defaultValue as Json),
    canonicalConfig(definition.innerType, value),
  );
}

function sameJson(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function parses(schema: Schema, value: Json): boolean {
  return safeParse(schema, value).success;
}

function definitionOf(schema: Schema): z.core.$ZodTypes["_zod"]["def"] {
  return (schema as z.core.$ZodTypes)._zod.def;
}

type JsonObject = { readonly [key: string]: Json };

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapValues(value: JsonObject, change: (item: Json) => Json): Json {
  const result: Record<string, Json> = Object.create(null);
  for (const [name, item] of Object.entries(value)) result[name] = change(item);
  return result;
}
