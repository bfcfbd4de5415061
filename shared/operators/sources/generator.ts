import { z } from "zod";
import { must } from "../../assert.ts";
import { parseDuration } from "../../records/durations.ts";
import { parseInstant } from "../../records/instants.ts";
import { NULL } from "../../records/types.ts";
import { durationField, expressionField, meta } from "../field-meta.ts";
import { defineOperator } from "../operator.ts";
import { oneOut } from "../ports.ts";
import { shorten } from "../projection.ts";
import { generatorField, makeGeneratorFields, typeOfFields } from "./generator-fields.ts";

const config = z.strictObject({
  fields: z
    .record(z.string().min(1), generatorField)
    .meta(meta({ title: "Fields", description: "What each record holds.", widget: "generator-fields" })),
  key: expressionField({
    title: "Key",
    description: "Key of each record; none where left out.",
    placeholder: "value.user",
    expression: { scope: ["record"] },
  }).optional(),
  rate: z
    .number()
    .positive()
    .optional()
    .meta(
      meta({
        title: "Rate",
        description: "As fast as the pipeline takes them where left out.",
        unit: "records/s",
        widget: "number",
      }),
    ),
  limit: z
    .int()
    .min(0)
    .optional()
    .meta(meta({ title: "Limit", description: "Ends after so many records.", widget: "number" })),
  seed: z
    .int()
    .min(0)
    .max(0xffff_ffff)
    .default(1)
    .meta(
      meta({ title: "Seed", description: "The same seed gives the same records.", widget: "number", advanced: true }),
    ),
  start: z
    .string()
    .refine((text) => parseInstant(text) !== undefined, { error: "is no instant; write it like 2026-01-31T00:00:00Z" })
    .optional()
    .meta(
      meta({
        title: "Start",
        widget: "text",
        description: "Time of the first record; the clock's time where left out.",
        advanced: true,
      }),
    ),
  step: durationField({
    title: "Step",
    description: "From the time of one record to that of the next; follows from the rate where left out.",
    advanced: true,
  }).optional(),
});

export const generator = defineOperator({
  type: "generator",
  title: "Generator",
  summary: "Makes up records, the same ones each time.",
  icon: "dices",
  group: "sources",
  version: 1,
  config,
  keying: "none",
  ports: () => ({ inputs: [], outputs: [oneOut] }),
  describe: ({ fields, rate }) =>
    shorten(`${rate === undefined ? "" : `${rate}/s: `}${Object.keys(fields).join(", ")}`),
  flow(config, context) {
    const fields = makeGeneratorFields(config.fields, ["fields"], context);
    if (fields.length === 0)
      context.error(
        "NODE_0101",
        ["fields"],
        "The records have no fields.",
        'Name some, e.g. id: { "kind": "sequence" }.',
      );
    if (config.step !== undefined && config.start === undefined)
      context.error(
        "NODE_0202",
        ["step"],
        "A step is given, but records take the clock's time.",
        "Give a start, or leave the step out.",
      );
    const value = typeOfFields(fields);
    const scope = context.recordScope({ kind: "stream", key: NULL, value });
    const key = config.key === undefined ? null : context.expression(["key"], config.key, scope);
    const output = { kind: "stream", key: key?.type ?? NULL, value } as const;
    return { outputs: { out: output }, checked: { fields, key, value, output } };
  },
  lower(config, { fields, key, value, output }, plan) {
    const rate = config.rate ?? null;
    plan.output(
      "out",
      plan.add({
        part: null,
        type: "generator",
        config: {
          seed: config.seed,
          ratePerSecond: rate,
          limit: config.limit ?? null,
          startMs: config.start === undefined ? null : must(parseInstant(config.start), "a checked instant"),
          stepMs:
            config.step === undefined ? 1000 / (rate ?? 1000) : must(parseDuration(config.step), "a checked duration"),
          fields,
          valueType: value,
          key,
          uses: [],
          positions: plan.positions(),
        },
        inputs: [],
        output,
        key: "same",
      }),
    );
  },
  migrations: [],
  examples: [
    {
      title: "A sequence, ten seconds apart",
      config: {
        fields: { id: { kind: "sequence", prefix: "o-" }, kind: { kind: "choice", values: ["order"] } },
        key: "value.id",
        limit: 3,
        start: "1970-01-01T00:00:00Z",
        step: "10s",
      },
      given: {},
      expect: {
        out: [
          { timestamp: 0, key: "o-1", value: { id: "o-1", kind: "order" } },
          { timestamp: 10_000, key: "o-2", value: { id: "o-2", kind: "order" } },
          { timestamp: 20_000, key: "o-3", value: { id: "o-3", kind: "order" } },
        ],
      },
    },
    {
      title: "Times that follow from the rate; nested fields",
      config: {
        fields: {
          at: { kind: "time" },
          sensor: {
            kind: "struct",
            fields: { n: { kind: "int", min: 4, max: 4 }, up: { kind: "boolean", probability: 1 } },
          },
        },
        rate: 4,
        limit: 2,
        start: "1970-01-01T00:00:00Z",
      },
      given: {},
      expect: {
        out: [
          { timestamp: 0, value: { at: "1970-01-01T00:00:00.000Z", sensor: { n: 4, up: true } } },
          { timestamp: 250, value: { at: "1970-01-01T00:00:00.250Z", sensor: { n: 4, up: true } } },
        ],
      },
    },
  ],
});
