/** A case of the tables as the processor's own configuration, as the planner would lower it. */
import assert from "node:assert/strict";
import { unreachable } from "../../../shared/assert.ts";
import { checkAggregate } from "../../../shared/expressions/check-aggregate.ts";
import { parse } from "../../../shared/expressions/parse.ts";
import type { Typed } from "../../../shared/expressions/typed.ts";
import { aggregateFunctions } from "../../../shared/operators/windows/aggregate-functions.ts";
import { parseDuration } from "../../../shared/records/durations.ts";
import {
  ANY,
  INSTANT,
  makeNullable,
  makeStruct,
  STRING,
  withoutNull,
  type Type,
} from "../../../shared/records/types.ts";
import type { AggregateCall, AggregateConfig, Projection } from "../../../shared/topology/processors.ts";
import type { StorePlan } from "../../../shared/topology/topology.ts";
import type { StatefulCase } from "../../support/stateful-harness.ts";
import { expression, recordRoots, type } from "../../support/typed-expression.ts";
import type { TableCase } from "./notation.ts";

const WINDOW = makeStruct([
  { name: "start", type: INSTANT },
  { name: "end", type: INSTANT },
]);

export function lowerCase(given: TableCase): StatefulCase {
  switch (given.operator) {
    case "aggregate":
      return lowerAggregate(given);
    case "stream-table-join":
      return lowerStreamTable(given);
    case "stream-stream-join":
      return lowerStreamStream(given);
    default:
      return unreachable(given.operator);
  }
}

function lowerAggregate({ config, types }: TableCase): StatefulCase<"aggregate"> {
  const value = type(types[0]!);
  const window = config["window"] === undefined ? null : windowOf(config["window"] as Record<string, string>);
  const calls: AggregateCall[] = [];
  const fields = Object.entries(config["fields"] as Record<string, string>).map(([name, source]) => ({
    name,
    value: aggregateField(source, value, calls),
  }));
  const aggregate: AggregateConfig = {
    store: "n",
    window,
    emit: config["emit"] === "on-close" ? "on-close" : "on-update",
    coalesce: config["coalesce"] !== false,
    aggregates: calls,
    outputKey: window === null ? null : [path("key", STRING), path("window", WINDOW)],
    fields,
    keyType: makeNullable(STRING),
    lateOutput: config["late"] === true,
  };
  return {
    type: "aggregate",
    config: aggregate,
    stores: [plan("n", window === null ? "table" : "window")],
    inputs: [{ kind: "stream", key: makeNullable(STRING), value }],
    output: { kind: "stream", key: ANY, value: ANY },
    outputs: ["out", "late"],
  };
}

function aggregateField(source: string, value: Type, calls: AggregateCall[]): Typed {
  assert.equal(calls.length, 0, "one field a case");
  const checked = checkAggregate(parse(source), { roots: recordRoots(value) }, aggregateFunctions);
  assert.ok(checked.typed, JSON.stringify(checked.diagnostics));
  for (const call of checked.calls) {
    const [argument = null, ...options] = call.arguments;
    calls.push({
      name: call.name as AggregateCall["name"],
      argument,
      options: options.map((option) => (option.node === "literal" ? option.value : undefined)),
      type: call.type,
    });
  }
  return checked.typed;
}

function lowerStreamTable({ config, types }: TableCase): StatefulCase<"stream-table-join"> {
  const [leftType, rightType] = [type(types[0]!), type(types[1]!)];
  const kind = config["kind"] === "left" ? "left" : "inner";
  const row = withoutNull(rightType);
  const roots = new Map<string, Type>([
    ["left", leftType],
    ["right", kind === "left" ? makeNullable(row) : row],
    ["key", STRING],
    ["timestamp", INSTANT],
  ]);
  return {
    type: "stream-table-join",
    config: { store: "n", kind, result: projection(String(config["result"]), roots), leftType, rightType },
    stores: [plan("n", "table")],
    inputs: [
      { kind: "stream", key: makeNullable(STRING), value: leftType },
      { kind: "table", key: makeNullable(STRING), value: rightType },
    ],
    output: { kind: "stream", key: makeNullable(STRING), value: ANY },
  };
}

function lowerStreamStream({ config, types }: TableCase): StatefulCase<"stream-stream-join"> {
  const [leftType, rightType] = [type(types[0]!), type(types[1]!)];
  const kind = config["kind"] === "outer" ? "outer" : config["kind"] === "left" ? "left" : "inner";
  const [left, right] = [withoutNull(leftType), withoutNull(rightType)];
  const roots = new Map<string, Type>([
    ["left", kind === "outer" ? makeNullable(left) : left],
    ["right", kind === "inner" ? right : makeNullable(right)],
    ["key", STRING],
    ["timestamp", INSTANT],
  ]);
  return {
    type: "stream-stream-join",
    config: {
      kind,
      leftStore: "n-left",
      rightStore: "n-right",
      beforeMs: durationOf(config["before"]),
      afterMs: durationOf(config["after"]),
      graceMs: durationOf(config["grace"]),
      result: projection(String(config["result"]), roots),
      leftType,
      rightType,
    },
    stores: [plan("n-left", "join-window"), plan("n-right", "join-window")],
    inputs: [
      { kind: "stream", key: makeNullable(STRING), value: leftType },
      { kind: "stream", key: makeNullable(STRING), value: rightType },
    ],
    output: { kind: "stream", key: makeNullable(STRING), value: ANY },
  };
}

function projection(source: string, roots: ReadonlyMap<string, Type>): Projection {
  return { base: { keep: "none" }, fields: [], whole: expression(source, roots) };
}

function windowOf(window: Readonly<Record<string, string>>): NonNullable<AggregateConfig["window"]> {
  const sizeMs = durationOf(window["size"]);
  const kind = window["kind"] === "hopping" ? "hopping" : "tumbling";
  const advanceMs = kind === "hopping" ? durationOf(window["advance"]) : sizeMs;
  return { kind, sizeMs, advanceMs, graceMs: durationOf(window["grace"]) };
}

function durationOf(text: unknown): number {
  if (text === undefined) return 0;
  assert.ok(typeof text === "string");
  const ms = parseDuration(text);
  assert.ok(ms !== undefined && ms !== null, `not a duration: ${text}`);
  return ms;
}

function path(root: string, of: Type): { name: string; value: Typed } {
  return { name: root, value: { node: "path", type: of, root, steps: [] } };
}

function plan(name: string, kind: StorePlan["kind"]): StorePlan {
  return { name, node: "n", kind, changelog: `${name}-changelog`, retentionMs: null };
}
