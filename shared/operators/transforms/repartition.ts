import { z } from "zod";
import { meta } from "../field-meta.ts";
import { defineOperator } from "../operator.ts";
import { oneIn, oneOut } from "../ports.ts";

export const repartition = defineOperator({
  type: "repartition",
  title: "Repartition",
  summary: "Sends records through an internal topic, spread by their key.",
  icon: "shuffle",
  group: "transforms",
  version: 1,
  config: z.strictObject({
    partitions: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .meta(
        meta({
          title: "Partitions",
          description: "How many tasks can share the work from here on; as many as the source where left out.",
          widget: "number",
        }),
      ),
  }),
  keying: "preserves",
  ports: () => ({ inputs: [oneIn], outputs: [oneOut] }),
  describe: ({ partitions }) =>
    partitions === undefined ? "by key" : `by key into ${partitions} partition${partitions === 1 ? "" : "s"}`,
  flow(_config, context) {
    return { outputs: { out: context.input("in") }, checked: null };
  },
  lower(config, _checked, plan) {
    plan.output("out", plan.repartition(null, plan.mustInput("in"), config.partitions ?? null));
  },
  migrations: [],
  examples: [
    {
      title: "More tasks for the expensive part",
      config: { partitions: 4 },
      types: { in: { key: "string", value: "{ id: int }" } },
      given: { in: [{ timestamp: 9, key: "a", value: { id: 1 } }] },
      expect: { out: [{ timestamp: 9, key: "a", value: { id: 1 } }] },
    },
    {
      title: "Records keep their order within a key",
      config: {},
      types: { in: { key: "string", value: "int" } },
      given: {
        in: [
          { timestamp: 2, key: "a", value: 1 },
          { timestamp: 1, key: "a", value: 2 },
        ],
      },
      expect: {
        out: [
          { timestamp: 2, key: "a", value: 1 },
          { timestamp: 1, key: "a", value: 2 },
        ],
      },
    },
  ],
});
