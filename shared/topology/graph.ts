/** The pipeline as a graph whose edges lead somewhere, in an order in which every node stands after those that it reads from. */
import type { Diagnostic } from "../diagnostics.ts";
import type { AnyOperator, Ports } from "../operators/operator.ts";
import { parseConfig } from "../operators/parse-config.ts";
import { findCycles } from "../pipeline/cycles.ts";
import { makePointer } from "../pipeline/json-node.ts";
import { compareIds } from "../pipeline/ids.ts";
import type { Pipeline, PipelineEdge, PipelineNode } from "../pipeline/pipeline.ts";

export interface GraphNode {
  readonly id: string;
  readonly pipelineNode: PipelineNode;
  readonly operator: AnyOperator;
  /** As the operator's schema gives it; undefined where the configuration is in error. */
  readonly config: unknown;
  /** Undefined without a configuration. */
  readonly ports: Ports | undefined;
  /** By input port, in order of edge ids. */
  readonly inputs: ReadonlyMap<string, readonly PipelineEdge[]>;
  readonly connectedOutputs: ReadonlySet<string>;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly diagnostics: readonly Diagnostic[];
}

export function makeGraph(pipeline: Pipeline, operators: ReadonlyMap<string, AnyOperator>): Graph {
  const diagnostics: Diagnostic[] = [];
  if (pipeline.nodes.size === 0)
    diagnostics.push(
      finding("DOC_0211", "/nodes", "The pipeline has no nodes.", "Add a source, and what is to be done with it."),
    );
  const edges = [...pipeline.edges.values()].toSorted((a, b) => compareIds(a.id, b.id));
  const ends = sortByEnd(edges);
  const nodes = new Map<string, GraphNode>();
  for (const node of [...pipeline.nodes.values()].toSorted((a, b) => compareIds(a.id, b.id))) {
    const operator = operators.get(node.type);
    if (operator === undefined) {
      diagnostics.push({
        ...finding(
          "DOC_0210",
          makePointer("nodes", node.id, "type"),
          `There is no operator \`${node.type}\`.`,
          "Check its spelling, or update Weir.",
        ),
        node: node.id,
      });
      continue;
    }
    const parsed = parseConfig(operator, node);
    diagnostics.push(...parsed.diagnostics);
    nodes.set(node.id, connect(node, operator, parsed.config, ends));
  }
  for (const edge of edges) diagnostics.push(...checkEdge(edge, nodes, pipeline));
  for (const node of nodes.values()) diagnostics.push(...checkInputs(node));
  const sorted = sortNodes(nodes);
  diagnostics.push(...checkCycles(pipeline));
  return { nodes: sorted, diagnostics };
}

interface Ends {
  /** Edges that end at a node, in order of their ids. */
  readonly into: ReadonlyMap<string, readonly PipelineEdge[]>;
  /** Ports of a node that edges begin at. */
  readonly outOf: ReadonlyMap<string, ReadonlySet<string>>;
}

function sortByEnd(edges: readonly PipelineEdge[]): Ends {
  const into = new Map<string, PipelineEdge[]>();
  const outOf = new Map<string, Set<string>>();
  for (const edge of edges) {
    const arriving = into.get(edge.to.node);
    if (arriving === undefined) into.set(edge.to.node, [edge]);
    else arriving.push(edge);
    const leaving = outOf.get(edge.from.node);
    if (leaving === undefined) outOf.set(edge.from.node, new Set([edge.from.port]));
    else leaving.add(edge.from.port);
  }
  return { into, outOf };
}

const NO_PORTS: ReadonlySet<string> = new Set();

function connect(node: PipelineNode, operator: AnyOperator, config: unknown, { into, outOf }: Ends): GraphNode {
  const inputs = new Map<string, PipelineEdge[]>();
  for (const edge of into.get(node.id) ?? []) {
    const list = inputs.get(edge.to.port);
    if (list === undefined) inputs.set(edge.to.port, [edge]);
    else list.push(edge);
  }
  const ports = config === undefined ? undefined : operator.ports(config);
  const connectedOutputs = outOf.get(node.id) ?? NO_PORTS;
  return { id: node.id, pipelineNode: node, operator, config, ports, inputs, connectedOutputs };
}

function checkEdge(edge: PipelineEdge, nodes: ReadonlyMap<string, GraphNode>, pipeline: Pipeline): Diagnostic[] {
  return (["from", "to"] as const).flatMap((end) => {
    const { node, port } = edge[end];
    const pointer = () => makePointer("edges", edge.id, end);
    if (!pipeline.nodes.has(node))
      return [
        finding(
          "DOC_0201",
          pointer(),
          `The edge refers to a node ${node}, which does not exist.`,
          "Remove the edge, or connect it.",
        ),
      ];
    const ports = nodes.get(node)?.ports;
    const known = end === "from" ? ports?.outputs : ports?.inputs;
    if (known === undefined || known.some(({ name }) => name === port)) return [];
    const which = end === "from" ? "output" : "input";
    const names = known.map(({ name }) => name).join(", ");
    const hint = known.length === 0 ? `It has no ${which}s.` : `Its ${which}s are ${names}.`;
    return [finding("DOC_0202", pointer(), `${node} has no ${which} ${port}.`, hint)];
  });
}

function checkInputs(node: GraphNode): Diagnostic[] {
  return (node.ports?.inputs ?? []).flatMap((port) => {
    const count = node.inputs.get(port.name)?.length ?? 0;
    const at = { node: node.id };
    const pointer = makePointer("nodes", node.id);
    if (count === 0 && port.required)
      return [
        { ...finding("DOC_0204", pointer, `The input ${port.name} has no edge.`, "Connect something to it."), ...at },
      ];
    if (count > 1 && !port.many)
      return [
        {
          ...finding(
            "DOC_0205",
            pointer,
            `The input ${port.name} takes one edge and has ${count}.`,
            "Merge them before.",
          ),
          ...at,
        },
      ];
    return [];
  });
}

/** Kahn's algorithm, the smallest id first; nodes on cycles, and what follows them, are left out. */
function sortNodes(nodes: ReadonlyMap<string, GraphNode>): GraphNode[] {
  const waiting = new Map<string, number>();
  const readers = new Map<string, string[]>();
  for (const node of nodes.values()) {
    const sources = [...node.inputs.values()].flat().filter((edge) => nodes.has(edge.from.node));
    waiting.set(node.id, sources.length);
    for (const edge of sources) {
      const list = readers.get(edge.from.node) ?? [];
      list.push(node.id);
      readers.set(edge.from.node, list);
    }
  }
  const sorted: GraphNode[] = [];
  let ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  while (ready.length > 0) {
    const next: string[] = [];
    for (const id of ready.toSorted(compareIds)) {
      const node = nodes.get(id);
      if (node !== undefined) sorted.push(node);
      for (const reader of readers.get(id) ?? []) {
        const left = (waiting.get(reader) ?? 0) - 1;
        waiting.set(reader, left);
        if (left === 0) next.push(reader);
      }
    }
    ready = next;
  }
  return sorted;
}

function checkCycles(pipeline: Pipeline): Diagnostic[] {
  return findCycles(pipeline).map((cycle) => {
    const [first = ""] = cycle;
    const names = cycle.slice(0, 8).map((id) => `"${pipeline.nodes.get(id)?.name ?? id}"`);
    const way = [...names, cycle.length > names.length ? "…" : names[0]].join(" → ");
    const message = `Nodes form a cycle: ${way}.`;
    const hint = "Remove an edge. To feed results back, write them to a topic and read that.";
    return { ...finding("DOC_0207", makePointer("nodes", first), message, hint), node: first };
  });
}

export function finding(code: string, pointer: string, message: string, hint: string): Diagnostic {
  return { code, severity: "error", message, hint, pointer };
}
