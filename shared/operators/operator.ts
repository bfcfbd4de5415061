/**
 * The contract of an operator: everything about one entry of the catalogue that is data or a pure function of its configuration.
 * Palette, inspector, help, JSON Schema, validation, planner and tests all read it; what touches records is the processor of the same name.
 *
 * The way of a node through the planner: `config` parses what the user wrote, `ports` says what can be connected, `flow` checks the
 * expressions against the types that arrive and says what leaves, `lower` adds processors, stores and topics to the plan.
 */
import type { z } from "zod";
import type { Typed } from "../expressions/typed.ts";
import type { Migration } from "../pipeline/migrations.ts";
import type { Json } from "../pipeline/pipeline.ts";
import type { ProcessorConfigs, ProcessorType } from "../topology/processors.ts";
import type { RecordType, StorePlan, TopicPlan } from "../topology/topology.ts";
import type { Type } from "../records/types.ts";

export interface Operator<Name extends string = string, Schema extends z.ZodType = z.ZodType, Checked = unknown> {
  /** The `type` in a pipeline document, the stem of its files, the anchor of its help. */
  readonly type: Name;
  readonly title: string;
  /** One sentence: what it does, in the user's words. */
  readonly summary: string;
  /** Name of a lucide icon. */
  readonly icon: string;
  readonly group: Group;
  /** Version of `config`; `migrations` lead from every earlier one. */
  readonly version: number;
  /** A strict object; every field carries a `FieldMeta` (field-meta.ts). Reads defaults in; never transforms otherwise. */
  readonly config: Schema;
  /** What it does with keys: `preserves` them, `changes` them, or `requires` records of one key to be in one partition. */
  readonly keying: Keying;
  ports(config: z.output<Schema>): Ports;
  /** The one line shown on the node, e.g. `value.paid < value.total`. */
  describe(config: z.output<Schema>): string;
  /** Checks what the schema cannot, and gives the types of the output ports. What `lower` needs of it is handed on as `checked`. */
  flow(config: z.output<Schema>, context: FlowContext): Flow<Checked>;
  /** Called only when nothing in the pipeline is in error. Every output port of `ports` must be given by `plan.output`. */
  lower(config: z.output<Schema>, checked: Checked, plan: PlanBuilder): void;
  /** Of `config`, from version 1 on. */
  readonly migrations: readonly Migration[];
  readonly examples: readonly OperatorExample[];
}

export type AnyOperator = Operator;
export type Group = "sources" | "transforms" | "joins" | "windows" | "sinks";
export type Keying = "preserves" | "changes" | "requires" | "none";

export function defineOperator<const Name extends string, Schema extends z.ZodType, Checked>(
  operator: Operator<Name, Schema, Checked>,
): Operator<Name, Schema, Checked> {
  return operator;
}

export interface Ports {
  readonly inputs: readonly InputPort[];
  readonly outputs: readonly OutputPort[];
}

export interface InputPort {
  readonly name: string;
  readonly label: string;
  /** A `table` port reads a stream as upserts by key; a `stream` port takes no table; `any` takes both as they are. */
  readonly kind: "stream" | "table" | "any";
  /** Several edges may end here; their records are interleaved. */
  readonly many: boolean;
  readonly required: boolean;
}

export interface OutputPort {
  readonly name: string;
  readonly label: string;
  readonly kind: "stream" | "table";
  /** Records of a port that nothing is connected to are counted and end there; `optional` says that this is no mistake. */
  readonly optional: boolean;
}

/** Types by root of an expression: `value`, `key`, `left`, … */
export type Scope = Readonly<Record<string, Type>>;

export interface FlowContext {
  /** Type at an input port; of several edges the type that holds all. Key and value are `any` where nothing is connected. */
  input(port: string): RecordType;
  /** The roots of a record's expressions: key, value, timestamp, headers, topic, partition, offset. */
  recordScope(type: RecordType): Scope;
  /**
   * Checks an expression; `at` is its place in the configuration (`["by", "country"]`). Findings are reported; a broken expression gives a
   * literal null of type `any`, so that the flow goes on. With `expected` the result is converted or reported.
   */
  expression(at: ConfigPath, source: ExpressionSource, scope: Scope, expected?: Type): Typed;
  /** As `expression`, for a field of an aggregate: each aggregate call becomes a path `$aggregate.<index>` into `calls`. */
  aggregateExpression(
    at: ConfigPath,
    source: ExpressionSource,
    scopes: { readonly record: Scope; readonly result: Scope },
    calls: AggregateCallList,
  ): Typed;
  /** Reads a type written as text; `any` where it is not valid (and reported). */
  type(at: ConfigPath, text: string): Type;
  error(code: NodeCode, at: ConfigPath, message: string, hint: string): void;
  warning(code: NodeCode, at: ConfigPath, message: string, hint: string): void;
}

export type ConfigPath = readonly (string | number)[];
export type NodeCode = `NODE_${string}` | `PLAN_${string}`;
export type ExpressionSource = string | { readonly lang: "weir"; readonly src: string };
export type AggregateCallList = ProcessorConfigs["aggregate"]["aggregates"][number][];

export interface Flow<Checked> {
  /** By output port. */
  readonly outputs: Readonly<Record<string, RecordType>>;
  readonly checked: Checked;
}

/**
 * Where `lower` builds; implemented by the planner (shared/topology). Names are stable: the first processor of a node may take the node's id
 * (`part` null), each further one `<id>:<part>`.
 */
export interface PlanBuilder {
  readonly pipeline: string;
  readonly node: string;
  /** What arrives at an input port, from all its edges; undefined where nothing is connected. */
  input(port: string): PlannedStream | undefined;
  /** As `input`; the planner has made sure that the port is connected. */
  mustInput(port: string): PlannedStream;
  /** Adds a processor with the one output port `out` and gives what leaves it. `inputs[i]` feeds input port i. */
  add<T extends ProcessorType>(processor: PlannedProcessor<T> & { readonly output: RecordType }): PlannedStream;
  /** Adds a processor with several output ports, or none; what leaves them is by name. */
  addPorts<T extends ProcessorType>(
    processor: PlannedProcessor<T> & {
      readonly outputs: readonly { readonly name: string; readonly type: RecordType }[];
    },
  ): ReadonlyMap<string, PlannedStream>;
  /** Says what leaves an output port of the node. */
  output(port: string, stream: PlannedStream): void;
  /** Whether anything is connected to an output port. */
  isConnected(port: string): boolean;
  /**
   * A stream with this key; does not repartition. An expression that is exactly `key` changes nothing, so that nothing needs to move; with
   * a `part` it adds no processor either.
   */
  rekey(part: string | null, stream: PlannedStream, key: Typed): PlannedStream;
  /**
   * The same records with all of one key in one partition: through a repartition topic where the key was changed on the way, else as it is.
   * `part` names the topic (`<pipeline>-<node>-<part>-repartition`; null: `<pipeline>-<node>-repartition`).
   */
  partitionByKey(part: string | null, stream: PlannedStream): PlannedStream;
  /** Always through a repartition topic. */
  repartition(part: string | null, stream: PlannedStream, partitions: number | null): PlannedStream;
  /** As `partitionByKey` for streams that meet: equal keys of all of them in equal partitions. */
  copartition(streams: readonly { readonly part: string; readonly stream: PlannedStream }[]): readonly PlannedStream[];
  /** Registers a store with its changelog; gives its name. */
  store(part: string | null, kind: StorePlan["kind"], retentionMs: number | null): string;
  /** Registers a topic that is read or written. */
  topic(topic: Omit<TopicPlan, "nodes">): void;
  /** The single-partition topic in which a source that is not a topic keeps its position; gives its name. */
  positions(): string;
}

export interface PlannedProcessor<T extends ProcessorType> {
  readonly part: string | null;
  readonly type: T;
  readonly config: ProcessorConfigs[T];
  readonly inputs: readonly PlannedStream[];
  /** `changed`: records may have to move to another partition before anything relies on their key. */
  readonly key: "same" | "changed";
}

/** Records on their way; opaque to operators but for the type. */
export interface PlannedStream {
  readonly type: RecordType;
}

/**
 * Executed as a test and shown as help. Around the node the harness puts a source for each input port and a sink for each output port
 * (example-pipeline.ts). Records are read in order of timestamps, the earlier port first.
 */
export interface OperatorExample {
  readonly title: string;
  readonly config: Json;
  /** Types at the input ports, as text; `any` where not given. */
  readonly types?: Readonly<Record<string, { readonly key?: string; readonly value?: string }>>;
  /** By input port; a source has the port `topic` or `file`, whose records are what the outside holds (`generator`: none). */
  readonly given: Readonly<Record<string, readonly ExampleRecord[]>>;
  /** Contents of files by path, for sources that read them. */
  readonly files?: Readonly<Record<string, string>>;
  /** By output port, in order; a sink has the port `topic`, `file` or `console`. Ports not named must stay empty. */
  readonly expect: Readonly<Record<string, readonly ExampleRecord[]>>;
  /** Stream time moves here at the end, in milliseconds. */
  readonly advanceTo?: number;
}

/** As one line of NDJSON: whatever the format, key and value are given as the JSON of what they hold. On `expect`, what is not given is not compared; a timestamp and key are given wherever they matter. */
export interface ExampleRecord {
  readonly timestamp?: number;
  readonly key?: Json;
  readonly value: Json;
  readonly headers?: Readonly<Record<string, string>>;
}
