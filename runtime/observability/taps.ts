/**
 * Watching tasks while they run: what passes an edge, and what ends without passing one. Nothing is watched until an observer is set, which may
 * happen and end at any time between two batches; until then a batch costs one look at a field.
 */
import type { RecordType, TopologyNode } from "../../shared/topology/topology.ts";
import type { DropReason } from "../engine/processor.ts";
import type { Batch } from "../vectors/batch.ts";

/** One connection of the topology. A pipeline edge is exactly one of them; those between parts that the planner added have none. */
export interface TapLink {
  readonly edge: string | null;
  readonly from: TopologyNode;
  readonly to: TopologyNode;
  readonly type: RecordType;
}

/** Batches are valid only during the call. */
export interface TaskObserver {
  /** Told before the reader sees the batch, also where the reader waits for its other input. */
  passed(link: TapLink, batch: Batch): void;
  /** A source has read rows; those that could not be decoded are not among them. */
  read?(node: TopologyNode, batch: Batch): void;
  dropped?(node: TopologyNode, reason: DropReason, rows: number): void;
  failed?(node: TopologyNode, error: unknown): void;
}

export class Taps {
  observer: TaskObserver | null = null;
}
