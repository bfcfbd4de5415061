/** One processor of a topology in a line. */
import { unreachable } from "../assert.ts";
import type { FieldUse, Typed } from "../expressions/typed.ts";
import { printDuration } from "../records/durations.ts";
import { printTyped } from "./print-typed.ts";
import type { AggregateConfig, Projection, SourceConfig, ProcessorType } from "./processors.ts";
import type { Format, TopologyNode } from "./topology.ts";

type Named = readonly { readonly name: string; readonly value: Typed }[];

export function describeProcessor(node: TopologyNode): string {
  const is = isType;
  if (is(node, "source"))
    return `source ${node.config.topic} (${formats(node.config)})${sourceSettings(node.config)}${reads(node.config.uses)}`;
  if (is(node, "sink")) {
    const partition = node.config.partition === null ? "" : `, partition ${printTyped(node.config.partition)}`;
    return `sink ${node.config.topic} (${formats(node.config)}${partition})`;
  }
  if (is(node, "file-source"))
    return `file-source ${node.config.path} (${node.config.format})${reads(node.config.uses)}`;
  if (is(node, "generator")) {
    const { ratePerSecond, limit, fields, uses } = node.config;
    const rate = ratePerSecond === null ? "as fast as taken" : `${ratePerSecond}/s`;
    return `generator ${rate}${limit === null ? "" : `, ${limit} records`}, ${fields.map((field) => `${field.name}: ${field.kind}`).join(", ")}${reads(uses)}`;
  }
  if (is(node, "table-source")) return "table-source";
  if (is(node, "filter")) return `filter ${printTyped(node.config.where)}`;
  if (is(node, "map") || is(node, "mask")) return `${node.type} ${projection(node.config)}`;
  if (is(node, "flat-map"))
    return `flat-map ${printTyped(node.config.list)}${node.config.value === null ? "" : ` to ${projection(node.config.value)}`}`;
  if (is(node, "select-key")) return `select-key ${printTyped(node.config.key)}`;
  if (is(node, "branch"))
    return `branch ${node.config.cases.map((when, i) => `${node.outputs[i] ?? i}: ${printTyped(when)}`).join("; ")}`;
  if (is(node, "merge")) return "merge";
  if (is(node, "peek"))
    return `peek every ${printDuration(node.config.everyMs)}${node.config.label === null ? "" : ` ${printTyped(node.config.label)}`}`;
  if (is(node, "aggregate")) return aggregate(node.config);
  if (is(node, "stream-table-join"))
    return `stream-table-join ${node.config.kind} to ${projection(node.config.result)}`;
  if (is(node, "stream-stream-join")) {
    const { kind, beforeMs, afterMs, graceMs, result } = node.config;
    return `stream-stream-join ${kind} −${printDuration(beforeMs)} +${printDuration(afterMs)} grace ${printDuration(graceMs)} to ${projection(result)}`;
  }
  if (is(node, "file-sink")) return `file-sink ${node.config.path} (${node.config.format})`;
  if (is(node, "console-sink")) return `console-sink ${node.config.format}`;
  return unreachable(node as never);
}

function isType<T extends ProcessorType>(node: TopologyNode, type: T): node is TopologyNode<T> {
  return node.type === type;
}

function aggregate({ window, emit, aggregates, fields, outputKey }: AggregateConfig): string {
  const when =
    window === null
      ? "over all time"
      : `${window.kind} ${printDuration(window.sizeMs)}${window.kind === "hopping" ? ` every ${printDuration(window.advanceMs)}` : ""} grace ${printDuration(window.graceMs)}`;
  const named = fields.map(({ name, value }) => `${name} = ${printTyped(value, (path) => callText(path, aggregates))}`);
  const key = outputKey === null ? "" : `, key ${braced(outputKey)}`;
  return `aggregate ${when} ${emit} { ${named.join(", ")} }${key}`;
}

function callText(path: Extract<Typed, { node: "path" }>, calls: AggregateConfig["aggregates"]): string | undefined {
  const call = path.root === "$aggregate" ? calls[Number(path.steps[0])] : undefined;
  if (call === undefined) return undefined;
  const given = [...(call.argument === null ? [] : [printTyped(call.argument)]), ...call.options.map(String)];
  return `${call.name}(${given.join(", ")})`;
}

function projection({ base, fields, whole }: Projection): string {
  if (whole !== null) return printTyped(whole);
  const parts = [
    ...(base.keep === "all" ? ["…"] : []),
    ...(base.keep === "all" ? base.drop.map((name) => `−${name}`) : []),
    ...fields.map(namedText),
  ];
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function braced(fields: Named): string {
  return `{ ${fields.map(namedText).join(", ")} }`;
}

function namedText({ name, value }: Named[number]): string {
  return value.node === "path" &&
    (value.steps.at(-1) ?? value.root) === name &&
    value.steps.length <= 1 &&
    value.root !== "$aggregate"
    ? printTyped(value)
    : `${name} = ${printTyped(value)}`;
}

function formats({ key, value }: { readonly key: Format; readonly value: Format }): string {
  return `${key.format} ⇒ ${value.format}`;
}

function sourceSettings({ time, idleTimeoutMs, startAt }: SourceConfig): string {
  const parts = [
    ...(time === null ? [] : [`time ${printTyped(time)}`]),
    ...(idleTimeoutMs === null ? [] : [`idle after ${printDuration(idleTimeoutMs)}`]),
    ...(startAt === "earliest"
      ? []
      : [`from ${typeof startAt === "string" ? startAt : new Date(startAt.timestampMs).toISOString()}`]),
  ];
  return parts.map((part) => `, ${part}`).join("");
}

function reads(uses: readonly FieldUse[]): string {
  if (uses.length === 0) return ", reads nothing";
  return `, reads ${uses.map(({ root, steps }) => [root, ...steps].join(".")).join(", ")}`;
}
