/** Where a visit of JSON stands: a pointer is made of it only where something is found, which is almost never. */
import { makePointer } from "./json-node.ts";

export interface JsonPlace {
  /** Null for the value that the visit began with. */
  readonly parent: JsonPlace | null;
  /** Key or index in the parent; without a meaning where there is none. */
  readonly step: string | number;
}

/** RFC 6901. `base`: the pointer of the value that the visit began with. */
export function pointerOf(place: JsonPlace, base = ""): string {
  const steps: (string | number)[] = [];
  for (let at = place; at.parent !== null; at = at.parent) steps.push(at.step);
  return base + makePointer(...steps.toReversed());
}
