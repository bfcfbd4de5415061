/**
 * What every expression of a node can name, and must give. The operator itself says so: its `flow` is run with a context that notes what it asks for.
 */
import type { ExpressionScope } from "../../expression-editor/language/check-expression.ts";
import { checkExpression } from "../../expression-editor/language/check-expression.ts";
import type { ExpressionMeta } from "../../../../shared/operators/field-meta.ts";
import type { AnyOperator, ConfigPath, FlowContext, Scope } from "../../../../shared/operators/operator.ts";
import { sourceText } from "../../../../shared/operators/field-meta.ts";
import { makePointer, pointerSteps } from "../../../../shared/pipeline/json-node.ts";
import { parseConfig } from "../../../../shared/operators/parse-config.ts";
import type { Json } from "../../../../shared/pipeline/pipeline.ts";
import { isSameType } from "../../../../shared/records/assignable.ts";
import { parseType } from "../../../../shared/records/type-text.ts";
import {
  ANY,
  BOOLEAN,
  INSTANT,
  INT,
  makeNullable,
  makeStruct,
  STRING,
  withoutNull,
  type Type,
} from "../../../../shared/records/types.ts";
import type { RecordType } from "../../../../shared/topology/topology.ts";
import { isJsonObject } from "./json-value.ts";

export type Inputs = ReadonlyMap<string, RecordType>;
export type Scopes = ReadonlyMap<string, ExpressionScope>;

const unknownRecord: RecordType = { kind: "stream", key: ANY, value: ANY };

export function recordScope({ key, value }: RecordType): Scope {
  return {
    value,
    key,
    timestamp: INSTANT,
    headers: { kind: "map", value: makeNullable(STRING) },
    topic: STRING,
    partition: INT,
    offset: INT,
  };
}

/** By the pointer of the expression into the configuration, which the schema has accepted. */
export function captureScopes(operator: AnyOperator, config: unknown, inputs: Inputs): Scopes {
  const scopes = new Map<string, ExpressionScope>();
  const note = (at: ConfigPath, scope: ExpressionScope): ExpressionScope => {
    scopes.set(makePointer(...at), scope);
    return scope;
  };
  const check = (source: Parameters<FlowContext["expression"]>[1], scope: ExpressionScope) => {
    const { typed, type } = checkExpression(sourceText(source), scope);
    return typed ?? ({ node: "literal", type, value: null } as const);
  };
  const context: FlowContext = {
    input: (port) => inputs.get(port) ?? unknownRecord,
    recordScope,
    expression: (at, source, scope, expected) =>
      check(source, note(at, makeScope(scope, expected === undefined ? {} : { expected }))),
    aggregateExpression: (at, source, { record, result }) =>
      check(source, note(at, makeScope(record, { resultRoots: new Map(Object.entries(result)) }))),
    type: (_at, text) => parseType(text).type ?? ANY,
    error: () => {},
    warning: () => {},
  };
  operator.flow(config, context);
  return scopes;
}

/** What an expression could name that is not written yet, as the operator would say it; undefined where it does not say. */
export function scopeIfWritten(
  operator: AnyOperator,
  { node, config, pointer }: { readonly node: string; readonly config: Json; readonly pointer: string },
  inputs: Inputs,
): ExpressionScope | undefined {
  const [name, ...deeper] = pointerSteps(pointer);
  if (name === undefined || deeper.length > 0 || !isJsonObject(config)) return undefined;
  const filled = { id: node, type: operator.type, name: node, config: { ...config, [name]: "null" }, onError: null };
  const parsed = parseConfig(operator, filled);
  return parsed.config === undefined ? undefined : captureScopes(operator, parsed.config, inputs).get(pointer);
}

function makeScope(roots: Scope, more: Omit<ExpressionScope, "roots">): ExpressionScope {
  return { roots: new Map(Object.entries(roots)), ...more };
}

const expectations: Readonly<Record<NonNullable<ExpressionMeta["expects"]>, Type | undefined>> = {
  boolean: BOOLEAN,
  int: INT,
  instant: INSTANT,
  text: STRING,
  array: undefined,
};

/** What the field itself says, where the configuration cannot be read (yet) or the expression is new. */
export function declaredScope(
  meta: ExpressionMeta,
  inputs: Inputs,
  near: ExpressionScope | undefined,
): ExpressionScope {
  if (near !== undefined) return near;
  const roots = new Map<string, Type>();
  const first = inputs.get("in") ?? [...inputs.values()][0] ?? unknownRecord;
  for (const root of meta.scope) {
    if (root === "record") for (const [name, type] of Object.entries(recordScope(first))) roots.set(name, type);
    else if (root === "left" || root === "right") roots.set(root, withoutNull(inputs.get(root)?.value ?? ANY));
    else if (root === "key") roots.set(root, first.key);
    else if (root === "timestamp") roots.set(root, INSTANT);
    else if (root === "index") roots.set(root, INT);
    else if (root !== "window") roots.set(root, ANY);
  }
  const expected = meta.expects === undefined ? undefined : expectations[meta.expects];
  const window = makeStruct([
    { name: "start", type: INSTANT },
    { name: "end", type: INSTANT },
  ]);
  return {
    roots,
    ...(expected === undefined ? {} : { expected }),
    ...(meta.aggregate === true
      ? {
          resultRoots: new Map<string, Type>([
            ["key", first.key],
            ["window", window],
          ]),
        }
      : {}),
  };
}

/** The scopes after a change, with the objects of before where nothing changed: fields then need not look again. */
export function keepScopes(before: Scopes, after: Scopes): Scopes {
  let same = before.size === after.size;
  const kept = new Map<string, ExpressionScope>();
  for (const [pointer, scope] of after) {
    const old = before.get(pointer);
    const keep = old !== undefined && equalScopes(old, scope);
    same &&= keep;
    kept.set(pointer, keep ? old : scope);
  }
  return same ? before : kept;
}

function equalScopes(a: ExpressionScope, b: ExpressionScope): boolean {
  return equalRoots(a.roots, b.roots) && equalTypes(a.expected, b.expected) && equalRoots(a.resultRoots, b.resultRoots);
}

function equalRoots(a: ReadonlyMap<string, Type> | undefined, b: ReadonlyMap<string, Type> | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && [...a].every(([name, type]) => equalTypes(type, b.get(name)));
}

function equalTypes(a: Type | undefined, b: Type | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a === b || isSameType(a, b);
}
