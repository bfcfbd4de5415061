import { z } from "zod";
import type { Typed } from "../../expressions/typed.ts";
import { describeType } from "../../records/type-text.ts";
import { ANY, withoutNull, type Type } from "../../records/types.ts";
import type { Projection } from "../../topology/processors.ts";
import { meta } from "../field-meta.ts";
import { findField, pathSource, requireField } from "../names.ts";
import { defineOperator, type FlowContext } from "../operator.ts";
import { oneIn, oneOut } from "../ports.ts";
import { projectedType, shorten } from "../projection.ts";

const maskKind = z.enum(["all", "card", "digits", "email", "hash", "ip", "last4", "redact", "remove"]);
type MaskKind = z.output<typeof maskKind>;

const config = z.strictObject({
  fields: z.record(z.string().min(1), maskKind).meta(
    meta({
      title: "Fields",
      description:
        "Paths such as card or customer.email, and what becomes of each: all hides every character, last4 all but the last four, card and digits hide digits, email keeps the first letter and the domain, ip the network, redact says so instead, hash gives equal texts equal hashes (which can be guessed where there are few different texts), remove gives null.",
      widget: "mask-fields",
    }),
  ),
});

export const mask = defineOperator({
  type: "mask",
  title: "Mask",
  summary: "Hides sensitive fields of each record.",
  icon: "eye-off",
  group: "transforms",
  version: 1,
  config,
  keying: "preserves",
  ports: () => ({ inputs: [oneIn], outputs: [oneOut] }),
  describe: ({ fields }) =>
    shorten(
      Object.entries(fields)
        .map(([path, kind]) => `${path}: ${kind}`)
        .join(", "),
    ),
  flow(config, context) {
    const input = context.input("in");
    const projection = checkMasks(config.fields, input.value, context);
    return { outputs: { out: { ...input, value: projectedType(projection, input.value) } }, checked: { projection } };
  },
  lower(_config, { projection }, plan) {
    const input = plan.mustInput("in");
    const output = { ...input.type, value: projectedType(projection, input.type.value) };
    plan.output(
      "out",
      plan.add({ part: null, type: "mask", config: projection, inputs: [input], output, key: "same" }),
    );
  },
  migrations: [],
  examples: [
    {
      title: "A card number and a nested address",
      config: { fields: { card: "last4", "customer.email": "email" } },
      types: { in: { value: "{ id: int; card: string; customer: { name: string; email: string } }" } },
      given: {
        in: [
          {
            timestamp: 1,
            value: { id: 1, card: "4111111111111111", customer: { name: "Ada", email: "ada@example.org" } },
          },
        ],
      },
      expect: {
        out: [
          {
            timestamp: 1,
            value: { id: 1, card: "************1111", customer: { name: "Ada", email: "a***@example.org" } },
          },
        ],
      },
    },
    {
      title: "What is missing stays missing; a deletion stays one",
      config: { fields: { phone: "remove", note: "redact" } },
      types: { in: { key: "string", value: "{ id: int; phone: string; note: string | null } | null" } },
      given: {
        in: [
          { timestamp: 1, key: "a", value: { id: 1, phone: "123", note: null } },
          { timestamp: 2, key: "a", value: null },
        ],
      },
      expect: {
        out: [
          { timestamp: 1, key: "a", value: { id: 1, phone: null, note: null } },
          { timestamp: 2, key: "a", value: null },
        ],
      },
    },
  ],
});

/** Paths below one field of the value: a mask for the field itself, or masks inside it. */
interface Tree {
  mask: { readonly kind: MaskKind; readonly path: string } | null;
  /** Of what lies here. */
  readonly type: Type;
  readonly inside: Map<string, Tree>;
}

function checkMasks(fields: Readonly<Record<string, MaskKind>>, value: Type, context: FlowContext): Projection {
  const root: Tree = { mask: null, type: value, inside: new Map() };
  for (const [path, kind] of Object.entries(fields)) addPath(root, path, kind, context);
  if (Object.keys(fields).length === 0)
    context.error("NODE_0202", ["fields"], "The node masks nothing.", "Name a field, e.g. card: last4.");
  // A deletion (null) stays one without being looked at.
  const scope = { ...context.recordScope(context.input("in")), value: withoutNull(value) };
  return {
    base: { keep: "all", drop: [] },
    fields: [...root.inside].map(([name, tree]) => ({ name, value: maskedField(name, tree, scope, context) })),
    whole: null,
  };
}

function addPath(root: Tree, path: string, kind: MaskKind, context: FlowContext): void {
  const steps = path.split(".");
  if (!isThere(root.type, steps, path, context)) return;
  let tree = root;
  for (const step of steps) {
    if (tree.mask !== null) break;
    const next = tree.inside.get(step) ?? { mask: null, type: findField(tree.type, step) ?? ANY, inside: new Map() };
    tree.inside.set(step, next);
    tree = next;
  }
  if (tree.mask === null && tree.inside.size === 0) tree.mask = { kind, path };
  else
    context.error(
      "NODE_0202",
      ["fields", path],
      `Of ${path}, both the whole and a part is masked.`,
      "Leave one of the two out.",
    );
}

function isThere(value: Type, steps: readonly string[], path: string, context: FlowContext): boolean {
  let type = value;
  for (const [i, step] of steps.entries()) {
    const { kind } = withoutNull(type);
    const found = findField(type, step);
    if (found === undefined && kind === "struct") requireField(type, step, ["fields", path], context);
    else if (found === undefined)
      context.error(
        "NODE_0203",
        ["fields", path],
        `${i === 0 ? "The value" : steps.slice(0, i).join(".")} is ${describeType(type)} and has no fields.`,
        "Name the field itself.",
      );
    if (found === undefined) return false;
    type = found;
  }
  return true;
}

function maskedField(name: string, tree: Tree, scope: Readonly<Record<string, Type>>, context: FlowContext): Typed {
  return context.expression(["fields", firstPath(tree)], maskSource([name], tree), scope);
}

function firstPath(tree: Tree): string {
  return tree.mask?.path ?? [...tree.inside.values()].map(firstPath)[0] ?? "";
}

/** The expression that a person would write: a function around the path, or the object with its masked members replaced. */
function maskSource(steps: readonly string[], tree: Tree): string {
  const path = pathSource("value", steps);
  if (tree.mask !== null) return maskCall(tree.mask.kind, path);
  const members = [...tree.inside].map(
    ([name, inner]) => `${JSON.stringify(name)}: ${maskSource([...steps, name], inner)}`,
  );
  const masked = `{ ...${path}, ${members.join(", ")} }`;
  return tree.type.kind === "nullable" || tree.type.kind === "any" ? `${path} == null ? null : ${masked}` : masked;
}

function maskCall(kind: MaskKind, path: string): string {
  switch (kind) {
    case "last4":
      return `mask.keepLast(${path}, 4)`;
    case "hash":
      return `hash.sha256(${path})`;
    case "remove":
      return "null";
    default:
      return `mask.${kind}(${path})`;
  }
}
