/** Types from node to node: checks every expression and says what leaves every port. */
import type { Diagnostic } from "../diagnostics.ts";
import { check, type Checked } from "../expressions/check.ts";
import type { Typed } from "../expressions/typed.ts";
import type {
  AggregateCallList,
  ConfigPath,
  ExpressionSource,
  Flow,
  FlowContext,
  NodeCode,
  Scope,
} from "../operators/operator.ts";
import { makePointer } from "../pipeline/json-node.ts";
import { explainAssignable, unify } from "../records/assignable.ts";
import { parseType } from "../records/type-text.ts";
import { ANY, INSTANT, INT, makeNullable, STRING, type Type } from "../records/types.ts";
import { checkAggregateField } from "./aggregate-field.ts";
import type { GraphNode } from "./graph.ts";
import { parseOnce } from "./parse-once.ts";
import type { RecordType } from "./topology.ts";

/** What is known of one node after the flow. */
export interface NodeFlow {
  readonly inputs: ReadonlyMap<string, RecordType>;
  readonly outputs: ReadonlyMap<string, RecordType>;
  /** For `lower`; undefined where the configuration was in error. */
  readonly checked: unknown;
}

const UNKNOWN: RecordType = { kind: "stream", key: ANY, value: ANY };
const BROKEN: Typed = { node: "literal", type: ANY, value: null };

export function flowTypes(nodes: readonly GraphNode[]): {
  readonly flows: ReadonlyMap<string, NodeFlow>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const flows = new Map<string, NodeFlow>();
  const diagnostics: Diagnostic[] = [];
  for (const node of nodes) {
    const context = new NodeContext(node, flows, diagnostics);
    if (node.config === undefined) continue;
    const { outputs, checked }: Flow<unknown> = node.operator.flow(node.config, context);
    flows.set(node.id, { inputs: context.inputs, outputs: new Map(Object.entries(outputs)), checked });
  }
  return { flows, diagnostics };
}

class NodeContext implements FlowContext {
  readonly inputs = new Map<string, RecordType>();
  readonly #node: GraphNode;
  readonly #diagnostics: Diagnostic[];

  constructor(node: GraphNode, flows: ReadonlyMap<string, NodeFlow>, diagnostics: Diagnostic[]) {
    this.#node = node;
    this.#diagnostics = diagnostics;
    for (const port of node.ports?.inputs ?? []) this.#connect(port.name, port.kind, flows);
  }

  #connect(port: string, kind: "stream" | "table" | "any", flows: ReadonlyMap<string, NodeFlow>): void {
    let joined: RecordType | undefined;
    const arriving: { edge: string; type: RecordType }[] = [];
    for (const edge of this.#node.inputs.get(port) ?? []) {
      const type = flows.get(edge.from.node)?.outputs.get(edge.from.port);
      if (type === undefined) continue;
      arriving.push({ edge: edge.id, type });
      joined = joined === undefined ? type : this.#unify(joined, type, edge.id);
      if (kind === "stream" && type.kind === "table") this.#tableAtStream(edge.id);
    }
    if (joined === undefined) return;
    for (const { edge, type } of arriving) this.#checkFits(type, joined, edge);
    this.inputs.set(port, kind === "any" ? joined : { ...joined, kind });
  }

  #unify(a: RecordType, b: RecordType, edge: string): RecordType {
    const key = unify(a.key, b.key);
    const value = unify(a.value, b.value);
    if (key === undefined || value === undefined)
      this.#report("PLAN_0003", makePointer("edges", edge), "error", {
        message: `The ${key === undefined ? "keys" : "values"} of the streams that meet here have nothing in common.`,
        hint: "Bring them to one form with a map before.",
      });
    return { kind: a.kind === b.kind ? a.kind : "stream", key: key ?? ANY, value: value ?? ANY };
  }

  /** Streams are interleaved as they are, without a conversion: each must already be of the common type. */
  #checkFits(type: RecordType, joined: RecordType, edge: string): void {
    for (const part of ["key", "value"] as const) {
      const mismatch = joined[part].kind === "any" ? undefined : explainAssignable(type[part], joined[part]);
      if (mismatch === undefined) continue;
      this.#report("PLAN_0003", makePointer("edges", edge), "error", {
        message: `The ${part} of a stream differs from that of the others: ${mismatch.message}.`,
        hint: "Bring them to one form with a map before.",
      });
    }
  }

  #tableAtStream(edge: string): void {
    this.#report("PLAN_0002", makePointer("edges", edge), "error", {
      message: "A table is connected to an input that takes a stream.",
      hint: "Join it to a stream, or read the topic with kafka-source to work on its changes.",
    });
  }

  input(port: string): RecordType {
    return this.inputs.get(port) ?? UNKNOWN;
  }

  recordScope({ key, value }: RecordType): Scope {
    return {
      key,
      value,
      timestamp: INSTANT,
      headers: { kind: "map", value: makeNullable(STRING) },
      topic: STRING,
      partition: INT,
      offset: INT,
    };
  }

  expression(at: ConfigPath, source: ExpressionSource, scope: Scope, expected?: Type): Typed {
    const roots = new Map(Object.entries(scope));
    const checked = check(parseOnce(textOf(source)), expected === undefined ? { roots } : { roots, expected });
    this.#reportExpression(at, source, checked.diagnostics);
    return checked.typed ?? { ...BROKEN, type: expected ?? checked.type };
  }

  aggregateExpression(
    at: ConfigPath,
    source: ExpressionSource,
    scopes: { readonly record: Scope; readonly result: Scope },
    calls: AggregateCallList,
  ): Typed {
    const checked = checkAggregateField(textOf(source), scopes, calls);
    this.#reportExpression(at, source, checked.diagnostics);
    return checked.typed ?? { ...BROKEN, type: checked.type };
  }

  type(at: ConfigPath, text: string): Type {
    const parsed = parseType(text);
    for (const diagnostic of parsed.diagnostics)
      this.#diagnostics.push({ ...diagnostic, node: this.#node.id, pointer: this.#pointer(at) });
    return parsed.type ?? ANY;
  }

  error(code: NodeCode, at: ConfigPath, message: string, hint: string): void {
    this.#report(code, this.#pointer(at), "error", { message, hint });
  }

  warning(code: NodeCode, at: ConfigPath, message: string, hint: string): void {
    this.#report(code, this.#pointer(at), "warning", { message, hint });
  }

  #reportExpression(at: ConfigPath, source: ExpressionSource, diagnostics: Checked["diagnostics"]): void {
    if (diagnostics.length === 0) return;
    const pointer = this.#pointer(typeof source === "string" ? at : [...at, "src"]);
    for (const diagnostic of diagnostics) this.#diagnostics.push({ ...diagnostic, node: this.#node.id, pointer });
  }

  #report(
    code: string,
    pointer: string,
    severity: Diagnostic["severity"],
    text: { readonly message: string; readonly hint: string },
  ): void {
    this.#diagnostics.push({ code, severity, ...text, node: this.#node.id, pointer });
  }

  #pointer(at: ConfigPath): string {
    return makePointer("nodes", this.#node.id, "config", ...at);
  }
}

function textOf(source: ExpressionSource): string {
  return typeof source === "string" ? source : source.src;
}
