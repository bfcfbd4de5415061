/** What the joins share: their keys and their result. */
import { z } from "zod";
import { isSameType } from "../../records/assignable.ts";
import { describeType } from "../../records/type-text.ts";
import { withoutNull, type Type } from "../../records/types.ts";
import type { Projection } from "../../topology/processors.ts";
import { expressionField, expressionMap, meta } from "../field-meta.ts";
import type { ConfigPath, ExpressionSource, FlowContext, Scope } from "../operator.ts";
import { checkFields, fieldsOnly, wholeValue } from "../projection.ts";

const expression = { scope: ["left", "right", "key", "timestamp"] } as const;

/** A map of fields, or one expression. */
export const resultField = z
  .union([
    expressionMap({ title: "Fields", placeholder: "right.name", expression }),
    expressionField({ title: "Value", placeholder: "{ ...left, customer: right }", expression }),
  ])
  .meta(
    meta({
      title: "Result",
      description: "Fields of the result, from left and right; or the whole result as one expression.",
      widget: "expression-map",
      expression,
    }),
  );

type Result = z.output<typeof resultField>;

export function joinResult(result: Result, scope: Scope, context: FlowContext): Projection {
  if (isExpression(result)) return wholeValue(context.expression(["result"], result, scope));
  const fields = checkFields(["result"], result, scope, context);
  if (fields.length === 0)
    context.error("NODE_0101", ["result"], "The result has no fields.", "Name some, e.g. id: left.id.");
  return fieldsOnly(fields);
}

/** `{ lang, src }` is an expression; a map of two fields with just these names and texts would be taken for one too, and is one. */
function isExpression(result: Result): result is ExpressionSource {
  return typeof result === "string" || (result["lang"] === "weir" && typeof result["src"] === "string");
}

/** Keys are compared as bytes, so that they must have the same type. */
export function checkJoinKey(at: ConfigPath, left: Type, right: Type, context: FlowContext): void {
  if (isSameType(withoutNull(left), withoutNull(right))) return;
  context.error(
    "PLAN_0101",
    at,
    `The keys that meet have different types: ${describeType(left)} on the left, ${describeType(right)} on the right.`,
    "Convert one of them in `on`, or declare the key's type at the source.",
  );
}
