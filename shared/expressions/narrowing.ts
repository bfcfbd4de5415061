/** What a condition says about null: after `x != null` x is there. References are paths, parameters and fields of these. */
import { withoutNull } from "../records/types.ts";
import type { Typed } from "./typed.ts";

/** A key for a reference whose value cannot change within a record; undefined for other expressions. */
export function referenceKey(typed: Typed): string | undefined {
  switch (typed.node) {
    case "path":
      return JSON.stringify([typed.root, ...typed.steps]);
    case "local":
      return JSON.stringify([null, typed.name]);
    case "member": {
      const object = referenceKey(typed.object);
      return object === undefined ? undefined : `${object}.${JSON.stringify(typed.name)}`;
    }
    case "convert":
      return referenceKey(typed.operand);
    default:
      return undefined;
  }
}

/** The expression with a type without null, if conditions around it have shown that it is there. */
export function narrowed(typed: Typed, present: ReadonlySet<string>): Typed {
  if (typed.type.kind !== "nullable" || present.size === 0) return typed;
  const key = referenceKey(typed);
  if (key === undefined || !present.has(key)) return typed;
  return { node: "convert", type: withoutNull(typed.type), from: typed.type, operand: typed };
}

/** The expression that was narrowed; itself, where it was not. */
export function widened(typed: Typed): Typed {
  const { node, type } = typed;
  return node === "convert" && typed.from.kind === "nullable" && typed.from.of === type ? typed.operand : typed;
}

/** `present` and what is known to be there in addition when the condition has come out as `outcome`. */
export function assume(present: ReadonlySet<string>, condition: Typed, outcome: boolean): ReadonlySet<string> {
  const result = new Set(present);
  learn(condition, outcome, result);
  return result.size === present.size ? present : result;
}

function learn(condition: Typed, outcome: boolean, present: Set<string>): void {
  if (condition.node === "unary" && condition.operator === "!") learn(condition.operand, !outcome, present);
  if (condition.node === "logical" && condition.operator === (outcome ? "&&" : "||")) {
    learn(condition.left, outcome, present);
    learn(condition.right, outcome, present);
  }
  if (condition.node !== "binary") return;
  const { operator, left, right } = condition;
  if (operator !== "==" && operator !== "!=") return;
  const equal = (operator === "==") === outcome;
  // What equals something that is never null is not null; what differs from null is not null.
  if (equal ? !admitsNull(right) : isNull(right)) note(left, present);
  if (equal ? !admitsNull(left) : isNull(left)) note(right, present);
}

/** If a field is there, so is the object that it is a field of. */
function note(typed: Typed, present: Set<string>): void {
  const key = referenceKey(typed);
  if (key === undefined) return;
  present.add(key);
  if (typed.node === "path")
    for (let i = 0; i < typed.steps.length; i++) present.add(JSON.stringify([typed.root, ...typed.steps.slice(0, i)]));
  if (typed.node === "member") note(typed.object, present);
  if (typed.node === "convert") note(typed.operand, present);
}

function isNull(typed: Typed): boolean {
  return typed.node === "literal" && typed.value === null;
}

function admitsNull(typed: Typed): boolean {
  return typed.type.kind === "nullable" || typed.type.kind === "null" || typed.type.kind === "any";
}
