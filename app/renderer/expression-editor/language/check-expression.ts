/** One way to check every kind of expression: of a record, of a join, of an aggregate. */
import { checkAggregate } from "../../../../shared/expressions/check-aggregate.ts";
import { checkWith, type Checked } from "../../../../shared/expressions/check.ts";
import type { Context } from "../../../../shared/expressions/context.ts";
import { parse } from "../../../../shared/expressions/parse.ts";
import { aggregateFunctions } from "../../../../shared/operators/windows/aggregate-functions.ts";
import type { Type } from "../../../../shared/records/types.ts";

export interface ExpressionScope {
  /** Types by root. */
  readonly roots: ReadonlyMap<string, Type>;
  readonly expected?: Type;
  /** Of an aggregate's field: then `roots` are those of one record, inside the aggregate functions, and these are around them. */
  readonly resultRoots?: ReadonlyMap<string, Type>;
}

export function checkExpression(source: string, scope: ExpressionScope, observe?: Context["observe"]): Checked {
  const parsed = parse(source);
  const { roots, expected, resultRoots } = scope;
  if (resultRoots !== undefined) return checkAggregate(parsed, { roots, resultRoots }, aggregateFunctions, observe);
  return checkWith(parsed, expected === undefined ? {} : { expected }, {
    roots,
    ...(observe === undefined ? {} : { observe }),
  });
}
