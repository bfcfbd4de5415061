/** Which keys a schema knows at a place: for proposals where somebody misspelt one. */
import * as z from "zod";

export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  let places = [schema];
  for (const step of path)
    places = places.flatMap((place) => alternatives(place)).flatMap((place) => inside(place, step));
  return places
    .flatMap((place) => alternatives(place))
    .flatMap((place) => (place instanceof z.ZodObject ? Object.keys(place.shape) : []));
}

function alternatives(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return alternatives(schema.unwrap());
  }
  return schema instanceof z.ZodUnion ? schema.options.flatMap((option) => alternatives(option)) : [schema];
}

function inside(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType[] {
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (schema instanceof z.ZodArray) return [schema.element];
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<PropertyKey, z.core.$ZodType>> = schema.shape;
  const field = Object.hasOwn(shape, step) ? shape[step] : undefined;
  return field === undefined ? [] : [field];
}
