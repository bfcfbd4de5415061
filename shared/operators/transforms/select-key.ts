import { z } from "zod";
import { expressionField, sourceText } from "../field-meta.ts";
import { defineOperator } from "../operator.ts";
import { oneIn, oneOut } from "../ports.ts";
import { shorten } from "../projection.ts";

export const selectKey = defineOperator({
  type: "select-key",
  title: "Select key",
  summary: "Gives each record a new key; what needs equal keys together later repartitions by it.",
  icon: "key-round",
  group: "transforms",
  version: 1,
  config: z.strictObject({
    key: expressionField({
      title: "Key",
      description: "The new key.",
      placeholder: "value.customer",
      expression: { scope: ["record"] },
    }),
  }),
  keying: "changes",
  ports: () => ({ inputs: [oneIn], outputs: [oneOut] }),
  describe: (config) => shorten(sourceText(config.key)),
  flow(config, context) {
    const input = context.input("in");
    const key = context.expression(["key"], config.key, context.recordScope(input));
    return { outputs: { out: { ...input, key: key.type } }, checked: { key } };
  },
  lower(_config, { key }, plan) {
    plan.output("out", plan.rekey(null, plan.mustInput("in"), key));
  },
  migrations: [],
  examples: [
    {
      title: "By a field",
      config: { key: "value.customer" },
      types: { in: { key: "string", value: "{ customer: string; total: int }" } },
      given: { in: [{ timestamp: 3, key: "o1", value: { customer: "ada", total: 5 } }] },
      expect: { out: [{ timestamp: 3, key: "ada", value: { customer: "ada", total: 5 } }] },
    },
    {
      title: "By several fields",
      config: { key: "{ country: value.country, day: value.day }" },
      types: { in: { value: "{ country: string; day: int }" } },
      given: { in: [{ timestamp: 0, value: { country: "PT", day: 4 } }] },
      expect: { out: [{ timestamp: 0, key: { country: "PT", day: 4 }, value: { country: "PT", day: 4 } }] },
    },
  ],
});
