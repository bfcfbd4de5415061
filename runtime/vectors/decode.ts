/** Bytes in a topic's format to columns. */
import type { Type } from "../../shared/records/types.ts";
import type { Format } from "../../shared/topology/topology.ts";
import type { ByteRows } from "./batch.ts";
import type { Column } from "./column.ts";
import type { Live, RowError } from "./kernel.ts";

export interface Decoder {
  /**
   * A column over the bytes of `rows` (not copied) of which the live rows are valid. Rows that are not valid in the format are reported and left out
   * of the selection. Where nothing is used nothing is looked at, and every row passes.
   */
  decode(
    rows: ByteRows,
    selection: Int32Array,
    selected: number,
    onError: RowError,
  ): Live & { readonly column: Column };
}

/** `uses`: the paths that anybody reads; `[]` among them is the whole value. Other paths can be read as well, only slower. */
export function createDecoder(_type: Type, _format: Format, _uses: readonly (readonly string[])[]): Decoder {
  throw new Error("not yet");
}
