import { z } from "zod";
import { BOOLEAN } from "../../records/types.ts";
import { expressionField, sourceText } from "../field-meta.ts";
import { defineOperator } from "../operator.ts";
import { oneIn, oneOut } from "../ports.ts";

export const filter = defineOperator({
  type: "filter",
  title: "Filter",
  summary: "Lets records pass that meet a condition.",
  icon: "funnel",
  group: "transforms",
  version: 1,
  config: z.strictObject({
    where: expressionField({
      title: "Where",
      description: "Records pass for which this is true. Null counts as not true.",
      placeholder: "value.total > 100",
      expression: { scope: ["record"], expects: "boolean" },
    }),
  }),
  keying: "preserves",
  ports: () => ({ inputs: [oneIn], outputs: [oneOut] }),
  describe: (config) => sourceText(config.where),
  flow(config, context) {
    const input = context.input("in");
    const where = context.expression(["where"], config.where, context.recordScope(input), BOOLEAN);
    return { outputs: { out: input }, checked: { where } };
  },
  lower(_config, { where }, plan) {
    const input = plan.mustInput("in");
    plan.output(
      "out",
      plan.add({ part: null, type: "filter", config: { where }, inputs: [input], output: input.type, key: "same" }),
    );
  },
  migrations: [],
  examples: [
    {
      title: "Orders above a limit",
      config: { where: "value.total > 100" },
      types: { in: { key: "string", value: "{ id: string; total: int }" } },
      given: {
        in: [
          { timestamp: 1000, key: "a", value: { id: "o1", total: 120 } },
          { timestamp: 2000, key: "b", value: { id: "o2", total: 100 } },
          { timestamp: 3000, key: "a", value: { id: "o3", total: 250 } },
        ],
      },
      expect: {
        out: [
          { timestamp: 1000, key: "a", value: { id: "o1", total: 120 } },
          { timestamp: 3000, key: "a", value: { id: "o3", total: 250 } },
        ],
      },
    },
    {
      title: "What is missing does not pass",
      config: { where: 'value.status == "open"' },
      types: { in: { value: "{ status?: string }" } },
      given: {
        in: [
          { timestamp: 0, value: { status: "open" } },
          { timestamp: 1, value: {} },
          { timestamp: 2, value: { status: "closed" } },
        ],
      },
      expect: { out: [{ timestamp: 0, value: { status: "open" } }] },
    },
  ],
});
