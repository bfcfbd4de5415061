/**
 * Keyed state of one task, in memory, backed by a changelog. What changed since the last flush leaves as one record per dirty key;
 * a store built from its changelog alone equals the store that wrote it.
 */
import type { RecordColumns } from "../kafka/records/columns.ts";

export interface StateStore {
  readonly name: string;
  /** Live entries, for the metrics. */
  readonly size: number;
  /** Bytes held, roughly: arenas and tables. */
  readonly bytes: number;
  /** Where it works by time: the stream time that it has reached, which is part of the state; -Infinity before the first record. */
  readonly streamTimeMs?: number;
  /** Where it works by time: when stream time gets here, all that is open now has closed; -Infinity when nothing is open. */
  readonly closesAtMs?: number;
  /**
   * Writes every change since the last flush and forgets that it was one. A value length of -1 is a tombstone. The bytes are valid
   * only during the call to `write`.
   */
  flush(write: ChangelogWriter): void;
  /** Applies changelog records in order; called only before the task runs. */
  restore(records: RecordColumns): void;
  /** Back to empty. */
  clear(): void;
}

export type ChangelogWriter = (
  key: Buffer,
  keyStart: number,
  keyLength: number,
  value: Buffer,
  valueStart: number,
  valueLength: number,
  timestampMs: number,
) => void;
