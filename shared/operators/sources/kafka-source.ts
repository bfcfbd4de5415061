import { z } from "zod";
import { must } from "../../assert.ts";
import { parseDuration } from "../../records/durations.ts";
import { parseInstant } from "../../records/instants.ts";
import { INSTANT, makeNullable, STRING } from "../../records/types.ts";
import type { SourceConfig } from "../../topology/processors.ts";
import { durationField, expressionField, meta } from "../field-meta.ts";
import { readFormat, resolveRead } from "../formats.ts";
import { connectionField, topicField } from "../names.ts";
import { defineOperator } from "../operator.ts";
import { oneOut } from "../ports.ts";

const config = z.strictObject({
  connection: connectionField,
  topic: topicField,
  key: readFormat.optional().meta(
    meta({
      title: "Key",
      description: "How keys are written; text, possibly none, where left out.",
      widget: "format",
    }),
  ),
  value: readFormat
    .default({ format: "json" })
    .meta(meta({ title: "Value", description: "How values are written, and of what type.", widget: "format" })),
  time: expressionField({
    title: "Time",
    description: "When the event happened; the timestamp of the Kafka record where left out.",
    placeholder: "value.at",
    expression: { scope: ["record"], expects: "instant" },
  }).optional(),
  idleTimeout: durationField({
    title: "Idle timeout",
    description:
      "After so long without a record time goes on with the clock, so that windows close. Never where left out.",
    placeholder: "30s",
    advanced: true,
  }).optional(),
  maxFutureSkew: durationField({
    title: "Largest skew",
    description:
      "Records from further in the future are treated as errors, because one of them would close every window.",
    advanced: true,
  }).default("1h"),
  startAt: z
    .union([
      z.enum(["earliest", "latest"]),
      z.string().refine((text) => parseInstant(text) !== undefined, {
        error: "is no instant; write it like 2026-01-31T00:00:00Z",
      }),
    ])
    .default("earliest")
    .meta(
      meta({
        title: "Start at",
        widget: "text",
        description: "Where reading begins the first time: earliest, latest, or an instant.",
        advanced: true,
      }),
    ),
});

export const kafkaSource = defineOperator({
  type: "kafka-source",
  title: "Kafka topic",
  summary: "Reads the records of a topic.",
  icon: "radio-receiver",
  group: "sources",
  version: 1,
  config,
  keying: "none",
  ports: () => ({ inputs: [], outputs: [oneOut] }),
  describe: ({ topic }) => topic,
  flow(config, context) {
    const key =
      config.key === undefined
        ? { format: { format: "string" } as const, type: makeNullable(STRING) }
        : resolveRead(config.key, ["key"], context);
    const value = resolveRead(config.value, ["value"], context);
    const output = { kind: "stream", key: key.type, value: value.type } as const;
    const time =
      config.time === undefined
        ? null
        : context.expression(["time"], config.time, context.recordScope(output), INSTANT);
    return { outputs: { out: output }, checked: { key, value, time, output } };
  },
  lower(config, { key, value, time, output }, plan) {
    plan.topic({ name: config.topic, role: "source", partitions: null, config: {}, create: false });
    const source: SourceConfig = {
      topic: config.topic,
      internal: false,
      key: key.format,
      keyType: key.type,
      value: value.format,
      valueType: value.type,
      time,
      idleTimeoutMs:
        config.idleTimeout === undefined ? null : must(parseDuration(config.idleTimeout), "a checked duration"),
      maxFutureSkewMs: must(parseDuration(config.maxFutureSkew), "a checked duration"),
      startAt: readStart(config.startAt),
      uses: [],
    };
    plan.output("out", plan.add({ part: null, type: "source", config: source, inputs: [], output, key: "same" }));
  },
  migrations: [],
  examples: [
    {
      title: "Event time from the value",
      config: {
        topic: "orders",
        key: { format: "string" },
        value: { format: "json", type: "{ id: string; at: instant }" },
        time: "value.at",
      },
      given: { topic: [{ timestamp: 99, key: "o1", value: { id: "o1", at: "1970-01-01T00:00:05Z" } }] },
      expect: { out: [{ timestamp: 5000, key: "o1", value: { id: "o1", at: "1970-01-01T00:00:05Z" } }] },
    },
    {
      title: "Text",
      config: { topic: "log", value: { format: "string" } },
      given: { topic: [{ timestamp: 7, value: "started" }] },
      expect: { out: [{ timestamp: 7, key: null, value: "started" }] },
    },
    {
      title: "Delimited",
      config: { topic: "rows", value: { format: "delimited", separator: ";", type: "{ id: int; name: string }" } },
      given: { topic: [{ timestamp: 7, value: { id: 4, name: "Ada" } }] },
      expect: { out: [{ timestamp: 7, value: { id: 4, name: "Ada" } }] },
    },
  ],
});

function readStart(startAt: string): SourceConfig["startAt"] {
  if (startAt === "earliest" || startAt === "latest") return startAt;
  return { timestampMs: must(parseInstant(startAt), "a checked instant") };
}
