import { z } from "zod";
import { describeType } from "../../records/type-text.ts";
import { withoutNull, type Type } from "../../records/types.ts";
import type { Projection } from "../../topology/processors.ts";
import { expressionField, expressionMap, meta, sourceText } from "../field-meta.ts";
import { fieldPath } from "../names.ts";
import { defineOperator, type FlowContext, type Scope } from "../operator.ts";
import { oneIn, oneOut } from "../ports.ts";
import { checkFields, describeFields, projectedType, shorten, wholeValue } from "../projection.ts";

const config = z.strictObject({
  fields: expressionMap({
    title: "Fields",
    description: "Fields of the new value, each by an expression. They replace fields of the same name.",
    placeholder: "value.price * value.quantity",
    expression: { scope: ["record"] },
  }).optional(),
  keep: z
    .union([z.enum(["all", "none"]), z.array(z.string().min(1)).min(1)])
    .default("all")
    .meta(
      meta({ title: "Keep", description: "Which fields of the old value stay: all, none, or these.", widget: "names" }),
    ),
  drop: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta(meta({ title: "Drop", description: "Fields of the old value that do not stay.", widget: "names" })),
  rename: z
    .record(z.string().min(1), z.string().min(1))
    .optional()
    .meta(meta({ title: "Rename", description: "Old name to new name.", widget: "renames" })),
  value: expressionField({
    title: "Value",
    description: "The whole new value as one expression, instead of fields.",
    placeholder: "value.items",
    advanced: true,
    expression: { scope: ["record"] },
  }).optional(),
});

type Config = z.output<typeof config>;

export const map = defineOperator({
  type: "map",
  title: "Map",
  summary: "Computes, keeps, drops and renames fields of each record.",
  icon: "wand-sparkles",
  group: "transforms",
  version: 1,
  config,
  keying: "preserves",
  ports: () => ({ inputs: [oneIn], outputs: [oneOut] }),
  describe,
  flow(config, context) {
    const input = context.input("in");
    const projection = checkMap(config, input.value, context);
    return { outputs: { out: { ...input, value: projectedType(projection, input.value) } }, checked: { projection } };
  },
  lower(_config, { projection }, plan) {
    const input = plan.mustInput("in");
    const output = { ...input.type, value: projectedType(projection, input.type.value) };
    plan.output("out", plan.add({ part: null, type: "map", config: projection, inputs: [input], output, key: "same" }));
  },
  migrations: [],
  examples: [
    {
      title: "Compute a field, keep the others",
      config: { fields: { total: "value.price * value.quantity" } },
      types: { in: { key: "string", value: "{ item: string; price: int; quantity: int }" } },
      given: { in: [{ timestamp: 5, key: "k", value: { item: "pen", price: 3, quantity: 4 } }] },
      expect: { out: [{ timestamp: 5, key: "k", value: { item: "pen", price: 3, quantity: 4, total: 12 } }] },
    },
    {
      title: "Drop and rename",
      config: { drop: ["internal"], rename: { cust: "customer" } },
      types: { in: { value: "{ id: int; cust: string; internal: boolean }" } },
      given: { in: [{ timestamp: 0, value: { id: 7, cust: "ada", internal: true } }] },
      expect: { out: [{ timestamp: 0, value: { id: 7, customer: "ada" } }] },
    },
    {
      title: "Only what is named; a deletion stays one",
      config: { keep: ["id"], fields: { large: "value.total > 100" } },
      types: { in: { key: "string", value: "{ id: string; total: int; note?: string } | null" } },
      given: {
        in: [
          { timestamp: 0, key: "a", value: { id: "a", total: 250, note: "x" } },
          { timestamp: 1, key: "a", value: null },
        ],
      },
      expect: {
        out: [
          { timestamp: 0, key: "a", value: { id: "a", large: true } },
          { timestamp: 1, key: "a", value: null },
        ],
      },
    },
    {
      title: "One expression as the value",
      config: { value: "value.tags" },
      types: { in: { value: "{ tags: string[] }" } },
      given: { in: [{ timestamp: 0, value: { tags: ["a", "b"] } }] },
      expect: { out: [{ timestamp: 0, value: ["a", "b"] }] },
    },
  ],
});

function describe(config: Config): string {
  if (config.value !== undefined) return shorten(sourceText(config.value));
  const parts = [
    ...(Array.isArray(config.keep) ? [config.keep.join(", ")] : []),
    ...Object.entries(config.rename ?? {}).map(([from, to]) => `${from} → ${to}`),
    ...(config.fields === undefined ? [] : [describeFields(config.fields)]),
    ...(config.drop ?? []).map((name) => `− ${name}`),
  ];
  return shorten(parts.join(", "));
}

function checkMap(config: Config, value: Type, context: FlowContext): Projection {
  const scope = context.recordScope(context.input("in"));
  if (config.value !== undefined) {
    if (
      config.fields !== undefined ||
      config.keep !== "all" ||
      config.drop !== undefined ||
      config.rename !== undefined
    )
      context.error(
        "NODE_0202",
        ["value"],
        "A whole value and single fields are given at once.",
        "Leave one of the two out.",
      );
    return wholeValue(context.expression(["value"], config.value, scope));
  }
  if (config.fields === undefined && config.keep === "all" && config.drop === undefined && config.rename === undefined)
    context.error("NODE_0202", [], "The node changes nothing.", "Name fields to compute, keep, drop or rename.");
  return checkedProjection(config, value, context);
}

/** A deletion (null) stays one without being looked at, so that the value is not null where it is. */
function presentScope(value: Type, context: FlowContext): Scope {
  return { ...context.recordScope(context.input("in")), value: withoutNull(value) };
}

function checkedProjection(config: Config, value: Type, context: FlowContext): Projection {
  const keepsSome = config.keep !== "none";
  const renames = Object.entries(config.rename ?? {});
  const { kind } = withoutNull(value);
  if ((keepsSome || renames.length > 0) && kind !== "struct" && kind !== "map" && kind !== "any")
    context.error(
      "NODE_0203",
      ["keep"],
      `The value is ${describeType(value)} and has no fields to keep.`,
      'Set keep to "none", or give the whole value as one expression.',
    );
  const fields = new Map<string, Projection["fields"][number]>();
  const set = (name: string, field: Projection["fields"][number]): void => {
    fields.set(name, field);
  };
  if (Array.isArray(config.keep))
    for (const [i, name] of config.keep.entries())
      if (!config.drop?.includes(name) && !Object.hasOwn(config.rename ?? {}, name))
        set(name, { name, value: fieldPath("value", value, name, ["keep", i], context) });
  for (const [from, name] of renames)
    set(name, { name, value: fieldPath("value", value, from, ["rename", from], context) });
  for (const field of checkFields(["fields"], config.fields ?? {}, presentScope(value, context), context))
    set(field.name, field);
  for (const [i, name] of (config.drop ?? []).entries()) fieldPath("value", value, name, ["drop", i], context);
  const drop = [...(config.drop ?? []), ...renames.map(([from]) => from)];
  return {
    base: config.keep === "all" ? { keep: "all", drop } : { keep: "none" },
    fields: [...fields.values()],
    whole: null,
  };
}
