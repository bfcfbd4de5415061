/** What views need to know of a node, from its operator's definition. Kept per node object: documents share what did not change. */
import { catalogue } from "../../../shared/operators/catalogue.ts";
import type { AnyOperator, Ports } from "../../../shared/operators/operator.ts";
import { parseConfig } from "../../../shared/operators/parse-config.ts";
import type { PipelineNode } from "../../../shared/pipeline/pipeline.ts";

export type Kind = "source" | "transform" | "join" | "window" | "sink" | "unknown";

export interface NodeFacts {
  /** Undefined for a type that this version does not know. */
  readonly operator: AnyOperator | undefined;
  readonly kind: Kind;
  readonly icon: string;
  /** One line: how it is set. */
  readonly line: string;
  readonly ports: Ports;
}

const kinds: Readonly<Record<AnyOperator["group"], Kind>> = {
  sources: "source",
  transforms: "transform",
  joins: "join",
  windows: "window",
  sinks: "sink",
};
const noPorts: Ports = { inputs: [], outputs: [] };
const known = new WeakMap<PipelineNode, NodeFacts>();

export function kindOf(operator: AnyOperator): Kind {
  return kinds[operator.group];
}

export function nodeFacts(node: PipelineNode): NodeFacts {
  const before = known.get(node);
  if (before !== undefined) return before;
  const facts = makeFacts(node);
  known.set(node, facts);
  return facts;
}

function makeFacts(node: PipelineNode): NodeFacts {
  const operator = catalogue.get(node.type);
  if (operator === undefined)
    return { operator, kind: "unknown", icon: "circle-question-mark", line: `unknown operator ${node.type}`, ports: noPorts };
  const shown = { operator, kind: kindOf(operator), icon: operator.icon };
  const { config } = parseConfig(operator, node);
  if (config !== undefined) return { ...shown, line: operator.describe(config), ports: operator.ports(config) };
  return { ...shown, line: "not set up yet", ports: defaultPorts(operator) };
}

/** Ports of a node whose configuration is incomplete: those of the first example, so that edges keep their ends. */
function defaultPorts(operator: AnyOperator): Ports {
  const example = operator.examples[0];
  if (example === undefined) return noPorts;
  const { config } = parseConfig(operator, {
    id: "",
    type: operator.type,
    name: "",
    config: example.config,
    onError: null,
  });
  return config === undefined ? noPorts : operator.ports(config);
}
