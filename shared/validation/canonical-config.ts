/** Config as the canonical writer prints it: keys in the order of the schema, without what is default anyway. */
import { z } from "zod";
import { equalJson } from "../pipeline/json-equal.ts";
import { isObject } from "../pipeline/migrations.ts";
import type { Json } from "../pipeline/pipeline.ts";

/** What the schema does not know stays, behind what it knows. Maps that the user names keep their order, as it may carry meaning. */
export function canonicalConfig(schema: z.core.$ZodType, value: Json): Json {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((item: Json) => canonicalConfig(inner.element, item));
  }
  if (inner instanceof z.ZodRecord && isObject(value)) {
    return mapObject(Object.entries(value), (item) => canonicalConfig(inner.valueType, item));
  }
  if (inner instanceof z.ZodUnion) {
    const branch = inner.options.find((option) => z.safeParse(option, value).success);
    return branch === undefined ? value : canonicalConfig(branch, value);
  }
  if (!(inner instanceof z.ZodObject) || !isObject(value)) return value;
  const shape: Readonly<Record<string, z.core.$ZodType>> = inner.shape;
  const known = Object.keys(shape).filter((key) => Object.hasOwn(value, key));
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(shape, key));
  const entries = [...known, ...unknown].map((key): [string, Json] => [key, value[key] ?? null]);
  const kept = entries.filter(([key, item]) => !isDefault(Object.hasOwn(shape, key) ? shape[key] : undefined, item));
  return mapObject(kept, (item, key) => {
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return field === undefined ? item : canonicalConfig(field, item);
  });
}

function isDefault(schema: z.core.$ZodType | undefined, value: Json): boolean {
  return schema instanceof z.ZodDefault && equalJson(schema.def.defaultValue as Json, value);
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodOptional || inner instanceof z.ZodNullable)
    inner = inner.unwrap();
  return inner;
}

function mapObject(entries: readonly (readonly [string, Json])[], change: (item: Json, key: string) => Json): Json {
  const out: Record<string, Json> = Object.create(null);
  for (const [key, item] of entries) out[key] = change(item, key);
  return out;
}
