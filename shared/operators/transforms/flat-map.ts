import { z } from "zod";
import { describeType } from "../../records/type-text.ts";
import { ANY, INT, withoutNull, type Type } from "../../records/types.ts";
import type { FlatMapConfig } from "../../topology/processors.ts";
import { expressionField, expressionMap, sourceText } from "../field-meta.ts";
import { defineOperator } from "../operator.ts";
import { oneIn, oneOut } from "../ports.ts";
import { checkFields, describeFields, fieldsOnly, shorten, structOf } from "../projection.ts";

export const flatMap = defineOperator({
  type: "flat-map",
  title: "Flat map",
  summary: "Makes one record of every item of a list.",
  icon: "list-tree",
  group: "transforms",
  version: 1,
  config: z.strictObject({
    list: expressionField({
      title: "List",
      description: "A record leaves for each item, in order. Null and empty lists give none.",
      placeholder: "value.items",
      expression: { scope: ["record"], expects: "array" },
    }),
    fields: expressionMap({
      title: "Fields",
      description: "Fields of each new value; the item itself is the value where none are given.",
      placeholder: "item.price",
      expression: { scope: ["record", "item", "index"] },
    }).optional(),
  }),
  keying: "preserves",
  ports: () => ({ inputs: [oneIn], outputs: [oneOut] }),
  describe: (config) =>
    shorten(sourceText(config.list) + (config.fields === undefined ? "" : ` → ${describeFields(config.fields)}`)),
  flow(config, context) {
    const input = context.input("in");
    const scope = context.recordScope(input);
    const list = context.expression(["list"], config.list, scope);
    const itemType = elementType(list.type);
    if (itemType === undefined)
      context.error(
        "NODE_0205",
        ["list"],
        `The expression gives ${describeType(list.type)}, which is no list.`,
        "Name a field that holds a list, or make one: [value.a, value.b].",
      );
    const item = itemType ?? ANY;
    const fields =
      config.fields === undefined
        ? null
        : checkFields(["fields"], config.fields, { ...scope, item, index: INT }, context);
    const checked: FlatMapConfig = { list, itemType: item, value: fields === null ? null : fieldsOnly(fields) };
    return { outputs: { out: { ...input, value: fields === null ? item : structOf(fields) } }, checked };
  },
  lower(_config, checked, plan) {
    const input = plan.mustInput("in");
    const value = checked.value === null ? checked.itemType : structOf(checked.value.fields);
    const output = { ...input.type, value };
    plan.output(
      "out",
      plan.add({ part: null, type: "flat-map", config: checked, inputs: [input], output, key: "same" }),
    );
  },
  migrations: [],
  examples: [
    {
      title: "Lines of an order",
      config: { list: "value.lines", fields: { order: "value.id", sku: "item.sku", line: "index + 1" } },
      types: { in: { key: "string", value: "{ id: string; lines: { sku: string }[] }" } },
      given: {
        in: [
          { timestamp: 10, key: "o1", value: { id: "o1", lines: [{ sku: "a" }, { sku: "b" }] } },
          { timestamp: 20, key: "o2", value: { id: "o2", lines: [] } },
        ],
      },
      expect: {
        out: [
          { timestamp: 10, key: "o1", value: { order: "o1", sku: "a", line: 1 } },
          { timestamp: 10, key: "o1", value: { order: "o1", sku: "b", line: 2 } },
        ],
      },
    },
    {
      title: "The items themselves",
      config: { list: "value.tags" },
      types: { in: { value: "{ tags: string[] | null }" } },
      given: {
        in: [
          { timestamp: 0, value: { tags: ["x", "y"] } },
          { timestamp: 1, value: { tags: null } },
        ],
      },
      expect: {
        out: [
          { timestamp: 0, value: "x" },
          { timestamp: 0, value: "y" },
        ],
      },
    },
  ],
});

function elementType(type: Type): Type | undefined {
  const list = withoutNull(type);
  if (list.kind === "array") return list.element;
  return list.kind === "any" ? ANY : undefined;
}
