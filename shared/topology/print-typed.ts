/** A typed expression as source text again, for descriptions; conversions that nobody wrote do not show. */
import { unreachable } from "../assert.ts";
import type { Typed } from "../expressions/typed.ts";
import { Decimal } from "../records/decimal.ts";
import { pathSource } from "../operators/names.ts";

type Path = Extract<Typed, { node: "path" }>;

/** How tightly each form binds; an operand that binds less tightly stands in parentheses. */
const binds: Readonly<Record<string, number>> = {
  "??": 1,
  "||": 2,
  "&&": 3,
  "==": 4,
  "!=": 4,
  "<": 5,
  "<=": 5,
  ">": 5,
  ">=": 5,
  "+": 6,
  "-": 6,
  "*": 7,
  "/": 7,
  "%": 7,
  "**": 8,
};
const UNARY = 9;
const POSTFIX = 10;

/** `pathText` may give another text for some paths. */
export function printTyped(typed: Typed, pathText?: (path: Path) => string | undefined): string {
  const print = (child: Typed, least: number): string => {
    const text = printTyped(child, pathText);
    return bindingOf(child) < least ? `(${text})` : text;
  };
  switch (typed.node) {
    case "literal":
      return literalText(typed.value);
    case "path":
      return pathText?.(typed) ?? pathSource(typed.root, typed.steps);
    case "local":
      return typed.name;
    case "member":
      return pathSource(print(typed.object, POSTFIX), [typed.name]);
    case "index":
      return `${print(typed.object, POSTFIX)}[${print(typed.index, 0)}]`;
    case "unary":
      return `${typed.operator}${print(typed.operand, UNARY)}`;
    case "binary":
    case "logical": {
      const level = binds[typed.operator] ?? 0;
      return `${print(typed.left, level)} ${typed.operator} ${print(typed.right, level + 1)}`;
    }
    case "conditional":
      return `${print(typed.test, 1)} ? ${print(typed.then, 0)} : ${print(typed.otherwise, 0)}`;
    case "template":
      return `\`${typed.texts.map((text, i) => text + partText(typed.parts[i], (part) => print(part, 0))).join("")}\``;
    case "array":
      return `[${typed.items.map((part) => ("spread" in part ? `...${print(part.spread, 1)}` : print(part.item, 0))).join(", ")}]`;
    case "object": {
      const entries = typed.entries.map((entry) =>
        "spread" in entry ? `...${print(entry.spread, 1)}` : `${nameText(entry.name)}: ${print(entry.value, 0)}`,
      );
      return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
    }
    case "iterate": {
      const initial = typed.initial === undefined ? "" : `, ${print(typed.initial, 0)}`;
      return `${print(typed.list, POSTFIX)}.${typed.method}((${typed.parameters.join(", ")}) => ${print(typed.body, 1)}${initial})`;
    }
    case "call":
      return `${typed.name}(${typed.arguments.map((argument) => print(argument, 0)).join(", ")})`;
    case "convert":
      return printTyped(typed.operand, pathText);
    default:
      return unreachable(typed);
  }
}

function bindingOf(typed: Typed): number {
  switch (typed.node) {
    case "convert":
      return bindingOf(typed.operand);
    case "conditional":
      return 0;
    case "binary":
    case "logical":
      return binds[typed.operator] ?? 0;
    case "unary":
      return UNARY;
    default:
      return POSTFIX;
  }
}

function partText(part: Typed | undefined, print: (part: Typed) => string): string {
  return part === undefined ? "" : `\${${print(part)}}`;
}

function nameText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function literalText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  if (Array.isArray(value)) return `[${value.map(literalText).join(", ")}]`;
  if (typeof value === "object" && Object.getPrototypeOf(value) === null)
    return `{ ${Object.entries(value)
      .map(([name, item]) => `${nameText(name)}: ${literalText(item)}`)
      .join(", ")} }`;
  return value instanceof Decimal ? value.toString() : "…";
}
