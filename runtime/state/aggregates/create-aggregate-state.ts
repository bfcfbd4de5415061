import { must, unreachable } from "../../../shared/assert.ts";
import type { Decimal } from "../../../shared/records/decimal.ts";
import { isInt } from "../../../shared/records/integers.ts";
import { withoutNull } from "../../../shared/records/types.ts";
import type { AggregateCall } from "../../../shared/topology/processors.ts";
import type { AggregateState } from "./aggregate-state.ts";
import { Collect } from "./collect.ts";
import { Count } from "./count.ts";
import { CountDistinct } from "./count-distinct.ts";
import { Extreme } from "./extreme.ts";
import { Position } from "./position.ts";
import * as decimal from "./sum-decimal.ts";
import * as int from "./sum-int.ts";
import { NumberSum } from "./sum-number.ts";
import { TopK } from "./top-k.ts";

export function createAggregateState(call: AggregateCall): AggregateState {
  switch (call.name) {
    case "count":
      return new Count();
    case "sum":
    case "avg":
      return createSum(call);
    case "min":
    case "max":
      return new Extreme(call.name);
    case "first":
    case "last":
      return new Position(call.name);
    case "countDistinct":
      return new CountDistinct(call);
    case "collect":
      return new Collect(call, countOption(call.options[0], Infinity));
    case "topK":
      return new TopK(call, countOption(call.options[0], 10));
    default:
      return unreachable(call.name);
  }
}

function countOption(option: unknown, otherwise: number): number {
  return typeof option === "number" ? option : otherwise;
}

/** How it is summed follows from what is summed, how it ends from the type that was promised. */
function createSum(call: AggregateCall): AggregateState {
  const average = call.name === "avg";
  const result = withoutNull(call.type).kind;
  switch (withoutNull(must(call.argument, "the argument of a sum").type).kind) {
    case "int":
    case "instant":
    case "duration":
      if (result === "decimal") return new int.IntSum(average ? int.finishIntAverageAsDecimal : int.finishIntAsDecimal);
      return new int.IntSum(average ? int.finishIntAverage : result === "number" ? Number : int.finishIntSum);
    case "number":
      return new NumberSum(average);
    default:
      if (result === "number")
        return new decimal.DecimalSum(average ? decimal.finishDecimalAverageAsNumber : decimal.finishDecimalAsNumber);
      if (result === "any") return new decimal.DecimalSum(average ? finishAnyAverage : finishAny);
      return new decimal.DecimalSum(average ? decimal.finishDecimalAverage : decimal.finishDecimalSum);
  }
}

/** Untyped numbers in their own representation: whole ones as integers, short ones as doubles (shared/records/types.ts). */
function finishAny(total: Decimal): number | bigint | Decimal {
  if (total.scale === 0 && (typeof total.coefficient === "number" || isInt(total.coefficient)))
    return total.coefficient;
  return typeof total.coefficient === "number" && Math.abs(total.coefficient) < 1e15 ? total.toNumber() : total;
}

function finishAnyAverage(total: Decimal, count: number): number | bigint | Decimal {
  return finishAny(decimal.finishDecimalAverage(total, count));
}
