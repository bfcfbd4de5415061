import { z } from "zod";
import { must } from "../../assert.ts";
import { parseDuration } from "../../records/durations.ts";
import { INSTANT, makeNullable, withoutNull } from "../../records/types.ts";
import { durationField, expressionField, meta, sourceText } from "../field-meta.ts";
import { defineOperator, type FlowContext, type Ports } from "../operator.ts";
import { oneOut } from "../ports.ts";
import { shorten, structOf } from "../projection.ts";
import { checkJoinKey, joinResult, resultField } from "./join-parts.ts";

const side = (title: string) => expressionField({ title, placeholder: "value.id", expression: { scope: ["record"] } });

const config = z.strictObject({
  kind: z
    .enum(["inner", "left", "outer"])
    .default("inner")
    .meta(
      meta({
        title: "Kind",
        description: "inner: pairs only; left: also what is on the left alone; outer: also what is on the right alone.",
        widget: "select",
      }),
    ),
  on: z
    .strictObject({ left: side("Left").optional(), right: side("Right").optional() })
    .optional()
    .meta(
      meta({
        title: "On",
        description: "What must be equal; the keys of both sides where left out.",
        widget: "expression-map",
      }),
    ),
  before: durationField({ title: "Before", description: "How much earlier than the left the right may be." }).default(
    "0s",
  ),
  after: durationField({ title: "After", description: "How much later than the left the right may be." }),
  grace: durationField({ title: "Grace", description: "How long records that come late are still joined." }).default(
    "0s",
  ),
  result: resultField,
});

type Config = z.output<typeof config>;

const ports: Ports = {
  inputs: [
    { name: "left", label: "Left", kind: "stream", many: true, required: true },
    { name: "right", label: "Right", kind: "stream", many: true, required: true },
  ],
  outputs: [oneOut],
};

export const streamStreamJoin = defineOperator({
  type: "stream-stream-join",
  title: "Join streams",
  summary: "Joins records of two streams that have the same key and are close in time.",
  icon: "git-merge",
  group: "joins",
  version: 1,
  config,
  keying: "requires",
  ports: () => ports,
  describe({ kind, on, before, after }) {
    const keys = `${on?.left === undefined ? "key" : sourceText(on.left)} = ${on?.right === undefined ? "key" : sourceText(on.right)}`;
    return shorten(`${kind}, ${keys}, ${before === "0s" ? "" : `−${before} `}+${after}`);
  },
  flow(config, context) {
    const left = context.input("left");
    const right = context.input("right");
    const onLeft =
      config.on?.left === undefined
        ? null
        : context.expression(["on", "left"], config.on.left, context.recordScope(left));
    const onRight =
      config.on?.right === undefined
        ? null
        : context.expression(["on", "right"], config.on.right, context.recordScope(right));
    const key = onLeft?.type ?? left.key;
    checkJoinKey(["on"], key, onRight?.type ?? right.key, context);
    const bounds = readBounds(config, context);
    const [leftValue, rightValue] = [withoutNull(left.value), withoutNull(right.value)];
    const scope = {
      left: config.kind === "outer" ? makeNullable(leftValue) : leftValue,
      right: config.kind === "inner" ? rightValue : makeNullable(rightValue),
      key,
      timestamp: INSTANT,
    };
    const result = joinResult(config.result, scope, context);
    const value = result.whole === null ? structOf(result.fields) : result.whole.type;
    const output = { kind: "stream", key, value } as const;
    return { outputs: { out: output }, checked: { onLeft, onRight, bounds, result, output } };
  },
  lower(config, { onLeft, onRight, bounds, result, output }, plan) {
    const streams = [
      { part: "left", stream: plan.mustInput("left"), on: onLeft },
      { part: "right", stream: plan.mustInput("right"), on: onRight },
    ].map(({ part, stream, on }) => ({ part, stream: on === null ? stream : plan.rekey(`${part}-key`, stream, on) }));
    const [left, right] = plan.copartition(streams);
    const inputs = [must(left, "the left stream"), must(right, "the right stream")] as const;
    const retentionMs = bounds.beforeMs + bounds.afterMs + bounds.graceMs;
    plan.output(
      "out",
      plan.add({
        part: null,
        type: "stream-stream-join",
        config: {
          kind: config.kind,
          leftStore: plan.store("left", "join-window", retentionMs),
          rightStore: plan.store("right", "join-window", retentionMs),
          ...bounds,
          result,
          leftType: inputs[0].type.value,
          rightType: inputs[1].type.value,
        },
        inputs,
        output,
        key: "same",
      }),
    );
  },
  migrations: [],
  examples: [
    {
      title: "A click within ten seconds of its impression",
      config: { after: "10s", result: { ad: "left.ad", page: "right.page" } },
      types: { left: { key: "string", value: "{ ad: string }" }, right: { key: "string", value: "{ page: string }" } },
      given: {
        left: [
          { timestamp: 1000, key: "u1", value: { ad: "a1" } },
          { timestamp: 2000, key: "u2", value: { ad: "a2" } },
        ],
        right: [
          { timestamp: 11_000, key: "u1", value: { page: "p1" } },
          { timestamp: 12_001, key: "u2", value: { page: "p2" } },
        ],
      },
      expect: { out: [{ timestamp: 11_000, key: "u1", value: { ad: "a1", page: "p1" } }] },
    },
    {
      title: "Left: what finds nothing leaves when its time is over",
      config: {
        kind: "left",
        on: { left: "value.id", right: "value.order" },
        after: "1m",
        grace: "10s",
        result: { id: "left.id", paid: "right?.amount ?? 0" },
      },
      types: { left: { value: "{ id: string }" }, right: { value: "{ order: string; amount: int }" } },
      given: {
        left: [
          { timestamp: 0, value: { id: "o1" } },
          { timestamp: 1000, value: { id: "o2" } },
        ],
        right: [{ timestamp: 60_000, value: { order: "o1", amount: 5 } }],
      },
      advanceTo: 71_001,
      expect: {
        out: [
          { timestamp: 60_000, key: "o1", value: { id: "o1", paid: 5 } },
          { timestamp: 1000, key: "o2", value: { id: "o2", paid: 0 } },
        ],
      },
    },
  ],
});

function readBounds(
  config: Config,
  context: FlowContext,
): { readonly beforeMs: number; readonly afterMs: number; readonly graceMs: number } {
  const beforeMs = must(parseDuration(config.before), "a checked duration");
  const afterMs = must(parseDuration(config.after), "a checked duration");
  const graceMs = must(parseDuration(config.grace), "a checked duration");
  if (beforeMs + afterMs + graceMs > 7 * 86_400_000)
    context.warning(
      "NODE_0209",
      ["after"],
      "Records of more than seven days are kept in memory for this join.",
      "Shorten before, after or grace, or look up one side as a table.",
    );
  return { beforeMs, afterMs, graceMs };
}
