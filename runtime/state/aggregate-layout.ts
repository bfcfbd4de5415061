import type { AggregateCall } from "../../shared/topology/processors.ts";
import { describeType } from "../../shared/records/type-text.ts";
import { withoutNull } from "../../shared/records/types.ts";
import { hashBytes } from "./hash-bytes.ts";

/** A number that differs where the state of other aggregates would be misread: their names and what they take. */
export function aggregateLayout(aggregates: readonly AggregateCall[]): number {
  const text = aggregates
    .map(({ name, argument }) => `${name}(${argument === null ? "" : describeType(withoutNull(argument.type))})`)
    .join("|");
  const bytes = Buffer.from(text);
  return hashBytes(bytes, 0, bytes.length) >>> 0;
}
