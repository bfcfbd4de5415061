/**
 * The loops over lists, and what builds lists and objects. The work of one evaluation is bounded: an outermost loop starts the count, loops
 * and spreads inside it add to it. A null list gives null.
 */
import { describeValue, isObject } from "../records/coerce.ts";
import { ExpressionError } from "./functions/expression-error.ts";
import { checkListLength } from "./functions/limits.ts";
import { LIMITS } from "./limits.ts";
import type { IterateMethod } from "./typed.ts";

export type Body = (item: unknown, index: number) => unknown;
export type Reducer = (accumulated: unknown, item: unknown, index: number) => unknown;

let steps = 0;
let depth = 0;

/** Counts work inside loops; outside of loops the source itself bounds it. */
export function charge(work: number): void {
  if (depth === 0) return;
  steps += work;
  if (steps > LIMITS.steps)
    throw new ExpressionError(
      "EXPR_1006",
      `The loops of the expression handle more than ${LIMITS.steps} items for one record.`,
      "Keep fewer items, or flatten the list into records with flat-map.",
    );
}

function withinLoop<T>(list: unknown, run: (list: readonly unknown[]) => T): T | null {
  if (list === null) return null;
  if (!Array.isArray(list))
    throw new ExpressionError("EXPR_1004", `${describeValue(list)} is not a list.`, "Declare the type of the field.");
  if (depth === 0) steps = 0;
  depth += 1;
  try {
    return run(list);
  } finally {
    depth -= 1;
  }
}

type Loop = (list: unknown, body: Body) => unknown;

export const loops: Readonly<Record<Exclude<IterateMethod, "reduce">, Loop>> = {
  map: (list, body) =>
    withinLoop(list, (items) => {
      const result: unknown[] = [];
      for (let i = 0; i < items.length; i++) {
        charge(1);
        result.push(body(items[i] ?? null, i));
      }
      return result;
    }),
  filter: (list, body) =>
    withinLoop(list, (items) => {
      const result: unknown[] = [];
      for (let i = 0; i < items.length; i++) {
        charge(1);
        const item = items[i] ?? null;
        if (body(item, i) === true) result.push(item);
      }
      return result;
    }),
  some: (list, body) => withinLoop(list, (items) => findIndex(items, body, true) >= 0),
  every: (list, body) => withinLoop(list, (items) => findIndex(items, body, false) < 0),
  find: (list, body) => withinLoop(list, (items) => items[findIndex(items, body, true)] ?? null),
};

function findIndex(items: readonly unknown[], body: Body, wanted: boolean): number {
  for (let i = 0; i < items.length; i++) {
    charge(1);
    if (body(items[i] ?? null, i) === wanted) return i;
  }
  return -1;
}

export function reduceList(list: unknown, body: Reducer, initial: unknown): unknown {
  return withinLoop(list, (items) => {
    let accumulated = initial;
    for (let i = 0; i < items.length; i++) {
      charge(1);
      accumulated = body(accumulated, items[i] ?? null, i);
    }
    return accumulated;
  });
}

/** `[...a, b]`: lists to splice in are marked by position; a null list adds nothing. */
export function spreadList(parts: readonly unknown[], isSpread: readonly boolean[]): unknown[] {
  const result: unknown[] = [];
  for (const [i, part] of parts.entries()) {
    if (isSpread[i] !== true) result.push(part);
    else if (Array.isArray(part)) {
      checkListLength(result.length + part.length);
      charge(part.length);
      for (const item of part) result.push(item);
    } else if (part !== null)
      throw new ExpressionError("EXPR_1004", `${describeValue(part)} is not a list.`, "Spread only lists into a list.");
  }
  return result;
}

/** `{ ...a, name: b }`: `names[i]` is the field that `parts[i]` is the value of, or null where its fields are taken over. */
export function spreadObject(parts: readonly unknown[], names: readonly (string | null)[]): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null);
  for (const [i, part] of parts.entries()) {
    const name = names[i] ?? null;
    if (name !== null) result[name] = part;
    else if (isObject(part)) {
      const fields = Object.keys(part);
      charge(fields.length);
      for (const field of fields) result[field] = part[field];
    } else if (part !== null)
      throw new ExpressionError(
        "EXPR_1004",
        `${describeValue(part)} has no fields.`,
        "Spread only objects into an object.",
      );
  }
  return result;
}
