/** Constant folding, in the checker: what every record would compute alike is computed once, and what fails for every record is a finding. */
import { Decimal } from "../records/decimal.ts";
import { ValueError } from "../records/value-error.ts";
import type { Context } from "./context.ts";
import { report } from "./diagnose.ts";
import { evaluate } from "./evaluate.ts";
import { childrenOf } from "./field-uses.ts";
import { LIMITS } from "./limits.ts";
import type { Range } from "./syntax.ts";
import type { Typed } from "./typed.ts";

const foldable: ReadonlySet<Typed["node"]> = new Set([
  "unary",
  "binary",
  "logical",
  "conditional",
  "template",
  "call",
  "index",
  "member",
  "convert",
]);

export function fold(typed: Typed, range: Range, context: Context): Typed {
  if (!foldable.has(typed.node) || !childrenOf(typed).every(isConstant)) return typed;
  try {
    const value = evaluate(typed, () => null);
    return isSmall(value) ? { node: "literal", type: typed.type, value } : typed;
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    report(context.findings, "EXPR_0114", range, `This fails for every record: ${error.message}`, hint);
    return typed;
  }
}

/** What is large is left to be computed where it is needed, and is no part of further constants. */
function isSmall(value: unknown): boolean {
  if (typeof value !== "object" && typeof value !== "string") return true;
  if (value === null || value instanceof Decimal) return true;
  if (typeof value === "string" || Array.isArray(value) || value instanceof Uint8Array)
    return value.length <= LIMITS.constant;
  return Object.keys(value).length <= LIMITS.constant;
}

/** Whether the value is the same for every record, and already known or built of such. */
export function isConstant(typed: Typed): boolean {
  if (typed.node === "literal") return true;
  return (
    (typed.node === "array" || typed.node === "object" || typed.node === "convert") &&
    childrenOf(typed).every(isConstant)
  );
}
