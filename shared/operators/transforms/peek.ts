import { z } from "zod";
import { must } from "../../assert.ts";
import { parseDuration } from "../../records/durations.ts";
import { STRING } from "../../records/types.ts";
import { durationField, expressionField, sourceText } from "../field-meta.ts";
import { defineOperator } from "../operator.ts";
import { anyIn, oneOut } from "../ports.ts";
import { shorten } from "../projection.ts";

export const peek = defineOperator({
  type: "peek",
  title: "Peek",
  summary: "Writes records to the log now and then, and passes all on unchanged.",
  icon: "eye",
  group: "transforms",
  version: 1,
  config: z.strictObject({
    label: expressionField({
      title: "Label",
      description: "What the log line says; the whole record where left out.",
      placeholder: "`order ${value.id}`",
      expression: { scope: ["record"], expects: "text" },
    }).optional(),
    every: durationField({ title: "Every", description: "At most one line in this time; 0s writes all." }).default(
      "1s",
    ),
  }),
  keying: "preserves",
  ports: () => ({ inputs: [anyIn], outputs: [oneOut] }),
  describe: (config) => (config.label === undefined ? `every ${config.every}` : shorten(sourceText(config.label))),
  flow(config, context) {
    const input = context.input("in");
    const label =
      config.label === undefined
        ? null
        : context.expression(["label"], config.label, context.recordScope(input), STRING);
    return { outputs: { out: input }, checked: { label } };
  },
  lower(config, { label }, plan) {
    const input = plan.mustInput("in");
    const everyMs = must(parseDuration(config.every), "a checked duration");
    plan.output(
      "out",
      plan.add({
        part: null,
        type: "peek",
        config: { label, everyMs },
        inputs: [input],
        output: input.type,
        key: "same",
      }),
    );
  },
  migrations: [],
  examples: [
    {
      title: "Records pass unchanged",
      config: { label: "`${value.id}`" },
      types: { in: { key: "string", value: "{ id: string }" } },
      given: { in: [{ timestamp: 4, key: "a", value: { id: "o1" } }] },
      expect: { out: [{ timestamp: 4, key: "a", value: { id: "o1" } }] },
    },
    {
      title: "Every record",
      config: { every: "0s" },
      given: { in: [{ timestamp: 4, value: [1, 2] }] },
      expect: { out: [{ timestamp: 4, value: [1, 2] }] },
    },
  ],
});
