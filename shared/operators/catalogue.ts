/** Every operator. One more is one more line here and one in runtime/processors/index.ts. */
import type { AnyOperator } from "./operator.ts";
import { filter } from "./transforms/filter.ts";

const operators = [filter] as const satisfies readonly AnyOperator[];

export type OperatorType = (typeof operators)[number]["type"];

export const catalogue: ReadonlyMap<string, AnyOperator> = new Map<string, AnyOperator>(
  operators.map((operator) => [operator.type, operator]),
);
