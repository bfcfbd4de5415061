/** Rules of the graph beyond what the planner needs (which reports edges that lead nowhere, inputs and cycles). */
import type { Diagnostic } from "../diagnostics.ts";
import { catalogue } from "../operators/catalogue.ts";
import type { Ports } from "../operators/operator.ts";
import { parseConfig } from "../operators/parse-config.ts";
import { endsOf, portText } from "../pipeline/diff.ts";
import { compareIds } from "../pipeline/ids.ts";
import { makePointer } from "../pipeline/json-node.ts";
import type { Pipeline, PipelineNode } from "../pipeline/pipeline.ts";

/** Ports of nodes, as far as they are known already; undefined where a configuration is in error. */
type KnownPorts = ReadonlyMap<string, Ports | undefined>;

export function checkGraph(pipeline: Pipeline, known: KnownPorts = new Map()): Diagnostic[] {
  return [...checkTwins(pipeline), ...checkOutputs(pipeline, known), ...checkNames(pipeline)];
}

/** Ports of a node; undefined where its type is unknown or its config in error. */
export function portsOf(node: PipelineNode): Ports | undefined {
  const operator = catalogue.get(node.type);
  if (operator === undefined) return undefined;
  const { config } = parseConfig(operator, node);
  return config === undefined ? undefined : operator.ports(config);
}

function checkTwins(pipeline: Pipeline): Diagnostic[] {
  const seen = new Map<string, string>();
  return sorted(pipeline.edges).flatMap((edge): Diagnostic[] => {
    const twin = seen.get(endsOf(edge));
    if (twin === undefined) {
      seen.set(endsOf(edge), edge.id);
      return [];
    }
    return [
      {
        code: "DOC_0203",
        severity: "error",
        message: `The edges \`${twin}\` and \`${edge.id}\` both lead from ${portText(edge.from)} to ${portText(edge.to)}.`,
        hint: "Remove one of the two.",
        node: edge.to.node,
        pointer: makePointer("edges", edge.id),
      },
    ];
  });
}

function checkOutputs(pipeline: Pipeline, known: KnownPorts): Diagnostic[] {
  const portsOfNode = (node: PipelineNode) => (known.has(node.id) ? known.get(node.id) : portsOf(node));
  const connected = new Set([...pipeline.edges.values()].map((edge) => portText(edge.from)));
  return sorted(pipeline.nodes).flatMap((node) =>
    (portsOfNode(node)?.outputs ?? [])
      .filter((port) => !port.optional && !connected.has(`${node.id}.${port.name}`))
      .map((port): Diagnostic => ({
        code: "DOC_0208",
        severity: "warning",
        message: `Nothing is connected to the output \`${port.name}\` of "${node.name}": its records are counted and dropped.`,
        hint: "Connect it to a sink, or remove the node.",
        node: node.id,
        pointer: makePointer("nodes", node.id),
      })),
  );
}

function checkNames(pipeline: Pipeline): Diagnostic[] {
  const first = new Map<string, string>();
  return sorted(pipeline.nodes).flatMap((node): Diagnostic[] => {
    const name = node.name.normalize("NFC").trim();
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, node.id);
      return [];
    }
    return [
      {
        code: "DOC_0209",
        severity: "warning",
        message: `\`${other}\` and \`${node.id}\` are both named "${node.name}".`,
        hint: "Give one of them another name; people tell nodes apart by it.",
        node: node.id,
        pointer: makePointer("nodes", node.id, "name"),
      },
    ];
  });
}

function sorted<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map].toSorted(([a], [b]) => compareIds(a, b)).map(([, item]) => item);
}
