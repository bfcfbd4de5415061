/**
 * ESTree to our own syntax tree: the one place that decides what is in the language. What is not listed here is refused with words of
 * refusals.ts and becomes an `invalid` node, so that the rest is still checked.
 */
import type {
  ArrayExpression,
  ArrowFunctionExpression,
  BinaryExpression,
  CallExpression,
  Expression,
  Literal,
  MemberExpression,
  Node,
  ObjectExpression,
  Property,
  SpreadElement,
  TemplateLiteral,
  UnaryExpression,
} from "acorn";
import { report, type Findings } from "./diagnose.ts";
import { LIMITS } from "./limits.ts";
import { operatorRefusals, refusals, type Refusal } from "./refusals.ts";
import {
  isIterateMethod,
  type Range,
  type Syntax,
  type SyntaxEntry,
  type SyntaxItem,
  type SyntaxParameter,
} from "./syntax.ts";
import type { BinaryOperator, IterateMethod } from "./typed.ts";

export function whitelist(tree: Expression, source: string, findings: Findings): Syntax {
  return new Whitelist(source, findings).expression(tree, 0);
}

const binaryOperators: Readonly<Record<string, BinaryOperator>> = {
  "==": "==",
  "===": "==",
  "!=": "!=",
  "!==": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "+": "+",
  "-": "-",
  "*": "*",
  "/": "/",
  "%": "%",
  "**": "**",
};

class Whitelist {
  readonly #source: string;
  readonly #findings: Findings;
  #nodes = 0;
  #full = false;

  constructor(source: string, findings: Findings) {
    this.#source = source;
    this.#findings = findings;
  }

  expression(node: Expression | Node, depth: number): Syntax {
    this.#nodes += 1;
    if (depth > LIMITS.depth || this.#nodes > LIMITS.nodes) return this.#tooMuch(node);
    const next = depth + 1;
    const tree = node as Expression;
    switch (tree.type) {
      case "ParenthesizedExpression":
      case "ChainExpression":
        return this.expression(tree.expression, next);
      case "Literal":
        return this.#literal(tree);
      case "Identifier":
        return { kind: "name", ...rangeOf(tree), name: tree.name };
      case "MemberExpression":
        return this.#member(tree, next);
      case "UnaryExpression":
        return this.#unary(tree, next);
      case "BinaryExpression":
        return this.#binary(tree, next);
      case "LogicalExpression": {
        const left = this.expression(tree.left, next);
        return {
          kind: "logical",
          ...rangeOf(tree),
          operator: tree.operator,
          left,
          right: this.expression(tree.right, next),
        };
      }
      case "ConditionalExpression": {
        const test = this.expression(tree.test, next);
        const whenTrue = this.expression(tree.consequent, next);
        return {
          kind: "conditional",
          ...rangeOf(tree),
          test,
          whenTrue,
          whenFalse: this.expression(tree.alternate, next),
        };
      }
      case "TemplateLiteral":
        return this.#template(tree, next);
      case "ArrayExpression":
        return this.#array(tree, next);
      case "ObjectExpression":
        return this.#object(tree, next);
      case "CallExpression":
        return this.#call(tree, next);
      default:
        return this.#refuse(node, refusals[tree.type] ?? { what: "This", instead: "It is not part of the language." });
    }
  }

  #literal(node: Literal): Syntax {
    const range = rangeOf(node);
    const { value } = node;
    if (node.regex !== undefined) return this.#refuse(node, refusals["RegExp"]!);
    if (typeof value === "number" || typeof value === "bigint") {
      const text = this.#source.slice(node.start, node.end).replaceAll("_", "").toLowerCase();
      return { kind: "number", ...range, text: text.endsWith("n") ? text.slice(0, -1) : text };
    }
    if (typeof value === "string" || typeof value === "boolean") return { kind: "literal", ...range, value };
    return { kind: "literal", ...range, value: null };
  }

  #member(node: MemberExpression, depth: number): Syntax {
    const { object, property } = node;
    if (object.type === "Super") return this.#refuse(node, refusals["Super"]!);
    const target = this.expression(object, depth);
    if (property.type === "PrivateIdentifier")
      return this.#refuse(property, { what: "#", instead: "Fields have plain names." });
    if (node.computed)
      return { kind: "index", ...rangeOf(node), object: target, index: this.expression(property, depth) };
    if (property.type !== "Identifier")
      return this.#refuse(property, { what: "This field", instead: "Write its name." });
    return { kind: "member", ...rangeOf(node), object: target, name: property.name, nameRange: rangeOf(property) };
  }

  #unary(node: UnaryExpression, depth: number): Syntax {
    const { operator } = node;
    if (operator === "!" || operator === "-")
      return { kind: "unary", ...rangeOf(node), operator, operand: this.expression(node.argument, depth) };
    const sign: Refusal = {
      what: "A plus sign before a value",
      instead: "Leave it out; use number(…) or int(…) to convert.",
    };
    return this.#refuse(node, operatorRefusals[operator] ?? sign);
  }

  #binary(node: BinaryExpression, depth: number): Syntax {
    const operator = Object.hasOwn(binaryOperators, node.operator) ? binaryOperators[node.operator] : undefined;
    if (operator === undefined || node.left.type === "PrivateIdentifier")
      return this.#refuse(
        node,
        operatorRefusals[node.operator] ?? { what: node.operator, instead: "It is not an operator here." },
      );
    const left = this.expression(node.left, depth);
    return { kind: "binary", ...rangeOf(node), operator, left, right: this.expression(node.right, depth) };
  }

  #template(node: TemplateLiteral, depth: number): Syntax {
    const texts = node.quasis.map((quasi) => quasi.value.cooked ?? "");
    return {
      kind: "template",
      ...rangeOf(node),
      texts,
      parts: node.expressions.map((part) => this.expression(part, depth)),
    };
  }

  #array(node: ArrayExpression, depth: number): Syntax {
    const items: SyntaxItem[] = [];
    for (const element of node.elements) {
      if (element === null) this.#refuse(node, { what: "A gap in a list", instead: "Write null for a missing item." });
      else if (element.type === "SpreadElement") items.push({ spread: this.expression(element.argument, depth) });
      else items.push({ item: this.expression(element, depth) });
    }
    return { kind: "array", ...rangeOf(node), items };
  }

  #object(node: ObjectExpression, depth: number): Syntax {
    const entries: SyntaxEntry[] = [];
    for (const property of node.properties) {
      if (property.type === "SpreadElement") entries.push({ spread: this.expression(property.argument, depth) });
      else {
        const entry = this.#entry(property, depth);
        if (entry !== null) entries.push(entry);
      }
    }
    return { kind: "object", ...rangeOf(node), entries };
  }

  #entry(property: Property, depth: number): SyntaxEntry | null {
    const { key } = property;
    if (property.kind !== "init" || property.method) {
      this.#refuse(property, { what: "A method of an object", instead: "Write name: value." });
      return null;
    }
    const literal = key.type === "Literal" && typeof key.value === "string" ? key.value : undefined;
    const name = key.type === "Identifier" && !property.computed ? key.name : literal;
    if (name === undefined) {
      this.#refuse(key, {
        what: "This name of a field",
        instead: 'Write a name or a string: { name: … }, { "a name": … }.',
      });
      return null;
    }
    return { name, nameRange: rangeOf(key), value: this.expression(property.value, depth) };
  }

  #call(node: CallExpression, depth: number): Syntax {
    const { callee } = node;
    if (node.optional)
      return this.#refuse(node, { what: "?.( )", instead: "Functions are always there; write name(…)." });
    const target = unwrap(callee);
    const method = target.type === "MemberExpression" && !target.computed ? methodName(target) : null;
    const first = node.arguments[0];
    if (method !== null && isIterateMethod(method.name) && first !== undefined && isArrow(unwrap(first)))
      return this.#iterate(node, method.name, method.range, method.object, depth);
    const parameters = this.#arguments(node.arguments, depth);
    const name = dottedName(target);
    if (name !== null)
      return { kind: "call", ...rangeOf(node), name, nameRange: rangeOf(target), arguments: parameters };
    if (method === null)
      return this.#refuse(target, {
        what: "A call of a value",
        instead: "Call a function of the library by its name.",
      });
    const object = this.expression(method.object, depth);
    return {
      kind: "method",
      ...rangeOf(node),
      object,
      name: method.name,
      nameRange: method.range,
      arguments: parameters,
    };
  }

  #arguments(nodes: readonly (Expression | SpreadElement)[], depth: number): Syntax[] {
    return nodes.map((node) =>
      node.type === "SpreadElement"
        ? this.#refuse(node, { what: "... in a call", instead: "Write the arguments one by one." })
        : this.expression(node, depth),
    );
  }

  #iterate(node: CallExpression, method: IterateMethod, methodRange: Range, listNode: Node, depth: number): Syntax {
    const list = this.expression(listNode, depth);
    const arrow = unwrap(node.arguments[0]!) as ArrowFunctionExpression;
    const rest = this.#arguments(node.arguments.slice(1), depth);
    const parameters = this.#parameters(arrow, method);
    const initial = method === "reduce" ? (rest[0] ?? null) : null;
    const surplus = rest[method === "reduce" ? 1 : 0];
    if (surplus !== undefined) this.#arrowProblem(surplus, `${method} has too many arguments.`, usage(method));
    if (method === "reduce" && initial === null)
      this.#arrowProblem(methodRange, "reduce has no value to begin with.", usage(method));
    if (parameters === null || arrow.body.type === "BlockStatement" || (method === "reduce" && initial === null))
      return { kind: "invalid", ...rangeOf(node) };
    const body = this.expression(arrow.body, depth);
    return { kind: "iterate", ...rangeOf(node), method, methodRange, list, parameters, body, initial };
  }

  /** Null, and a finding, where the arrow function does not have the form that its place demands. */
  #parameters(arrow: ArrowFunctionExpression, method: IterateMethod): SyntaxParameter[] | null {
    const parameters: SyntaxParameter[] = [];
    const before = this.#findings.list.length;
    for (const parameter of arrow.params)
      if (parameter.type === "Identifier") parameters.push({ ...rangeOf(parameter), name: parameter.name });
      else this.#arrowProblem(rangeOf(parameter), "A parameter is a plain name.", usage(method));
    const most = method === "reduce" ? 3 : 2;
    const least = method === "reduce" ? 2 : 0;
    if (arrow.params.length > most || arrow.params.length < least)
      this.#arrowProblem(
        rangeOf(arrow),
        `The function of ${method} has ${arrow.params.length} parameters.`,
        usage(method),
      );
    if (new Set(parameters.map(({ name }) => name)).size < parameters.length)
      this.#arrowProblem(rangeOf(arrow), "Two parameters have the same name.", usage(method));
    if (arrow.async) this.#arrowProblem(rangeOf(arrow), "The function is async.", usage(method));
    if (arrow.body.type === "BlockStatement")
      this.#arrowProblem(rangeOf(arrow.body), "The function has statements.", usage(method));
    return this.#findings.list.length === before ? parameters : null;
  }

  #arrowProblem(range: Range, message: string, hint: string): void {
    report(this.#findings, "EXPR_0004", range, message, { hint });
  }

  #refuse(node: Node, { what, instead }: Refusal): Syntax {
    const range = rangeOf(node);
    const code = isArrow(node) ? "EXPR_0004" : "EXPR_0003";
    report(this.#findings, code, range, `${what} is not possible in an expression.`, { hint: instead });
    return { kind: "invalid", ...range };
  }

  #tooMuch(node: Node): Syntax {
    const range = rangeOf(node);
    if (!this.#full) {
      const limit =
        this.#nodes > LIMITS.nodes
          ? `more than ${LIMITS.nodes} parts`
          : `more than ${LIMITS.depth} levels of operators`;
      const hint =
        "Split the work over several nodes; replace long chains of alternatives by a list and list.contains.";
      report(this.#findings, "EXPR_0002", range, `The expression has ${limit}.`, { hint });
    }
    this.#full = true;
    return { kind: "invalid", ...range };
  }
}

function usage(method: IterateMethod): string {
  return method === "reduce"
    ? "Write list.reduce((sum, item) => sum + item, 0)."
    : `Write list.${method}((item) => …).`;
}

function rangeOf(node: Node): Range {
  return { from: node.start, to: node.end };
}

function isArrow(node: Node): boolean {
  return node.type === "ArrowFunctionExpression";
}

function unwrap(node: Node): Expression {
  let tree = node as Expression;
  while (tree.type === "ParenthesizedExpression" || tree.type === "ChainExpression") tree = tree.expression;
  return tree;
}

function methodName(node: MemberExpression): { name: string; range: Range; object: Node } | null {
  const { property } = node;
  return property.type === "Identifier" ? { name: property.name, range: rangeOf(property), object: node.object } : null;
}

/** `a`, `a.b`, `a.b.c` written with plain names and points; null for everything else. */
function dottedName(node: Expression): string | null {
  const names: string[] = [];
  let tree: Node = node;
  for (;;) {
    if (tree.type === "Identifier")
      return [(tree as Extract<Expression, { type: "Identifier" }>).name, ...names].join(".");
    if (tree.type !== "MemberExpression") return null;
    const member = tree as MemberExpression;
    const named = member.computed || member.optional ? null : methodName(member);
    if (named === null) return null;
    names.unshift(named.name);
    tree = member.object;
  }
}
