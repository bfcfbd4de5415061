import { z } from "zod";
import { INSTANT, makeNullable, withoutNull } from "../../records/types.ts";
import { expressionField, meta, sourceText } from "../field-meta.ts";
import { defineOperator, type Ports } from "../operator.ts";
import { oneOut } from "../ports.ts";
import { projectedType, shorten } from "../projection.ts";
import { checkJoinKey, joinResult, resultField } from "./join-parts.ts";

const config = z.strictObject({
  kind: z
    .enum(["inner", "left"])
    .default("inner")
    .meta(
      meta({
        title: "Kind",
        description: "inner: only records with a row in the table; left: all, with null where there is no row.",
        widget: "select",
      }),
    ),
  on: expressionField({
    title: "On",
    description: "What is looked up in the table's keys; the key of the record where left out.",
    placeholder: "value.customer",
    expression: { scope: ["record"] },
  }).optional(),
  result: resultField,
});

const ports: Ports = {
  inputs: [
    { name: "left", label: "Stream", kind: "stream", many: true, required: true },
    { name: "right", label: "Table", kind: "table", many: false, required: true },
  ],
  outputs: [oneOut],
};

export const streamTableJoin = defineOperator({
  type: "stream-table-join",
  title: "Look up in table",
  summary: "Joins each record of a stream with the current row of a table under the same key.",
  icon: "table-properties",
  group: "joins",
  version: 1,
  config,
  keying: "requires",
  ports: () => ports,
  describe: ({ kind, on }) => shorten(`${kind}, ${on === undefined ? "by key" : sourceText(on)}`),
  flow(config, context) {
    const left = context.input("left");
    const right = context.input("right");
    const on = config.on === undefined ? null : context.expression(["on"], config.on, context.recordScope(left));
    const key = on?.type ?? left.key;
    checkJoinKey(["on"], key, right.key, context);
    // A row that exists is never null: null deletes it.
    const row = withoutNull(right.value);
    const scope = {
      left: left.value,
      right: config.kind === "left" ? makeNullable(row) : row,
      key,
      timestamp: INSTANT,
    };
    const result = joinResult(config.result, scope, context);
    const output = { kind: "stream", key, value: projectedType(result, left.value) } as const;
    return { outputs: { out: output }, checked: { on, result, output } };
  },
  lower(config, { on, result, output }, plan) {
    const stream = plan.mustInput("left");
    const table = plan.mustInput("right");
    const keyed = on === null ? stream : plan.rekey("left-key", stream, on);
    const [left = keyed, right = table] = plan.copartition([
      { part: "left", stream: keyed },
      { part: "right", stream: table },
    ]);
    plan.output(
      "out",
      plan.add({
        part: null,
        type: "stream-table-join",
        config: {
          store: plan.store(null, "table", null),
          kind: config.kind,
          result,
          leftType: left.type.value,
          rightType: right.type.value,
        },
        inputs: [left, right],
        output,
        key: "same",
      }),
    );
  },
  migrations: [],
  examples: [
    {
      title: "Orders with their customer",
      config: { on: "value.customer", result: { id: "left.id", name: "right.name" } },
      types: {
        left: { key: "string", value: "{ id: string; customer: string }" },
        right: { key: "string", value: "{ name: string }" },
      },
      given: {
        right: [{ timestamp: 0, key: "c1", value: { name: "Ada" } }],
        left: [
          { timestamp: 10, key: "o1", value: { id: "o1", customer: "c1" } },
          { timestamp: 11, key: "o2", value: { id: "o2", customer: "c2" } },
        ],
      },
      expect: { out: [{ timestamp: 10, key: "c1", value: { id: "o1", name: "Ada" } }] },
    },
    {
      title: "Left: records without a row leave with null; the row as it was at the record's time",
      config: { kind: "left", result: { n: "left.n", color: "right.color" } },
      types: { left: { key: "string", value: "{ n: int }" }, right: { key: "string", value: "{ color: string }" } },
      given: {
        left: [
          { timestamp: 1, key: "k", value: { n: 1 } },
          { timestamp: 3, key: "k", value: { n: 2 } },
          { timestamp: 5, key: "k", value: { n: 3 } },
        ],
        right: [
          { timestamp: 2, key: "k", value: { color: "red" } },
          { timestamp: 4, key: "k", value: null },
        ],
      },
      expect: {
        out: [
          { timestamp: 1, key: "k", value: { n: 1, color: null } },
          { timestamp: 3, key: "k", value: { n: 2, color: "red" } },
          { timestamp: 5, key: "k", value: { n: 3, color: null } },
        ],
      },
    },
  ],
});
