/** Formats of keys and values as configured, and what they can hold. */
import { z } from "zod";
import { unreachable } from "../assert.ts";
import { describeType } from "../records/type-text.ts";
import { ANY, BYTES, STRING, withoutNull, type Type } from "../records/types.ts";
import type { Format } from "../topology/topology.ts";
import { meta } from "./field-meta.ts";
import type { ConfigPath, FlowContext } from "./operator.ts";

const typeText = z
  .string()
  .min(1)
  .meta(
    meta({
      title: "Type",
      description: "What each record holds, in TypeScript's notation. Without it every field may be anything.",
      widget: "type",
      placeholder: "{ id: string; total: decimal; at: instant }",
    }),
  );

const separator = z
  .string()
  .regex(/^[^"\r\n]$/, "Write one character that is neither a quote nor a line break")
  .default(",")
  .meta(meta({ title: "Separator", description: "Between two fields." }));

const header = z
  .array(z.string().min(1))
  .min(1)
  .optional()
  .meta(meta({ title: "Columns", description: "Names in order; those of the type where left out.", widget: "names" }));

/** A format with the type of what is read. */
export const readFormat = z.discriminatedUnion("format", [
  z.strictObject({ format: z.literal("json"), type: typeText.optional() }),
  z.strictObject({ format: z.literal("string") }),
  z.strictObject({ format: z.literal("bytes") }),
  z.strictObject({ format: z.literal("delimited"), type: typeText, separator, header }),
]);

/** A format to write in; the type is that of the stream. */
export const writeFormat = z.discriminatedUnion("format", [
  z.strictObject({ format: z.literal("json") }),
  z.strictObject({ format: z.literal("string") }),
  z.strictObject({ format: z.literal("bytes") }),
  z.strictObject({ format: z.literal("delimited"), separator, header }),
]);

export type ReadFormat = z.output<typeof readFormat>;
export type WriteFormat = z.output<typeof writeFormat>;

/** The format and type that a source reads with. */
export function resolveRead(read: ReadFormat, at: ConfigPath, context: FlowContext): { format: Format; type: Type } {
  switch (read.format) {
    case "json":
      return {
        format: { format: "json" },
        type: read.type === undefined ? ANY : context.type([...at, "type"], read.type),
      };
    case "string":
      return { format: { format: "string" }, type: STRING };
    case "bytes":
      return { format: { format: "bytes" }, type: BYTES };
    case "delimited": {
      const type = context.type([...at, "type"], read.type);
      const columns = columnsOf(type, at, read.header, context);
      return { format: { format: "delimited", separator: read.separator, header: columns }, type };
    }
    default:
      return unreachable(read);
  }
}

/** The format that a sink writes `type` with; reports what the format cannot hold. */
export function resolveWrite(
  write: WriteFormat | undefined,
  type: Type,
  at: ConfigPath,
  context: FlowContext,
  what: "key" | "value",
): Format {
  const format = write ?? naturalFormat(type);
  if (format.format === "delimited") {
    const columns = columnsOf(type, at, format.header, context);
    return { format: "delimited", separator: format.separator, header: columns };
  }
  const { kind } = withoutNull(type);
  if (kind === "any" || kind === "null" || format.format === "json" || kind === format.format)
    return { format: format.format };
  const hint =
    format.format === "string"
      ? `Make it text first, e.g. with a template string: \`\${${what}}\`, or write it as json.`
      : "Write it as json or string.";
  context.error(
    "NODE_0204",
    at,
    `The ${what} is ${describeType(type)}, which the format ${format.format} cannot hold.`,
    hint,
  );
  return { format: format.format };
}

/** What is read back as the same bytes: text and bytes as they are, everything else as JSON. */
export function naturalFormat(
  type: Type,
): { readonly format: "json" } | { readonly format: "string" } | { readonly format: "bytes" } {
  const { kind } = withoutNull(type);
  return kind === "string" ? { format: "string" } : kind === "bytes" ? { format: "bytes" } : { format: "json" };
}

function columnsOf(
  type: Type,
  at: ConfigPath,
  configured: readonly string[] | undefined,
  context: FlowContext,
): readonly string[] {
  const row = withoutNull(type);
  if (row.kind === "any" && configured !== undefined) return configured;
  if (row.kind === "map" && configured !== undefined) return configured;
  if (row.kind !== "struct") {
    context.error(
      "NODE_0204",
      at,
      `A delimited record is made of named fields, but the type is ${describeType(type)}.`,
      "Give a type with fields, such as { id: int; name: string }, or the columns.",
    );
    return configured ?? [];
  }
  for (const field of row.fields) {
    const { kind } = withoutNull(field.type);
    if (kind !== "struct" && kind !== "array" && kind !== "map") continue;
    context.error(
      "NODE_0204",
      at,
      `The field ${field.name} is ${describeType(field.type)}, which a delimited record cannot hold.`,
      "Take it apart with a map before, or write json.",
    );
  }
  return configured ?? row.fields.map((field) => field.name);
}
