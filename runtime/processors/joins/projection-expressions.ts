import type { Typed } from "../../../shared/expressions/typed.ts";
import type { Projection } from "../../../shared/topology/processors.ts";

/** Everything that a projection evaluates. */
export function projectionExpressions({ fields, whole }: Projection): readonly Typed[] {
  return whole === null ? fields.map((field) => field.value) : [whole];
}
