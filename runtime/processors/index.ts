/** Every processor type and what it runs as. `engine`: the engine itself reads and writes these, they are no processors. */
import type { ProcessorType } from "../../shared/topology/processors.ts";
import type { ProcessorFactory } from "../engine/processor.ts";
import { aggregate } from "./aggregate.ts";
import { branch } from "./branch.ts";
import { consoleSink } from "./console-sink.ts";
import { fileSink } from "./file-sink.ts";
import { filter } from "./filter.ts";
import { flatMap } from "./flat-map.ts";
import { map } from "./map.ts";
import { mask } from "./mask.ts";
import { merge } from "./merge.ts";
import { peek } from "./peek.ts";
import { selectKey } from "./select-key.ts";
import { streamStreamJoin } from "./stream-stream-join.ts";
import { streamTableJoin } from "./stream-table-join.ts";
import { tableSource } from "./table-source.ts";

export const processors = {
  source: "engine",
  sink: "engine",
  "file-source": "engine",
  generator: "engine",
  filter,
  map,
  "flat-map": flatMap,
  "select-key": selectKey,
  branch,
  merge,
  peek,
  mask,
  aggregate,
  "table-source": tableSource,
  "stream-table-join": streamTableJoin,
  "stream-stream-join": streamStreamJoin,
  "file-sink": fileSink,
  "console-sink": consoleSink,
} as const satisfies { readonly [T in ProcessorType]: ProcessorFactory<T> | "engine" };
