/** The fields of generated records: how they are configured, what they become, and of which type they are. */
import { z } from "zod";
import { must, unreachable } from "../../assert.ts";
import { parseDuration } from "../../records/durations.ts";
import { unify } from "../../records/assignable.ts";
import {
  ANY,
  BOOLEAN,
  DECIMAL,
  INSTANT,
  INT,
  makeStruct,
  NULL,
  NUMBER,
  STRING,
  type StructType,
  type Type,
} from "../../records/types.ts";
import type { GeneratorField } from "../../topology/processors.ts";
import { durationField, meta } from "../field-meta.ts";
import type { ConfigPath, FlowContext } from "../operator.ts";

const spread = z
  .enum(["uniform", "zipf"])
  .default("uniform")
  .meta(
    meta({ title: "Distribution", description: "uniform: all alike; zipf: few often, many rarely.", widget: "select" }),
  );
const digits = z
  .int()
  .min(0)
  .max(9)
  .default(2)
  .meta(meta({ title: "Digits", description: "Behind the point.", widget: "number" }));
const least = z
  .number()
  .default(0)
  .meta(meta({ title: "Least", widget: "number" }));
const most = z.number().meta(meta({ title: "Most", widget: "number" }));

const leaf = [
  z.strictObject({
    kind: z.literal("sequence"),
    start: z
      .int()
      .default(1)
      .meta(meta({ title: "Start", widget: "number" })),
    prefix: z
      .string()
      .optional()
      .meta(meta({ title: "Prefix", description: "Makes it text: o-1, o-2, …", widget: "text" })),
  }),
  z.strictObject({
    kind: z.literal("int"),
    min: z
      .int()
      .default(0)
      .meta(meta({ title: "Least", widget: "number" })),
    max: z.int().meta(meta({ title: "Most", widget: "number" })),
    distribution: spread,
  }),
  z.strictObject({
    kind: z.literal("number"),
    min: least,
    max: most,
    distribution: z
      .enum(["uniform", "normal", "log"])
      .default("uniform")
      .meta(
        meta({
          title: "Distribution",
          description: "normal: around the middle; log: small ones often.",
          widget: "select",
        }),
      ),
    digits,
  }),
  z.strictObject({ kind: z.literal("decimal"), min: least, max: most, digits }),
  z.strictObject({
    kind: z.literal("boolean"),
    probability: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .meta(meta({ title: "Probability", description: "Of true.", widget: "number" })),
  }),
  z.strictObject({
    kind: z.literal("choice"),
    values: z
      .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .min(1)
      .meta(meta({ title: "Values", widget: "names" })),
    weights: z
      .array(z.number().positive())
      .optional()
      .meta(meta({ title: "Weights", description: "How often each value comes, in proportion.", widget: "names" })),
  }),
  z.strictObject({
    kind: z.literal("text"),
    prefix: z
      .string()
      .default("")
      .meta(meta({ title: "Prefix", widget: "text", placeholder: "user-" })),
    count: z
      .int()
      .min(1)
      .meta(meta({ title: "Count", description: "How many different texts there are.", widget: "number" })),
    distribution: spread,
  }),
  z.strictObject({ kind: z.literal("uuid") }),
  z.strictObject({
    kind: z.literal("time"),
    jitter: durationField({ title: "Jitter", description: "Up to so much earlier than the record's time." }).default(
      "0s",
    ),
  }),
] as const;

const struct = z.strictObject({
  kind: z.literal("struct"),
  fields: z
    .record(z.string().min(1), z.discriminatedUnion("kind", leaf))
    .meta(meta({ title: "Fields", widget: "generator-fields" })),
});

export const generatorField = z.discriminatedUnion("kind", [...leaf, struct]);
export type GeneratorFieldConfig = z.output<typeof generatorField>;

export function makeGeneratorFields(
  fields: Readonly<Record<string, GeneratorFieldConfig>>,
  at: ConfigPath,
  context: FlowContext,
): readonly GeneratorField[] {
  return Object.entries(fields).map(([name, field]) => makeField(name, field, [...at, name], context));
}

export function typeOfFields(fields: readonly GeneratorField[]): StructType {
  return makeStruct(fields.map((field) => ({ name: field.name, type: typeOf(field) })));
}

function makeField(name: string, field: GeneratorFieldConfig, at: ConfigPath, context: FlowContext): GeneratorField {
  switch (field.kind) {
    case "struct":
      return { name, kind: "struct", fields: makeGeneratorFields(field.fields, [...at, "fields"], context) };
    case "sequence":
      return { name, kind: "sequence", start: field.start, prefix: field.prefix ?? null };
    case "choice":
      if (field.weights !== undefined && field.weights.length !== field.values.length)
        context.error(
          "NODE_0210",
          [...at, "weights"],
          `There are ${field.values.length} values and ${field.weights.length} weights.`,
          "Give one weight for each value, or none.",
        );
      return { name, kind: "choice", values: field.values, weights: field.weights ?? null };
    case "time":
      return { name, kind: "time", jitterMs: must(parseDuration(field.jitter), "a checked duration") };
    case "int":
    case "number":
    case "decimal":
      checkRange(field, at, context);
      return { name, ...field };
    default:
      return { name, ...field };
  }
}

function checkRange(
  field: { readonly kind: string; readonly min: number; readonly max: number; readonly distribution?: string },
  at: ConfigPath,
  context: FlowContext,
): void {
  if (field.min > field.max)
    context.error(
      "NODE_0210",
      [...at, "max"],
      `The most, ${field.max}, is less than the least, ${field.min}.`,
      "Swap them.",
    );
  if (field.distribution === "log" && field.min <= 0)
    context.error("NODE_0210", [...at, "min"], "A log distribution needs a least value above 0.", "Write e.g. 0.01.");
}

function typeOf(field: GeneratorField): Type {
  switch (field.kind) {
    case "sequence":
      return field.prefix === null ? INT : STRING;
    case "int":
      return INT;
    case "number":
      return NUMBER;
    case "decimal":
      return DECIMAL;
    case "boolean":
      return BOOLEAN;
    case "choice":
      return field.values.map(typeOfLiteral).reduce((a, b) => unify(a, b) ?? ANY);
    case "text":
    case "uuid":
      return STRING;
    case "time":
      return INSTANT;
    case "struct":
      return typeOfFields(field.fields);
    default:
      return unreachable(field);
  }
}

function typeOfLiteral(value: unknown): Type {
  if (value === null) return NULL;
  if (typeof value === "boolean") return BOOLEAN;
  if (typeof value === "number") return Number.isSafeInteger(value) ? INT : NUMBER;
  return STRING;
}
