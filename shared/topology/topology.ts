/**
 * The topology: what will run. Plain data made by the planner from a pipeline, the same in the studio, the CLI, the deployer and the runtime.
 * It maps one to one to the `Topology` of Kafka's streams groups (KIP-1071).
 */
import type { FieldUse, Typed } from "../expressions/typed.ts";
import type { Type } from "../records/types.ts";
import type { ProcessorConfigs, ProcessorType } from "./processors.ts";

export interface Topology {
  /** Pipeline id; also the group id and the prefix of every internal topic. */
  readonly pipeline: string;
  /** Changes whenever group members must not mix (KIP-1071's topology epoch): a stable hash of everything below. */
  readonly epoch: number;
  readonly settings: Settings;
  /** The Kafka connection of the pipeline; null where nothing in it names one (then `--brokers` or the embedded broker serves). */
  readonly connection: string | null;
  readonly subTopologies: readonly SubTopology[];
  readonly topics: readonly TopicPlan[];
}

export interface Settings {
  readonly guarantee: "at-least-once" | "exactly-once";
  readonly commitIntervalMs: number;
}

/** A connected part of the topology without a topic in between; runs as one task per partition number. */
export interface SubTopology {
  /** "0", "1", …, numbered by the smallest pipeline node id in it. */
  readonly id: string;
  /** Every node stands after all nodes that it reads from. */
  readonly nodes: readonly TopologyNode[];
  readonly stores: readonly StorePlan[];
  readonly sourceTopics: readonly string[];
  readonly repartitionSources: readonly string[];
  readonly repartitionSinks: readonly string[];
  /** Source topics (of both kinds) that must have equal partition counts; each group is sorted. */
  readonly copartitionGroups: readonly (readonly string[])[];
}

export interface TopologyNode<T extends ProcessorType = ProcessorType> {
  /** Stable: the pipeline node's id, or `<id>:<part>` for what the planner adds (`join_7f3k:left-key`). */
  readonly id: string;
  /** The pipeline node that it belongs to: where its counters, failures and diagnostics go. */
  readonly node: string;
  readonly type: T;
  readonly config: ProcessorConfigs[T];
  /** In order of the processor's input ports; an input port with several edges has several entries. */
  readonly inputs: readonly InputLink[];
  /** Names of its output ports; `emit(index)` of the processor context uses this order. */
  readonly outputs: readonly string[];
  /** What leaves each output port. */
  readonly types: readonly RecordType[];
  readonly onError: ErrorPolicy;
}

export interface InputLink {
  /** Index of the input port of the reading processor. */
  readonly port: number;
  readonly from: string;
  readonly fromPort: number;
  /** The pipeline edge, for the counters drawn on it; null between nodes that the planner added. */
  readonly edge: string | null;
}

export interface RecordType {
  readonly kind: "stream" | "table";
  readonly key: Type;
  readonly value: Type;
}

/** What happens with a record that a node cannot handle. Null topics are resolved by the planner, so `topic` is always a name. */
export type ErrorPolicy =
  | { readonly policy: "fail" }
  | { readonly policy: "skip" }
  | { readonly policy: "dead-letter"; readonly topic: string }
  | { readonly policy: "retry"; readonly attempts: number; readonly backoffMs: number; readonly then: ErrorPolicy };

export interface StorePlan {
  /** `<node>` or `<node>-<part>`; the changelog is `<pipeline>-<name>-changelog`. */
  readonly name: string;
  readonly node: string;
  readonly kind: "table" | "window" | "join-window";
  readonly changelog: string | null;
  /** How long a window's or a join row's data must stay after stream time has passed its end; null for tables. */
  readonly retentionMs: number | null;
}

export interface TopicPlan {
  readonly name: string;
  readonly role: "source" | "sink" | "repartition" | "changelog" | "positions" | "dead-letter";
  /** Null: as many as the co-partition group or the source has, known only at the broker. */
  readonly partitions: number | null;
  readonly config: Readonly<Record<string, string>>;
  /** Pipeline nodes that need it. */
  readonly nodes: readonly string[];
  /** Weir creates it when it is missing (internal topics and sinks); a missing source is an error. */
  readonly create: boolean;
}

/** How bytes become values and back. */
export type Format =
  | { readonly format: "json" }
  | { readonly format: "string" }
  | { readonly format: "bytes" }
  | { readonly format: "delimited"; readonly separator: string; readonly header: readonly string[] };

export type { FieldUse, Typed };
