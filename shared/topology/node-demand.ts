/** From what is wanted of a node's outputs to what it wants of its inputs. */
import { unreachable } from "../assert.ts";
import { fieldUses } from "../expressions/field-uses.ts";
import type { FieldUse, Typed } from "../expressions/typed.ts";
import { Demand } from "./demand.ts";
import { isNodeType, type DraftNode } from "./draft.ts";
import type { Projection } from "./processors.ts";

/** `out` has a demand for each output port; the answer one for each input port. */
export function demandOnInputs(node: DraftNode, out: readonly Demand[]): Demand[] {
  const all = out.reduce((sum, demand) => sum.merge(demand), new Demand());
  const is = isNodeType;
  if (is(node, "source") || is(node, "file-source") || is(node, "generator")) return [];
  if (is(node, "sink")) return [sinkDemand(node)];
  if (is(node, "console-sink")) return [new Demand().copy("key").copy("value")];
  if (is(node, "file-sink")) return [fileDemand(node)];
  if (is(node, "merge") || is(node, "table-source")) return [all];
  if (is(node, "peek")) return [peekDemand(node, all)];
  if (is(node, "filter")) return [all.read(fieldUses(node.config.where))];
  if (is(node, "branch")) return [all.read(fieldUses(...node.config.cases))];
  if (is(node, "select-key")) return [withoutRoot(all, "key").read(fieldUses(node.config.key))];
  if (is(node, "map") || is(node, "mask")) return [throughProjection(node.config, all)];
  if (is(node, "flat-map")) return [flatMapDemand(node, all)];
  if (is(node, "aggregate")) return [aggregateDemand(node, out[1] ?? new Demand())];
  if (is(node, "stream-table-join") || is(node, "stream-stream-join")) return joinDemand(node);
  return unreachable(node as never);
}

/** JSON that is written as it came is copied; another format takes the value apart. */
function sinkDemand({ config }: DraftNode<"sink">): Demand {
  const demand = new Demand().copy("key").copy("value");
  if (config.key.format === "delimited") demand.read([whole("key")]);
  if (config.value.format === "delimited")
    demand.read(config.value.header.map((name) => ({ root: "value", steps: [name] })));
  return config.partition === null ? demand : demand.read(fieldUses(config.partition));
}

function fileDemand({ config }: DraftNode<"file-sink">): Demand {
  if (config.columns === null) return new Demand().copy("value");
  return new Demand().read(config.columns.map((name) => ({ root: "value", steps: [name] })));
}

function peekDemand({ config }: DraftNode<"peek">, out: Demand): Demand {
  return config.label === null ? out.copy("key").copy("value") : out.read(fieldUses(config.label));
}

function flatMapDemand({ config }: DraftNode<"flat-map">, out: Demand): Demand {
  const demand = withoutRoot(out, "value").read(fieldUses(config.list));
  if (config.value === null) return demand;
  return demand.read(
    fieldUses(...expressionsOf(config.value)).filter((use) => use.root !== "item" && use.root !== "index"),
  );
}

/** Rows that come late pass on as they are. */
function aggregateDemand({ config }: DraftNode<"aggregate">, late: Demand): Demand {
  const given = config.aggregates.flatMap((call) => (call.argument === null ? [] : [call.argument]));
  return new Demand().merge(late).read([...fieldUses(...given), whole("key")]);
}

/** The table's rows are kept as they are, so that another result can be made of them later. */
function joinDemand(node: DraftNode<"stream-table-join"> | DraftNode<"stream-stream-join">): Demand[] {
  const uses = fieldUses(...expressionsOf(node.config.result));
  const left = new Demand().read(valuesOf(uses, "left")).read([whole("key")]);
  const right = new Demand().read(valuesOf(uses, "right")).read([whole("key")]);
  return [left, node.type === "stream-table-join" ? right.copy("value") : right];
}

function valuesOf(uses: readonly FieldUse[], side: string): FieldUse[] {
  return uses.filter((use) => use.root === side).map(({ steps }) => ({ root: "value", steps }));
}

function expressionsOf(projection: Projection): Typed[] {
  return projection.whole === null ? projection.fields.map((field) => field.value) : [projection.whole];
}

/** Every expression is evaluated whether its field is wanted or not; a field that is only passed on is read as far as it is wanted. */
function throughProjection(projection: Projection, out: Demand): Demand {
  const demand = withoutRoot(out, "value");
  if (projection.whole !== null) return demand.read(fieldUses(projection.whole));
  const wanted = out.paths("value");
  const everything = out.isCopied("value") || wanted.some((steps) => steps.length === 0);
  const named = new Set(projection.fields.map((field) => field.name));
  for (const { name, value } of projection.fields) {
    if (value.node !== "path" || everything) demand.read(fieldUses(value));
    else
      for (const [first, ...rest] of wanted)
        if (first === name) demand.read([{ root: value.root, steps: [...value.steps, ...rest] }]);
  }
  if (projection.base.keep === "none") return demand;
  const dropped = new Set(projection.base.drop);
  for (const [first, ...rest] of wanted) {
    if (first === undefined) demand.read([whole("value")]);
    else if (!named.has(first) && !dropped.has(first)) demand.read([{ root: "value", steps: [first, ...rest] }]);
  }
  return out.isCopied("value") ? demand.copy("value") : demand;
}

function withoutRoot(demand: Demand, root: string): Demand {
  const kept = new Demand();
  for (const other of ["key", "value", "timestamp", "headers", "topic", "partition", "offset"]) {
    if (other === root) continue;
    if (demand.isCopied(other)) kept.copy(other);
    kept.read(demand.paths(other).map((steps) => ({ root: other, steps })));
  }
  return kept;
}

function whole(root: string): FieldUse {
  return { root, steps: [] };
}
