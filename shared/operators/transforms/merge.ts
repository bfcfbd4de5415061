import { z } from "zod";
import { defineOperator } from "../operator.ts";
import { oneIn, oneOut } from "../ports.ts";

export const merge = defineOperator({
  type: "merge",
  title: "Merge",
  summary: "Makes one stream of several.",
  icon: "merge",
  group: "transforms",
  version: 1,
  config: z.strictObject({}),
  keying: "preserves",
  ports: () => ({ inputs: [oneIn], outputs: [oneOut] }),
  describe: () => "",
  flow(_config, context) {
    return { outputs: { out: context.input("in") }, checked: null };
  },
  lower(_config, _checked, plan) {
    const input = plan.mustInput("in");
    plan.output(
      "out",
      plan.add({ part: null, type: "merge", config: {}, inputs: [input], output: input.type, key: "same" }),
    );
  },
  migrations: [],
  examples: [
    {
      title: "Records pass as they are",
      config: {},
      types: { in: { key: "string", value: "{ id: int }" } },
      given: {
        in: [
          { timestamp: 1, key: "a", value: { id: 1 } },
          { timestamp: 2, key: "b", value: { id: 2 } },
        ],
      },
      expect: {
        out: [
          { timestamp: 1, key: "a", value: { id: 1 } },
          { timestamp: 2, key: "b", value: { id: 2 } },
        ],
      },
    },
    {
      title: "Deletions pass too",
      config: {},
      types: { in: { key: "string", value: "{ id: int } | null" } },
      given: { in: [{ timestamp: 1, key: "a", value: null }] },
      expect: { out: [{ timestamp: 1, key: "a", value: null }] },
    },
  ],
});
