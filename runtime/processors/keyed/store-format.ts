import { withoutNull, type Type } from "../../../shared/records/types.ts";
import type { Format } from "../../../shared/topology/topology.ts";

/** How keys and values of a type lie in stores: text and bytes as they are, everything else as JSON. */
export function storeFormat(type: Type): Format {
  const { kind } = withoutNull(type);
  return kind === "string" || kind === "bytes" ? { format: kind } : { format: "json" };
}
