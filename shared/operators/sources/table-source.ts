import { z } from "zod";
import { makeNullable } from "../../records/types.ts";
import { meta } from "../field-meta.ts";
import { readFormat, resolveRead } from "../formats.ts";
import { connectionField, topicField } from "../names.ts";
import { defineOperator } from "../operator.ts";

const config = z.strictObject({
  connection: connectionField,
  topic: topicField,
  key: readFormat
    .default({ format: "string" })
    .meta(meta({ title: "Key", description: "How keys are written.", widget: "format" })),
  value: readFormat
    .default({ format: "json" })
    .meta(meta({ title: "Value", description: "How rows are written, and of what type.", widget: "format" })),
});

export const tableSource = defineOperator({
  type: "table-source",
  title: "Kafka table",
  summary: "Reads a topic as a table: the latest record of each key counts, a null value deletes.",
  icon: "table",
  group: "sources",
  version: 1,
  config,
  keying: "none",
  ports: () => ({ inputs: [], outputs: [{ name: "out", label: "Table", kind: "table", optional: false }] }),
  describe: ({ topic }) => topic,
  flow(config, context) {
    const key = resolveRead(config.key, ["key"], context);
    const value = resolveRead(config.value, ["value"], context);
    const output = { kind: "table", key: key.type, value: makeNullable(value.type) } as const;
    return { outputs: { out: output }, checked: { key, value, output } };
  },
  lower(config, { key, value, output }, plan) {
    plan.topic({ name: config.topic, role: "source", partitions: null, config: {}, create: false });
    const rows = plan.add({
      part: "topic",
      type: "source",
      config: {
        topic: config.topic,
        internal: false,
        key: key.format,
        keyType: key.type,
        value: value.format,
        valueType: output.value,
        time: null,
        idleTimeoutMs: null,
        maxFutureSkewMs: null,
        startAt: "earliest",
        uses: [],
      },
      inputs: [],
      output,
      key: "same",
    });
    plan.output(
      "out",
      plan.add({ part: null, type: "table-source", config: { store: null }, inputs: [rows], output, key: "same" }),
    );
  },
  migrations: [],
  examples: [
    {
      title: "Rows, a change and a deletion; what has no key is no row",
      config: { topic: "customers", value: { format: "json", type: "{ name: string }" } },
      given: {
        topic: [
          { timestamp: 1, key: "c1", value: { name: "Ada" } },
          { timestamp: 2, key: null, value: { name: "Nobody" } },
          { timestamp: 3, key: "c1", value: { name: "Ada L." } },
          { timestamp: 4, key: "c1", value: null },
        ],
      },
      expect: {
        out: [
          { timestamp: 1, key: "c1", value: { name: "Ada" } },
          { timestamp: 3, key: "c1", value: { name: "Ada L." } },
          { timestamp: 4, key: "c1", value: null },
        ],
      },
    },
    {
      title: "A key of several fields",
      config: {
        topic: "prices",
        key: { format: "json", type: "{ sku: string; country: string }" },
        value: { format: "json", type: "{ price: decimal }" },
      },
      given: { topic: [{ timestamp: 1, key: { sku: "a", country: "PT" }, value: { price: 1.5 } }] },
      expect: { out: [{ timestamp: 1, key: { sku: "a", country: "PT" }, value: { price: 1.5 } }] },
    },
  ],
});
