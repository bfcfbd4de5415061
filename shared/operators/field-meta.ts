/** What a field of an operator's configuration says about itself, besides its type: read by the inspector, the help pages and the JSON Schema. */
import { z } from "zod";
import { parseDuration } from "../records/durations.ts";

export interface FieldMeta {
  readonly title: string;
  readonly description?: string;
  readonly widget?: Widget;
  /** Shown behind the field, e.g. `records/s`. */
  readonly unit?: string;
  readonly placeholder?: string;
  /** Folded away until asked for. */
  readonly advanced?: boolean;
  readonly expression?: ExpressionMeta;
}

export type Widget =
  | "text"
  | "number"
  | "switch"
  | "select"
  | "duration"
  | "expression"
  | "expression-map"
  | "cases"
  | "names"
  | "renames"
  | "type"
  | "format"
  | "connection"
  | "topic"
  | "file"
  | "generator-fields"
  | "mask-fields"
  | "window";

/** What an expression can name and must give. */
export interface ExpressionMeta {
  /** Roots: `record` stands for key, value, timestamp, headers, topic, partition and offset. */
  readonly scope: readonly ("record" | "left" | "right" | "key" | "timestamp" | "item" | "index" | "window")[];
  readonly expects?: "boolean" | "int" | "instant" | "array" | "text";
  /** Aggregate functions are meant here. */
  readonly aggregate?: boolean;
}

/** Types what `.meta()` takes. */
export function meta(fields: FieldMeta): FieldMeta & Record<string, unknown> {
  return { ...fields };
}

const wrapped = z.strictObject({ lang: z.literal("weir"), src: z.string() });

/** An expression, as text or as `{ lang, src }`. */
export function expressionField(fields: FieldMeta & { readonly expression: ExpressionMeta }) {
  return z.union([z.string().min(1), wrapped]).meta(meta({ widget: "expression", ...fields }));
}

/** A map from a name to an expression; at least one. */
export function expressionMap(fields: FieldMeta & { readonly expression: ExpressionMeta }) {
  return z
    .record(z.string().min(1), z.union([z.string().min(1), wrapped]))
    .meta(meta({ widget: "expression-map", ...fields }));
}

/** A duration that is not negative, as text (`500ms`, `15m`). */
export function durationField(fields: FieldMeta) {
  return z
    .string()
    .refine((text) => (parseDuration(text) ?? -1) >= 0, {
      error: "is no duration; write it like 500ms, 10s, 15m, 1h30m or 7d",
    })
    .meta(meta({ widget: "duration", ...fields }));
}

/** What a setting says about itself, also where it is optional or has a default. */
export function fieldMeta(schema: z.core.$ZodType): Partial<FieldMeta> | undefined {
  const own = z.globalRegistry.get(schema);
  // Settings carry what `meta` above has typed.
  if (own !== undefined) return own as Partial<FieldMeta>;
  const definition = (schema as z.core.$ZodTypes)._zod.def;
  switch (definition.type) {
    case "optional":
    case "default":
    case "nullable":
      return fieldMeta(definition.innerType);
    default:
      return undefined;
  }
}

export function sourceText(source: string | { readonly src: string }): string {
  return typeof source === "string" ? source : source.src;
}
