/**
 * The interpreter: the reference for what an expression means, and what is used where no code may be generated. Compiled code (emit.ts) gives the
 * same answers. Throws a ValueError (mostly its kind ExpressionError) where there is no value.
 */
import { unreachable } from "../assert.ts";
import type { Decimal } from "../records/decimal.ts";
import * as arithmetic from "./arithmetic.ts";
import { admitsNull, bindTyped } from "./binding.ts";
import { makeConverter } from "./conversion.ts";
import { arithmeticAny, compareAny, equalAny, exactNumber, negateAny, type Arithmetic } from "./dynamic.ts";
import type { Implementation } from "./functions/library-function.ts";
import { loops, reduceList, spreadList, spreadObject } from "./iteration.ts";
import { boundedTemplate, mustPresent, readField, readIndex, readPath, textOf } from "./reading.ts";
import type { Typed } from "./typed.ts";

/** Gives the value of a root; null or undefined where there is none. */
export type ReadRoot = (root: string) => unknown;

type Locals = ReadonlyMap<string, unknown>;
type Of<Node extends Typed["node"]> = Extract<Typed, { node: Node }>;

const noLocals: Locals = new Map();

export function evaluate(typed: Typed, readRoot: ReadRoot): unknown {
  return run(typed, readRoot, noLocals);
}

function run(typed: Typed, roots: ReadRoot, locals: Locals): unknown {
  switch (typed.node) {
    case "literal":
      return typed.value;
    case "path": {
      const value = readPath(roots(typed.root), typed.steps);
      return admitsNull(typed.type) ? value : mustPresent(value, [typed.root, ...typed.steps].join("."));
    }
    case "local":
      return locals.get(typed.name) ?? null;
    case "member":
      return readField(run(typed.object, roots, locals), typed.name);
    case "index": {
      const object = run(typed.object, roots, locals);
      return readIndex(object, run(typed.index, roots, locals));
    }
    case "unary":
      return runUnary(typed, run(typed.operand, roots, locals));
    case "binary": {
      const left = run(typed.left, roots, locals);
      return runBinary(typed, left, run(typed.right, roots, locals));
    }
    case "logical":
      return runLogical(typed, roots, locals);
    case "conditional":
      return run(run(typed.test, roots, locals) === true ? typed.then : typed.otherwise, roots, locals);
    case "template": {
      let text = typed.texts[0] ?? "";
      for (const [i, part] of typed.parts.entries())
        text += textOf(run(part, roots, locals), part.type) + (typed.texts[i + 1] ?? "");
      return boundedTemplate(text);
    }
    case "array": {
      const parts = typed.items.map((part) => run("spread" in part ? part.spread : part.item, roots, locals));
      return spreadList(
        parts,
        typed.items.map((part) => "spread" in part),
      );
    }
    case "object": {
      const parts = typed.entries.map((entry) => run("spread" in entry ? entry.spread : entry.value, roots, locals));
      return spreadObject(
        parts,
        typed.entries.map((entry) => ("spread" in entry ? null : entry.name)),
      );
    }
    case "iterate":
      return runIterate(typed, roots, locals);
    case "call": {
      const values = typed.arguments.map((argument) => run(argument, roots, locals));
      return implementationOf(typed)(...(values as never[]));
    }
    case "convert": {
      const value = run(typed.operand, roots, locals);
      return (makeConverter(typed.from, typed.type) ?? ((same) => same))(value);
    }
    default:
      return unreachable(typed);
  }
}

function runUnary(typed: Of<"unary">, value: unknown): unknown {
  if (typed.operator === "!") return value !== true;
  switch (typed.type.kind) {
    case "int":
      return arithmetic.negateInt(value as number | bigint);
    case "decimal":
      return (value as Decimal).negate();
    case "any":
      return negateAny(value);
    default:
      return -(value as number);
  }
}

function runLogical({ operator, left, right }: Of<"logical">, roots: ReadRoot, locals: Locals): unknown {
  const value = run(left, roots, locals);
  if (operator === "??") return value ?? run(right, roots, locals);
  if (operator === "&&") return value === true && run(right, roots, locals) === true;
  return value === true || run(right, roots, locals) === true;
}

function runBinary({ operator, domain, left, right }: Of<"binary">, a: unknown, b: unknown): unknown {
  switch (operator) {
    case "==":
      return isEqual(domain, a, b);
    case "!=":
      return !isEqual(domain, a, b);
    case "<":
      return order(domain, a, b) < 0;
    case "<=":
      return order(domain, a, b) <= 0;
    case ">":
      return order(domain, a, b) > 0;
    case ">=":
      return order(domain, a, b) >= 0;
    default:
      return calculate(operator, domain, a, b, left, right);
  }
}

function isEqual(domain: Of<"binary">["domain"], a: unknown, b: unknown): boolean {
  if (domain === "decimal") return arithmetic.equalDecimal(a as Decimal | null, b as Decimal | null);
  // An int and a number: exact between number and bigint, and nothing else gets here.
  // oxlint-disable-next-line eqeqeq
  if (domain === "number") return a === b || (a !== null && b !== null && (a as number) == (b as number));
  return domain === "any" ? equalAny(a, b) : a === b;
}

/** NaN, which is neither before nor after, where one side is not a number. */
function order(domain: Of<"binary">["domain"], a: unknown, b: unknown): number {
  if (domain === "decimal") return (a as Decimal).compare(b as Decimal);
  if (domain === "any") return compareAny(a, b);
  const [x, y] = [a as number, b as number];
  return x < y ? -1 : x > y ? 1 : x >= y ? 0 : NaN;
}

function calculate(
  operator: Arithmetic,
  domain: Of<"binary">["domain"],
  a: unknown,
  b: unknown,
  left: Typed,
  right: Typed,
): unknown {
  switch (domain) {
    case "string":
      return arithmetic.concat(a as string, b as string);
    case "int":
      return intOperations[operator](a as number, b as number);
    case "decimal":
      return decimalOperations[operator](a as Decimal, b as Decimal);
    case "any":
      return arithmeticAny(operator, a, b);
    case "instant":
      if (operator === "+") return arithmetic.addInstant(a as number, b as number);
      if (left.type.kind === "instant" && right.type.kind === "instant") return (a as number) - (b as number);
      return arithmetic.subtractInstant(a as number, b as number);
    default:
      return numberOperations[operator](exactNumber(a as number), exactNumber(b as number));
  }
}

type Operations<T> = Readonly<Record<Arithmetic, (a: T, b: T) => T>>;

const intOperations: Operations<number | bigint> = {
  "+": arithmetic.addInt,
  "-": arithmetic.subtractInt,
  "*": arithmetic.multiplyInt,
  "/": (a, b) => arithmetic.divideNumber(exactNumber(a), exactNumber(b)),
  "%": arithmetic.remainderInt,
  "**": arithmetic.powerInt,
};

const decimalOperations: Operations<Decimal> = {
  "+": arithmetic.addDecimal,
  "-": arithmetic.subtractDecimal,
  "*": arithmetic.multiplyDecimal,
  "/": arithmetic.divideDecimal,
  "%": arithmetic.remainderDecimal,
  "**": arithmetic.powerDecimal,
};

const numberOperations: Operations<number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": arithmetic.divideNumber,
  "%": arithmetic.remainderNumber,
  "**": (a, b) => a ** b,
};

function runIterate(
  { method, list, parameters, body, initial }: Of<"iterate">,
  roots: ReadRoot,
  locals: Locals,
): unknown {
  const items = run(list, roots, locals);
  const call = (...values: unknown[]): unknown => {
    const inner = new Map(locals);
    for (const [i, name] of parameters.entries()) inner.set(name, values[i]);
    return run(body, roots, inner);
  };
  if (method !== "reduce") return loops[method](items, call);
  return reduceList(items, call, initial === undefined ? null : run(initial, roots, locals));
}

const bound = new WeakMap<Typed, Implementation>();

/** The function of a call, made once. */
function implementationOf(typed: Of<"call">): Implementation {
  let implementation = bound.get(typed);
  if (implementation === undefined) {
    implementation = bindTyped(typed);
    bound.set(typed, implementation);
  }
  return implementation;
}
