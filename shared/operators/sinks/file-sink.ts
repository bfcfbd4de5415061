import { z } from "zod";
import { describeType } from "../../records/type-text.ts";
import { withoutNull } from "../../records/types.ts";
import { meta } from "../field-meta.ts";
import { requireField } from "../names.ts";
import { defineOperator } from "../operator.ts";
import { anyIn } from "../ports.ts";

const config = z.strictObject({
  path: z
    .string()
    .min(1)
    .meta(
      meta({
        title: "Path",
        description: "Relative to the pipeline's own folder.",
        widget: "file",
        placeholder: "out/totals.ndjson",
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
  columns: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta(
      meta({
        title: "Columns",
        description: "Fields that become csv columns, in order; all where left out.",
        widget: "names",
      }),
    ),
});

export const fileSink = defineOperator({
  type: "file-sink",
  title: "File",
  summary: "Writes the value of each record as a line of a file.",
  icon: "file-output",
  group: "sinks",
  version: 1,
  config,
  keying: "none",
  ports: () => ({ inputs: [anyIn], outputs: [] }),
  describe: ({ path }) => path,
  flow(config, context) {
    const { value } = context.input("in");
    const row = withoutNull(value);
    for (const [i, name] of (config.columns ?? []).entries()) requireField(value, name, ["columns", i], context);
    if (config.columns !== undefined && config.format !== "csv")
      context.error(
        "NODE_0202",
        ["columns"],
        "Columns are given, but the format is ndjson.",
        "Write csv, or leave the columns out.",
      );
    const columns =
      config.format === "csv"
        ? (config.columns ?? (row.kind === "struct" ? row.fields.map((field) => field.name) : null))
        : null;
    if (config.format === "csv" && columns === null)
      context.error(
        "NODE_0204",
        ["format"],
        `A line of csv has named fields, but the value is ${describeType(value)}.`,
        "Name the columns, or write ndjson.",
      );
    return { outputs: {}, checked: { columns } };
  },
  lower(config, { columns }, plan) {
    const input = plan.mustInput("in");
    plan.addPorts({
      part: null,
      type: "file-sink",
      config: { path: config.path, format: config.format, columns, valueType: input.type.value },
      inputs: [input],
      outputs: [],
      key: "same",
    });
  },
  migrations: [],
  examples: [
    {
      title: "JSON lines",
      config: { path: "out.ndjson" },
      types: { in: { value: "{ id: int; name: string }" } },
      given: { in: [{ timestamp: 5, value: { id: 4, name: "Ada" } }] },
      expect: { file: [{ value: { id: 4, name: "Ada" } }] },
    },
    {
      title: "CSV; columns in the order in which they are named",
      config: { path: "out.csv", format: "csv", columns: ["name", "id"] },
      types: { in: { value: "{ id: int; name: string }" } },
      given: { in: [{ timestamp: 5, value: { id: 4, name: "Lovelace, Ada" } }] },
      expect: { file: [{ value: { id: 4, name: "Lovelace, Ada" } }] },
    },
  ],
});
