import { z } from "zod";
import { must } from "../../assert.ts";
import type { Typed } from "../../expressions/typed.ts";
import { parseDuration } from "../../records/durations.ts";
import { INSTANT, makeStruct, type Type } from "../../records/types.ts";
import type { AggregateConfig } from "../../topology/processors.ts";
import { durationField, expressionMap, meta, sourceText } from "../field-meta.ts";
import {
  defineOperator,
  type AggregateCallList,
  type FlowContext,
  type OutputPort,
  type PlanBuilder,
} from "../operator.ts";
import { oneIn } from "../ports.ts";
import { checkFields, describeFields, shorten, structOf } from "../projection.ts";
import { aggregateExamples } from "./aggregate-examples.ts";

const grace = durationField({
  title: "Grace",
  description: "How long after its end a window still takes records that come late.",
}).default("0s");

const window = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("tumbling"),
      size: durationField({ title: "Size", description: "Length of each window; one begins where another ends." }),
      grace,
    }),
    z.strictObject({
      kind: z.literal("hopping"),
      size: durationField({ title: "Size", description: "Length of each window." }),
      advance: durationField({
        title: "Advance",
        description: "From the start of one window to the start of the next.",
      }),
      grace,
    }),
  ])
  .meta(
    meta({
      title: "Window",
      description: "Aggregates by time as well; over all time where left out.",
      widget: "window",
    }),
  );

const config = z.strictObject({
  by: expressionMap({
    title: "Group by",
    description: "Names and expressions of the group. Left out, records are grouped by the key that they have.",
    placeholder: "value.country",
    expression: { scope: ["record"] },
  }).optional(),
  window: window.optional(),
  emit: z
    .enum(["on-update", "on-close"])
    .default("on-update")
    .meta(
      meta({
        title: "Emit",
        description: "A result whenever it changes, or one final result when its window closes.",
        widget: "select",
      }),
    ),
  coalesce: z
    .boolean()
    .default(true)
    .meta(
      meta({
        title: "Coalesce",
        description: "Of several changes of a result between two commits, only the last leaves.",
        widget: "switch",
        advanced: true,
      }),
    ),
  fields: expressionMap({
    title: "Fields",
    description: "Fields of the result, by aggregate functions: count(), sum(value.total) / count(), …",
    placeholder: "count()",
    expression: { scope: ["record", "window"], aggregate: true },
  }),
});

type Config = z.output<typeof config>;
const out: OutputPort = { name: "out", label: "Results", kind: "stream", optional: false };
const late: OutputPort = { name: "late", label: "Late", kind: "stream", optional: true };
const windowType: Type = makeStruct([
  { name: "start", type: INSTANT },
  { name: "end", type: INSTANT },
]);

export const aggregate = defineOperator({
  type: "aggregate",
  title: "Aggregate",
  summary: "Counts, sums and collects records by group and, if wanted, by window of time.",
  icon: "sigma",
  group: "windows",
  version: 1,
  config,
  keying: "requires",
  ports: ({ window }) => ({ inputs: [oneIn], outputs: window === undefined ? [out] : [out, late] }),
  describe,
  flow(config, context) {
    const input = context.input("in");
    const record = context.recordScope(input);
    const group = checkGroup(config, input.key, record, context);
    const windowMs = readWindow(config, context);
    const calls: AggregateCallList = [];
    const result = { key: group.keyType, ...(windowMs === null ? {} : { window: windowType }) };
    const fields = Object.entries(config.fields).map(([name, source]) => ({
      name,
      value: context.aggregateExpression(["fields", name], source, { record, result }, calls),
    }));
    if (fields.length === 0)
      context.error("NODE_0101", ["fields"], "There is nothing to compute.", "Name a field, e.g. count: count().");
    const outputKey = outputKeyOf(group, windowMs !== null);
    const output = {
      kind: "stream",
      key: outputKey === null ? group.keyType : structOf(outputKey),
      value: structOf(fields),
    } as const;
    return { outputs: { out: output, late: input }, checked: { group, windowMs, calls, fields, outputKey, output } };
  },
  lower(config, { group, windowMs, calls, fields, outputKey, output }, plan) {
    const input = plan.mustInput("in");
    const keyed = group.key === null ? input : plan.rekey("key", input, group.key);
    const partitioned = plan.partitionByKey(null, keyed);
    const processor: AggregateConfig = {
      store: plan.store(null, windowMs === null ? "table" : "window", windowMs && windowMs.sizeMs + windowMs.graceMs),
      window: windowMs,
      emit: config.emit,
      coalesce: config.coalesce,
      aggregates: calls,
      outputKey,
      fields,
      keyType: group.keyType,
      lateOutput: plan.isConnected("late"),
    };
    const outputs: Outputs = [{ name: "out", type: output }];
    if (processor.lateOutput) outputs.push({ name: "late", type: { ...partitioned.type, kind: "stream" } });
    addAggregate(plan, partitioned, processor, outputs);
  },
  migrations: [],
  examples: aggregateExamples,
});

type Outputs = { name: string; type: { readonly kind: "stream"; readonly key: Type; readonly value: Type } }[];

function addAggregate(
  plan: PlanBuilder,
  input: Parameters<PlanBuilder["output"]>[1],
  config: AggregateConfig,
  outputs: Outputs,
): void {
  const streams = plan.addPorts({
    part: null,
    type: "aggregate",
    config,
    inputs: [input],
    outputs,
    key: config.outputKey === null ? "same" : "changed",
  });
  for (const [port, stream] of streams) plan.output(port, stream);
}

export interface AggregateGroup {
  /** The new key; null: the key that records have. */
  readonly key: Typed | null;
  readonly keyType: Type;
  /** Names of the fields of the group, where the key is not itself made of them: then it is the one field. */
  readonly wrap: string | null;
  readonly names: readonly string[] | null;
}

function checkGroup(
  config: Config,
  keyType: Type,
  record: Readonly<Record<string, Type>>,
  context: FlowContext,
): AggregateGroup {
  if (config.by === undefined || Object.keys(config.by).length === 0)
    return { key: null, keyType, wrap: null, names: null };
  const fields = checkFields(["by"], config.by, record, context);
  const names = fields.map((field) => field.name);
  if (config.window !== undefined && names.includes("window"))
    context.error(
      "NODE_0207",
      ["by", "window"],
      "`window` names the window in the key of the result.",
      "Choose another name.",
    );
  const [only] = fields;
  if (fields.length === 1 && only !== undefined && isKey(only.value))
    return { key: null, keyType, wrap: only.name, names };
  const type = structOf(fields);
  return { key: { node: "object", type, entries: fields }, keyType: type, wrap: null, names };
}

function isKey(typed: Typed): boolean {
  return typed.node === "path" && typed.root === "key" && typed.steps.length === 0;
}

function outputKeyOf(group: AggregateGroup, windowed: boolean): AggregateConfig["outputKey"] {
  const key: Typed = { node: "path", type: group.keyType, root: "key", steps: [] };
  const fields =
    group.wrap !== null
      ? [{ name: group.wrap, value: key }]
      : group.names === null
        ? [{ name: "key", value: key }]
        : groupFields(group.keyType);
  if (windowed)
    return [...fields, { name: "window", value: { node: "path", type: windowType, root: "window", steps: [] } }];
  return group.wrap === null ? null : fields;
}

function groupFields(keyType: Type): { name: string; value: Typed }[] {
  if (keyType.kind !== "struct") return [];
  return keyType.fields.map(({ name, type }) => ({ name, value: { node: "path", type, root: "key", steps: [name] } }));
}

function readWindow(config: Config, context: FlowContext): AggregateConfig["window"] {
  const { window } = config;
  if (window === undefined) {
    if (config.emit === "on-close")
      context.error(
        "NODE_0208",
        ["emit"],
        "Without a window nothing ever closes.",
        "Give a window, or emit on update.",
      );
    return null;
  }
  const sizeMs = must(parseDuration(window.size), "a checked duration");
  const advanceMs = window.kind === "tumbling" ? sizeMs : must(parseDuration(window.advance), "a checked duration");
  const graceMs = must(parseDuration(window.grace), "a checked duration");
  if (sizeMs === 0) context.error("NODE_0208", ["window", "size"], "A window has no length.", "Write e.g. 1m.");
  else if (advanceMs === 0)
    context.error("NODE_0208", ["window", "advance"], "Windows do not advance.", `Write e.g. ${window.size}.`);
  else if (advanceMs > sizeMs)
    context.error(
      "NODE_0208",
      ["window", "advance"],
      "Windows advance further than they are long: records between them would be lost.",
      "Make the windows longer, or filter before.",
    );
  else if (sizeMs / advanceMs > 1000)
    context.error(
      "NODE_0208",
      ["window", "advance"],
      `Every record would be in ${Math.ceil(sizeMs / advanceMs)} windows; the limit is 1000.`,
      "Let windows advance further.",
    );
  return { kind: window.kind, sizeMs, advanceMs, graceMs };
}

function describe({ by, window, fields }: Config): string {
  const parts = [describeFields(fields)];
  if (by !== undefined) parts.push(`by ${Object.values(by).map(sourceText).join(", ")}`);
  if (window !== undefined)
    parts.push(window.kind === "tumbling" ? `every ${window.size}` : `${window.size} every ${window.advance}`);
  return shorten(parts.join(" "));
}
