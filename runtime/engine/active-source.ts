/** A source that the task reads by itself: a file, a generator. Its position is kept by the engine, so it can be resumed anywhere. */
import type { ProcessorContext } from "./processor.ts";
import type { TopologyNode } from "../../shared/topology/topology.ts";
import type { Batch } from "../vectors/batch.ts";

export interface ActiveSource {
  /** The next records, at most `maxRows`; null where there is nothing now (see `nextReadyMs`) or nothing any more (`done`). */
  read(maxRows: number): Batch | null;
  /** Position behind the last record that was read: reading goes on there after `seek(position)`, with exactly the records that would have come. */
  readonly position: number;
  seek(position: number): void;
  /** Everything was read; there will be no more. */
  readonly done: boolean;
  /** When (on the clock of the context) it makes sense to read again; null: at once, or never where it is done. */
  nextReadyMs(): number | null;
  close(): void;
}

export type ActiveSourceType = "file-source" | "generator";

export type ActiveSourceFactory<T extends ActiveSourceType> = (
  node: TopologyNode<T>,
  context: ProcessorContext,
) => ActiveSource;
