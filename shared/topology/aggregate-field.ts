/** One field of an aggregate: its calls of aggregate functions join those of the fields before it. */
import { must } from "../assert.ts";
import { AGGREGATE_ROOT, checkAggregate } from "../expressions/check-aggregate.ts";
import type { Checked } from "../expressions/check.ts";
import type { AggregateCallList, Scope } from "../operators/operator.ts";
import { aggregateFunctions } from "../operators/windows/aggregate-functions.ts";
import { parseOnce } from "./parse-once.ts";
import { mapPaths } from "./typed-paths.ts";

export function checkAggregateField(
  source: string,
  scopes: { readonly record: Scope; readonly result: Scope },
  calls: AggregateCallList,
): Checked {
  const checked = checkAggregate(
    parseOnce(source),
    { roots: new Map(Object.entries(scopes.record)), resultRoots: new Map(Object.entries(scopes.result)) },
    aggregateFunctions,
  );
  if (checked.typed === null) return checked;
  const places = checked.calls.map(({ name, arguments: given, type }) => {
    const fn = must(
      aggregateFunctions.find((candidate) => candidate.name === name),
      `the aggregate function ${name}`,
    );
    const [argument = null, ...rest] = given;
    const options = rest.map((option) => (option.node === "literal" ? option.value : null));
    return addCall(calls, { name: fn.name, argument, options, type });
  });
  const typed = mapPaths(checked.typed, (path) => {
    const place = path.root === AGGREGATE_ROOT ? places[Number(path.steps[0])] : undefined;
    return place === undefined ? path : { ...path, steps: [String(place), ...path.steps.slice(1)] };
  });
  return { ...checked, typed };
}

/** Where the call stands in the list; equal calls of several fields share one. */
function addCall(calls: AggregateCallList, call: AggregateCallList[number]): number {
  const known = calls.findIndex((other) => other.name === call.name && keyOf(other) === keyOf(call));
  return known >= 0 ? known : calls.push(call) - 1;
}

function keyOf(call: AggregateCallList[number]): string {
  return JSON.stringify(call, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}
