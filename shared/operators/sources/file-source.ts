import { z } from "zod";
import { describeType } from "../../records/type-text.ts";
import { ANY, INSTANT, NULL, withoutNull } from "../../records/types.ts";
import { expressionField, meta } from "../field-meta.ts";
import { defineOperator } from "../operator.ts";
import { oneOut } from "../ports.ts";

const config = z.strictObject({
  path: z
    .string()
    .min(1)
    .meta(
      meta({
        title: "Path",
        description: "Relative to the pipeline's own folder.",
        widget: "file",
        placeholder: "data/orders.ndjson",
      }),
    ),
  format: z
    .enum(["ndjson", "csv"])
    .default("ndjson")
    .meta(
      meta({
        title: "Format",
        description: "ndjson: a JSON value on each line; csv: delimited fields.",
        widget: "select",
      }),
    ),
  separator: z
    .string()
    .regex(/^[^"\r\n]$/, "Write one character that is neither a quote nor a line break")
    .default(",")
    .meta(meta({ title: "Separator", widget: "text", description: "Between two fields of csv.", advanced: true })),
  header: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta(
      meta({
        title: "Columns",
        description: "Names of csv columns; the first line names them where left out.",
        widget: "names",
      }),
    ),
  type: z
    .string()
    .min(1)
    .optional()
    .meta(
      meta({
        title: "Type",
        description: "What each record holds.",
        widget: "type",
        placeholder: "{ id: string; at: instant }",
      }),
    ),
  key: expressionField({
    title: "Key",
    description: "Key of each record; none where left out.",
    placeholder: "value.id",
    expression: { scope: ["record"] },
  }).optional(),
  time: expressionField({
    title: "Time",
    description: "When the event happened; when it was read where left out.",
    placeholder: "value.at",
    expression: { scope: ["record"], expects: "instant" },
  }).optional(),
});

export const fileSource = defineOperator({
  type: "file-source",
  title: "File",
  summary: "Reads a file from beginning to end, once.",
  icon: "file-input",
  group: "sources",
  version: 1,
  config,
  keying: "none",
  ports: () => ({ inputs: [], outputs: [oneOut] }),
  describe: ({ path }) => path,
  flow(config, context) {
    const value = config.type === undefined ? ANY : context.type(["type"], config.type);
    const { kind } = withoutNull(value);
    if (config.format === "csv" && kind !== "struct" && kind !== "any")
      context.error(
        "NODE_0204",
        ["type"],
        `A line of csv is no ${describeType(value)}.`,
        "Give a type with fields: { id: int; name: string }.",
      );
    const scope = context.recordScope({ kind: "stream", key: NULL, value });
    const key = config.key === undefined ? null : context.expression(["key"], config.key, scope);
    const time = config.time === undefined ? null : context.expression(["time"], config.time, scope, INSTANT);
    const output = { kind: "stream", key: key?.type ?? NULL, value } as const;
    return { outputs: { out: output }, checked: { key, time, output } };
  },
  lower(config, { key, time, output }, plan) {
    plan.output(
      "out",
      plan.add({
        part: null,
        type: "file-source",
        config: {
          path: config.path,
          format: config.format,
          separator: config.separator,
          header: config.header ?? null,
          valueType: output.value,
          key,
          time,
          uses: [],
          positions: plan.positions(),
        },
        inputs: [],
        output,
        key: key === null ? "same" : "changed",
      }),
    );
  },
  migrations: [],
  examples: [
    {
      title: "JSON lines with a key and a time",
      config: { path: "orders.ndjson", type: "{ id: string; at: instant }", key: "value.id", time: "value.at" },
      files: { "orders.ndjson": '{"id":"o1","at":"1970-01-01T00:00:01Z"}\n{"id":"o2","at":"1970-01-01T00:00:02Z"}\n' },
      given: {},
      expect: {
        out: [
          { timestamp: 1000, key: "o1", value: { id: "o1", at: "1970-01-01T00:00:01Z" } },
          { timestamp: 2000, key: "o2", value: { id: "o2", at: "1970-01-01T00:00:02Z" } },
        ],
      },
    },
    {
      title: "CSV",
      config: { path: "people.csv", format: "csv", separator: ";", type: "{ id: int; name: string }" },
      files: { "people.csv": 'id;name\n1;Ada\n2;"Grace; the admiral"\n' },
      given: {},
      expect: { out: [{ value: { id: 1, name: "Ada" } }, { value: { id: 2, name: "Grace; the admiral" } }] },
    },
  ],
});
