import type { RecordColumns } from "../../runtime/kafka/records/columns.ts";
import type { StateStore } from "../../runtime/state/state-store.ts";

export interface ChangelogRecord {
  readonly key: Buffer;
  readonly value: Buffer | null;
  readonly timestamp: number;
}

/** Flushes a store; the records are copies. */
export function flushOf(store: StateStore): ChangelogRecord[] {
  const records: ChangelogRecord[] = [];
  store.flush((key, keyStart, keyLength, value, valueStart, valueLength, timestamp) =>
    records.push({
      key: Buffer.from(key.subarray(keyStart, keyStart + keyLength)),
      value: valueLength < 0 ? null : Buffer.from(value.subarray(valueStart, valueStart + valueLength)),
      timestamp,
    }),
  );
  return records;
}

/** What the log cleaner leaves: the last record of each key in its place; without tombstones if it ran long ago. */
export function compact(records: readonly ChangelogRecord[], tombstones: boolean): ChangelogRecord[] {
  const last = new Map(records.map((record, i) => [record.key.toString("latin1"), i]));
  return records.filter(
    (record, i) => last.get(record.key.toString("latin1")) === i && (tombstones || record.value !== null),
  );
}

/** As a fetch would give them. */
export function columnsOf(records: readonly ChangelogRecord[]): RecordColumns {
  const count = records.length;
  const ints = (of: (record: ChangelogRecord, i: number) => number) => Int32Array.from(records, of);
  const parts: Buffer[] = [Buffer.from("before")];
  let position = 6;
  const place = (bytes: Buffer | null) => {
    const start = position;
    if (bytes !== null) parts.push(bytes);
    position += bytes?.length ?? 0;
    return start;
  };
  const starts = records.map(({ key, value }) => [place(key), place(value)] as const);
  return {
    count,
    buffer: Buffer.concat(parts),
    offsets: Float64Array.from(records, (_, i) => i),
    timestamps: Float64Array.from(records, (record) => record.timestamp),
    keyStarts: Int32Array.from(starts, ([key]) => key),
    keyLengths: ints((record) => record.key.length),
    valueStarts: Int32Array.from(starts, ([, value]) => value),
    valueLengths: ints((record) => record.value?.length ?? -1),
    headerStarts: new Int32Array(count),
    headerLengths: new Int32Array(count),
    headerCounts: new Int32Array(count),
  };
}

/** Restores in chunks of a few records, as fetches would bring them. */
export function restoreInto(store: StateStore, records: readonly ChangelogRecord[], chunk = 7): void {
  for (let i = 0; i < records.length; i += chunk) store.restore(columnsOf(records.slice(i, i + chunk)));
}
