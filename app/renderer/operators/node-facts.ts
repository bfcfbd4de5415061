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
    return {
      operator,
      kind: "unknown",
      icon: "circle-question-mark",
      line: `unknown operator ${node.type}`,
      ports: noPorts,
    };
  return new OperatorFacts(operator, node);
}

/** Reads the configuration only when somebody asks for what depends on it: of thousands of nodes few are seen so closely. */
class OperatorFacts implements NodeFacts {
  readonly operator: AnyOperator;
  readonly kind: Kind;
  readonly icon: string;
  readonly #node: PipelineNode;
  #line: string | null = null;
  #ports: Ports | null = null;

  constructor(operator: AnyOperator, node: PipelineNode) {
    this.operator = operator;
    this.kind = kindOf(operator);
    this.icon = operator.icon;
    this.#node = node;
  }

  get line(): string {
    if (this.#line === null) {
      const { config } = parseConfig(this.operator, this.#node);
      this.#line = config === undefined ? "not set up yet" : this.operator.describe(config);
    }
    return this.#line;
  }

  get ports(): Ports {
    this.#ports ??= fixedPorts(this.operator) ?? this.#portsOfConfig();
    return this.#ports;
  }

  #portsOfConfig(): Ports {
    const { config } = parseConfig(this.operator, this.#node);
    return config === undefined ? defaultPorts(this.operator) : this.operator.ports(config);
  }
}

const fixed = new Map<AnyOperator, Ports>();

/** A definition whose `ports` takes no configuration has the same for each; undefined where it takes one. */
function fixedPorts(operator: AnyOperator): Ports | undefined {
  if (operator.ports.length > 0) return undefined;
  const before = fixed.get(operator);
  if (before !== undefined) return before;
  const ports = defaultPorts(operator);
  fixed.set(operator, ports);
  return ports;
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
