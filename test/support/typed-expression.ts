/** Expressions for tests, checked as the planner checks them. */
import assert from "node:assert/strict";
import { checkSource } from "../../shared/expressions/check.ts";
import type { Typed } from "../../shared/expressions/typed.ts";
import { parseType } from "../../shared/records/type-text.ts";
import { INSTANT, INT, makeNullable, STRING, type Type } from "../../shared/records/types.ts";

export function type(text: string): Type {
  const parsed = parseType(text);
  assert.ok(parsed.type, `${text}: ${parsed.diagnostics[0]?.message}`);
  return parsed.type;
}

/** The roots of record expressions. */
export function recordRoots(value: Type, key: Type = STRING): Map<string, Type> {
  return new Map<string, Type>([
    ["key", key],
    ["value", value],
    ["timestamp", INSTANT],
    ["headers", { kind: "map", value: STRING }],
    ["topic", STRING],
    ["partition", INT],
    ["offset", INT],
  ]);
}

export function expression(source: string, roots: ReadonlyMap<string, Type>, expected?: Type): Typed {
  const checked = checkSource(source, expected === undefined ? { roots } : { roots, expected });
  assert.ok(checked.typed, `${source}: ${checked.diagnostics.map(({ message }) => message).join(" ")}`);
  return checked.typed;
}

export const nullable = makeNullable;
