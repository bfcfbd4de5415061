/** Every operator. One more is one more line here and one in runtime/processors/index.ts. */
import { streamStreamJoin } from "./joins/stream-stream-join.ts";
import { streamTableJoin } from "./joins/stream-table-join.ts";
import type { AnyOperator } from "./operator.ts";
import { consoleSink } from "./sinks/console-sink.ts";
import { fileSink } from "./sinks/file-sink.ts";
import { kafkaSink } from "./sinks/kafka-sink.ts";
import { fileSource } from "./sources/file-source.ts";
import { generator } from "./sources/generator.ts";
import { kafkaSource } from "./sources/kafka-source.ts";
import { tableSource } from "./sources/table-source.ts";
import { branch } from "./transforms/branch.ts";
import { filter } from "./transforms/filter.ts";
import { flatMap } from "./transforms/flat-map.ts";
import { map } from "./transforms/map.ts";
import { mask } from "./transforms/mask.ts";
import { merge } from "./transforms/merge.ts";
import { peek } from "./transforms/peek.ts";
import { repartition } from "./transforms/repartition.ts";
import { selectKey } from "./transforms/select-key.ts";
import { aggregate } from "./windows/aggregate.ts";

const operators = [
  kafkaSource,
  tableSource,
  fileSource,
  generator,
  filter,
  map,
  flatMap,
  selectKey,
  branch,
  merge,
  peek,
  mask,
  repartition,
  aggregate,
  streamTableJoin,
  streamStreamJoin,
  kafkaSink,
  fileSink,
  consoleSink,
] as const satisfies readonly AnyOperator[];

export type OperatorType = (typeof operators)[number]["type"];

export const catalogue: ReadonlyMap<string, AnyOperator> = new Map<string, AnyOperator>(
  operators.map((operator) => [operator.type, operator]),
);
