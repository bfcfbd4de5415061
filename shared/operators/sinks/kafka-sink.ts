import { z } from "zod";
import { must } from "../../assert.ts";
import { parseDuration } from "../../records/durations.ts";
import { INT } from "../../records/types.ts";
import { durationField, expressionField, meta } from "../field-meta.ts";
import { resolveWrite, writeFormat } from "../formats.ts";
import { connectionField, topicField } from "../names.ts";
import { defineOperator } from "../operator.ts";
import { anyIn } from "../ports.ts";

const config = z.strictObject({
  connection: connectionField,
  topic: topicField,
  key: writeFormat.optional().meta(
    meta({
      title: "Key format",
      description: "How keys are written; text and bytes as they are, else JSON, where left out.",
      widget: "format",
    }),
  ),
  value: writeFormat
    .default({ format: "json" })
    .meta(meta({ title: "Value format", description: "How values are written.", widget: "format" })),
  keyBy: expressionField({
    title: "Key",
    description: "A new key for the record; the one that it has where left out.",
    placeholder: "value.id",
    expression: { scope: ["record"] },
  }).optional(),
  partition: expressionField({
    title: "Partition",
    description: "Number of the partition; by the key where left out, as all Kafka clients choose.",
    advanced: true,
    expression: { scope: ["record"], expects: "int" },
  }).optional(),
  compression: z
    .enum(["none", "gzip", "snappy", "lz4", "zstd"])
    .default("lz4")
    .meta(meta({ title: "Compression", widget: "select", advanced: true })),
  partitions: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .meta(
      meta({
        title: "Partitions",
        description: "When Weir creates the topic; the broker's default where left out.",
        widget: "number",
      }),
    ),
  retention: durationField({
    title: "Retention",
    description: "When Weir creates the topic: how long records stay; the broker's default where left out.",
    advanced: true,
  }).optional(),
  compact: z
    .boolean()
    .default(false)
    .meta(
      meta({
        title: "Compact",
        description: "When Weir creates the topic: keep the latest record of each key.",
        widget: "switch",
        advanced: true,
      }),
    ),
});

export const kafkaSink = defineOperator({
  type: "kafka-sink",
  title: "Kafka topic",
  summary: "Writes records to a topic, which is created when it is missing.",
  icon: "radio-tower",
  group: "sinks",
  version: 1,
  config,
  keying: "none",
  ports: () => ({ inputs: [anyIn], outputs: [] }),
  describe: ({ topic }) => topic,
  flow(config, context) {
    const input = context.input("in");
    const scope = context.recordScope(input);
    const keyBy = config.keyBy === undefined ? null : context.expression(["keyBy"], config.keyBy, scope);
    const keyType = keyBy?.type ?? input.key;
    const key = resolveWrite(config.key, keyType, ["key"], context, "key");
    const value = resolveWrite(config.value, input.value, ["value"], context, "value");
    const partition =
      config.partition === undefined ? null : context.expression(["partition"], config.partition, scope, INT);
    return { outputs: {}, checked: { keyBy, key, value, partition } };
  },
  lower(config, { keyBy, key, value, partition }, plan) {
    const retentionMs =
      config.retention === undefined ? null : must(parseDuration(config.retention), "a checked duration");
    plan.topic({
      name: config.topic,
      role: "sink",
      partitions: config.partitions ?? null,
      config: {
        ...(config.compact ? { "cleanup.policy": retentionMs === null ? "compact" : "compact,delete" } : {}),
        ...(retentionMs === null ? {} : { "retention.ms": String(retentionMs) }),
      },
      create: true,
    });
    const input = plan.mustInput("in");
    const records = keyBy === null ? input : plan.rekey("key", input, keyBy);
    plan.addPorts({
      part: null,
      type: "sink",
      config: {
        topic: config.topic,
        internal: false,
        key,
        keyType: records.type.key,
        value,
        valueType: records.type.value,
        partition,
        compression: config.compression,
      },
      inputs: [records],
      outputs: [],
      key: "same",
    });
  },
  migrations: [],
  examples: [
    {
      title: "JSON under a key that is text",
      config: { topic: "orders", partitions: 4 },
      types: { in: { key: "string", value: "{ id: string; total: int }" } },
      given: { in: [{ timestamp: 5, key: "o1", value: { id: "o1", total: 3 } }] },
      expect: { topic: [{ timestamp: 5, key: "o1", value: { id: "o1", total: 3 } }] },
    },
    {
      title: "Delimited, under another key",
      config: { topic: "rows", keyBy: "value.name", value: { format: "delimited", separator: ";" } },
      types: { in: { value: "{ id: int; name: string }" } },
      given: { in: [{ timestamp: 5, value: { id: 4, name: "Ada" } }] },
      expect: { topic: [{ timestamp: 5, key: "Ada", value: { id: 4, name: "Ada" } }] },
    },
  ],
});
