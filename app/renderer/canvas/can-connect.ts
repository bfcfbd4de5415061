/** Whether two ports can be connected, and why not: what the canvas dims, and what a drop says. Pure. */
import type { InputPort, OutputPort } from "../../../shared/operators/operator.ts";
import type { Pipeline, PipelineNode, PortRef } from "../../../shared/pipeline/pipeline.ts";
import { unify } from "../../../shared/records/assignable.ts";
import { withoutNull, type Type } from "../../../shared/records/types.ts";
import { describeType } from "../../../shared/records/type-text.ts";
import type { NodeTypes } from "../../../shared/topology/plan.ts";
import type { RecordType } from "../../../shared/topology/topology.ts";
import { nodeFacts } from "../operators/node-facts.ts";

export type PortTypes = ReadonlyMap<string, NodeTypes>;
export type Side = "inputs" | "outputs";

/** True, or one sentence. `from` is an output, `to` an input; `moving` is an edge that gets these ends, so it does not count as there. */
export function canConnect(
  pipeline: Pipeline,
  types: PortTypes,
  from: PortRef,
  to: PortRef,
  moving?: string,
): true | string {
  return connectorFrom(pipeline, types, { port: from, side: "outputs" }, moving)(to);
}

/** `canConnect` for many candidates at the other end of one port. */
export function connectorFrom(
  pipeline: Pipeline,
  types: PortTypes,
  fixed: { readonly port: PortRef; readonly side: Side },
  moving?: string,
): (other: PortRef) => true | string {
  const known = new Map<string, ReadonlySet<string>>();
  const upstreamOf = (node: string): ReadonlySet<string> => {
    const before = known.get(node);
    const made = before ?? reach(pipeline, node, "upstream", moving);
    known.set(node, made);
    return made;
  };
  // With a fixed input everything after it must not feed it; with a fixed output everything before it must not be fed.
  const loop =
    fixed.side === "outputs" ? upstreamOf(fixed.port.node) : reach(pipeline, fixed.port.node, "downstream", moving);
  return (other) => {
    const [from, to] = fixed.side === "outputs" ? [fixed.port, other] : [other, fixed.port];
    return checkEnds(pipeline, from, to, { moving, types, loops: loop.has(other.node) });
  };
}

interface Known {
  readonly types: PortTypes;
  readonly moving: string | undefined;
  readonly loops: boolean;
}

function checkEnds(pipeline: Pipeline, from: PortRef, to: PortRef, known: Known): true | string {
  const source = pipeline.nodes.get(from.node);
  const target = pipeline.nodes.get(to.node);
  if (source === undefined || target === undefined) return "The node is gone.";
  const output = nodeFacts(source).ports.outputs.find(({ name }) => name === from.port);
  const input = nodeFacts(target).ports.inputs.find(({ name }) => name === to.port);
  if (output === undefined) return `${source.name} has no such output.`;
  if (input === undefined)
    return nodeFacts(target).ports.inputs.length === 0
      ? `${target.name} is a source: nothing goes in.`
      : `${target.name} has no such input.`;
  if (from.node === to.node) return "A node cannot feed itself.";
  if (input.kind === "stream" && output.kind === "table")
    return `${target.name} takes a stream here, and ${source.name} gives a table.`;
  if (known.loops) return `${target.name} feeds ${source.name} already: this would make a circle.`;
  return (
    checkEdges(pipeline, { from, to, input, target }, known) ??
    checkTypes({ from, to, input, output }, source, target, known) ??
    true
  );
}

function checkEdges(
  pipeline: Pipeline,
  {
    from,
    to,
    input,
    target,
  }: { readonly from: PortRef; readonly to: PortRef; readonly input: InputPort; readonly target: PipelineNode },
  { moving }: Known,
): string | null {
  for (const edge of pipeline.edges.values()) {
    if (edge.id === moving || edge.to.node !== to.node || edge.to.port !== to.port) continue;
    if (edge.from.node === from.node && edge.from.port === from.port) return "These ports are connected already.";
    if (!input.many) return `${input.label} of ${target.name} takes one edge, and has it.`;
  }
  return null;
}

/** Edges that meet at a port are interleaved, so their values need a type in common; a `table` port reads upserts by key, so keys must fit too. */
function checkTypes(
  {
    from,
    to,
    input,
    output,
  }: { readonly from: PortRef; readonly to: PortRef; readonly input: InputPort; readonly output: OutputPort },
  source: PipelineNode,
  target: PipelineNode,
  { types }: Known,
): string | null {
  const given = types.get(source.id)?.outputs.get(from.port);
  const there = types.get(target.id)?.inputs.get(to.port);
  if (given === undefined || there === undefined || output.kind !== given.kind) return null;
  if (!input.many || isUnknown(there)) return null;
  if (apart(given.value, there.value))
    return `${source.name} gives ${describeType(given.value)}; ${input.label} of ${target.name} has ${describeType(there.value)}.`;
  if (apart(given.key, there.key))
    return `Keys do not fit: ${describeType(given.key)} here, ${describeType(there.key)} at ${target.name}.`;
  return null;
}

/** Nothing is connected there yet. */
function isUnknown({ key, value }: RecordType): boolean {
  return key.kind === "any" && value.kind === "any";
}

/** No type holds values of both. */
function apart(a: Type, b: Type): boolean {
  return unify(withoutNull(a), withoutNull(b)) === undefined;
}

/** Nodes that can be reached from one along the edges or against them, without itself. */
export function reach(
  { edges }: Pipeline,
  start: string,
  way: "upstream" | "downstream",
  without?: string,
): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const { id, from, to } of edges.values()) {
    if (id === without) continue;
    const [a, b] = way === "downstream" ? [from.node, to.node] : [to.node, from.node];
    const list = next.get(a);
    if (list === undefined) next.set(a, [b]);
    else list.push(b);
  }
  const found = new Set<string>();
  const queue = [start];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const to of next.get(id) ?? []) {
      if (found.has(to) || to === start) continue;
      found.add(to);
      queue.push(to);
    }
  }
  return found;
}
