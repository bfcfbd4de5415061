/** An operator's schema as the fields of a form. */
import type * as z from "zod";
import { fieldMeta, type FieldMeta, type Widget } from "../../../../shared/operators/field-meta.ts";
import type { Json } from "../../../../shared/pipeline/pipeline.ts";

export interface FieldSpec {
  readonly name: string;
  readonly title: string;
  readonly meta: Partial<FieldMeta>;
  /** `object` has fields of its own; `json` is what no widget fits. */
  readonly widget: Widget | "object" | "json";
  /** Without optional, default and nullable. */
  readonly schema: Definition;
  /** May be left out. */
  readonly optional: boolean;
  readonly nullable: boolean;
  readonly defaultValue: Json | undefined;
}

export type Definition = z.core.$ZodTypes;

/** Fields of an object; none of another schema. */
export function fieldsOf(schema: z.core.$ZodType): readonly FieldSpec[] {
  const { schema: bare } = unwrap(schema);
  const { def } = bare._zod;
  if (def.type !== "object") return [];
  return Object.entries(def.shape).map(([name, field]) => makeSpec(name, field));
}

export interface Unwrapped {
  readonly schema: Definition;
  readonly optional: boolean;
  readonly nullable: boolean;
  readonly defaultValue: Json | undefined;
}

export function unwrap(schema: z.core.$ZodType): Unwrapped {
  // Every schema of zod is one of these; the wide type only hides which.
  let bare = schema as Definition;
  let optional = false;
  let nullable = false;
  let defaultValue: Json | undefined;
  for (;;) {
    const { def } = bare._zod;
    if (def.type === "optional") optional = true;
    else if (def.type === "nullable") nullable = true;
    else if (def.type === "default") {
      optional = true;
      defaultValue = def.defaultValue as Json;
    } else return { schema: bare, optional, nullable, defaultValue };
    bare = def.innerType as Definition;
  }
}

function makeSpec(name: string, field: z.core.$ZodType): FieldSpec {
  const unwrapped = unwrap(field);
  const meta = fieldMeta(field) ?? {};
  return {
    ...unwrapped,
    name,
    meta,
    title: meta.title ?? name,
    widget: meta.widget ?? naturalWidget(unwrapped.schema),
  };
}

function naturalWidget(schema: Definition): FieldSpec["widget"] {
  switch (schema._zod.def.type) {
    case "string":
      return "text";
    case "number":
      return "number";
    case "boolean":
      return "switch";
    case "enum":
      return "select";
    case "object":
      return "object";
    default:
      return "json";
  }
}

/** Values of an enum, also of one inside a union with other forms. */
export function choicesOf(schema: z.core.$ZodType): readonly string[] {
  const { def } = unwrap(schema).schema._zod;
  if (def.type === "enum") return Object.values(def.entries).map(String);
  return def.type === "union" ? def.options.flatMap(choicesOf) : [];
}

export interface NumberLimits {
  readonly integer: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

export function limitsOf(schema: Definition): NumberLimits {
  const { bag } = schema._zod;
  const read = (name: string): number | undefined => {
    const value = (bag as Readonly<Record<string, unknown>>)[name];
    return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
  };
  const format = (bag as Readonly<Record<string, unknown>>)["format"];
  return { integer: format === "safeint" || format === "int32", min: read("minimum"), max: read("maximum") };
}

export interface Variant {
  readonly kind: string;
  readonly schema: z.core.$ZodType;
  /** Without the one that says which it is. */
  readonly fields: readonly FieldSpec[];
}

/** Forms of a discriminated union, by the value of `by`. */
export function variantsOf(schema: z.core.$ZodType): { readonly by: string; readonly variants: readonly Variant[] } {
  const { def } = unwrap(schema).schema._zod;
  if (def.type !== "union" || !("discriminator" in def) || typeof def.discriminator !== "string")
    return { by: "", variants: [] };
  const by = def.discriminator;
  const variants = def.options.flatMap((option): Variant[] => {
    const own = unwrap(option).schema._zod.def;
    const literal = own.type === "object" ? own.shape[by] : undefined;
    const values = literal === undefined ? undefined : unwrap(literal).schema._zod.def;
    if (values?.type !== "literal") return [];
    return [
      { kind: String(values.values[0]), schema: option, fields: fieldsOf(option).filter(({ name }) => name !== by) },
    ];
  });
  return { by, variants };
}
