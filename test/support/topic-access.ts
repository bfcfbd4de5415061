/** Topics from the outside: fills them, and reads them to their present end. */
import { must } from "../../shared/assert.ts";
import type { KafkaClient } from "../../runtime/kafka/client.ts";
import { murmur2 } from "../../runtime/kafka/murmur2.ts";

export interface TextRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly timestampMs: number;
  readonly partition: number;
}

export async function produceTexts(
  client: KafkaClient,
  topic: string,
  records: readonly { key: string | null; value: string; timestampMs?: number }[],
): Promise<void> {
  const producer = client.producer();
  const partitions = await producer.partitions(topic);
  let next = 0;
  for (const record of records) {
    const key = Buffer.from(record.key ?? "");
    const value = Buffer.from(record.value);
    const partition =
      record.key === null ? next++ % partitions : (murmur2(key, 0, key.length) & 0x7fffffff) % partitions;
    producer
      .lane(topic, partition)
      .append(
        record.timestampMs ?? Date.now(),
        key,
        0,
        record.key === null ? -1 : key.length,
        value,
        0,
        value.length,
        null,
        0,
        0,
        0,
      );
  }
  await producer.flush();
  await producer.close();
}

export async function readTexts(client: KafkaClient, topic: string): Promise<TextRecord[]> {
  const [info] = await client.admin.topics([topic]);
  const partitions = Array.from({ length: must(info, topic).partitions }, (_, partition) => ({ topic, partition }));
  const ends = await client.admin.offsets(partitions, "latest");
  const starts = await client.admin.offsets(partitions, "earliest");
  let left = partitions.filter((_, index) => must(ends[index]) > must(starts[index])).length;
  const fetcher = client.fetcher({ isolation: "read_uncommitted" });
  await fetcher.assign(partitions.map((partition, index) => ({ ...partition, position: must(starts[index]) })));
  const records: TextRecord[] = [];
  while (left > 0) {
    const fetched = fetcher.take();
    if (fetched === undefined) {
      await fetcher.ready(1000);
      continue;
    }
    const { columns, partition } = fetched;
    const text = (starts: Int32Array, lengths: Int32Array, row: number): string | null =>
      lengths[row]! < 0 ? null : columns.buffer.toString("utf8", starts[row], starts[row]! + lengths[row]!);
    for (let row = 0; row < columns.count; row++) {
      const key = text(columns.keyStarts, columns.keyLengths, row);
      records.push({
        key,
        value: text(columns.valueStarts, columns.valueLengths, row),
        timestampMs: columns.timestamps[row]!,
        partition,
      });
    }
    if (fetched.nextOffset >= must(ends[partition])) left -= 1;
  }
  await fetcher.close();
  return records;
}

/** Records in a topic now, over all partitions. */
export async function topicSize(client: KafkaClient, topic: string): Promise<number> {
  const [info] = await client.admin.topics([topic]);
  if (info === undefined) return 0;
  const partitions = Array.from({ length: info.partitions }, (_, partition) => ({ topic, partition }));
  return (await client.admin.offsets(partitions, "latest")).reduce((sum, end) => sum + end, 0);
}
