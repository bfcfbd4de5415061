/** Names that configurations give: topics, fields of the value, paths of expressions. */
import { z } from "zod";
import { describeType } from "../records/type-text.ts";
import { ANY, fieldType, withoutNull, type Type } from "../records/types.ts";
import { nearestName } from "../expressions/nearest-name.ts";
import type { Typed } from "../expressions/typed.ts";
import { meta } from "./field-meta.ts";
import type { ConfigPath, FlowContext } from "./operator.ts";

export const topicName = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/, "Write 1 to 249 letters, digits, `.`, `_` or `-`");

export const topicField = topicName.meta(meta({ title: "Topic", widget: "topic", placeholder: "orders" }));

export const connectionField = z
  .string()
  .min(1)
  .optional()
  .meta(
    meta({
      title: "Connection",
      description: "Name of a Kafka connection of the environment; without it the one that the run is started with.",
      widget: "connection",
    }),
  );

export const portName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "Write 1 to 64 letters, digits, `_` or `-`");

/** The field `name` of `type` as a path under `root`; reports a field that does not exist. */
export function fieldPath(root: string, type: Type, name: string, at: ConfigPath, context: FlowContext): Typed {
  return { node: "path", type: requireField(type, name, at, context), root, steps: [name] };
}

/** The type of a field of a struct, map or any, null-safe as in expressions; undefined where there is none of that name. */
export function findField(type: Type, name: string): Type | undefined {
  const row = withoutNull(type);
  if (row.kind === "any" || row.kind === "map") return ANY;
  return row.kind === "struct" ? fieldType(row, name) : undefined;
}

/** As `findField`; reports a field that does not exist. */
export function requireField(type: Type, name: string, at: ConfigPath, context: FlowContext): Type {
  const found = findField(type, name);
  if (found !== undefined) return found;
  const row = withoutNull(type);
  const known = row.kind === "struct" ? row.fields.map((field) => field.name) : [];
  const near = nearestName(name, known);
  context.error(
    "NODE_0201",
    at,
    `There is no field ${name}; the value is ${describeType(type)}.`,
    near === undefined ? "Take one of the fields that the value has." : `Did you mean ${near}?`,
  );
  return ANY;
}

/** `value.customer["e-mail"]` for the steps under a root. */
export function pathSource(root: string, steps: readonly string[]): string {
  return steps.reduce(
    (text, step) => text + (/^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`),
    root,
  );
}
