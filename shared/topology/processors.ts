/**
 * What each processor is configured with: the result of lowering, with expressions checked and typed. One entry per processor type;
 * `runtime/processors/index.ts` must bind each to an implementation, or it does not compile.
 *
 * Roots of record expressions: key, value, timestamp (instant), headers (map of string), topic, partition, offset.
 */
import type { FieldUse, Typed } from "../expressions/typed.ts";
import type { StructType, Type } from "../records/types.ts";
import type { Format } from "./topology.ts";

export interface ProcessorConfigs {
  /** Reads a topic (a user's or a repartition topic). */
  source: SourceConfig;
  /** Writes a topic (a user's or a repartition topic). */
  sink: SinkConfig;
  "file-source": FileSourceConfig;
  generator: GeneratorConfig;
  "table-source": TableConfig;
  filter: { readonly where: Typed };
  map: Projection;
  "flat-map": FlatMapConfig;
  "select-key": { readonly key: Typed };
  /** The first matching case wins, `cases[i]` goes to output i; one output more takes what matches none, which else ends there. */
  branch: { readonly cases: readonly Typed[] };
  merge: Record<string, never>;
  /** Logs or samples records and passes them on unchanged. */
  peek: { readonly label: Typed | null; readonly everyMs: number };
  mask: Projection;
  aggregate: AggregateConfig;
  "stream-table-join": StreamTableJoinConfig;
  "stream-stream-join": StreamStreamJoinConfig;
  "file-sink": FileSinkConfig;
  "console-sink": { readonly format: "json" | "pretty"; readonly limitPerSecond: number | null };
}

export type ProcessorType = keyof ProcessorConfigs;

export interface SourceConfig {
  readonly topic: string;
  readonly internal: boolean;
  readonly key: Format;
  readonly keyType: Type;
  readonly value: Format;
  readonly valueType: Type;
  /** Event time; null: the record's own timestamp. */
  readonly time: Typed | null;
  /** After so long without a record stream time follows the wall clock, so that windows close; null: never. */
  readonly idleTimeoutMs: number | null;
  /** Records further in the future than this follow `onError`; null: accepted. */
  readonly maxFutureSkewMs: number | null;
  readonly startAt: "earliest" | "latest" | { readonly timestampMs: number };
  /** Every path of key and value that anything downstream of this source reads, up to the next topic (prefix-free). */
  readonly uses: readonly FieldUse[];
}

export interface SinkConfig {
  readonly topic: string;
  readonly internal: boolean;
  readonly key: Format;
  readonly keyType: Type;
  readonly value: Format;
  readonly valueType: Type;
  /** Null: by Kafka's murmur2 of the key bytes, sticky without a key. */
  readonly partition: Typed | null;
  readonly compression: "none" | "gzip" | "snappy" | "lz4" | "zstd";
}

export interface FileSourceConfig {
  readonly path: string;
  readonly format: "ndjson" | "csv";
  readonly separator: string;
  readonly header: readonly string[] | null;
  readonly valueType: Type;
  readonly key: Typed | null;
  readonly time: Typed | null;
  readonly uses: readonly FieldUse[];
  /** Topic in which the position is kept: a single partition, which makes the source a singleton in the group. */
  readonly positions: string;
}

export interface GeneratorConfig {
  readonly seed: number;
  /** Records a second; null: as fast as the pipeline takes them. */
  readonly ratePerSecond: number | null;
  readonly limit: number | null;
  /** Time of the first record; each next one is `stepMs` (may be fractional) later. Null: the wall clock. */
  readonly startMs: number | null;
  readonly stepMs: number;
  readonly fields: readonly GeneratorField[];
  readonly valueType: StructType;
  readonly key: Typed | null;
  readonly uses: readonly FieldUse[];
  readonly positions: string;
}

export type GeneratorField = { readonly name: string } & (
  | { readonly kind: "sequence"; readonly start: number; readonly prefix: string | null }
  | { readonly kind: "int"; readonly min: number; readonly max: number; readonly distribution: "uniform" | "zipf" }
  | {
      readonly kind: "number";
      readonly min: number;
      readonly max: number;
      readonly distribution: "uniform" | "normal" | "log";
      readonly digits: number;
    }
  | { readonly kind: "decimal"; readonly min: number; readonly max: number; readonly digits: number }
  | { readonly kind: "boolean"; readonly probability: number }
  | { readonly kind: "choice"; readonly values: readonly unknown[]; readonly weights: readonly number[] | null }
  | {
      readonly kind: "text";
      readonly prefix: string;
      readonly count: number;
      readonly distribution: "uniform" | "zipf";
    }
  | { readonly kind: "uuid" }
  | { readonly kind: "time"; readonly jitterMs: number }
  | { readonly kind: "struct"; readonly fields: readonly GeneratorField[] }
);

/**
 * Upserts by key; rows without a key are dropped (null-key), a null value deletes. With null for the store it only passes them on: a join keeps
 * the rows of its own right input, because it must see the table as it was at each row of its left input and not at the end of a batch.
 */
export interface TableConfig {
  readonly store: string | null;
}

/**
 * The new value: `base` decides what becomes of fields that are not named in `fields`. `fields` are in output order. A null value (a tombstone)
 * stays null, unless `whole` is set: that is evaluated for every record.
 */
export interface Projection {
  /** Keep everything of the old value except `drop` (fields below override or follow), or start from nothing. */
  readonly base: { readonly keep: "all"; readonly drop: readonly string[] } | { readonly keep: "none" };
  /** A pass-through is a `path` expression; its bytes are copied. */
  readonly fields: readonly { readonly name: string; readonly value: Typed }[];
  /** Where set, the whole value is this one expression, and base and fields are empty. */
  readonly whole: Typed | null;
}

export interface FlatMapConfig {
  /** An array; null and empty give no record. */
  readonly list: Typed;
  /** Roots `item` and `index` besides the record's; null: the item itself is the value. */
  readonly value: Projection | null;
  readonly itemType: Type;
}

export interface AggregateConfig {
  readonly store: string;
  /** The key arrives as the key of the record (the planner re-keys before); this says how to build the output key. */
  readonly window: null | {
    readonly kind: "tumbling" | "hopping";
    readonly sizeMs: number;
    readonly advanceMs: number;
    readonly graceMs: number;
  };
  readonly emit: "on-update" | "on-close";
  /** At most one result per key and commit with `on-update` (as Kafka Streams' record cache); false: one per record. */
  readonly coalesce: boolean;
  readonly aggregates: readonly AggregateCall[];
  /**
   * The key of a result, in order, with the roots `key` (as it arrived) and `window`; null: the key as it arrived. Grouped by country in a window:
   * `[{ name: "country", value: key.country }, { name: "window", value: window }]`.
   */
  readonly outputKey: readonly { readonly name: string; readonly value: Typed }[] | null;
  /** Output fields; root `$aggregate` has a step per index of `aggregates`, roots `key` and `window` ({ start, end: instant }) exist too. */
  readonly fields: readonly { readonly name: string; readonly value: Typed }[];
  /** Type of the key as it arrives. */
  readonly keyType: Type;
  /** Late rows leave through output 1 where it is connected; they are counted as dropped otherwise. */
  readonly lateOutput: boolean;
}

export interface AggregateCall {
  readonly name: "count" | "sum" | "min" | "max" | "avg" | "first" | "last" | "countDistinct" | "collect" | "topK";
  /** Null: `count()`. */
  readonly argument: Typed | null;
  /** Constant options: topK's k, collect's limit. */
  readonly options: readonly unknown[];
  readonly type: Type;
}

export interface StreamTableJoinConfig {
  /** The join's own store of the table's rows, written by the join from its input 1, in the order in which the inputs are merged. */
  readonly store: string;
  readonly kind: "inner" | "left";
  /** Roots `left` (the stream's value), `right` (the table's value, null when missing), `key`, `timestamp`. */
  readonly result: Projection;
  readonly leftType: Type;
  readonly rightType: Type;
}

export interface StreamStreamJoinConfig {
  readonly kind: "inner" | "left" | "outer";
  readonly leftStore: string;
  readonly rightStore: string;
  /** The right row's time lies in [left - beforeMs, left + afterMs]. */
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly graceMs: number;
  readonly result: Projection;
  readonly leftType: Type;
  readonly rightType: Type;
}

export interface FileSinkConfig {
  readonly path: string;
  readonly format: "ndjson" | "csv";
  readonly columns: readonly string[] | null;
  readonly valueType: Type;
}
