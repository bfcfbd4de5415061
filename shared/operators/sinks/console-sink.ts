import { z } from "zod";
import { meta } from "../field-meta.ts";
import { defineOperator } from "../operator.ts";
import { anyIn } from "../ports.ts";

export const consoleSink = defineOperator({
  type: "console-sink",
  title: "Console",
  summary: "Shows records in the terminal.",
  icon: "terminal",
  group: "sinks",
  version: 1,
  config: z.strictObject({
    format: z
      .enum(["json", "pretty"])
      .default("json")
      .meta(meta({ title: "Format", description: "json: one line each; pretty: for reading.", widget: "select" })),
    limit: z
      .number()
      .positive()
      .nullable()
      .default(100)
      .meta(
        meta({
          title: "Limit",
          description: "Further records are counted, not shown; null shows all.",
          unit: "records/s",
          widget: "number",
        }),
      ),
  }),
  keying: "none",
  ports: () => ({ inputs: [anyIn], outputs: [] }),
  describe: ({ format, limit }) => (limit === null ? format : `${format}, up to ${limit}/s`),
  flow: () => ({ outputs: {}, checked: null }),
  lower(config, _checked, plan) {
    plan.addPorts({
      part: null,
      type: "console-sink",
      config: { format: config.format, limitPerSecond: config.limit },
      inputs: [plan.mustInput("in")],
      outputs: [],
      key: "same",
    });
  },
  migrations: [],
  examples: [
    {
      title: "Key, value and time",
      config: { limit: null },
      types: { in: { key: "string", value: "{ id: int }" } },
      given: { in: [{ timestamp: 5, key: "a", value: { id: 4 } }] },
      expect: { console: [{ timestamp: 5, key: "a", value: { id: 4 } }] },
    },
    {
      title: "Any value",
      config: {},
      given: { in: [{ timestamp: 5, key: null, value: ["x", 1, true] }] },
      expect: { console: [{ timestamp: 5, key: null, value: ["x", 1, true] }] },
    },
  ],
});
