/** Of one processor: which columns of its inputs a column of an output port comes from. */
import { unreachable } from "../assert.ts";
import { computedFrom, decidedBy, expressionOrigins, type ExpressionOrigin } from "./expression-origins.ts";
import type { AggregateConfig, Projection, ProcessorType } from "./processors.ts";
import type { TopologyNode } from "./topology.ts";
import type { Typed } from "../expressions/typed.ts";

export type ColumnRoot = "key" | "value";

export interface ProcessorOrigin {
  /** Input port; null: the record that the source itself made. */
  readonly port: number | null;
  readonly root: ColumnRoot;
  readonly path: readonly string[];
  readonly how: ExpressionOrigin["how"];
}

export function processorOrigins(
  node: TopologyNode,
  output: number,
  root: ColumnRoot,
  path: readonly string[],
): ProcessorOrigin[] {
  const is = isType;
  const same: ProcessorOrigin = { port: 0, root, path, how: "same" };
  if (is(node, "merge") || is(node, "table-source") || is(node, "peek")) return [same];
  if (is(node, "filter")) return [same, ...record(decidedBy(node.config.where))];
  if (is(node, "branch")) return [same, ...record(decidedBy(...node.config.cases.slice(0, output + 1)))];
  if (is(node, "select-key")) return root === "value" ? [same] : record(expressionOrigins(node.config.key, path));
  if (is(node, "map") || is(node, "mask"))
    return root === "key" ? [same] : record(projectionOrigins(node.config, path));
  if (is(node, "flat-map")) return root === "key" ? [same] : flatMapOrigins(node, path);
  if (is(node, "aggregate")) return output === 1 ? [same] : aggregateOrigins(node.config, root, path);
  if (is(node, "stream-table-join") || is(node, "stream-stream-join"))
    return root === "key" ? [same, { ...same, port: 1 }] : joinOrigins(node.config.result, path);
  if (is(node, "generator") || is(node, "file-source")) {
    const { key } = node.config;
    return root === "value" || key === null
      ? []
      : record(expressionOrigins(key, path)).map((origin) => ({ ...origin, port: null }));
  }
  if (is(node, "source") || is(node, "sink") || is(node, "file-sink") || is(node, "console-sink")) return [];
  return unreachable(node as never);
}

function isType<T extends ProcessorType>(node: TopologyNode, type: T): node is TopologyNode<T> {
  return node.type === type;
}

/** Expressions over one record; its timestamp, headers and place are no columns. */
function record(origins: readonly ExpressionOrigin[]): ProcessorOrigin[] {
  return origins.flatMap(({ root, steps, how }) =>
    root === "key" || root === "value" ? [{ port: 0, root, path: steps, how }] : [],
  );
}

export function projectionOrigins({ base, fields, whole }: Projection, path: readonly string[]): ExpressionOrigin[] {
  if (whole !== null) return expressionOrigins(whole, path);
  const [first, ...rest] = path;
  if (first === undefined) {
    const made = computedFrom(...fields.map((field) => field.value));
    return base.keep === "all" ? [{ root: "value", steps: [], how: "computed" }, ...made] : made;
  }
  const named = fields.find((field) => field.name === first);
  if (named !== undefined) return expressionOrigins(named.value, rest);
  return base.keep === "all" && !base.drop.includes(first) ? [{ root: "value", steps: path, how: "same" }] : [];
}

function flatMapOrigins({ config }: TopologyNode<"flat-map">, path: readonly string[]): ProcessorOrigin[] {
  const list = computedFrom(config.list);
  const own: readonly ExpressionOrigin[] =
    config.value === null ? [{ root: "item", steps: path, how: "same" }] : projectionOrigins(config.value, path);
  const items = own.some(({ root }) => root === "item")
    ? record(list)
    : record(list.map((origin) => ({ ...origin, how: "decides" })));
  return [...record(own), ...items];
}

function aggregateOrigins(config: AggregateConfig, root: ColumnRoot, path: readonly string[]): ProcessorOrigin[] {
  const [first, ...rest] = path;
  const group: ProcessorOrigin = { port: 0, root: "key", path: [], how: "decides" };
  if (root === "key") {
    if (config.outputKey === null) return [{ ...group, path, how: "same" }];
    return record(namedOrigins(config.outputKey, first, rest));
  }
  const origins = namedOrigins(config.fields, first, rest).flatMap((origin) => {
    if (origin.root !== "$aggregate") return [origin];
    const argument = config.aggregates[Number(origin.steps[0])]?.argument ?? null;
    const made = argument === null ? [] : computedFrom(argument);
    return origin.how === "decides" ? made.map((one) => ({ ...one, how: origin.how })) : made;
  });
  return [...record(origins), group];
}

function namedOrigins(
  fields: readonly { readonly name: string; readonly value: Typed }[],
  name: string | undefined,
  rest: readonly string[],
): ExpressionOrigin[] {
  if (name === undefined) return computedFrom(...fields.map((field) => field.value));
  const field = fields.find((one) => one.name === name);
  return field === undefined ? [] : expressionOrigins(field.value, rest);
}

const sides: Readonly<Record<string, { readonly port: number; readonly root: ColumnRoot }>> = {
  left: { port: 0, root: "value" },
  right: { port: 1, root: "value" },
  key: { port: 0, root: "key" },
};

function joinOrigins(result: Projection, path: readonly string[]): ProcessorOrigin[] {
  const own = projectionOrigins(result, path).flatMap(({ root, steps, how }) => {
    // A base that is kept is the value of the left side.
    const side = sides[root === "value" ? "left" : root];
    return side === undefined ? [] : [{ ...side, path: steps, how }];
  });
  return [
    ...own,
    { port: 0, root: "key", path: [], how: "decides" },
    { port: 1, root: "key", path: [], how: "decides" },
  ];
}
