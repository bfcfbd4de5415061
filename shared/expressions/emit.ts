/**
 * The compiler: one JavaScript expression for a typed tree. Nothing of the source text gets into the code: names of fields and strings go in as JSON
 * literals, names of parameters are made here, and everything else is a constant that the target names.
 */
import { must, unreachable } from "../assert.ts";
import type { Type } from "../records/types.ts";
import * as arithmetic from "./arithmetic.ts";
import { makeConverter } from "./conversion.ts";
import { arithmeticAny, compareAny, equalAny, negateAny, type Arithmetic } from "./dynamic.ts";
import { bindTyped } from "./binding.ts";
import { evaluate } from "./evaluate.ts";
import { isConstant } from "./fold.ts";
import { loops, reduceList, spreadList, spreadObject } from "./iteration.ts";
import { widened } from "./narrowing.ts";
import { boundedTemplate, readField, readIndex, textOf } from "./reading.ts";
import type { Typed } from "./typed.ts";

export interface EmitTarget {
  /**
   * JavaScript code, closed in itself, that reads a path of a root for the current row, in the representation of `type`. Null when it is missing and `type`
   * admits null; where it does not, the code throws a ValueError (see `mustPresent` in reading.ts).
   */
  path(root: string, steps: readonly string[], type: Type): string;
  /** Registers a value (helper function, compiled pattern, decimal) and returns the identifier that denotes it. Equal values may share one. */
  constant(value: unknown, hint: string): string;
  /** Code that compares a path of a type with a string literal without making a string of it; undefined where there is no such way. */
  equalsText?(root: string, steps: readonly string[], literal: string, type: Type): string | undefined;
}

type Of<Node extends Typed["node"]> = Extract<Typed, { node: Node }>;

export function emit(typed: Typed, target: EmitTarget): string {
  return new Emitter(target).code(typed);
}

class Emitter {
  readonly #target: EmitTarget;
  readonly #constants = new Map<unknown, string>();
  readonly #locals = new Map<string, string>();
  #parameters = 0;

  constructor(target: EmitTarget) {
    this.#target = target;
  }

  code(typed: Typed): string {
    switch (typed.node) {
      case "literal":
        return this.#literal(typed.value);
      case "path":
        return this.#target.path(typed.root, typed.steps, typed.type);
      case "local":
        return must(this.#locals.get(typed.name), `the parameter ${typed.name}`);
      case "member":
        return this.#call(readField, this.code(typed.object), quote(typed.name));
      case "index":
        return this.#call(readIndex, this.code(typed.object), this.code(typed.index));
      case "unary":
        return this.#unary(typed);
      case "binary":
        return this.#binary(typed);
      case "logical":
        return `(${this.code(typed.left)} ${typed.operator} ${this.code(typed.right)})`;
      case "conditional":
        return `(${this.code(typed.test)} ? ${this.code(typed.then)} : ${this.code(typed.otherwise)})`;
      case "template":
        return this.#template(typed);
      case "array":
        return this.#array(typed);
      case "object":
        return this.#object(typed);
      case "iterate":
        return this.#iterate(typed);
      case "call":
        return `${this.#constant(bindTyped(typed), typed.name)}(${typed.arguments.map((part) => this.code(part)).join(", ")})`;
      case "convert": {
        const converter = makeConverter(typed.from, typed.type);
        const operand = this.code(typed.operand);
        return converter === undefined ? operand : `${this.#constant(converter, "convert")}(${operand})`;
      }
      default:
        return unreachable(typed);
    }
  }

  #literal(value: unknown): string {
    if (value === null || typeof value === "boolean") return String(value);
    if (typeof value === "string" && value.length <= 1024) return quote(value);
    if (typeof value === "bigint") return value < 0n ? `(${value}n)` : `${value}n`;
    if (typeof value === "number" && Number.isFinite(value))
      return Object.is(value, -0) ? "(-0)" : value < 0 ? `(${value})` : String(value);
    return this.#constant(value, "literal");
  }

  #constant(value: unknown, hint: string): string {
    let name = this.#constants.get(value);
    if (name === undefined) {
      name = this.#target.constant(value, hint);
      this.#constants.set(value, name);
    }
    return name;
  }

  /** A call of one of the helpers of the language. */
  #call(helper: (...values: never[]) => unknown, ...parts: readonly string[]): string {
    return `${this.#constant(helper, helper.name)}(${parts.join(", ")})`;
  }

  #unary({ operator, operand, type }: Of<"unary">): string {
    const code = this.code(operand);
    if (operator === "!") return `!${code}`;
    if (type.kind === "int") return this.#call(arithmetic.negateInt, code);
    if (type.kind === "decimal") return `${code}.negate()`;
    return type.kind === "any" ? this.#call(negateAny, code) : `(-${code})`;
  }

  #binary(typed: Of<"binary">): string {
    const { operator } = typed;
    if (operator === "==" || operator === "!=") return this.#equality(typed, operator === "!=");
    const [a, b] = [this.code(typed.left), this.code(typed.right)];
    if (operator === "<" || operator === "<=" || operator === ">" || operator === ">=") {
      if (typed.domain === "decimal") return `(${a}.compare(${b}) ${operator} 0)`;
      return typed.domain === "any" ? `(${this.#call(compareAny, a, b)} ${operator} 0)` : `(${a} ${operator} ${b})`;
    }
    return this.#arithmetic(typed, operator, a, b);
  }

  #equality({ domain, left, right }: Of<"binary">, negated: boolean): string {
    const text = this.#equalsText(left, right) ?? this.#equalsText(right, left);
    if (text !== undefined) return negated ? `!${text}` : text;
    const [a, b] = [this.code(left), this.code(right)];
    const strict = `(${a} ${negated ? "!==" : "==="} ${b})`;
    const not = negated ? "!" : "";
    if (domain === "decimal") return not + this.#call(arithmetic.equalDecimal, a, b);
    // Between a number and a bigint, and null on either side, `==` is exact.
    if (domain === "number")
      return left.type.kind === right.type.kind ? strict : `(${a} ${negated ? "!=" : "=="} ${b})`;
    return domain !== "any" || isPlain(left) || isPlain(right) ? strict : not + this.#call(equalAny, a, b);
  }

  #equalsText(path: Typed, literal: Typed): string | undefined {
    const source = widened(path);
    if (source.node !== "path" || literal.node !== "literal" || typeof literal.value !== "string") return undefined;
    const code = this.#target.equalsText?.(source.root, source.steps, literal.value, source.type);
    return code === undefined ? undefined : `(${code})`;
  }

  #arithmetic({ domain, left, right }: Of<"binary">, operator: Arithmetic, a: string, b: string): string {
    switch (domain) {
      case "string":
        return this.#call(arithmetic.concat, a, b);
      case "int":
        return this.#call(intHelpers[operator], a, b);
      case "decimal":
        return this.#call(decimalHelpers[operator], a, b);
      case "any":
        return this.#call(arithmeticAny, quote(operator), a, b);
      case "instant":
        if (operator === "+") return this.#call(arithmetic.addInstant, a, b);
        if (left.type.kind === "instant" && right.type.kind === "instant") return `(${a} - ${b})`;
        return this.#call(arithmetic.subtractInstant, a, b);
      default: {
        const helper =
          operator === "/" ? arithmetic.divideNumber : operator === "%" ? arithmetic.remainderNumber : null;
        if (helper === null || isNonZero(right))
          return operator === "**" ? `((${a}) ** (${b}))` : `(${a} ${operator} ${b})`;
        return this.#call(helper, a, b);
      }
    }
  }

  #template({ texts, parts }: Of<"template">): string {
    const pieces = [quote(texts[0] ?? "")];
    for (const [i, part] of parts.entries()) {
      const code = this.code(part);
      const isText = part.type.kind === "string";
      pieces.push(isText ? code : this.#call(textOf, code, this.#constant(kindOf(part.type), "type")));
      if (texts[i + 1] !== "") pieces.push(quote(texts[i + 1] ?? ""));
    }
    return this.#call(boundedTemplate, pieces.join(" + "));
  }

  #array(typed: Of<"array">): string {
    if (isConstant(typed))
      return this.#constant(
        evaluate(typed, () => null),
        "list",
      );
    const parts = `[${typed.items.map((part) => this.code("spread" in part ? part.spread : part.item)).join(", ")}]`;
    if (!typed.items.some((part) => "spread" in part)) return parts;
    return this.#call(
      spreadList,
      parts,
      this.#constant(
        typed.items.map((part) => "spread" in part),
        "spread",
      ),
    );
  }

  #object(typed: Of<"object">): string {
    if (isConstant(typed))
      return this.#constant(
        evaluate(typed, () => null),
        "object",
      );
    if (!typed.entries.some((entry) => "spread" in entry)) {
      const entries = typed.entries.map((entry) =>
        "spread" in entry ? "" : `[${quote(entry.name)}]: ${this.code(entry.value)}`,
      );
      return `({ __proto__: null, ${entries.join(", ")} })`;
    }
    const parts = typed.entries.map((entry) => this.code("spread" in entry ? entry.spread : entry.value));
    const names = typed.entries.map((entry) => ("spread" in entry ? null : entry.name));
    return this.#call(spreadObject, `[${parts.join(", ")}]`, this.#constant(names, "names"));
  }

  #iterate({ method, list, parameters, body, initial }: Of<"iterate">): string {
    const names = parameters.map((name) => {
      const identifier = `$p${this.#parameters++}`;
      this.#locals.set(name, identifier);
      return identifier;
    });
    const items = this.code(list);
    const arrow = `(${names.join(", ")}) => (${this.code(body)})`;
    if (method !== "reduce") return this.#call(loops[method], items, arrow);
    return this.#call(reduceList, items, arrow, initial === undefined ? "null" : this.code(initial));
  }
}

const intHelpers = {
  "+": arithmetic.addInt,
  "-": arithmetic.subtractInt,
  "*": arithmetic.multiplyInt,
  "/": arithmetic.divideNumber,
  "%": arithmetic.remainderInt,
  "**": arithmetic.powerInt,
} as const;

const decimalHelpers = {
  "+": arithmetic.addDecimal,
  "-": arithmetic.subtractDecimal,
  "*": arithmetic.multiplyDecimal,
  "/": arithmetic.divideDecimal,
  "%": arithmetic.remainderDecimal,
  "**": arithmetic.powerDecimal,
} as const;

/** Only these kinds change how a part of a template is written. */
const instantType: Type = { kind: "instant" };
const durationType: Type = { kind: "duration" };
const anyType: Type = { kind: "any" };

function kindOf(type: Type): Type {
  return type.kind === "instant" ? instantType : type.kind === "duration" ? durationType : anyType;
}

/** Null, a boolean or a string is equal only to what is identical. */
function isPlain(typed: Typed): boolean {
  if (typed.node === "literal")
    return typed.value === null || typeof typed.value === "boolean" || typeof typed.value === "string";
  return typed.type.kind === "boolean" || typed.type.kind === "string";
}

function isNonZero(typed: Typed): boolean {
  return typed.node === "literal" && typed.value !== 0;
}

/** A string literal of JavaScript; the two line separators are legal in JSON but were not always in code. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
