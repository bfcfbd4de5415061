/** Small helpers of the client's tests. */
import { setTimeout as delay } from "node:timers/promises";
import type { FetchedRecords, Fetcher, ProducerLane } from "../../runtime/kafka/ports.ts";

export interface TestRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly timestampMs?: number;
}

export function append(lane: ProducerLane, { key, value, timestampMs }: TestRecord): void {
  const k = Buffer.from(key ?? "");
  const v = Buffer.from(value ?? "");
  lane.append(
    timestampMs ?? 1_000_000,
    k,
    0,
    key === null ? -1 : k.length,
    v,
    0,
    value === null ? -1 : v.length,
    null,
    0,
    0,
    0,
  );
}

export interface ReadRecord extends TestRecord {
  readonly partition: number;
  readonly offset: number;
}

export function recordsOf({ partition, columns }: FetchedRecords): ReadRecord[] {
  const { buffer } = columns;
  const text = (start: number, length: number): string | null =>
    length < 0 ? null : buffer.toString("utf8", start, start + length);
  return Array.from({ length: columns.count }, (_, i) => ({
    partition,
    offset: columns.offsets[i]!,
    timestampMs: columns.timestamps[i]!,
    key: text(columns.keyStarts[i]!, columns.keyLengths[i]!),
    value: text(columns.valueStarts[i]!, columns.valueLengths[i]!),
  }));
}

/** Takes until there are so many records; fails loudly when they do not come. */
export async function readCount(fetcher: Fetcher, count: number, withinMs = 30_000): Promise<ReadRecord[]> {
  const records: ReadRecord[] = [];
  const deadline = Date.now() + withinMs;
  while (records.length < count) {
    const fetched = fetcher.take();
    if (fetched !== undefined) records.push(...recordsOf(fetched));
    else if (Date.now() > deadline) throw new Error(`${records.length} of ${count} records came within ${withinMs} ms`);
    else await fetcher.ready(200);
  }
  return records;
}

export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await delay(20);
  }
}
