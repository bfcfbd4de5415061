/**
 * What flows between processors: a batch of records in columns. Rows are physical and never move; a filter only shortens `selection`.
 * A batch is immutable for everybody but the one who is building it, and valid only during the call that hands it over: whoever keeps
 * something copies it.
 */
import type { Column } from "./column.ts";

export interface Batch {
  /** Physical rows: the length that every column and array below covers. */
  readonly rows: number;
  /** Indices of the live rows in order of arrival; the first `selected` entries count. */
  readonly selection: Int32Array;
  readonly selected: number;
  /** Event time in milliseconds since the epoch. */
  readonly timestamps: Float64Array;
  readonly key: Column;
  readonly value: Column;
  readonly headers: HeaderRows | null;
  readonly origin: Origin;
}

/** Headers as they are encoded in a Kafka batch, per row; a count of 0 is none. */
export interface HeaderRows {
  readonly buffer: Buffer;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly counts: Int32Array;
}

/** Where the rows came from: what a dead letter must name and carry. */
export interface Origin {
  /** Topic, or the path or name of a source that is not a topic. */
  readonly topic: string;
  readonly partition: number;
  /** Position of each row in the source. */
  readonly offsets: Float64Array;
  /** Undecoded key and value of each row; null where rows were computed (windows that closed) rather than read. */
  readonly key: ByteRows | null;
  readonly value: ByteRows | null;
  /**
   * Per row, its place in the order in which the task reads its inputs; set where that order matters (inputs that meet in a join or an
   * aggregate). Rows made from other rows take over their place; null where the order of the batch is all there is.
   */
  readonly sequence: Int32Array | null;
}

/** Byte strings, one a row: absolute starts in `buffer`; a length of -1 is null. */
export interface ByteRows {
  readonly buffer: Buffer;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
}
