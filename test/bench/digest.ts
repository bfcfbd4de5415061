/** What a workload wrote, reduced to a number that does not depend on order or on who wrote it: a time counts only when these are equal. */
import { createHash } from "node:crypto";
import { must } from "../../shared/assert.ts";
import type { KafkaClient } from "../../runtime/kafka/client.ts";
import type { RecordColumns } from "../../runtime/kafka/records/columns.ts";
import type { Workload } from "./pipelines.ts";

export interface Digest {
  readonly records: number;
  readonly hash: string;
}

type Side = "weir" | "peer";

export async function digestTopic(client: KafkaClient, topic: string, workload: Workload, side: Side): Promise<Digest> {
  const results = createResults(workload);
  await readAll(client, topic, (columns) => {
    for (let row = 0; row < columns.count; row++) {
      const key = columns.buffer.subarray(columns.keyStarts[row], columns.keyStarts[row]! + columns.keyLengths[row]!);
      const value = columns.buffer.subarray(
        columns.valueStarts[row],
        columns.valueStarts[row]! + columns.valueLengths[row]!,
      );
      results.add(...canonical(workload, side, key, value, columns.timestamps[row]!));
    }
  });
  return results.digest();
}

/** Key and value of a result as text that both sides would write alike. */
function canonical(
  workload: Workload,
  side: Side,
  key: Buffer,
  value: Buffer,
  timestampMs: number,
): [key: string, value: string] {
  if (workload !== "w3")
    return [
      key.toString(),
      `${workload === "w2" ? shaped(value) : value.toString("latin1")} ${workload === "w4" ? timestampMs : ""}`,
    ];
  if (side === "peer")
    return [
      `${key.toString("utf8", 0, key.length - 8)} ${key.readBigInt64BE(key.length - 8)}`,
      String(value.readBigInt64BE(0)),
    ];
  const windowed = JSON.parse(key.toString()) as { key: string; window: { start: string } };
  const counted = JSON.parse(value.toString()) as { count: number };
  return [`${windowed.key} ${Date.parse(windowed.window.start)}`, String(counted.count)];
}

/** Numbers may be written 12 or 12.0. */
function shaped(value: Buffer): string {
  const { id, user, country, total } = JSON.parse(value.toString()) as Record<string, unknown>;
  return JSON.stringify([id, user, country, total]);
}

interface Results {
  add(key: string, value: string): void;
  digest(): Digest;
}

/** Windows are updated again and again, by each engine in its own rhythm: the last value of a key counts. Elsewhere every record does. */
function createResults(workload: Workload): Results {
  const last = new Map<string, string>();
  let sum = 0n;
  let records = 0;
  const take = (key: string, value: string): void => {
    records += 1;
    sum += createHash("md5").update(`${key}\u0000${value}`).digest().readBigUInt64BE(0);
  };
  return {
    add: (key, value) => (workload === "w3" ? void last.set(key, value) : take(key, value)),
    digest() {
      for (const [key, value] of last) take(key, value);
      return { records, hash: (sum & 0xffffffffffffffffn).toString(16) };
    },
  };
}

async function readAll(client: KafkaClient, topic: string, take: (columns: RecordColumns) => void): Promise<void> {
  const [info] = await client.admin.topics([topic]);
  const partitions = Array.from({ length: must(info, topic).partitions }, (_, partition) => ({ topic, partition }));
  const ends = await client.admin.offsets(partitions, "latest");
  let left = partitions.filter((_, index) => ends[index]! > 0).length;
  const fetcher = client.fetcher({ isolation: "read_uncommitted" });
  await fetcher.assign(partitions.map((partition) => ({ ...partition, position: 0 })));
  while (left > 0) {
    const fetched = fetcher.take();
    if (fetched === undefined) {
      await fetcher.ready(1000);
      continue;
    }
    take(fetched.columns);
    if (fetched.nextOffset >= ends[fetched.partition]!) left -= 1;
  }
  await fetcher.close();
}
